import { isBlank } from './cell-text.ts';
import type { ColumnFinder } from './columns.ts';
import { asHeader, type NumberedRow } from './find-header.ts';
import type { Cell } from './sheet-event.ts';

const separators = [',', ';', '\t', '|'];

/**
 * The separator of lists whose lines stand whole in the first column: a CSV with commas that Excel opened where the semicolon
 * separates. Undefined where it is not certain: it must make a header of one of the rows, and nothing may stand beside the lines.
 */
export function separatorOfLines(rows: readonly NumberedRow[], find: ColumnFinder): string | undefined {
  if (rows.length === 0 || !rows.every(isOneLine)) return undefined;
  return separators.find((separator) => {
    return rows.some((row) => asHeader({ rowNumber: row.rowNumber, cells: splitLine(row.cells, separator) }, find));
  });
}

/** Do all rows look like lines of a text file, whole in one column, though none of them is a header? */
export function looksLikeLines(rows: readonly NumberedRow[]): boolean {
  const most = rows.every(isOneLine) ? rows.filter(({ cells }) => separatorsIn(cells[0]) >= 2).length : 0;
  return most > 0 && most * 2 >= rows.length;
}

function separatorsIn(cell: Cell | undefined): number {
  if (cell?.kind !== 'text') return 0;
  const { text } = cell;
  return Math.max(...separators.map((separator) => text.split(separator).length - 1));
}

/** Only the first cell has something in it, and that is text. */
function isOneLine({ cells }: NumberedRow): boolean {
  return cells[0]?.kind === 'text' && cells.slice(1).every(isBlank);
}

/** The cells of a line; what stands beside it stays where it is, so that such a row has too many. */
export function splitLine(cells: readonly Cell[], separator: string): readonly Cell[] {
  const [line, ...beside] = cells;
  if (line?.kind !== 'text') return cells;
  const fields = fieldsOf(line.text, separator).map(
    (text): Cell => (text === '' ? { kind: 'empty' } : { kind: 'text', text }),
  );
  return beside.every(isBlank) ? fields : [...fields, ...beside];
}

/** Fields of one line, with double quotes as CSV has them. */
function fieldsOf(line: string, separator: string): readonly string[] {
  const fields: string[] = [];
  let field = '';
  let quoted = false;
  for (let at = 0; at < line.length; at += 1) {
    const letter = line.charAt(at);
    if (quoted && letter === '"' && line.charAt(at + 1) === '"') {
      field += letter;
      at += 1;
    } else if (letter === '"' && (quoted || field === '')) quoted = !quoted;
    else if (letter === separator && !quoted) {
      fields.push(field);
      field = '';
    } else field += letter;
  }
  return [...fields, field];
}
