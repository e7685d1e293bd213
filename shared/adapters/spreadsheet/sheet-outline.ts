import type { Cell } from '../../domain/reading/sheet-event.ts';
import { damaged } from './refusal.ts';

/** Cells of one column that were merged into one; rows and columns as the sheet counts them, from 1. */
interface MergedCells {
  readonly column: number;
  readonly firstRow: number;
  readonly lastRow: number;
}

/** What has to be known of a sheet before its first row: hidden columns stand above the rows, merged cells below them. */
export interface SheetOutline {
  /** Places, from 0. */
  readonly hiddenColumns: readonly number[];
  /** Those that span several rows, by their first row. */
  readonly merged: readonly MergedCells[];
}

/** What stands above the rows is short in every real sheet. */
const headCharacters = 256 * 1024;
const maxMerged = 200_000;
const mergeTag = Buffer.from('mergeCell');
/** A tag of merged cells is shorter. */
const tagCharacters = 1024;

/**
 * Looks through a sheet's bytes for hidden columns and merged cells. Only the bytes are searched, which takes a fraction
 * of parsing them; the parser that follows refuses what is no valid XML.
 */
export async function readOutline(
  part: AsyncIterable<Uint8Array>,
  columns: number,
  breathe: () => Promise<void> | undefined,
): Promise<SheetOutline> {
  const merged: MergedCells[] = [];
  let head: string | undefined = '';
  let hiddenColumns: readonly number[] = [];
  let last: Buffer = Buffer.alloc(0);
  let tail: string | undefined;
  for await (const piece of part) {
    const bytes = Buffer.from(piece.buffer, piece.byteOffset, piece.length);
    if (head !== undefined) {
      head += bytes.toString('latin1');
      const end = head.indexOf('sheetData');
      if (end >= 0 || head.length > headCharacters) {
        hiddenColumns = hiddenIn(end < 0 ? '' : head.slice(0, end), columns);
        head = undefined;
      }
    }
    if (tail === undefined) {
      const joined = Buffer.concat([last, bytes]);
      const found = joined.indexOf(mergeTag);
      if (found >= 0) tail = joined.toString('latin1', Math.max(0, found - mergeTag.length));
      last = Buffer.from(joined.subarray(-2 * mergeTag.length));
    } else tail += bytes.toString('latin1');
    if (tail !== undefined) {
      collectMerged(tail, columns, merged);
      tail = tail.slice(Math.max(tail.lastIndexOf('>') + 1, tail.length - tagCharacters));
    }
    await breathe();
  }
  return { hiddenColumns, merged: merged.sort((one, other) => one.firstRow - other.firstRow) };
}

// A tag ends before the next one begins: without that, tags that never end would be looked through again and again.
function hiddenIn(head: string, limit: number): number[] {
  const hidden: number[] = [];
  for (const [tag] of head.matchAll(/<(?:\w{1,64}:)?col\s[^<>]*>/g)) {
    const isHidden = /\shidden\s*=\s*["'](?:1|true)["']/.test(tag) || /\swidth\s*=\s*["']0(?:\.0+)?["']/.test(tag);
    if (!isHidden) continue;
    const first = Number(/\smin\s*=\s*["'](\d+)["']/.exec(tag)?.[1] ?? 0);
    const last = Number(/\smax\s*=\s*["'](\d+)["']/.exec(tag)?.[1] ?? first);
    for (let column = Math.max(1, first); column <= Math.min(last, limit); column++) hidden.push(column - 1);
  }
  return hidden;
}

function collectMerged(text: string, limit: number, merged: MergedCells[]): void {
  const tags =
    /<(?:\w{1,64}:)?mergeCell\s[^<>]*?ref\s*=\s*["']\$?([A-Z]{1,3})\$?(\d{1,7}):\$?[A-Z]{1,3}\$?(\d{1,7})["'][^<>]*>/g;
  for (const [, letters = '', first = '', last = ''] of text.matchAll(tags)) {
    const cells = { column: columnNumber(letters), firstRow: Number(first), lastRow: Number(last) };
    if (cells.lastRow <= cells.firstRow || cells.column > limit) continue;
    if (merged.length >= maxMerged) throw damaged('tooManyMergedCells');
    merged.push(cells);
  }
}

/** The number of a column by its letters: A is 1. */
export function columnNumber(letters: string): number {
  let number = 0;
  for (let at = 0; at < letters.length; at++) number = number * 26 + (letters.charCodeAt(at) & 31);
  return number;
}

const empty: Cell = { kind: 'empty' };

/** Gives every row of merged cells the value that stands in the first of them; rows come in order. */
export function makeMergeFiller(
  merged: readonly MergedCells[],
): (rowNumber: number, cells: readonly Cell[]) => readonly Cell[] {
  let next = 0;
  const open = new Map<number, { readonly lastRow: number; readonly cell: Cell }>();
  return (rowNumber, cells) => {
    if (next >= merged.length && open.size === 0) return cells;
    const filled = [...cells];
    for (const [column, { lastRow, cell }] of open) {
      if (rowNumber > lastRow) open.delete(column);
      else if ((filled[column - 1] ?? empty).kind === 'empty') {
        while (filled.length < column) filled.push(empty);
        filled[column - 1] = cell;
      }
    }
    for (let found = merged[next]; found && found.firstRow <= rowNumber; found = merged[next]) {
      next += 1;
      const cell = cells[found.column - 1] ?? empty;
      if (found.firstRow === rowNumber && cell.kind !== 'empty')
        open.set(found.column, { lastRow: found.lastRow, cell });
    }
    return filled;
  };
}
