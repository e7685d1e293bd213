import { parse } from 'csv-parse/sync';
import ExcelJS from 'exceljs';
import type { ReportedRow } from './judge-run.ts';

/** A row as one of the tables of a report shows it. */
interface ShownRow {
  readonly row: number;
  readonly status: string;
  readonly code: string;
}

function shownRows(table: readonly (readonly unknown[])[]): readonly ShownRow[] {
  const [titles = [], ...rows] = table;
  const text = (row: readonly unknown[], title: string): string => String(row[titles.lastIndexOf(title)] ?? '');
  return rows.map((row) => ({
    row: Number(row[titles.indexOf('Row')]),
    status: text(row, 'Status'),
    code: text(row, 'Code'),
  }));
}

async function workbookRows(bytes: Buffer): Promise<readonly ShownRow[]> {
  const book = new ExcelJS.Workbook();
  await book.xlsx.load(new Uint8Array(bytes).buffer);
  return book.worksheets.flatMap((sheet) => {
    if (sheet.getCell('A1').value !== 'Row') return [];
    const table: unknown[][] = [];
    sheet.eachRow((row) => {
      const cells: unknown[] = [];
      row.eachCell({ includeEmpty: true }, (cell, column) => {
        cells[column - 1] = cell.value ?? '';
      });
      table.push(cells);
    });
    return shownRows(table);
  });
}

/** The files of a report, as they were downloaded. */
export interface ReportBytes {
  readonly json: Buffer;
  readonly csv: Buffer;
  readonly xlsx: Buffer;
}

/** The rows of a report for programs, and where table and workbook say something else. */
export async function readReportFiles({ json, csv, xlsx }: ReportBytes): Promise<{
  readonly kind: string;
  readonly rows: readonly ReportedRow[];
  readonly contradictions: readonly string[];
}> {
  const report: { kind: string; rows: (ReportedRow & { readonly code?: string })[] } = JSON.parse(String(json));
  const table: string[][] = parse(csv, { bom: true });
  const shown = { csv: shownRows(table), xlsx: await workbookRows(xlsx) };
  const contradictions: string[] = [];
  // Which words stand for which status is the product's to say; one word has to stand for one status.
  const words = new Map<string, string>();
  for (const [name, rows] of Object.entries(shown)) {
    if (rows.length !== report.rows.length)
      contradictions.push(`report.${name} has ${rows.length} rows, report.json ${report.rows.length}`);
    for (const [index, { row, status }] of rows.entries()) {
      const told = report.rows[index];
      if (told === undefined) continue;
      if (row !== told.row) contradictions.push(`report.${name} line ${index + 1} is of row ${row}, not ${told.row}`);
      const word = words.get(told.status) ?? status;
      words.set(told.status, word);
      if (word !== status) contradictions.push(`report.${name} row ${row}: ${status}, not ${told.status}`);
    }
  }
  if (new Set(words.values()).size !== words.size) contradictions.push('one word stands for two statuses');
  for (const [index, { row, code }] of shown.csv.entries()) {
    const other = shown.xlsx[index];
    if (other !== undefined && other.code !== code)
      contradictions.push(`row ${row}: code ${code} in report.csv, ${other.code} in report.xlsx`);
  }
  return { kind: report.kind, rows: report.rows, contradictions };
}
