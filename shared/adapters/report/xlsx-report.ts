import type { ReportHead } from '../../domain/reporting/report.ts';
import { summarise } from '../../domain/reporting/report-summary.ts';
import type { Texts } from '../../domain/texts/en.ts';
import { writeLegendSheet } from './legend-sheet.ts';
import type { ReportOutput } from './report-output.ts';
import { makeRowsSheets } from './rows-sheets.ts';
import { writeSummarySheet } from './summary-sheet.ts';
import { makeSheetNames } from './workbook/sheet-names.ts';
import { makeWorkbookFile } from './workbook/workbook-file.ts';

/** The report workbook: Summary, the rows, Legend. The summary is written last, when the rows have been counted, and opens first. */
export const makeXlsxReport = async (
  path: string,
  head: ReportHead,
  rowsPerSheet: number,
  texts: Texts,
): Promise<ReportOutput> => {
  const book = await makeWorkbookFile(path);
  const nameSheet = makeSheetNames([texts.summary.sheet, texts.legend.sheet]);
  const rows = makeRowsSheets(book, head, nameSheet, rowsPerSheet, texts);
  return {
    row: rows.row,
    async finish(totals) {
      const summary = summarise(head, totals, texts);
      const rowsSheets = await rows.finish();
      await writeLegendSheet(book, summary, texts);
      await writeSummarySheet(book, head, summary, rowsSheets, texts);
      await book.finish();
    },
    abandon: book.abandon,
  };
};
