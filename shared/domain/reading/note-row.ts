import { isBlank, unwrap } from './cell-text.ts';
import { isManufacturer } from './manufacturers.ts';
import type { Cell } from './sheet-event.ts';
import type { KnownColumn } from './titles/title-table.ts';

/** How totals begin or end, in the languages of the spreadsheets: `Total`, `Grand Totals (12 records)`, `HP Ergebnis`. */
const totals =
  'grand totals?|sub-?totals?|totals?|sum|sums|count|average|summe|zwischensumme|gesamt(?:ergebnis|summe)?|ergebnis|teilergebnis|anzahl|total général|total general|sous-total|somme|nombre|suma|recuento|totale|totali|somma|conteggio|soma|contagem|totaal|subtotaal|aantal|i alt|totalsumma|totalt|summa|antal|yhteensä|razem|suma końcowa|celkem|celkový součet|összesen|végösszeg|spolu|ukupno|skupaj|итого|общий итог|всего|разом|toplam|genel toplam|σύνολο|סה"כ|المجموع|合計|総計|小計|总计|合计|總計|합계|총합계';

/** Words of programs and people who say something about the whole list. */
const footers =
  'notes?|hints?|hinweis|end of|ende|page|seite|generated|created|printed|exported|erstellt|exportiert|gedruckt|filters?|copyright|©|confidential|vertraulich|source|quelle|legend|legende';

const opening = new RegExp(`^(?:#|\\*|//|(?:${totals}|${footers})(?:$|[\\s:(]))`, 'iu');
const closing = new RegExp(`\\s(?:${totals}):?$`, 'iu');

/** Phrases that no device's row begins with, whatever stands beside them. */
const whole =
  /^(?:applied filters?|angewendete filter|filtres appliqués|filtros aplicados|filtri applicati|filtros aplicados|toegepaste filters|copyright|©|\(c\) \d{4}|confidential|vertraulich|confidentiel|confidencial|riservato|generated (?:by|on|at)|created (?:by|on)|exported (?:by|on|from|at)|printed (?:by|on)|erstellt (?:von|am)|report (?:generated|created|run)|as of )/i;

/** Columns in which any text is meant for a device, however odd it is. */
const proven: readonly (KnownColumn | null)[] = ['pkid', 'hardwareHash'];
const named: readonly (KnownColumn | null)[] = ['manufacturer', 'model'];

/**
 * A remark, a heading, a footer or a total that was left in the sheet: one cell of plain words (or an opening such as
 * "Total" with nothing but numbers beside it). Such a row could never name a device, so ignoring it loses none.
 */
export function isNote(cells: readonly Cell[], columns: readonly (KnownColumn | null)[]): boolean {
  // The usual row has a serial number, a PKID or a hash beside something else: nothing more is to be looked at.
  const filled: { readonly cell: Cell; readonly column: KnownColumn | null }[] = [];
  for (const [index, cell] of cells.entries()) {
    if (!isBlank(cell)) filled.push({ cell, column: columns[index] ?? null });
  }
  const [first, ...others] = filled;
  if (first?.cell.kind !== 'text' || filled.some(({ column }) => proven.includes(column))) return false;
  const text = unwrap(first.cell.text);
  if (text.length > 2_000) return false;
  if (others.length > 0) return isTotal(text, others) || (whole.test(text) && !others.some(mayName));
  if (opening.test(text) || closing.test(text) || whole.test(text)) return true;
  const words = text.match(/\p{L}{3,}/gu)?.length ?? 0;
  // A lone maker or model is what is left of a device; a sentence in its column is not.
  if (named.includes(first.column)) return first.column === 'manufacturer' && words >= 3 && !isManufacturer(text);
  return words >= 3 || (first.column === 'serial' && isHeading(text));
}

function mayName({ column }: { readonly column: KnownColumn | null }): boolean {
  return column === 'serial';
}

/** "Total", or "HP Total" as spreadsheets write it below a group, with counts and nothing else beside it. */
function isTotal(
  text: string,
  others: readonly { readonly cell: Cell; readonly column: KnownColumn | null }[],
): boolean {
  if (!opening.test(text) && !closing.test(text)) return false;
  return others.every(({ cell }) => cell.kind === 'number' || isDigits(cell));
}

/** A heading between groups (`HP EliteBook 840 G11`): several words, none of which could be a serial number. */
function isHeading(text: string): boolean {
  const words = text.split(/\s+/);
  if (words.length < 2 || !words.some((word) => /^\p{L}{4,}[:,]?$/u.test(word))) return false;
  return !words.some((word) => /\d/.test(word) && word.length >= 7);
}

function isDigits(cell: Cell): boolean {
  return cell.kind === 'text' && /^\d+$/.test(unwrap(cell.text));
}
