import type { Device, NamedCustomer } from '../identity.ts';
import type { Reason } from '../reason.ts';
import { isBlank, shownText } from './cell-text.ts';
import { findColumnName } from './column-name.ts';
import { type ColumnFinder, makeColumnFinder } from './columns.ts';
import { makeSeenDevices, type SeenDevices } from './duplicates.ts';
import {
  asHeader,
  countTitles,
  findHeader,
  type Header,
  headerRows,
  holdsProof,
  type NearHeader,
  nearestToHeader,
} from './find-header.ts';
import { headerNotices, noHeaderReason } from './header-notices.ts';
import { misreadText } from './misread-text.ts';
import { looksLikeLines, separatorOfLines, splitLine } from './one-column.ts';
import type { NamedByReference, ReadEvent, ReadingOptions, ReadRow, ReadSheet, RowReading } from './read-event.ts';
import { type RowOptions, readRow } from './read-row.ts';
import type { SheetEvent } from './sheet-event.ts';
import { type KnownColumn, orderColumns } from './titles/title-table.ts';
import { untitledCells } from './unread-cells.ts';

type SourceRow = Extract<SheetEvent, { kind: 'row' }>;
type SheetStart = Extract<SheetEvent, { kind: 'sheet' }>;

/** The sheet being read: its first rows are held back until the header among them is known. */
interface OpenSheet {
  readonly start: SheetStart;
  readonly waiting: SourceRow[];
  header?: Header;
  /** Its first rows have been looked at, with or without finding a header. */
  settled: boolean;
  /** What separates the values where each line stands whole in one column. */
  separator?: string;
  /** Columns without a title that had something in them. */
  readonly untitled: Set<number>;
  /** Row of a second, different header: rows below it belong to columns we did not map. */
  otherHeaderRow?: number;
  /** Columns that are used and that whoever sent the sheet does not see. */
  hiddenColumns: readonly number[];
  /** Rows that were not read because they are hidden. */
  hiddenRows: number;
}

/** What is known of the whole file while it is read. */
interface FileState {
  readonly find: ColumnFinder;
  readonly seen: SeenDevices;
  readonly reading: RowOptions;
  readonly headers: Header[];
  rows: number;
  dataRows: number;
  /** Of the sheets without a header, what comes nearest to one. */
  near?: NearHeader;
  inOneColumn: boolean;
}

/**
 * Sheets -> verdicts of our reader: finds each sheet's header, reads every row below it once and names repeated devices.
 * Pure: the same events give the same answer, however they arrive.
 */
export async function* readUpload(
  sheets: AsyncIterable<SheetEvent>,
  options: ReadingOptions,
): AsyncGenerator<ReadEvent> {
  const file: FileState = {
    find: makeColumnFinder(options.columns),
    seen: makeSeenDevices(),
    reading: options,
    headers: [],
    rows: 0,
    dataRows: 0,
    inOneColumn: false,
  };
  let sheet: OpenSheet | undefined;
  for await (const event of sheets) {
    switch (event.kind) {
      case 'sheet':
        if (sheet) yield* close(sheet, file);
        sheet = { start: event, waiting: [], settled: false, untitled: new Set(), hiddenColumns: [], hiddenRows: 0 };
        break;
      case 'row':
        file.rows += 1;
        if (sheet) yield* take(event, sheet, file);
        break;
      case 'notice':
        yield event;
        break;
      case 'end':
        if (sheet) yield* close(sheet, file);
        yield verdictOnFile(file);
        return;
      case 'refused':
        yield event;
        return;
      /* c8 ignore next 2 */
      default:
        event satisfies never;
    }
  }
}

function verdictOnFile(file: FileState): ReadEvent {
  if (file.rows === 0) return { kind: 'refused', reason: { code: 'empty_file' } };
  if (file.headers.length === 0)
    return { kind: 'refused', reason: noHeaderReason(file.near, file.inOneColumn, headerRows) };
  if (!mappedAlike(file.headers)) return { kind: 'refused', reason: { code: 'ambiguous_sheets' } };
  if (file.dataRows === 0) return { kind: 'refused', reason: { code: 'no_data_rows' } };
  return { kind: 'end' };
}

/** One sheet with two columns for the same thing beside a sheet with one: nothing shows which of the two the other means. */
function mappedAlike(headers: readonly Header[]): boolean {
  const doubled = new Set(headers.flatMap((header) => doubledColumns(header)));
  return [...doubled].every((column) => headers.every((header) => doubledColumns(header).includes(column)));
}

function doubledColumns(header: Header): KnownColumn[] {
  const single: readonly KnownColumn[] = [
    'serial',
    'pkid',
    'hardwareHash',
    'manufacturer',
    'model',
    'groupTag',
    'assignedUser',
  ];
  return single.filter((column) => header.columns.filter((known) => known === column).length > 1);
}

function* take(row: SourceRow, sheet: OpenSheet, file: FileState): Generator<ReadEvent> {
  if (sheet.header) {
    yield* readOne(unfolded(row, sheet), sheet, sheet.header, file);
    return;
  }
  if (sheet.settled) return;
  sheet.waiting.push(row);
  if (sheet.waiting.length === headerRows) yield* settleHeader(sheet, file);
}

/** A row whose values stand in one cell, taken apart. */
function unfolded(row: SourceRow, sheet: OpenSheet): SourceRow {
  return sheet.separator === undefined ? row : { ...row, cells: splitLine(row.cells, sheet.separator) };
}

function isDelimited(sheet: OpenSheet): boolean {
  return sheet.start.delimited === true || sheet.separator !== undefined;
}

function* close(sheet: OpenSheet, file: FileState): Generator<ReadEvent> {
  if (!sheet.settled) yield* settleHeader(sheet, file);
  if (sheet.hiddenRows > 0) {
    const params = { rows: sheet.hiddenRows, ...(sheet.start.sheet === undefined ? {} : { sheet: sheet.start.sheet }) };
    yield { kind: 'notice', notice: { code: 'hidden_rows', params } };
  }
  if (!sheet.header && sheet.waiting.length > 0 && sheet.start.sheet !== undefined) {
    yield { kind: 'notice', notice: { code: 'sheet_without_devices', params: { sheet: sheet.start.sheet } } };
  }
  if (sheet.untitled.size === 0) return;
  const columns = [...sheet.untitled].sort((one, other) => one - other).map((index) => findColumnName([], index));
  const where = sheet.start.sheet === undefined ? {} : { sheet: sheet.start.sheet };
  yield {
    kind: 'notice',
    notice: { code: 'untitled_columns_not_read', params: { columns: columns.join(', '), ...where } },
  };
}

function* settleHeader(sheet: OpenSheet, file: FileState): Generator<ReadEvent> {
  sheet.settled = true;
  const header = findHeader(sheet.waiting, file.find, isDevice(isDelimited(sheet))) ?? headerInLines(sheet, file);
  if (!header) {
    noteNear(sheet, file);
    return;
  }
  sheet.header = header;
  file.headers.push(header);
  yield { kind: 'sheet', sheet: describe(sheet.start, header) };
  if (sheet.separator !== undefined) yield { kind: 'notice', notice: { code: 'one_column_split' } };
  for (const column of doubledColumns(header)) {
    const titles = header.titles.filter((_, index) => header.columns[index] === column);
    yield {
      kind: 'notice',
      notice: { code: 'doubled_column', params: { columns: titles.map((title) => `"${title}"`).join(', ') } },
    };
  }
  for (const notice of headerNotices(header, sheet.start.sheet)) yield { kind: 'notice', notice };
  yield* noticeHiddenColumns(sheet, header);
  for (const waiting of sheet.waiting) {
    const row = unfolded(waiting, sheet);
    if (row.rowNumber >= header.headerRow || holdsProof(row)) yield* readOne(row, sheet, header, file);
  }
  sheet.waiting.length = 0;
}

const isDevice = (delimited: boolean) => (row: { readonly cells: SourceRow['cells'] }, under: Header) =>
  readRow({ cells: row.cells, delimited }, under).kind === 'device';

/** The header of a list whose lines stand whole in one column. */
function headerInLines(sheet: OpenSheet, file: FileState): Header | undefined {
  const separator = separatorOfLines(sheet.waiting, file.find);
  if (separator === undefined) return undefined;
  const rows = sheet.waiting.map((row) => ({ ...row, cells: splitLine(row.cells, separator) }));
  const header = findHeader(rows, file.find, isDevice(true));
  if (header) sheet.separator = separator;
  return header;
}

function noteNear(sheet: OpenSheet, file: FileState): void {
  const near = nearestToHeader(sheet.waiting, file.find);
  if (near && near.recognised.length > (file.near?.recognised.length ?? 0)) file.near = near;
  if (looksLikeLines(sheet.waiting)) file.inOneColumn = true;
  sheet.waiting.length = Math.min(sheet.waiting.length, 1);
}

/** A hidden column is used like any other, as hiding it may be for looks alone; but never without saying so. */
function* noticeHiddenColumns(sheet: OpenSheet, header: Header): Generator<ReadEvent> {
  const unused: readonly (KnownColumn | null)[] = [null, 'other', 'report', ...orderColumns];
  sheet.hiddenColumns = (sheet.start.hiddenColumns ?? []).filter(
    (index) => !unused.includes(header.columns[index] ?? null),
  );
  if (sheet.hiddenColumns.length === 0) return;
  const columns = sheet.hiddenColumns.map((index) => `"${header.titles[index] ?? ''}"`).join(', ');
  yield { kind: 'notice', notice: { code: 'hidden_columns', params: { columns } } };
}

function describe(start: SheetStart, header: Header): ReadSheet {
  const { headerRow, titles, columns } = header;
  return start.sheet === undefined
    ? { headerRow, titles, columns }
    : { sheet: start.sheet, headerRow, titles, columns };
}

function* readOne(row: SourceRow, sheet: OpenSheet, header: Header, file: FileState): Generator<ReadEvent> {
  if (row.rowNumber === header.headerRow && !header.titlesInEveryRow) return;
  const reading = weigh(row, sheet, header, file);
  if (reading.kind !== 'ignored') file.dataRows += 1;
  if (reading.kind === 'rejected' && reading.reason.code === 'hidden_row') sheet.hiddenRows += 1;
  const untitled = isDelimited(sheet) ? [] : untitledCells(row.cells, header);
  for (const index of untitled) sheet.untitled.add(index);
  const beyond = untitled.filter((index) => index >= header.titles.length).map((index) => textAt(row, index));
  const shown = { ...place(row, sheet), cells: shownCells(row, sheet, header), reading };
  yield { kind: 'row', row: beyond.length === 0 ? shown : { ...shown, beyond } };
}

function place(row: SourceRow, sheet: OpenSheet): Pick<ReadRow, 'sheet' | 'row'> {
  return sheet.start.sheet === undefined ? { row: row.rowNumber } : { sheet: sheet.start.sheet, row: row.rowNumber };
}

function weigh(row: SourceRow, sheet: OpenSheet, header: Header, file: FileState): RowReading {
  if (row.rowNumber < header.headerRow)
    return rejected({ code: 'above_header', params: { headerRow: header.headerRow } });
  const repeated = header.titlesInEveryRow ? undefined : secondHeader(row, sheet, header, file);
  if (repeated) return repeated;
  if (sheet.otherHeaderRow !== undefined)
    return rejected({ code: 'header_changed', params: { headerRow: sheet.otherHeaderRow } });
  const source = { cells: row.cells, delimited: isDelimited(sheet) };
  const reading = readRow(row.fault ? { ...source, fault: row.fault } : source, header, file.reading);
  if (reading.kind === 'device') return weighDevice(reading, row, sheet, file);
  if (reading.kind !== 'rejected' || reading.byReference === undefined) return reading;
  const { identify } = reading.byReference;
  const followed: NamedByReference = {
    ...reading.byReference,
    identify: (...device) => {
      const found = identify(...device);
      return found.kind === 'device' ? weighDevice(found, row, sheet, file) : found;
    },
  };
  return { ...reading, byReference: followed };
}

/** A row's device among those of the whole file. */
function weighDevice(
  reading: Extract<RowReading, { kind: 'device' }>,
  row: SourceRow,
  sheet: OpenSheet,
  file: FileState,
): RowReading {
  const misread = misreadText(reading.device, sheet.start.encodingGuessed ?? false);
  const named = namedBy(reading.device);
  if (misread) return { kind: 'rejected', reason: misread, warnings: reading.warnings, ...named };
  const hidden = sheet.hiddenColumns.some((index) => !isBlank(row.cells[index]));
  const warnings: readonly Reason[] = hidden ? [...reading.warnings, { code: 'from_hidden_column' }] : reading.warnings;
  const seen = file.seen.see(reading.device, place(row, sheet));
  switch (seen.kind) {
    case 'new':
      return { ...reading, warnings: [...warnings, ...seen.remarks] };
    case 'again':
      return { kind: 'duplicate', of: seen.first, warnings: [...warnings, ...seen.remarks], ...named };
    case 'conflict':
      return { kind: 'rejected', reason: seen.reason, warnings, ...named };
    /* c8 ignore next 2 */
    default:
      return seen satisfies never;
  }
}

function namedBy({ customer, customerDomain, customerNames }: Device): { readonly named?: NamedCustomer } {
  if (customer === undefined) return {};
  const domain = customerDomain === undefined ? {} : { customerDomain };
  return { named: { customer, ...domain, ...(customerNames === undefined ? {} : { customerNames }) } };
}

/** Files put together from several repeat their header; one with other titles would put every value below it into the wrong column. */
function secondHeader(row: SourceRow, sheet: OpenSheet, header: Header, file: FileState): RowReading | undefined {
  if (row.cells.some((cell) => cell.kind === 'number' || (cell.kind === 'text' && cell.text.length > 256)))
    return undefined;
  // Nearly every row is a device, and a look at its cells one by one tells so at little cost.
  if (!row.cells.some((cell) => cell.kind === 'text' && file.find(cell.text) !== null)) return undefined;
  const again = asHeader(row, file.find);
  if (again && sameColumns(again, header)) {
    delete sheet.otherHeaderRow;
    return { kind: 'ignored', reason: { code: 'header_repeated' } };
  }
  const filled = row.cells.filter((cell) => !isBlank(cell)).length;
  if (!again || (countTitles(again.columns) < 2 && filled > 1)) return undefined;
  sheet.otherHeaderRow = row.rowNumber;
  return rejected({ code: 'header_changed', params: { headerRow: row.rowNumber } });
}

function sameColumns(one: Header, other: Header): boolean {
  const width = Math.max(one.byTitle.length, other.byTitle.length);
  return Array.from({ length: width }, (_, index) => index).every((index) => {
    return (one.byTitle[index] ?? null) === (other.byTitle[index] ?? null);
  });
}

function rejected(reason: Reason): RowReading {
  return { kind: 'rejected', reason, warnings: [] };
}

/** As many cells as there are titles; a text row with too many keeps them all, as nothing shows which one is too much. */
function shownCells(row: SourceRow, sheet: OpenSheet, header: Header): string[] {
  const filled = isDelimited(sheet) ? row.cells.findLastIndex((cell) => !isBlank(cell)) + 1 : 0;
  return Array.from({ length: Math.max(filled, header.titles.length) }, (_, index) => textAt(row, index));
}

function textAt(row: SourceRow, index: number): string {
  const cell = row.cells[index];
  return cell ? shownText(cell) : '';
}
