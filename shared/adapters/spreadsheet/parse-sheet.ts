import type { ReadLimits } from '../../domain/reading/read-event.ts';
import type { Cell } from '../../domain/reading/sheet-event.ts';
import { dateText, type NumberFormat } from './number-formats.ts';
import type { XmlHandlers } from './parse-xml.ts';
import { damaged, Refusal } from './refusal.ts';
import { makeRichText, refuseLong, unescapeText } from './rich-text.ts';
import { columnNumber } from './sheet-outline.ts';

/** A cell whose text still has to be looked up in the workbook's table. */
interface SharedCell {
  readonly kind: 'shared';
  readonly index: number;
  /** As in a text cell. */
  readonly format?: string;
}

/** A row as the sheet's XML has it; blank ones too. */
export interface ParsedRow {
  readonly rowNumber: number;
  readonly cells: readonly (Cell | SharedCell)[];
  /** Hidden by hand, by a filter or in a folded group: the sender does not see it. */
  readonly hidden: boolean;
}

export interface SheetContext {
  readonly formatOf: (style: number) => NumberFormat;
  readonly from1904: boolean;
  readonly limits: ReadLimits;
  /** Called for the first row with cells beyond the last column we read. */
  readonly onFarCells: (row: number) => void;
}

const lastRow = 1_048_576;
const lastColumn = 16_384;
const empty: Cell = { kind: 'empty' };

/** A row while its element is open. */
interface OpenRow {
  number: number;
  numbered: boolean;
  column: number;
  readonly cells: (Cell | SharedCell)[];
  far: number;
  readonly hidden: boolean;
}

/** A cell while its element is open. */
interface OpenCell {
  readonly column: number;
  readonly type: string;
  readonly style: number;
  value: string | undefined;
  inValue: boolean;
  hasFormula: boolean;
  hasText: boolean;
}

/** Turns a sheet's XML events into rows; `take` hands out those that are complete. */
export function makeSheetParser(context: SheetContext): XmlHandlers & { take(): ParsedRow[] } {
  const { limits } = context;
  const rich = makeRichText(limits.cellCharacters);
  let done: ParsedRow[] = [];
  let inSheetData = false;
  let cell: OpenCell | undefined;
  let row: OpenRow | undefined;
  let rowNumber = 0;

  function openRow(attributes: Readonly<Record<string, string>>): void {
    const reference = attributes['r'];
    const number = reference === undefined ? rowNumber + 1 : Number(reference);
    const hidden = isTrue(attributes['hidden']) || Number(attributes['ht'] ?? 15) === 0;
    row = { number, numbered: reference !== undefined, column: 0, cells: [], far: 0, hidden };
  }

  function openCell(attributes: Readonly<Record<string, string>>): void {
    if (!row) return;
    const reference = attributes['r'];
    if (reference !== undefined) {
      const place = /^\$?([A-Za-z]{1,3})\$?(\d+)$/.exec(reference);
      if (!place) throw damaged('cellWithoutPlace');
      // Rows without a number take it from their first cell that has one.
      if (!row.numbered) Object.assign(row, { number: Number(place[2]), numbered: true });
      if (Number(place[2]) !== row.number) throw damaged('cellInOtherRow');
      row.column = columnNumber(place[1] ?? '');
    } else row.column += 1;
    if (row.column > lastColumn) throw damaged('cellBeyondLastColumn');
    const style = Number(attributes['s'] ?? 0);
    cell = {
      column: row.column,
      type: attributes['t'] ?? 'n',
      style,
      value: undefined,
      inValue: false,
      hasFormula: false,
      hasText: false,
    };
    rich.start();
  }

  function closeCell(): void {
    if (!row || !cell) return;
    const read = readCell(cell, rich.take(), context);
    if (read.kind !== 'empty') keep(row, cell.column - 1, read);
    cell = undefined;
  }

  function keep(open: NonNullable<typeof row>, index: number, read: Cell | SharedCell): void {
    if (index >= limits.columns) {
      open.far += 1;
      if (open.far > limits.columns)
        throw new Refusal('limit_columns', { limit: 'columns', value: limits.columns, row: open.number });
      if (open.far === 1) context.onFarCells(open.number);
      return;
    }
    if (open.cells[index] !== undefined && open.cells[index].kind !== 'empty') throw damaged('cellsInSamePlace');
    while (open.cells.length < index) open.cells.push(empty);
    open.cells[index] = read;
  }

  function closeRow(): void {
    if (!row) return;
    if (!(row.number > rowNumber && row.number <= lastRow)) throw damaged('rowsNotInOrder');
    rowNumber = row.number;
    if (row.cells.length > 0) done.push({ rowNumber, cells: row.cells, hidden: row.hidden });
    row = undefined;
  }

  return {
    open(name, attributes) {
      if (name === 'sheetData') inSheetData = true;
      if (!inSheetData) return;
      if (name === 'row') openRow(attributes);
      else if (name === 'c') openCell(attributes);
      else if (cell) openInCell(cell, name, rich.open);
    },
    text(text) {
      if (!cell) return;
      if (cell.inValue) {
        cell.value = (cell.value ?? '') + text;
        refuseLong(cell.value, limits.cellCharacters, row?.number);
      } else rich.text(text);
    },
    close(name) {
      if (name === 'sheetData') inSheetData = false;
      else if (name === 'row') closeRow();
      else if (name === 'c') closeCell();
      else if (cell && name === 'v') cell.inValue = false;
      else rich.close(name);
    },
    take() {
      const rows = done;
      done = [];
      return rows;
    },
  };
}

function openInCell(cell: OpenCell, name: string, openText: (name: string) => void): void {
  if (name === 'v') {
    cell.inValue = true;
    cell.value ??= '';
  } else if (name === 'f') cell.hasFormula = true;
  else if (name === 'is') cell.hasText = true;
  else if (cell.hasText) openText(name);
}

function isTrue(attribute: string | undefined): boolean {
  return attribute === '1' || attribute === 'true';
}

function readCell(cell: OpenCell, inlineText: string, context: SheetContext): Cell | SharedCell {
  const { value } = cell;
  if (cell.hasText) return inlineText === '' ? empty : { kind: 'text', text: inlineText, ...shownAs(cell, context) };
  // A text formula may have the empty text as its value; anything else without a value was never calculated.
  const calculated = value !== undefined && (value !== '' || cell.type === 'str');
  if (!calculated) return cell.hasFormula ? { kind: 'formulaWithoutValue' } : empty;
  switch (cell.type) {
    case 's':
      if (!/^\d{1,9}$/.test(value.trim())) throw damaged('textNotThere');
      return { kind: 'shared', index: Number(value), ...shownAs(cell, context) };
    case 'b':
      return { kind: 'boolean', text: /^(?:1|true)$/.test(value.trim()) ? 'TRUE' : 'FALSE' };
    case 'e':
      return { kind: 'error', text: value };
    case 'd':
      return { kind: 'date', text: value };
    case 'n':
      return readNumber(value.trim(), context.formatOf(cell.style), context.from1904);
    default:
      return value === '' ? empty : { kind: 'text', text: unescapeText(value), ...shownAs(cell, context) };
  }
}

/** The format of a text cell, where it changes what is seen of the text. */
function shownAs({ style }: OpenCell, context: SheetContext): { format?: string } {
  const { code, changesText } = context.formatOf(style);
  return changesText ? { format: code } : {};
}

function readNumber(text: string, format: NumberFormat, from1904: boolean): Cell {
  const date = format.isDate ? dateText(text, from1904) : undefined;
  if (date !== undefined) return { kind: 'date', text: date };
  return format.code === 'General' ? { kind: 'number', text } : { kind: 'number', text, format: format.code };
}
