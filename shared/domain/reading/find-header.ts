import { trimOutside, unwrap, withoutProductKeys } from './cell-text.ts';
import { type ColumnFinder, findColumns, type KnownColumn } from './columns.ts';
import type { Cell } from './sheet-event.ts';

/** A header looks for itself among this many filled rows of a sheet. */
export const headerRows = 30;

/** A row of a sheet as the reader hands it out. */
export interface NumberedRow {
  readonly rowNumber: number;
  readonly cells: readonly Cell[];
}

/** The titles of a sheet and what each column was taken for. */
export interface Header {
  readonly headerRow: number;
  readonly titles: readonly string[];
  readonly columns: readonly (KnownColumn | null)[];
  /** Report exports may write the titles in front of the values of every row: then the header's own row holds a device. */
  readonly titlesInEveryRow: boolean;
}

/** Columns with a meaning for a device, each counted once; what makes one row a better header than another. */
export function countTitles(columns: readonly (KnownColumn | null)[]): number {
  return new Set(columns.filter((column) => column !== null && column !== 'other' && column !== 'report')).size;
}

/** Can rows under these columns name a device at all: by hash, by PKID, or by serial, maker and model together? */
function namesDevices(columns: readonly (KnownColumn | null)[]): boolean {
  return (
    columns.includes('hardwareHash') ||
    columns.includes('pkid') ||
    (columns.includes('serial') && columns.includes('manufacturer') && columns.includes('model'))
  );
}

/** Reads a row as if it were the header; undefined where it can't be one. */
export function asHeader(row: NumberedRow, find: ColumnFinder): Header | undefined {
  const titles = row.cells.map(titleText);
  const columns = findColumns(titles, find);
  if (!namesDevices(columns) || isProse(titles, columns)) return undefined;
  return row.cells.some(provesItself) ? inFront(row, titles, columns) : header(row, titles, columns, false);
}

function header(
  row: NumberedRow,
  titles: readonly string[],
  columns: Header['columns'],
  titlesInEveryRow: boolean,
): Header {
  const width = titles.findLastIndex((title) => title !== '') + 1;
  return {
    headerRow: row.rowNumber,
    titles: titles.slice(0, width).map(withoutProductKeys),
    columns: columns.slice(0, width),
    titlesInEveryRow,
  };
}

/**
 * Configuration Manager's report export: `Device Serial Number,Windows Product ID,Hardware Hash,PF123,,T0H...` in each row.
 * See https://github.com/MicrosoftDocs/windows-itpro-docs/issues/5510
 */
function inFront(row: NumberedRow, titles: readonly string[], columns: Header['columns']): Header | undefined {
  const count = columns.indexOf(null);
  const values = titles.slice(count).findLastIndex((title) => title !== '') + 1;
  if (count < 2 || values > count || columns.slice(count).some((column) => column !== null)) return undefined;
  const front = titles.slice(0, count);
  const unused = front.map(() => '(title)');
  const ignored = front.map(() => 'report' as const);
  return header(row, [...unused, ...front], [...ignored, ...columns.slice(0, count)], true);
}

/** A sentence that mentions "serial, PKID, key" is no header. */
function isProse(titles: readonly string[], columns: Header['columns']): boolean {
  return countTitles(columns) < 3 && titles.some((title) => title.length > 80);
}

function titleText(cell: Cell): string {
  return cell.kind === 'text' && cell.text.length <= 256 ? trimOutside(cell.text) : '';
}

/** A PKID or a hardware hash: such a row holds a device, it is no header. */
function provesItself(cell: Cell): boolean {
  if (cell.kind === 'number') return /^\d{13}$/.test(cell.text);
  if (cell.kind !== 'text') return false;
  const text = cell.text.length > 200 ? cell.text.slice(0, 200).trimStart() : unwrap(cell.text);
  return /^\d{13}$/.test(text) || (cell.text.length > 200 && /^["'=]*T0[E-H]/.test(text));
}

/** Does a row hold a value that can only belong to a device? */
export function holdsProof(row: NumberedRow): boolean {
  return row.cells.some(provesItself);
}

/**
 * The header among a sheet's first rows: the one with the most known titles, the first of several.
 * `isDevice` tells whether a row between two candidates is a device under the first one's titles: then the first one holds.
 */
export function findHeader(
  rows: readonly NumberedRow[],
  find: ColumnFinder,
  isDevice: (row: NumberedRow, under: Header) => boolean,
): Header | undefined {
  const candidates = rows.flatMap((row, index) => {
    const found = asHeader(row, find);
    return found && !inListOfTitles(rows, row, found, find) ? [{ found, index }] : [];
  });
  let best = candidates[0];
  for (const candidate of candidates.slice(1)) {
    if (best === undefined || countTitles(candidate.found.columns) <= countTitles(best.found.columns)) continue;
    const under = best.found;
    const between = rows.slice(best.index + (under.titlesInEveryRow ? 0 : 1), candidate.index);
    if (between.some((row) => isDevice(row, under))) break;
    best = candidate;
  }
  return best?.found;
}

/** Instructions list titles below each other, each with its meaning beside it: none of those rows is a header. */
function inListOfTitles(
  rows: readonly NumberedRow[],
  row: NumberedRow,
  candidate: Header,
  find: ColumnFinder,
): boolean {
  if (countTitles(candidate.columns) !== 1) return false;
  const column = candidate.columns.findIndex((known) => known !== null && known !== 'other' && known !== 'report');
  return rows.some((other) => {
    const titles = other === row ? [] : other.cells.map((cell) => find(titleText(cell)));
    const known = titles[column] ?? null;
    return known !== null && known !== candidate.columns[column] && countTitles(titles) === 1;
  });
}
