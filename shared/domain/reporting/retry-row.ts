import { actionNames, type OtherAction } from '../device-action.ts';
import { referenceTo } from '../planning/follow-up.ts';
import type { ReadSheet } from '../reading/read-event.ts';
import type { StoredReason } from '../reason.ts';
import { addedTitles } from '../texts/added-titles.ts';
import type { Texts } from '../texts/en.ts';
import type { Verdict } from '../verdict.ts';
import type { ReportRow } from './report.ts';
import type { VerdictText } from './report-lines.ts';

/** Can it help to drop this row again, corrected or as it is? Held rows go out by themselves; in doubt the uploader gets the row. */
export const canRetry = (
  verdict: Pick<Verdict, 'kind'> & { readonly reason?: StoredReason },
  texts: Texts,
): boolean => {
  if (verdict.kind === 'unknown') return true;
  if (verdict.kind !== 'rejected' && verdict.kind !== 'refused') return false;
  const known = verdict.reason === undefined ? undefined : texts.explain(verdict.reason);
  return known?.repeat ?? known?.who !== 'nobody';
};

const ours: readonly string[] = [
  ...addedTitles.dropped,
  ...addedTitles.confirmation,
  ...addedTitles.uploadReference,
].map((title) => title.toLowerCase());

/** The uploader's columns that stay. A retry of a retry gets our own columns anew instead of a second time. */
const kept = (sheet: ReadSheet): readonly { readonly title: string; readonly place: number }[] =>
  sheet.titles.flatMap((title, place) => (ours.includes(title.trim().toLowerCase()) ? [] : [{ title, place }]));

/** A sheet of rows to be dropped again: titles, the place of the column that says why, and the cells of a row. */
export interface SheetToDrop {
  readonly titles: readonly string[];
  readonly why: number;
  cells(row: ReportRow, line: VerdictText): readonly string[];
}

/**
 * What the whole file was asked for by its folder or metadata stands in each row: in another folder its devices must not
 * be taken for new ones.
 */
function actionColumn(sheet: ReadSheet, action: OtherAction | undefined): readonly string[] {
  return action === undefined || sheet.columns.includes('action') ? [] : [actionNames[action]];
}

/** The uploader's own cells untouched, then our columns, then cells without a title. */
function makeSheetToDrop(
  sheet: ReadSheet,
  uploadId: string,
  action: OtherAction | undefined,
  added: Readonly<Record<string, (row: ReportRow, line: VerdictText) => string>>,
  { retry }: Texts,
): SheetToDrop {
  const columns = kept(sheet);
  const asked = actionColumn(sheet, action);
  return {
    titles: [
      ...columns.map(({ title }) => title),
      ...asked.map(() => actionTitle),
      ...Object.keys(added),
      retry.uploadReference,
    ],
    why: columns.length + asked.length,
    cells: (row, line) => [
      ...columns.map(({ place }) => row.cells[place] ?? ''),
      ...asked,
      ...Object.values(added).map((cell) => cell(row, line)),
      referenceTo(uploadId, row),
      ...row.cells.slice(sheet.titles.length),
    ],
  };
}

const actionTitle = 'Action';
const inWords = (_row: ReportRow, { happened, advice }: VerdictText): string => `${happened} ${advice}`;

/** Header and rows of a retry sheet. */
export const makeRetrySheet = (sheet: ReadSheet, uploadId: string, texts: Texts, action?: OtherAction): SheetToDrop =>
  makeSheetToDrop(sheet, uploadId, action, { [texts.retry.reason]: inWords }, texts);

/** Header and rows of a sheet by which removals are confirmed: dropped as it is, it says yes to every row in it. */
export const makeConfirmationSheet = (
  sheet: ReadSheet,
  uploadId: string,
  texts: Texts,
  action?: OtherAction,
): SheetToDrop => {
  const added = {
    [texts.confirm.happens]: (_row: ReportRow, { happened }: VerdictText) => happened,
    [texts.confirm.confirmation]: ({ confirmation = '' }: ReportRow) => confirmation,
  };
  return makeSheetToDrop(sheet, uploadId, action, added, texts);
};

/** Is this a row whose removal its uploader can confirm? */
export const canConfirm = ({ verdict, confirmation }: ReportRow): boolean =>
  verdict.kind === 'awaitingConfirmation' && confirmation !== undefined;
