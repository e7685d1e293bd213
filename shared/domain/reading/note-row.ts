import { isBlank, unwrap } from './cell-text.ts';
import type { Cell } from './sheet-event.ts';
import type { KnownColumn } from './titles/title-table.ts';

const opening =
  /^(?:#|\*|\/\/|(?:notes?|hints?|total|sub-?total|sum|summe|gesamt|anzahl|count|end of|ende|generated|created|printed|erstellt|page|seite|hinweis)(?:$|[\s:(]))/i;

/** Columns in which any text is meant for a device, however odd it is. */
const reserved: readonly (KnownColumn | null)[] = ['pkid', 'hardwareHash', 'manufacturer', 'model'];

/**
 * A remark, a footer or a total that was left in the sheet: one cell of plain words (or an opening such as "Total" with
 * nothing but numbers beside it), and nothing where a PKID, hash, maker or model should stand. Such a row could never
 * name a device, so ignoring it loses none.
 */
export function isNote(cells: readonly Cell[], columns: readonly (KnownColumn | null)[]): boolean {
  const filled = cells.flatMap((cell, index) => (isBlank(cell) ? [] : [{ cell, column: columns[index] ?? null }]));
  const [first, ...others] = filled;
  if (first?.cell.kind !== 'text' || filled.some(({ column }) => reserved.includes(column))) return false;
  const text = unwrap(first.cell.text);
  if (opening.test(text)) return others.every(({ cell }) => cell.kind === 'number' || isDigits(cell));
  return others.length === 0 && (text.match(/\p{L}{3,}/gu)?.length ?? 0) >= 3;
}

function isDigits(cell: Cell): boolean {
  return cell.kind === 'text' && /^\d+$/.test(unwrap(cell.text));
}
