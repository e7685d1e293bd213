import {
  holdsProductKey,
  isBlank,
  isScientific,
  shownText,
  trimOutside,
  unwrap,
  withoutProductKeys,
} from './cell-text.ts';
import { type ColumnFinder, type FoundColumns, findColumns } from './columns.ts';
import type { Cell } from './sheet-event.ts';
import { type KnownColumn, orderColumns } from './titles/title-table.ts';

/** A header is looked for among this many filled rows of a sheet: delivery notes begin with addresses and terms. */
export const headerRows = 100;

/** A row of a sheet as it was read. */
export interface NumberedRow {
  readonly rowNumber: number;
  readonly cells: readonly Cell[];
}

/** The titles of a sheet and what each column was taken for. */
export interface Header {
  readonly headerRow: number;
  readonly titles: readonly string[];
  readonly columns: readonly (KnownColumn | null)[];
  /** What the titles alone say, before the values below them have decided: what a repeated header is compared with. */
  readonly byTitle: readonly (KnownColumn | null)[];
  /** Columns whose titles can mean what they were taken for, as nothing better stood beside them. */
  readonly unclear: readonly boolean[];
  /** Columns whose titles have several meanings: the values below tell. */
  readonly byValue: readonly boolean[];
  /** Report exports may write the titles in front of the values of every row: then the header's own row holds a device. */
  readonly titlesInEveryRow: boolean;
}

const notCounted: readonly (KnownColumn | null)[] = [null, 'other', 'report', 'possibleCustomer', ...orderColumns];

/** Columns with a meaning for a device, each counted once; what makes one row a better header than another. */
export function countTitles(columns: readonly (KnownColumn | null)[]): number {
  return new Set(columns.filter((column) => !notCounted.includes(column))).size;
}

/** Can rows under these columns name a device at all: by hash, by PKID, or by serial, maker and model together? */
function namesDevices(columns: readonly (KnownColumn | null)[]): boolean {
  return (
    columns.includes('hardwareHash') ||
    columns.includes('pkid') ||
    // One that is registered already may be named by the row that registered it.
    (columns.includes('action') && columns.includes('uploadReference')) ||
    (columns.includes('serial') &&
      columns.includes('manufacturer') &&
      // A device that is registered already can be found without its model.
      (columns.includes('model') || columns.includes('action')))
  );
}

/** Reads a row as if it were the header; undefined where it can't be one. */
export function asHeader(row: NumberedRow, find: ColumnFinder): Header | undefined {
  const titles = row.cells.map(titleText);
  const found = findColumns(titles, find);
  if (!namesDevices(found.columns) || isProse(titles, found.columns)) return undefined;
  return row.cells.some(provesItself) ? inFront(row, titles, found.columns) : header(row, titles, found, false);
}

function header(row: NumberedRow, titles: readonly string[], found: FoundColumns, titlesInEveryRow: boolean): Header {
  const width = titles.findLastIndex((title) => title !== '') + 1;
  const columns = found.columns.slice(0, width);
  return {
    headerRow: row.rowNumber,
    titles: titles.slice(0, width).map(withoutProductKeys),
    columns,
    byTitle: columns,
    unclear: found.unclear.slice(0, width),
    byValue: found.byValue.slice(0, width),
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
  const none = [...front, ...front].map(() => false);
  const both = { columns: [...ignored, ...columns.slice(0, count)], unclear: none, byValue: none };
  return header(row, [...unused, ...front], both, true);
}

/** A sentence that mentions "serial, PKID, key" is no header. */
function isProse(titles: readonly string[], columns: Header['columns']): boolean {
  return countTitles(columns) < 3 && titles.some((title) => title.length > 80);
}

/** A cell as a title: numbers and dates can be one ("2024"), a hash can't. */
function titleText(cell: Cell): string {
  if (cell.kind === 'text') return cell.text.length <= 256 ? trimOutside(cell.text) : '';
  return cell.kind === 'empty' || cell.kind === 'error' ? '' : shownText(cell);
}

/**
 * Titles with several meanings are decided by what stands below them: "Product ID" is a PKID or a maker's article, "Device ID"
 * a hash or the id of an inventory, "Client" a customer or a tick. Where nothing stands below, nothing is lost.
 */
export function settleByValues(found: Header, rows: readonly NumberedRow[]): Header | undefined {
  if (!found.byValue.includes(true)) return found;
  const below = rows.filter(({ rowNumber }) => rowNumber > found.headerRow);
  const columns = found.columns.map((column, index) => {
    if (found.byValue[index] !== true) return column;
    const cells = below.flatMap(({ cells: all }) => all.slice(index, index + 1).filter((cell) => !isBlank(cell)));
    return cells.length > 0 && cells.every((cell) => isSomethingElse(cell, column)) ? 'other' : column;
  });
  return namesDevices(columns) ? { ...found, columns } : undefined;
}

const windowsProductId = /^\d{5}-(?:\d{5}|OEM)-\d{4,7}-[A-Z0-9]{5}$/i;
const tick =
  /^(?:yes|no|true|false|0|1|x|y|n|active|inactive|ja|nein|oui|non|si|sí|s[ií]m|não|installed|not installed)$/i;

/** Is it certain that the value is not what its title can mean? */
function isSomethingElse(cell: Cell, column: KnownColumn | null): boolean {
  const text = unwrap(shownText(cell));
  if (column === 'customer') return tick.test(text);
  if (cell.kind === 'error' || cell.kind === 'formulaWithoutValue') return false;
  if (column === 'hardwareHash') return text.length <= 100;
  const isText = cell.kind === 'text' && /\p{L}/u.test(text);
  return isText && !isScientific(text) && !windowsProductId.test(text) && !holdsProductKey(cell.text);
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
    const byTitle = asHeader(row, find);
    const found = byTitle && settleByValues(byTitle, rows);
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
  const column = candidate.columns.findIndex((known) => !notCounted.includes(known));
  return rows.some((other) => {
    const titles = other === row ? [] : other.cells.map((cell) => find(titleText(cell))?.column ?? null);
    const known = titles[column] ?? null;
    return known !== null && known !== candidate.columns[column] && countTitles(titles) === 1;
  });
}

/** What a sheet without a header has that comes nearest to one. */
export interface NearHeader {
  readonly rowNumber: number;
  readonly titles: readonly string[];
  readonly recognised: readonly string[];
  readonly missing: readonly string[];
}

const tupleTitles: readonly (readonly [KnownColumn, string])[] = [
  ['serial', 'Serial Number'],
  ['manufacturer', 'Manufacturer'],
  ['model', 'Model'],
];

/** The row with the most known titles among those that can't be a header, else the first with several texts; undefined where there is neither. */
export function nearestToHeader(rows: readonly NumberedRow[], find: ColumnFinder): NearHeader | undefined {
  let best: NearHeader | undefined;
  let bestKnown = -1;
  for (const { rowNumber, cells } of rows) {
    const titles = cells.map(titleText);
    const { columns } = findColumns(titles, find);
    const recognised = titles.filter((_, index) => (columns[index] ?? null) !== null);
    const words = titles.filter((title) => title !== '').map(withoutProductKeys);
    if (recognised.length <= bestKnown || (recognised.length === 0 && words.length < 2)) continue;
    bestKnown = recognised.length;
    const missing = tupleTitles.flatMap(([column, title]) => (columns.includes(column) ? [] : [title]));
    best = { rowNumber, titles: words, recognised: recognised.map(withoutProductKeys), missing };
  }
  return best;
}
