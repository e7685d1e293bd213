import { expect } from 'chai';
import { describe, it } from 'mocha';
import type { ReportRow } from '../../../shared/domain/reporting/report.ts';
import { fileOf, rawParts, readBook, renderBytes } from './read-back.ts';
import { csvSheet, deviceSheet, everyKind, sampleHash } from './sample-report.ts';

describe('the retry workbook', () => {
  it('has only the rows worth dropping again, under the uploader’s own header and sheet name', async () => {
    const book = await readBook(fileOf(await renderBytes(everyKind), 'retry'));
    expect(book.sheets).to.deep.equal(['Devices']);
    const [header, ...rows] = book.rows('Devices');
    expect(header).to.deep.equal([...deviceSheet.titles, 'Reason', 'Upload reference']);
    expect(rows.map((cells) => cells.at(-1))).to.deep.equal([
      'u7f3a9c21#Devices#4',
      'u7f3a9c21#Devices#6',
      'u7f3a9c21#Devices#11',
    ]);
  });

  it('keeps cells untouched, hashes included', async () => {
    const rows: readonly ReportRow[] = [
      { row: 2, cells: [' 007', '3.3E+12', sampleHash, '=1'], verdict: { kind: 'unknown' } },
    ];
    const book = await readBook(fileOf(await renderBytes(rows, { sheets: [csvSheet] }), 'retry'));
    expect(book.sheets).to.deep.equal(['Devices']);
    expect(book.rows('Devices')[1]?.slice(0, 4)).to.deep.equal([' 007', '3.3E+12', sampleHash, '=1']);
    expect(book.rows('Devices')[1]?.[5]).to.equal('u7f3a9c21##2');
  });

  it('has text columns, so that a number typed anew keeps its digits', async () => {
    const parts = await rawParts(fileOf(await renderBytes(everyKind), 'retry'));
    const sheet = parts.get('xl/worksheets/sheet1.xml') ?? '';
    const [, style = ''] = /<col min="1" max="1" width="[\d.]+" style="(\d+)"/.exec(sheet) ?? [];
    const formats = [...(parts.get('xl/styles.xml') ?? '').matchAll(/<xf numFmtId="(\d+)"[^>]*xfId="0"/g)];
    expect(formats[Number(style)]?.[1]).to.equal('49');
  });

  it('has one sheet for each sheet of the upload that has such rows', async () => {
    const sheetOf = (sheet: string) => ({ sheet, headerRow: 1, titles: ['Serial'], columns: [null] });
    const rowOf = (sheet: string, kind: 'unknown' | 'registered'): ReportRow => ({
      sheet,
      row: 2,
      cells: [sheet],
      verdict: { kind },
    });
    const rows = [rowOf('A', 'unknown'), rowOf('B', 'registered'), rowOf('C', 'unknown')];
    const book = await readBook(fileOf(await renderBytes(rows, { sheets: ['A', 'B', 'C'].map(sheetOf) }), 'retry'));
    expect(book.sheets).to.deep.equal(['A', 'C']);
    expect(book.rows('C')[1]?.[0]).to.equal('C');
  });
});
