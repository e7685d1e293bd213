import { expect } from 'chai';
import { parse } from 'csv-parse/sync';
import fc from 'fast-check';
import { describe, it } from 'mocha';
import { csvField } from '../../../shared/adapters/report/csv-report.ts';
import type { ReadSheet } from '../../../shared/domain/reading/read-event.ts';
import type { ReportRow } from '../../../shared/domain/reporting/report.ts';
import { fileOf, renderBytes } from './read-back.ts';
import { csvSheet, everyKind } from './sample-report.ts';

const tableOf = (bytes: Buffer): readonly (readonly string[])[] => parse(bytes, { bom: true });

describe('the report as CSV', () => {
  it('is UTF-8 with BOM and CRLF', async () => {
    const bytes = fileOf(await renderBytes(everyKind), 'csv');
    expect(bytes.subarray(0, 3).toString('hex')).to.equal('efbbbf');
    expect(bytes.toString('utf8').replaceAll('\r\n', '')).not.to.match(/[\r\n]/);
  });

  it('has the rows in order, the uploader’s columns first and the verdict behind', async () => {
    const table = tableOf(fileOf(await renderBytes(everyKind), 'csv'));
    expect(table[0]?.slice(0, 3)).to.deep.equal(['Sheet', 'Row', 'Device Serial Number']);
    expect(table.slice(1).map((cells) => Number(cells[1]))).to.deep.equal(everyKind.map(({ row }) => row));
    expect(table[1]).to.include.members(['0012345', '3305160010066', '✔ Registered']);
  });

  it('has no column for the sheet when the upload was a CSV', async () => {
    const rows: readonly ReportRow[] = [{ row: 2, cells: ['a'], verdict: { kind: 'registered' } }];
    const [header] = tableOf(fileOf(await renderBytes(rows, { sheets: [csvSheet] }), 'csv'));
    expect(header?.slice(0, 2)).to.deep.equal(['Row', 'Device Serial Number']);
  });

  it('lays the columns of several sheets side by side, equal titles in one', async () => {
    const sheets: readonly ReadSheet[] = [
      { sheet: 'A', headerRow: 1, titles: ['Serial', 'PO', 'PO'], columns: [null, null, null] },
      { sheet: 'B', headerRow: 1, titles: ['PO', 'Ort'], columns: [null, null] },
    ];
    const rows: readonly ReportRow[] = [
      { sheet: 'A', row: 2, cells: ['S', '1', '2'], verdict: { kind: 'registered' } },
      { sheet: 'B', row: 2, cells: ['3', 'Köln'], verdict: { kind: 'registered' } },
    ];
    const table = tableOf(fileOf(await renderBytes(rows, { sheets }), 'csv'));
    expect(table.map((cells) => cells.slice(0, 6))).to.deep.equal([
      ['Sheet', 'Row', 'Serial', 'PO', 'PO', 'Ort'],
      ['A', '2', 'S', '1', '2', ''],
      ['B', '2', '', '3', '', 'Köln'],
    ]);
  });

  it('puts an apostrophe before what a spreadsheet program would run', () => {
    for (const text of [
      '=1+1',
      '+1',
      '-1',
      '@SUM(1)',
      '\t=1',
      '\r=1',
      '\n=1',
      '\0=1',
      '＝1',
      '＋1',
      '－1',
      '＠1',
      '  =1',
      '\u00a0=1',
    ]) {
      expect(csvField(text).replace(/^"/, ''), text).to.match(/^'/);
    }
    for (const text of ['0012345', 'a=b', "it's", 'VMware-56 4d', '']) expect(csvField(text)).to.equal(text);
  });

  it('any text reads back as it was, but for the apostrophe', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), (text) => {
        const [[back] = []] = parse(`x,${csvField(text)}\r\n`, { from_line: 1 }).map((cells) => cells.slice(1));
        expect([text, `'${text}`]).to.include(back);
      }),
    );
  });
});
