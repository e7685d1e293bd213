import { makeHash } from '../../bench/make-hash.ts';
import type { ReadEvent, ReadingOptions, ReadRow } from '../../shared/domain/reading/read-event.ts';
import { defaultLimits } from '../../shared/domain/reading/read-event.ts';
import { readUpload } from '../../shared/domain/reading/read-upload.ts';
import type { Cell, SheetEvent } from '../../shared/domain/reading/sheet-event.ts';

/** A cell as a test writes it: text, a number as the file spells it, or any other cell in full. */
export type CellSketch = string | number | Cell;

export interface SheetSketch {
  readonly name?: string;
  readonly delimited?: boolean;
  readonly rows: readonly (readonly CellSketch[])[];
}

function toCell(sketch: CellSketch): Cell {
  if (typeof sketch === 'number') return { kind: 'number', text: String(sketch) };
  if (typeof sketch !== 'string') return sketch;
  return sketch === '' ? { kind: 'empty' } : { kind: 'text', text: sketch };
}

/** The events of a file with these sheets; rows are numbered from 1, blank ones are left out as readers do. */
async function* sheetEvents(sheets: readonly SheetSketch[]): AsyncGenerator<SheetEvent> {
  for (const { name, delimited, rows } of sheets) {
    yield { kind: 'sheet', ...(name === undefined ? {} : { sheet: name }), ...(delimited ? { delimited } : {}) };
    for (const [index, row] of rows.entries()) {
      if (row.some((cell) => cell !== '')) yield { kind: 'row', rowNumber: index + 1, cells: row.map(toCell) };
    }
  }
  yield { kind: 'end' };
}

export async function collect<T>(items: AsyncIterable<T>): Promise<T[]> {
  const found: T[] = [];
  for await (const item of items) found.push(item);
  return found;
}

export async function readSheets(
  sheets: readonly SheetSketch[],
  options: Partial<ReadingOptions> = {},
): Promise<ReadEvent[]> {
  return collect(readUpload(sheetEvents(sheets), { limits: defaultLimits, ...options }));
}

export function rowsOf(events: readonly ReadEvent[]): ReadRow[] {
  return events.flatMap((event) => (event.kind === 'row' ? [event.row] : []));
}

/** One row's outcome in a few words: `accept pkid`, `reject pkid_bad_length`, `duplicate of 2`. */
export function outcome({ reading }: ReadRow): string {
  switch (reading.kind) {
    case 'device':
      return `accept ${reading.device.identities.map(({ kind }) => kind).join('+')}`;
    case 'rejected':
      return `reject ${reading.reason.code}`;
    case 'duplicate':
      return `duplicate of ${reading.of.sheet === undefined ? '' : `${reading.of.sheet}!`}${reading.of.row}`;
    case 'ignored':
      return `ignore ${reading.reason.code}`;
    default:
      return reading satisfies never;
  }
}

export const allTitles = ['Serial Number', 'PKID', 'Hardware Hash', 'Manufacturer', 'Model'];

/** The one row below the usual five titles, or below other ones. */
export async function readOneRow(
  row: readonly CellSketch[],
  titles: readonly string[] = allTitles,
  options: Partial<ReadingOptions> = {},
): Promise<ReadRow> {
  const [found] = rowsOf(await readSheets([{ rows: [titles, row] }], options));
  if (!found) throw new Error('no row was read');
  return found;
}

export async function outcomeOf(row: readonly CellSketch[], titles: readonly string[] = allTitles): Promise<string> {
  return outcome(await readOneRow(row, titles));
}

export function warningsOf({ reading }: ReadRow): string[] {
  return reading.kind === 'ignored' ? [] : reading.warnings.map(({ code }) => code);
}

export const goodPkid = '3305160010066';
export const hashedDevice = {
  manufacturer: 'HP',
  model: 'HP ProBook 450 G9',
  serial: 'SYN0001AAA',
  pkid: '3305160019999',
};
export const goodHash = makeHash(hashedDevice);
