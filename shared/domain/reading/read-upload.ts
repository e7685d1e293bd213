import type { Reason } from '../reason.ts';
import { isBlank, shownText } from './cell-text.ts';
import { type ColumnFinder, type KnownColumn, makeColumnFinder } from './columns.ts';
import { makeSeenDevices, type SeenDevices } from './duplicates.ts';
import { asHeader, countTitles, findHeader, type Header, headerRows, holdsProof } from './find-header.ts';
import type { ReadEvent, ReadingOptions, ReadRow, ReadSheet, RowReading } from './read-event.ts';
import { readRow } from './read-row.ts';
import type { SheetEvent } from './sheet-event.ts';

type SourceRow = Extract<SheetEvent, { kind: 'row' }>;
type SheetStart = Extract<SheetEvent, { kind: 'sheet' }>;

/** The sheet being read: its first rows are held back until the header among them is known. */
interface OpenSheet {
  readonly start: SheetStart;
  readonly waiting: SourceRow[];
  header?: Header;
  /** Row of a second, different header: rows below it belong to columns we did not map. */
  otherHeaderRow?: number;
}

/** What is known of the whole file while it is read. */
interface FileState {
  readonly find: ColumnFinder;
  readonly seen: SeenDevices;
  readonly fallback: boolean;
  readonly headers: Header[];
  rows: number;
  dataRows: number;
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
    fallback: options.fallbackFromDamagedHash ?? false,
    headers: [],
    rows: 0,
    dataRows: 0,
  };
  let sheet: OpenSheet | undefined;
  for await (const event of sheets) {
    switch (event.kind) {
      case 'sheet':
        if (sheet) yield* close(sheet, file);
        sheet = { start: event, waiting: [] };
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
    return { kind: 'refused', reason: { code: 'no_header', params: { rows: headerRows } } };
  if (!mappedAlike(file.headers)) return { kind: 'refused', reason: { code: 'ambiguous_sheets' } };
  if (file.dataRows === 0) return { kind: 'refused', reason: { code: 'no_data_rows' } };
  return { kind: 'end' };
}

/** One sheet with two columns for the same thing beside a sheet with one: it can't be told which of the two the other means. */
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
    yield* readOne(row, sheet, sheet.header, file);
    return;
  }
  sheet.waiting.push(row);
  if (sheet.waiting.length === headerRows) yield* settleHeader(sheet, file);
}

function* close(sheet: OpenSheet, file: FileState): Generator<ReadEvent> {
  if (!sheet.header && sheet.waiting.length < headerRows) yield* settleHeader(sheet, file);
  if (!sheet.header && sheet.waiting.length > 0 && sheet.start.sheet !== undefined) {
    yield { kind: 'notice', notice: { code: 'sheet_without_devices', params: { sheet: sheet.start.sheet } } };
  }
}

function* settleHeader(sheet: OpenSheet, file: FileState): Generator<ReadEvent> {
  const delimited = sheet.start.delimited ?? false;
  const isDevice = (row: { readonly cells: SourceRow['cells'] }, under: Header) =>
    readRow({ cells: row.cells, delimited }, under).kind === 'device';
  const header = findHeader(sheet.waiting, file.find, isDevice);
  if (!header) return;
  sheet.header = header;
  file.headers.push(header);
  yield { kind: 'sheet', sheet: describe(sheet.start, header) };
  for (const column of doubledColumns(header)) {
    const titles = header.titles.filter((_, index) => header.columns[index] === column);
    yield {
      kind: 'notice',
      notice: { code: 'doubled_column', params: { columns: titles.map((title) => `"${title}"`).join(' and ') } },
    };
  }
  for (const row of sheet.waiting) {
    if (row.rowNumber >= header.headerRow || holdsProof(row)) yield* readOne(row, sheet, header, file);
  }
  sheet.waiting.length = 0;
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
  yield { kind: 'row', row: { ...place(row, sheet), cells: shownCells(row, sheet, header), reading } };
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
  const source = { cells: row.cells, delimited: sheet.start.delimited ?? false };
  const reading = readRow(row.fault ? { ...source, fault: row.fault } : source, header, file.fallback);
  if (reading.kind !== 'device') return reading;
  const first = file.seen.firstRow(reading.device, place(row, sheet));
  return first ? { kind: 'duplicate', of: first, warnings: reading.warnings } : reading;
}

/** Files put together from several repeat their header; one with other titles would put every value below it into the wrong column. */
function secondHeader(row: SourceRow, sheet: OpenSheet, header: Header, file: FileState): RowReading | undefined {
  if (row.cells.some((cell) => cell.kind === 'number' || (cell.kind === 'text' && cell.text.length > 256)))
    return undefined;
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
  const width = Math.max(one.columns.length, other.columns.length);
  return Array.from({ length: width }, (_, index) => index).every((index) => {
    return (one.columns[index] ?? null) === (other.columns[index] ?? null);
  });
}

function rejected(reason: Reason): RowReading {
  return { kind: 'rejected', reason, warnings: [] };
}

/** As many cells as there are titles; a text row with too many keeps them all, as nobody can tell which one is too much. */
function shownCells(row: SourceRow, sheet: OpenSheet, header: Header): string[] {
  const filled = sheet.start.delimited ? row.cells.findLastIndex((cell) => !isBlank(cell)) + 1 : 0;
  return Array.from({ length: Math.max(filled, header.titles.length) }, (_, index) => {
    const cell = row.cells[index];
    return cell ? shownText(cell) : '';
  });
}
