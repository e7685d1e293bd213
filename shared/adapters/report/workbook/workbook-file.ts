import { open } from 'node:fs/promises';
import { styleId, stylesXml } from '../looks/workbook-styles.ts';
import { columnName, rowXml, type SheetCell, type SheetColumn, xmlText } from './sheet-xml.ts';
import { makeZip, type ZipPart } from './zip.ts';

const declaration = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n';
const main = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main';
const relations = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships';
const packageRelations = 'http://schemas.openxmlformats.org/package/2006/relationships';
const sheetType = 'application/vnd.openxmlformats-officedocument.spreadsheetml';

/** How a sheet is laid out, given before its first row. */
interface SheetLayout {
  readonly name: string;
  readonly columns: readonly SheetColumn[];
  /** Rows and columns that stay in sight. */
  readonly frozen?: { readonly rows: number; readonly columns: number };
  readonly landscape?: boolean;
  readonly gridLines?: boolean;
  readonly tabColour?: string;
}

/** What follows a sheet's rows; given when it ends, because only then its length is known. */
interface SheetEnd {
  /** The filtered area, header included. */
  readonly filter?: string;
  readonly merges?: readonly string[];
  /** Conditional formats as XML, in the order of their priority. */
  readonly formats?: readonly string[];
  readonly links?: readonly { readonly cell: string; readonly to: string }[];
  /** Data bars' second half, which Excel 2010 and later read. */
  readonly extensions?: string;
  /** Print all of it on one page. */
  readonly onePage?: boolean;
}

export interface SheetFile {
  row(cells: readonly SheetCell[], height?: number): Promise<void> | undefined;
  /** The number the next row will have. */
  next(): number;
  end(end?: SheetEnd): Promise<void>;
}

export interface WorkbookFile {
  /** Sheets are written one after the other; `first` puts one before all others when the workbook is opened. */
  sheet(layout: SheetLayout, first?: 'first'): Promise<SheetFile>;
  finish(): Promise<void>;
  /** Closes the file unfinished, after a failure. */
  abandon(): Promise<void>;
}

const openingXml = (layout: SheetLayout): string => {
  const { columns, frozen } = layout;
  const corner = frozen === undefined ? '' : `${columnName(frozen.columns)}${frozen.rows + 1}`;
  const splits =
    frozen === undefined ? '' : `${frozen.columns > 0 ? ` xSplit="${frozen.columns}"` : ''} ySplit="${frozen.rows}"`;
  const area = frozen !== undefined && frozen.columns > 0 ? 'bottomRight' : 'bottomLeft';
  const pane =
    frozen === undefined
      ? ''
      : `<pane${splits} topLeftCell="${corner}" activePane="${area}" state="frozen"/><selection pane="${area}" activeCell="${corner}" sqref="${corner}"/>`;
  const widths = columns.map(
    ({ width, style = 'plain' }, index) =>
      `<col min="${index + 1}" max="${index + 1}" width="${width}" style="${styleId(style)}" customWidth="1"/>`,
  );
  return (
    `${declaration}<worksheet xmlns="${main}" xmlns:r="${relations}"><sheetPr>` +
    (layout.tabColour === undefined ? '' : `<tabColor rgb="FF${layout.tabColour}"/>`) +
    '<pageSetUpPr fitToPage="1"/></sheetPr>' +
    `<sheetViews><sheetView workbookViewId="0"${layout.gridLines === false ? ' showGridLines="0"' : ''}>${pane}</sheetView></sheetViews>` +
    '<sheetFormatPr defaultRowHeight="15"/>' +
    (widths.length === 0 ? '' : `<cols>${widths.join('')}</cols>`) +
    '<sheetData>'
  );
};

/** The order of these parts is the schema's; Excel «repairs» a sheet that has another. */
const closingXml = (layout: SheetLayout, end: SheetEnd): string => {
  const merges = end.merges ?? [];
  const links = end.links ?? [];
  return (
    '</sheetData>' +
    (end.filter === undefined ? '' : `<autoFilter ref="${end.filter}"/>`) +
    (merges.length === 0
      ? ''
      : `<mergeCells count="${merges.length}">${merges.map((ref) => `<mergeCell ref="${ref}"/>`).join('')}</mergeCells>`) +
    (end.formats ?? []).join('') +
    (links.length === 0
      ? ''
      : `<hyperlinks>${links.map(({ cell, to }) => `<hyperlink ref="${cell}" location="${xmlText(to)}"/>`).join('')}</hyperlinks>`) +
    '<pageMargins left="0.5" right="0.5" top="0.6" bottom="0.6" header="0.3" footer="0.3"/>' +
    `<pageSetup paperSize="9" orientation="${layout.landscape === true ? 'landscape' : 'portrait'}" fitToWidth="1" fitToHeight="${end.onePage === true ? 1 : 0}"/>` +
    '<headerFooter><oddFooter>&amp;L&amp;A&amp;R&amp;P / &amp;N</oddFooter></headerFooter>' +
    (end.extensions ?? '') +
    '</worksheet>'
  );
};

interface SheetEntry {
  readonly id: number;
  readonly layout: SheetLayout;
  filter?: string;
}

/** `'It''s a sheet'!A1`: a place in a sheet as formulas and links spell it. */
export const placeIn = (sheet: string, cell: string): string => `'${sheet.replaceAll("'", "''")}'!${cell}`;

const absolute = (area: string): string => area.replace(/([A-Z]+)(\d+)/g, '$$$1$$$2');

const definedNames = (sheets: readonly SheetEntry[]): string => {
  const names = sheets.flatMap(({ layout, filter }, index) => [
    ...(filter === undefined
      ? []
      : [
          `<definedName name="_xlnm._FilterDatabase" localSheetId="${index}" hidden="1">${xmlText(placeIn(layout.name, absolute(filter)))}</definedName>`,
        ]),
    ...(layout.frozen === undefined
      ? []
      : [
          `<definedName name="_xlnm.Print_Titles" localSheetId="${index}">${xmlText(placeIn(layout.name, `$1:$${layout.frozen.rows}`))}</definedName>`,
        ]),
  ]);
  return names.length === 0 ? '' : `<definedNames>${names.join('')}</definedNames>`;
};

const workbookXml = (sheets: readonly SheetEntry[]): string =>
  `${declaration}<workbook xmlns="${main}" xmlns:r="${relations}"><bookViews><workbookView activeTab="0"/></bookViews><sheets>` +
  sheets.map(({ id, layout }) => `<sheet name="${xmlText(layout.name)}" sheetId="${id}" r:id="rId${id}"/>`).join('') +
  `</sheets>${definedNames(sheets)}</workbook>`;

const relationsXml = (items: readonly (readonly [id: string, type: string, target: string])[]): string =>
  `${declaration}<Relationships xmlns="${packageRelations}">` +
  items
    .map(([id, type, target]) => `<Relationship Id="${id}" Type="${relations}/${type}" Target="${target}"/>`)
    .join('') +
  '</Relationships>';

const contentTypesXml = (sheets: readonly SheetEntry[]): string =>
  `${declaration}<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">` +
  '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>' +
  '<Default Extension="xml" ContentType="application/xml"/>' +
  `<Override PartName="/xl/workbook.xml" ContentType="${sheetType}.sheet.main+xml"/>` +
  `<Override PartName="/xl/styles.xml" ContentType="${sheetType}.styles+xml"/>` +
  sheets
    .map(({ id }) => `<Override PartName="/xl/worksheets/sheet${id}.xml" ContentType="${sheetType}.worksheet+xml"/>`)
    .join('') +
  '</Types>';

const makeSheetFile = (part: ZipPart, entry: SheetEntry): SheetFile => {
  const styles = entry.layout.columns.map(({ style = 'plain' }) => styleId(style));
  let next = 1;
  return {
    row(cells, height) {
      const xml = rowXml(next, cells, styles, height);
      next += 1;
      return part.write(xml);
    },
    next: () => next,
    async end(end = {}) {
      if (end.filter !== undefined) entry.filter = end.filter;
      await part.write(closingXml(entry.layout, end));
      await part.end();
    },
  };
};

/** An xlsx file that only this user can read, written forward: any number of rows in bounded memory, and nothing in it but text, numbers and looks. */
export const makeWorkbookFile = async (path: string): Promise<WorkbookFile> => {
  const file = await open(path, 'wx', 0o600);
  const zip = makeZip((bytes) => file.writeFile(bytes));
  const sheets: SheetEntry[] = [];
  const whole = async (name: string, xml: string): Promise<void> => {
    const part = await zip.part(name);
    await part.write(xml);
    await part.end();
  };
  // First, because programs that sniff for office files look no further than the first parts.
  await whole('_rels/.rels', relationsXml([['rId1', 'officeDocument', 'xl/workbook.xml']]));
  return {
    async sheet(layout, first) {
      const entry: SheetEntry = { id: sheets.length + 1, layout };
      if (first === 'first') sheets.unshift(entry);
      else sheets.push(entry);
      const part = await zip.part(`xl/worksheets/sheet${entry.id}.xml`);
      await part.write(openingXml(layout));
      return makeSheetFile(part, entry);
    },
    async finish() {
      await whole('xl/styles.xml', stylesXml());
      await whole('xl/workbook.xml', workbookXml(sheets));
      const parts = sheets.map(({ id }) => [`rId${id}`, 'worksheet', `worksheets/sheet${id}.xml`] as const);
      await whole('xl/_rels/workbook.xml.rels', relationsXml([...parts, ['rIdStyles', 'styles', 'styles.xml']]));
      await whole('[Content_Types].xml', contentTypesXml(sheets));
      await zip.finish();
      await file.close();
    },
    abandon: () => file.close(),
  };
};
