import type { CellStyle } from '../looks/workbook-styles.ts';
import { styleId } from '../looks/workbook-styles.ts';

/** A cell to be written: plain text, a number, or either in a style. Nothing here can become a formula or a link. */
export type SheetCell = string | number | { readonly value: string | number; readonly style: CellStyle };

/** A column's width in characters and the style of its cells. */
export interface SheetColumn {
  readonly width: number;
  readonly style?: CellStyle;
}

/** `A`, `B`, … `AA`, … for 0, 1, … 26, … */
export const columnName = (index: number): string =>
  index < 26 ? String.fromCharCode(65 + index) : columnName(Math.floor(index / 26) - 1) + columnName(index % 26);

const entities: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };

/** What XML cannot hold, and text that would be read back as such an escape. */
const unwritable = /[\p{Cc}\p{Cs}\ufffe\uffff]|_(?=x[0-9A-Fa-f]{4}_)/gu;
const special = /[&<>"_\p{Cc}\p{Cs}\ufffe\uffff]/u;

/** Text for XML; control characters and lone halves become Office's own `_xHHHH_`, so that they read back unchanged. */
export const xmlText = (text: string): string => {
  if (!special.test(text)) return text;
  return text
    .replace(/[&<>"]/g, (character) => entities[character] ?? character)
    .replace(unwritable, (character) => {
      if (character === '\n' || character === '\t') return character;
      return `_x${character.charCodeAt(0).toString(16).toUpperCase().padStart(4, '0')}_`;
    });
};

const cellXml = (reference: string, value: string | number, style: number): string => {
  const start = `<c r="${reference}"${style === 0 ? '' : ` s="${style}"`}`;
  if (typeof value === 'number') return `${start}><v>${value}</v></c>`;
  if (value === '') return style === 0 ? '' : `${start}/>`;
  return `${start} t="inlineStr"><is><t xml:space="preserve">${xmlText(value)}</t></is></c>`;
};

const pointsPerLine = 15;

/** The height that shows a text of that length whole in a column so many characters wide; undefined for a single line. */
export const heightFor = (length: number, width: number): number | undefined => {
  // A column is measured in digits; running text is a little narrower. Checked with a wide and a narrow font.
  const lines = Math.ceil(length / (width * 1.05));
  return lines > 1 ? Math.min(lines, 25) * pointsPerLine + 3 : undefined;
};

/** A row of a sheet. Cells without a style of their own take their column's. */
export const rowXml = (
  rowNumber: number,
  cells: readonly SheetCell[],
  columnStyles: readonly number[],
  height?: number,
): string => {
  let xml = `<row r="${rowNumber}"${height === undefined ? '' : ` ht="${height}" customHeight="1"`}>`;
  cells.forEach((cell, index) => {
    const reference = `${columnName(index)}${rowNumber}`;
    xml +=
      typeof cell === 'object'
        ? cellXml(reference, cell.value, styleId(cell.style))
        : cellXml(reference, cell, columnStyles[index] ?? 0);
  });
  return `${xml}</row>`;
};
