import type { ReadSheet } from '../reading/read-event.ts';
import type { KnownColumn } from '../reading/titles/title-table.ts';
import type { ReportRow } from './report.ts';

/** A row with the sheet it stands in. */
export interface RowOfSheet {
  readonly row: ReportRow;
  readonly sheet: ReadSheet;
}

/** Titles of columns a correction may add; our own reader knows each of them. */
export const addedColumns = {
  serial: 'Device Serial Number',
  hardwareHash: 'Hardware Hash',
  pkid: 'Windows Product ID',
  manufacturer: 'Manufacturer name',
  model: 'Device model',
  customer: 'Customer',
  groupTag: 'Group Tag',
  assignedUser: 'Assigned User',
} as const satisfies Readonly<Partial<Record<KnownColumn, string>>>;

export type AddedColumn = keyof typeof addedColumns;

/** A new value: of a column that is there, or by what it means. */
export type CellEdit =
  | { readonly at: number; readonly value: string }
  | { readonly meaning: AddedColumn; readonly value: string };

/** The columns a sheet lacks for these corrections, in the order they are added. */
export function columnsToAdd(sheet: ReadSheet, edits: readonly CellEdit[]): readonly AddedColumn[] {
  const wanted = new Set(edits.flatMap((edit) => ('meaning' in edit ? [edit.meaning] : [])));
  return [...wanted].filter((meaning) => !sheet.columns.includes(meaning));
}

/** The sheet with the columns that corrections add. */
export const withColumns = (sheet: ReadSheet, added: readonly AddedColumn[]): ReadSheet => ({
  ...sheet,
  titles: [...sheet.titles, ...added.map((meaning) => addedColumns[meaning])],
  columns: [...sheet.columns, ...added],
});

/** The row's own cells with its corrections; cells to the right of the last title stay there. */
export function correctedCells(
  cells: readonly string[],
  sheet: ReadSheet,
  added: readonly AddedColumn[],
  edits: readonly CellEdit[],
): readonly string[] {
  const width = sheet.titles.length;
  const own = Array.from({ length: width + added.length }, (_, at) => (at < width ? (cells[at] ?? '') : ''));
  for (const edit of edits) {
    const at =
      'at' in edit
        ? edit.at
        : sheet.columns.includes(edit.meaning)
          ? sheet.columns.indexOf(edit.meaning)
          : width + added.indexOf(edit.meaning);
    if (at >= 0 && at < own.length) own[at] = edit.value;
  }
  return [...own, ...cells.slice(width)];
}
