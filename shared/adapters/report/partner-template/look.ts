import type { Cell } from 'exceljs';
import type { ColumnUse } from './contents.ts';

/** The font of every cell. */
export const font = { name: 'Calibri', size: 11, color: { argb: 'FF1F2937' } };

/** As in our reports: one dark colour for what names a device, another for where it goes; pale is a column of no use. */
export const paper: Readonly<Record<ColumnUse, string>> = {
  identity: 'FF1E3A5F',
  request: 'FF475569',
  notUsed: 'FFE5E7EB',
};

const ink: Readonly<Record<ColumnUse, string>> = { identity: 'FFFFFFFF', request: 'FFFFFFFF', notUsed: 'FF4B5563' };

/** One line of text within its cell. */
export const centred = { vertical: 'middle', horizontal: 'left', wrapText: true, indent: 1 } as const;

/** How a sheet prints: on A4 across, as many pages long as it takes. */
export const pageSetup = {
  orientation: 'landscape',
  paperSize: 9,
  fitToPage: true,
  fitToWidth: 1,
  fitToHeight: 0,
} as const;

/** Draws a column's title. */
export const paintTitle = (cell: Cell, use: ColumnUse): void => {
  cell.font = { ...font, bold: true, color: { argb: ink[use] } };
  cell.fill = { type: 'pattern', pattern: 'solid', fgColor: { argb: paper[use] } };
  cell.alignment = centred;
};
