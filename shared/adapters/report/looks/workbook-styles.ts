import type { Tone } from '../../../domain/reporting/report-lines.ts';
import { toneColours } from './tone-colours.ts';

/** The looks a cell of our workbooks can have, in the order they stand in `styles.xml`. */
const cellStyles = [
  'plain',
  'text',
  'title',
  'headline',
  'heading',
  'columnTitle',
  'addedTitle',
  'numberTitle',
  'label',
  'wrapped',
  'count',
  'total',
  'totalLabel',
  'share',
  'rowNumber',
  'sentence',
  'bar',
] as const;

export type CellStyle = (typeof cellStyles)[number];

/** Where a style stands in `styles.xml`. */
export const styleId = (style: CellStyle): number => cellStyles.indexOf(style);

/** Where a tone's conditional format stands among the differential styles. */
export const toneFormat = (tone: Tone): number => Object.keys(toneColours).indexOf(tone);

const fonts = [
  '<font><sz val="11"/><color rgb="FF1F2937"/><name val="Calibri"/><family val="2"/></font>',
  '<font><b/><sz val="20"/><color rgb="FF111827"/><name val="Calibri"/><family val="2"/></font>',
  '<font><b/><sz val="14"/><color rgb="FF1F2937"/><name val="Calibri"/><family val="2"/></font>',
  '<font><b/><sz val="13"/><color rgb="FF1E3A5F"/><name val="Calibri"/><family val="2"/></font>',
  '<font><b/><sz val="11"/><color rgb="FFFFFFFF"/><name val="Calibri"/><family val="2"/></font>',
  '<font><b/><sz val="11"/><color rgb="FF1F2937"/><name val="Calibri"/><family val="2"/></font>',
  '<font><sz val="11"/><color rgb="FF5B6472"/><name val="Calibri"/><family val="2"/></font>',
  '<font><b/><u/><sz val="11"/><color rgb="FF1D4ED8"/><name val="Calibri"/><family val="2"/></font>',
];

const solid = (colour: string): string =>
  `<fill><patternFill patternType="solid"><fgColor rgb="FF${colour}"/><bgColor indexed="64"/></patternFill></fill>`;
const fills = [
  '<fill><patternFill patternType="none"/></fill>',
  '<fill><patternFill patternType="gray125"/></fill>',
  solid('475569'),
  solid('1E3A5F'),
];

const none = '<border><left/><right/><top/><bottom/><diagonal/></border>';
const under = (weight: string, colour: string): string =>
  `<border><left/><right/><top/><bottom style="${weight}"><color rgb="FF${colour}"/></bottom><diagonal/></border>`;
const over = '<border><left/><right/><top style="thin"><color rgb="FF94A3B8"/></top><bottom/><diagonal/></border>';
const borders = [none, under('medium', '1E3A5F'), over];

/** Built-in number formats: 3 = `#,##0`, 10 = `0.00%`, 49 = text. 164 is ours. */
const numberFormats = '<numFmts count="1"><numFmt numFmtId="164" formatCode="0.0%"/></numFmts>';

const format = (parts: { number?: number; font?: number; fill?: number; border?: number; align?: string }): string => {
  const { number = 0, font = 0, fill = 0, border = 0, align = 'vertical="top"' } = parts;
  return (
    `<xf numFmtId="${number}" fontId="${font}" fillId="${fill}" borderId="${border}" xfId="0" applyNumberFormat="1"` +
    ` applyFont="1" applyFill="1" applyBorder="1" applyAlignment="1"><alignment ${align}/></xf>`
  );
};

const formats: Readonly<Record<CellStyle, string>> = {
  plain: format({}),
  text: format({ number: 49 }),
  title: format({ font: 1, align: 'vertical="center"' }),
  headline: format({ font: 2, align: 'vertical="center" wrapText="1" indent="1"' }),
  heading: format({ font: 3, border: 1, align: 'vertical="center"' }),
  columnTitle: format({ number: 49, font: 4, fill: 2, align: 'vertical="center" wrapText="1"' }),
  addedTitle: format({ number: 49, font: 4, fill: 3, align: 'vertical="center" wrapText="1"' }),
  numberTitle: format({
    number: 49,
    font: 4,
    fill: 2,
    align: 'horizontal="right" vertical="center" wrapText="1" indent="1"',
  }),
  label: format({ font: 6 }),
  wrapped: format({ number: 49, align: 'vertical="top" wrapText="1"' }),
  count: format({ number: 3, align: 'horizontal="right" vertical="top" indent="1"' }),
  total: format({ number: 3, font: 5, border: 2, align: 'horizontal="right" vertical="top" indent="1"' }),
  totalLabel: format({ font: 7, border: 2 }),
  share: format({ number: 164, font: 6, align: 'horizontal="right" vertical="top" indent="1"' }),
  rowNumber: format({ align: 'horizontal="center" vertical="top"' }),
  sentence: format({ number: 49, align: 'vertical="center" wrapText="1"' }),
  bar: format({ number: 3 }),
};

const list = (tag: string, items: readonly string[]): string =>
  `<${tag} count="${items.length}">${items.join('')}</${tag}>`;

const differential = ({ ink, paper }: { ink: string; paper: string }): string =>
  `<dxf><font><color rgb="FF${ink}"/></font>` +
  `<fill><patternFill patternType="solid"><fgColor rgb="FF${paper}"/><bgColor rgb="FF${paper}"/></patternFill></fill></dxf>`;

/** `xl/styles.xml`. */
export const stylesXml = (): string =>
  '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n' +
  '<styleSheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">' +
  numberFormats +
  list('fonts', fonts) +
  list('fills', fills) +
  list('borders', borders) +
  '<cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs>' +
  list(
    'cellXfs',
    cellStyles.map((style) => formats[style]),
  ) +
  '<cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles>' +
  list('dxfs', Object.values(toneColours).map(differential)) +
  '</styleSheet>';
