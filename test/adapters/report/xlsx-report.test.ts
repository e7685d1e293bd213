import { expect } from 'chai';
import { describe, it } from 'mocha';
import { SaxesParser } from 'saxes';
import type { ReadSheet } from '../../../shared/domain/reading/read-event.ts';
import type { ReportRow } from '../../../shared/domain/reporting/report.ts';
import { fileOf, rawParts, readBook, renderBytes } from './read-back.ts';
import { csvSheet, deviceSheet, everyKind } from './sample-report.ts';

const titles = [
  'Row',
  ...deviceSheet.titles,
  'Status',
  'Code',
  'What happened',
  'What to do',
  'Who acts',
  'Remarks',
  'Route',
];

describe('the report workbook', () => {
  it('opens with Summary, then the rows, then Legend', async () => {
    const book = await readBook(fileOf(await renderBytes(everyKind), 'xlsx'));
    expect(book.sheets).to.deep.equal(['Summary', 'Rows', 'Legend']);
  });

  it("has the uploader's row number, columns and cells, then the verdict", async () => {
    const book = await readBook(fileOf(await renderBytes(everyKind), 'xlsx'));
    const [header, first, second, , rejected] = book.rows('Rows');
    expect(header).to.deep.equal(titles);
    expect(first?.slice(0, 8)).to.deep.equal([
      2,
      '0012345',
      '3305160010066',
      '',
      'PO-4711',
      '✔ Registered',
      '',
      'The device is registered.',
    ]);
    expect(second?.[3]).to.match(/^hash [0-9a-f]{12}$/);
    expect(second?.[10]).to.equal('The manufacturer was written "Hp" and sent as "HP".');
    expect(rejected?.slice(5, 10)).to.deep.equal([
      '✖ Rejected, not sent',
      'pkid_scientific_notation',
      'The PKID reads 3.30512E+12: the spreadsheet has shortened it, and its last digits are lost.',
      'Format the column as text and enter all 13 digits again.',
      'You',
    ]);
  });

  it('keeps serials and PKIDs as text: leading zeros and 13 digits stay', async () => {
    const sheet = (await rawParts(fileOf(await renderBytes(everyKind), 'xlsx'))).get('xl/worksheets/sheet1.xml') ?? '';
    expect(sheet).to.match(/<c r="B2" s="\d+" t="inlineStr"><is><t xml:space="preserve">0012345<\/t>/);
    expect(sheet).to.match(/<c r="C2" s="\d+" t="inlineStr"><is><t xml:space="preserve">3305160010066<\/t>/);
    expect(sheet).to.match(/<c r="A2" s="\d+"><v>2<\/v>/);
  });

  it('has a frozen header, a filter over all columns, and colours that follow the sign in Status', async () => {
    const parts = await rawParts(fileOf(await renderBytes(everyKind), 'xlsx'));
    const sheet = parts.get('xl/worksheets/sheet1.xml') ?? '';
    expect(sheet).to.contain('state="frozen"');
    expect(sheet).to.contain(`<autoFilter ref="A1:L${everyKind.length + 1}"/>`);
    expect(sheet).to.contain('LEFT($F2,1)=&quot;✖&quot;');
    expect(parts.get('xl/workbook.xml')).to.contain(`'Rows'!$A$1:$L$${everyKind.length + 1}`);
  });

  it('draws a bar for each verdict in the summary', async () => {
    const parts = await rawParts(fileOf(await renderBytes(everyKind), 'xlsx'));
    const summary = [...parts.values()].find((xml) => xml.includes('Registration report')) ?? '';
    expect(summary.match(/<cfRule type="dataBar"/g)).to.have.lengthOf(everyKind.length);
    expect(summary.match(/<x14:cfRule type="dataBar"/g)).to.have.lengthOf(everyKind.length);
  });

  it('holds no formula, no link out of the file, no macro and no picture', async () => {
    const parts = await rawParts(fileOf(await renderBytes(everyKind), 'xlsx'));
    for (const [name, xml] of parts) {
      expect(name).to.match(/\.(xml|rels)$/);
      expect(xml).not.to.match(/<f>|<f |TargetMode="External"/);
    }
  });

  it('is well-formed XML in every part', async () => {
    for (const xml of (await rawParts(fileOf(await renderBytes(everyKind), 'xlsx'))).values()) {
      const parser = new SaxesParser({ xmlns: true });
      parser.on('error', (error) => {
        throw error;
      });
      parser.write(xml).close();
    }
  });

  it('goes on in a further sheet when one is full, complete and in order', async () => {
    const rows = Array.from(
      { length: 25 },
      (_, index): ReportRow => ({ row: index + 2, cells: [`S${index}`], verdict: { kind: 'registered' } }),
    );
    const book = await readBook(fileOf(await renderBytes(rows, { sheets: [csvSheet] }, 10), 'xlsx'));
    expect(book.sheets).to.deep.equal(['Summary', 'Rows', 'Rows (2)', 'Rows (3)', 'Legend']);
    const parts = ['Rows', 'Rows (2)', 'Rows (3)'].map((name) => book.rows(name));
    expect(parts.map((part) => part.length)).to.deep.equal([11, 11, 6]);
    for (const part of parts) expect(part[0]?.slice(0, 2)).to.deep.equal(['Row', 'Device Serial Number']);
    expect(parts.flatMap((part) => part.slice(1).map((cells) => cells[1]))).to.deep.equal(
      rows.map(({ cells }) => cells[0]),
    );
  });

  it('gives each sheet of the upload one of the same name, with its own columns, also when it has no rows', async () => {
    const sheets: readonly ReadSheet[] = [
      { sheet: 'Summary', headerRow: 1, titles: ['Serial'], columns: [null] },
      { sheet: 'Empty', headerRow: 4, titles: ['PKID'], columns: [null] },
      { sheet: 'Mai', headerRow: 1, titles: ['PKID', 'Ort'], columns: [null, null] },
    ];
    const rows: readonly ReportRow[] = [
      { sheet: 'Summary', row: 2, cells: ['S1'], verdict: { kind: 'registered' } },
      { sheet: 'Summary', row: 3, cells: ['S2'], verdict: { kind: 'registered' } },
      { sheet: 'Mai', row: 2, cells: ['1', 'Köln'], verdict: { kind: 'registered' } },
    ];
    const book = await readBook(fileOf(await renderBytes(rows, { sheets }), 'xlsx'));
    expect(book.sheets).to.deep.equal(['Summary', 'Summary (2)', 'Empty', 'Mai', 'Legend']);
    expect(book.rows('Summary (2)').map((cells) => cells.slice(0, 2))).to.deep.equal([
      ['Row', 'Serial'],
      [2, 'S1'],
      [3, 'S2'],
    ]);
    expect(book.rows('Mai')[1]?.slice(0, 3)).to.deep.equal([2, '1', 'Köln']);
    expect(book.rows('Empty')).to.have.lengthOf(1);
  });
});
