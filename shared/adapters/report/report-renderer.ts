import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setImmediate } from 'node:timers/promises';
import type { Language } from '../../domain/language.ts';
import type { ReadSheet } from '../../domain/reading/read-event.ts';
import type { ReportHead, ReportRow } from '../../domain/reporting/report.ts';
import { makeVerdictText } from '../../domain/reporting/report-lines.ts';
import { hasRetry, makeCustomerName, makeRowTally, type RowTotals } from '../../domain/reporting/report-summary.ts';
import { shownCell } from '../../domain/reporting/shown-text.ts';
import type { Texts } from '../../domain/texts/en.ts';
import { texts as textsOf } from '../../domain/texts/texts.ts';
import { makeCsvReport } from './csv-report.ts';
import { makeHtmlReport } from './html-report.ts';
import { makeJsonReport } from './json-report.ts';
import type { OutputRow, ReportOutput } from './report-output.ts';
import { makeConfirmationWorkbook, makeRetryWorkbook } from './retry-workbook.ts';
import { sheetRows } from './rows-sheets.ts';
import { makeXlsxReport } from './xlsx-report.ts';

const xlsxType = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet';
const contentTypes = {
  xlsx: xlsxType,
  csv: 'text/csv; charset=utf-8',
  json: 'application/json',
  html: 'text/html; charset=utf-8',
  retry: xlsxType,
  confirm: xlsxType,
} as const;

export type RenderedKind = keyof typeof contentTypes;

/** A finished file of a report, in a private place of this machine. */
export interface RenderedFile {
  readonly kind: RenderedKind;
  readonly path: string;
  readonly contentType: string;
}

export interface RenderedReport {
  readonly files: readonly RenderedFile[];
  /** Removes the files; call it when they have been stored. */
  dispose(): Promise<void>;
}

interface ReportRendererDeps {
  /** The words of a language; absent: our own. */
  readonly texts?: (language: Language | undefined) => Texts;
  /** Where the private folder for the files is made; absent: the system's own. */
  readonly tempDir?: string;
  /** Rows of a report sheet before a further one begins; absent: what Excel holds. */
  readonly rowsPerSheet?: number;
}

const always: readonly RenderedKind[] = ['xlsx', 'csv', 'json', 'html'];

/** Rows between two pauses, so that other invocations of the same process get their turn. */
const rowsPerTurn = 256;

/** Finds a row's sheet. A row of a sheet that was not announced keeps its place, without titles, rather than being lost. */
const makeSheetOf = (sheets: readonly ReadSheet[]) => {
  const known = new Map(sheets.map((sheet) => [sheet.sheet, sheet]));
  return (name: string | undefined): ReadSheet => {
    const found = known.get(name);
    if (found !== undefined) return found;
    const sheet: ReadSheet = { ...(name === undefined ? {} : { sheet: name }), headerRow: 0, titles: [], columns: [] };
    known.set(name, sheet);
    return sheet;
  };
};

const writeRows = async (
  head: ReportHead,
  rows: AsyncIterable<ReportRow>,
  outputs: readonly ReportOutput[],
  texts: Texts,
): Promise<RowTotals> => {
  const lineOf = makeVerdictText(makeCustomerName(head.groups), texts);
  const sheetOf = makeSheetOf(head.sheets);
  const tally = makeRowTally(texts);
  let count = 0;
  for await (const row of rows) {
    const sheet = sheetOf(row.sheet);
    const output: OutputRow = {
      row,
      sheet,
      line: lineOf(row, sheet.titles.length),
      shownCells: row.cells.map(shownCell),
    };
    for (const each of outputs) {
      // Most rows only wait in a block: a promise for each of them would cost more than the row.
      const written = each.row(output);
      if (written !== undefined) await written;
    }
    tally.count(row);
    count += 1;
    if (count % rowsPerTurn === 0) await setImmediate();
  }
  const contradiction = tally.contradiction(head);
  if (contradiction !== undefined)
    throw new Error(`The report of upload ${head.uploadId} contradicts itself: ${contradiction}`);
  const totals = tally.totals();
  for (const each of outputs) await each.finish(totals);
  return totals;
};

/** Renders reports: every file of one in a single pass over the rows, in bounded memory. */
export const makeReportRenderer = (deps: ReportRendererDeps = {}) => {
  const { texts: wordsOf = textsOf, tempDir = tmpdir(), rowsPerSheet = sheetRows } = deps;
  return {
    async render(head: ReportHead, rows: () => AsyncIterable<ReportRow>): Promise<RenderedReport> {
      const texts = wordsOf(head.language);
      const folder = await mkdtemp(join(tempDir, 'report-'));
      const dispose = (): Promise<void> => rm(folder, { recursive: true, force: true });
      const pathOf = (kind: RenderedKind): string =>
        join(folder, kind === 'retry' || kind === 'confirm' ? `${kind}.xlsx` : `report.${kind}`);
      const outputs: ReportOutput[] = [];
      try {
        outputs.push(await makeXlsxReport(pathOf('xlsx'), head, rowsPerSheet, texts));
        outputs.push(await makeCsvReport(pathOf('csv'), head, texts));
        outputs.push(await makeJsonReport(pathOf('json'), head, texts));
        outputs.push(await makeHtmlReport(pathOf('html'), head, texts));
        // Only a final report may have one; whether it holds a row is known at the end.
        if (head.kind === 'final') outputs.push(await makeRetryWorkbook(pathOf('retry'), head, texts));
        const isToConfirm = head.kind === 'final' && (head.counts.awaitingConfirmation ?? 0) > 0;
        if (isToConfirm) outputs.push(await makeConfirmationWorkbook(pathOf('confirm'), head, texts));
        const totals = await writeRows(head, rows(), outputs, texts);
        const kinds = [
          ...always,
          ...(hasRetry(head, totals) ? (['retry'] as const) : []),
          ...(isToConfirm ? (['confirm'] as const) : []),
        ];
        return { files: kinds.map((kind) => ({ kind, path: pathOf(kind), contentType: contentTypes[kind] })), dispose };
      } catch (error) {
        await Promise.allSettled(outputs.map((output) => output.abandon()));
        await dispose();
        throw error;
      }
    },
  };
};
