import type { ReadSheet } from '../../domain/reading/read-event.ts';
import type { ReportRow } from '../../domain/reporting/report.ts';
import type { VerdictText } from '../../domain/reporting/report-lines.ts';
import type { RowTotals } from '../../domain/reporting/report-summary.ts';

/** A row, as every file of a report takes it. */
export interface OutputRow {
  readonly row: ReportRow;
  /** The sheet it stood in; one per sheet of the upload, the same value for all its rows. */
  readonly sheet: ReadSheet;
  readonly line: VerdictText;
  /** The uploader's cells under their titles as people may see them: no hashes, no product keys, nothing unreadable. */
  readonly shownCells: readonly string[];
}

/** One file of a report while it is written: all rows in order, then the end. */
export interface ReportOutput {
  row(row: OutputRow): Promise<void> | undefined;
  finish(totals: RowTotals): Promise<void>;
  /** Closes the file after a failure. */
  abandon(): Promise<void>;
}
