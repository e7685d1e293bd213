import type { ReadSheet } from '../reading/read-event.ts';
import type { Verdict } from '../verdict.ts';
import type { ReportRow } from './report.ts';
import { retryColumns } from './report-columns.ts';
import type { Explain, VerdictText } from './report-lines.ts';

/** Can it help to drop this row again, corrected or as it is? Held rows go out by themselves; in doubt the uploader gets the row. */
export const canRetry = (verdict: Verdict, explain: Explain): boolean => {
  if (verdict.kind === 'unknown') return true;
  if (verdict.kind !== 'rejected' && verdict.kind !== 'refused') return false;
  const known = verdict.reason === undefined ? undefined : explain(verdict.reason);
  return known?.repeat ?? known?.who !== 'nobody';
};

/** Names a row for good, so that a later upload is recognised as its follow-up: `uploadId#sheet#row`. */
export const uploadReference = (uploadId: string, row: ReportRow): string =>
  `${uploadId}#${row.sheet ?? ''}#${row.row}`;

const ours: readonly string[] = Object.values(retryColumns).map((title) => title.toLowerCase());

/** The uploader's columns that stay. A retry of a retry gets our own columns anew instead of a second time. */
const kept = (sheet: ReadSheet): readonly { readonly title: string; readonly place: number }[] =>
  sheet.titles.flatMap((title, place) => (ours.includes(title.trim().toLowerCase()) ? [] : [{ title, place }]));

/** Header and rows of a retry sheet: the uploader's own cells untouched, then our two columns, then cells without a title. */
export const makeRetrySheet = (sheet: ReadSheet, uploadId: string) => {
  const columns = kept(sheet);
  return {
    titles: [...columns.map(({ title }) => title), retryColumns.reason, retryColumns.uploadReference],
    cells: (row: ReportRow, line: VerdictText): readonly string[] => [
      ...columns.map(({ place }) => row.cells[place] ?? ''),
      `${line.happened} ${line.advice}`,
      uploadReference(uploadId, row),
      ...row.cells.slice(sheet.titles.length),
    ],
  };
};
