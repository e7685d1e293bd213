import { expect } from 'chai';
import ExcelJS from 'exceljs';
import { describe, it } from 'mocha';
import { readReportFiles } from './report-files.ts';

const rows = [
  { row: 2, status: 'registered' },
  { row: 3, status: 'rejected' },
];
const table = [
  ['Row', 'Serial', 'Status', 'Code'],
  [2, 'S-1', 'Registered', 'none'],
  [3, 'S-2', 'Rejected', 'bad'],
] as const;
type Table = readonly (readonly (string | number)[])[];

async function read(csv: Table, xlsx: Table = table) {
  const book = new ExcelJS.Workbook();
  book.addWorksheet('Summary').addRow(['Report']);
  book.addWorksheet('Rows').addRows(xlsx.map((row) => [...row]));
  return readReportFiles({
    json: Buffer.from(JSON.stringify({ kind: 'final', rows })),
    csv: Buffer.from(csv.map((row) => row.join(',')).join('\r\n')),
    xlsx: Buffer.from(await book.xlsx.writeBuffer()),
  });
}

describe('The files of a report', () => {
  it('that say the same give their rows', async () => {
    expect(await read(table)).to.deep.equal({ kind: 'final', rows, contradictions: [] });
  });

  const [titles, first, second] = table;
  const planted: readonly (readonly [string, Table, Table])[] = [
    ['a row is missing in the table', [titles, first], table],
    ['a row is missing in the workbook', table, [titles, first]],
    ['rows change places', [titles, second, first], table],
    ['a status is another', table, [titles, first, [3, 'S-2', 'Registered', 'bad']]],
    [
      'one word stands for two',
      [titles, first, [3, 'S-2', 'Registered', 'bad']],
      [titles, first, [3, 'S-2', 'Registered', 'bad']],
    ],
    ['a code is another', table, [titles, first, [3, 'S-2', 'Rejected', 'worse']]],
  ];
  for (const [what, csv, xlsx] of planted) {
    it(`contradict each other where ${what}`, async () => {
      expect((await read(csv, xlsx)).contradictions).not.to.deep.equal([]);
    });
  }
});
