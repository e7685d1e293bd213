import type { ReadSheet } from '../../domain/read-event.ts';
import type { ReportHead } from '../../domain/report.ts';
import type { Explain } from '../../domain/report-lines.ts';
import { canRetry, makeRetrySheet } from '../../domain/retry-row.ts';
import { cut } from '../../domain/shown-text.ts';
import type { OutputRow, ReportOutput } from './report-output.ts';
import { makeSheetNames } from './sheet-names.ts';
import type { SheetCell } from './sheet-xml.ts';
import { makeWorkbookFile, type SheetFile } from './workbook-file.ts';

/** The sheet's name where the upload was a CSV. */
const csvSheet = 'Devices';

/** Whether a retry workbook got any row: an empty one is not offered. */
export interface RetryWorkbook extends ReportOutput {
  rows(): number;
}

/** The rows worth dropping again, as they were: same sheets, same columns, same cells, hashes included. */
export const makeRetryWorkbook = async (path: string, head: ReportHead, explain: Explain): Promise<RetryWorkbook> => {
  const book = await makeWorkbookFile(path);
  const nameSheet = makeSheetNames();
  let open:
    | {
        readonly source: ReadSheet;
        readonly file: SheetFile;
        readonly cells: ReturnType<typeof makeRetrySheet>['cells'];
      }
    | undefined;
  let rows = 0;

  const start = async (source: ReadSheet) => {
    const { titles, cells } = makeRetrySheet(source, head.uploadId);
    const file = await book.sheet({
      name: nameSheet(source.sheet ?? csvSheet),
      // Text columns: an identity typed anew keeps its leading zeros.
      columns: titles.map((title, index) => ({
        width: index === titles.length - 2 ? 70 : Math.max(14, Math.min(30, title.length + 5)),
        style: 'text',
      })),
      frozen: { rows: 1, columns: 0 },
      landscape: true,
    });
    const own = titles.length - 2;
    await file.row(
      titles.map((title, index): SheetCell => ({ value: title, style: index < own ? 'columnTitle' : 'addedTitle' })),
      24,
    );
    return { source, file, cells };
  };

  const write = async ({ row, sheet, line }: OutputRow): Promise<void> => {
    if (open?.source !== sheet) {
      await open?.file.end();
      open = await start(sheet);
    }
    rows += 1;
    // Only a CSV can hold a longer cell than Excel opens; its row was rejected for it.
    await open.file.row(open.cells(row, line).map((cell) => cut(cell)));
  };

  return {
    rows: () => rows,
    row: (output) => (canRetry(output.row.verdict, explain) ? write(output) : undefined),
    async finish() {
      await open?.file.end();
      await book.finish();
    },
    abandon: book.abandon,
  };
};
