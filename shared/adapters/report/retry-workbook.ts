import type { ReadSheet } from '../../domain/reading/read-event.ts';
import type { ReportHead, ReportRow } from '../../domain/reporting/report.ts';
import {
  canConfirm,
  canRetry,
  makeConfirmationSheet,
  makeRetrySheet,
  type SheetToDrop,
} from '../../domain/reporting/retry-row.ts';
import { cut } from '../../domain/reporting/shown-text.ts';
import type { Texts } from '../../domain/texts/en.ts';
import type { OutputRow, ReportOutput } from './report-output.ts';
import { makeSheetNames } from './workbook/sheet-names.ts';
import { heightFor, type SheetCell } from './workbook/sheet-xml.ts';
import { makeWorkbookFile, type SheetFile } from './workbook/workbook-file.ts';

const reasonWidth = 70;

/** Rows as they were: same sheets, same columns, same cells, hashes included. */
const makeWorkbookToDrop = async (
  path: string,
  sheetOf: (source: ReadSheet) => SheetToDrop,
  holds: (row: ReportRow) => boolean,
  texts: Texts,
): Promise<ReportOutput> => {
  const book = await makeWorkbookFile(path);
  const nameSheet = makeSheetNames();
  let open:
    | {
        readonly source: ReadSheet;
        readonly file: SheetFile;
        readonly cells: SheetToDrop['cells'];
        /** Where the reason stands: behind the uploader's own columns. */
        readonly own: number;
      }
    | undefined;

  const start = async (source: ReadSheet) => {
    const { titles, cells, why: own } = sheetOf(source);
    const file = await book.sheet({
      name: nameSheet(source.sheet ?? texts.retry.sheet),
      // Text columns: an identity typed anew keeps its leading zeros.
      columns: titles.map((title, index) =>
        index === own
          ? { width: reasonWidth, style: 'wrapped' }
          : { width: Math.max(14, Math.min(30, title.length + 5)), style: 'text' },
      ),
      frozen: { rows: 1, columns: 0 },
      landscape: true,
    });
    await file.row(
      titles.map((title, index): SheetCell => ({ value: title, style: index < own ? 'columnTitle' : 'addedTitle' })),
      24,
    );
    return { source, file, cells, own };
  };

  const write = async ({ row, sheet, line }: OutputRow): Promise<void> => {
    if (open?.source !== sheet) {
      await open?.file.end();
      open = await start(sheet);
    }
    // Only a CSV can hold a longer cell than Excel opens; its row was rejected for it.
    const cells = open.cells(row, line).map((cell) => cut(cell));
    await open.file.row(cells, heightFor(cells[open.own]?.length ?? 0, reasonWidth));
  };

  return {
    row: (output) => (holds(output.row) ? write(output) : undefined),
    async finish() {
      await open?.file.end();
      await book.finish();
    },
    abandon: book.abandon,
  };
};

/** The rows worth dropping again. */
export const makeRetryWorkbook = (
  path: string,
  head: Pick<ReportHead, 'uploadId' | 'action'>,
  texts: Texts,
): Promise<ReportOutput> =>
  makeWorkbookToDrop(
    path,
    (source) => makeRetrySheet(source, head.uploadId, texts, head.action),
    ({ verdict }) => canRetry(verdict, texts),
    texts,
  );

/** The rows whose devices are removed once the workbook is dropped. */
export const makeConfirmationWorkbook = (
  path: string,
  head: Pick<ReportHead, 'uploadId' | 'action'>,
  texts: Texts,
): Promise<ReportOutput> =>
  makeWorkbookToDrop(
    path,
    (source) => makeConfirmationSheet(source, head.uploadId, texts, head.action),
    canConfirm,
    texts,
  );
