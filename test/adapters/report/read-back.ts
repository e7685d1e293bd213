import { readFile } from 'node:fs/promises';
import ExcelJS from 'exceljs';
import { type Entry, fromBuffer, type ZipFile } from 'yauzl';
import { makeReportRenderer, type RenderedKind } from '../../../shared/adapters/report/report-renderer.ts';
import type { ReportHead, ReportRow } from '../../../shared/domain/reporting/report.ts';
import { each, headOf, sampleTexts } from './sample-report.ts';

/** A workbook as another library reads it: sheet names in order, and the plain value of every cell. */
export interface ReadBook {
  readonly sheets: readonly string[];
  rows(sheet: string): readonly (readonly unknown[])[];
}

/** Reads with exceljs, which knows nothing of our writer. */
export const readBook = async (bytes: Buffer): Promise<ReadBook> => {
  const book = new ExcelJS.Workbook();
  await book.xlsx.load(new Uint8Array(bytes).buffer);
  return {
    sheets: book.worksheets.map(({ name }) => name),
    rows(sheet) {
      const found = book.getWorksheet(sheet);
      if (found === undefined) throw new Error(`There is no sheet ${sheet}`);
      const rows: unknown[][] = [];
      found.eachRow((row) => {
        const cells: unknown[] = [];
        row.eachCell({ includeEmpty: true }, (cell, column) => {
          cells[column - 1] = cell.value ?? '';
        });
        rows.push(cells);
      });
      return rows;
    },
  };
};

const open = (bytes: Buffer): Promise<ZipFile> =>
  new Promise((resolve, reject) => {
    fromBuffer(bytes, { lazyEntries: false }, (error, zip) => (error ? reject(error) : resolve(zip)));
  });

const textOf = (zip: ZipFile, entry: Entry): Promise<string> =>
  new Promise((resolve, reject) => {
    zip.openReadStream(entry, (error, stream) => {
      if (error) return reject(error);
      const parts: Buffer[] = [];
      stream.on('data', (part: Buffer) => parts.push(part));
      stream.on('error', reject);
      stream.on('end', () => resolve(Buffer.concat(parts).toString('utf8')));
    });
  });

/** Every part of a workbook as it stands in the file. */
export const rawParts = async (bytes: Buffer): Promise<ReadonlyMap<string, string>> => {
  const zip = await open(bytes);
  const parts: Promise<[string, string]>[] = [];
  zip.on('entry', (entry: Entry) => {
    parts.push(textOf(zip, entry).then((text) => [entry.fileName, text]));
  });
  await new Promise((resolve) => zip.on('end', resolve));
  return new Map(await Promise.all(parts));
};

/** Renders a report and gives its files' bytes; nothing stays behind. */
export const renderBytes = async (
  rows: readonly ReportRow[],
  changes: Partial<ReportHead> = {},
  rowsPerSheet?: number,
): Promise<ReadonlyMap<RenderedKind, Buffer>> => {
  const renderer = makeReportRenderer({ texts: sampleTexts, ...(rowsPerSheet === undefined ? {} : { rowsPerSheet }) });
  const report = await renderer.render(headOf(rows, changes), () => each(rows));
  const files = await Promise.all(report.files.map(async ({ kind, path }) => [kind, await readFile(path)] as const));
  await report.dispose();
  return new Map(files);
};

/** The file of one kind; there has to be one. */
export const fileOf = (files: ReadonlyMap<RenderedKind, Buffer>, kind: RenderedKind): Buffer => {
  const bytes = files.get(kind);
  if (bytes === undefined) throw new Error(`There is no ${kind} file`);
  return bytes;
};
