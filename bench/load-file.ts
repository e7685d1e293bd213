import { makeZip } from '../shared/adapters/report/workbook/zip.ts';
import { type LoadOptions, type LoadRow, loadRows, loadTitles } from './load-rows.ts';

export type CsvEncoding = 'utf-8' | 'utf-16le';

/** Pieces of about this size go to disk at once. */
const pieceCharacters = 64 * 1024;

/** A load file as CSV: quoted where it must be, CRLF, with a byte order mark. */
export function* csvBytes(
  options: LoadOptions,
  encoding: CsvEncoding,
  onRow: (row: LoadRow) => void = () => {},
): Generator<Buffer> {
  let text = `\ufeff${csvLine(loadTitles(options))}`;
  for (const row of loadRows(options)) {
    onRow(row);
    text += csvLine(row.cells);
    if (text.length < pieceCharacters) continue;
    yield Buffer.from(text, encoding);
    text = '';
  }
  yield Buffer.from(text, encoding);
}

function csvLine(cells: readonly string[]): string {
  return `${cells.map((text) => (/[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text)).join(',')}\r\n`;
}

/** A part of a workbook: its text may come in pieces and is never held as a whole. */
interface WorkbookPart {
  readonly path: string;
  readonly content: string | Iterable<string>;
}

/** The bytes of a workbook of these parts, as they come. */
export async function* workbookBytes(parts: Iterable<WorkbookPart>): AsyncGenerator<Uint8Array> {
  const ready: Uint8Array[] = [];
  const zip = makeZip(async (bytes) => void ready.push(bytes));
  for (const { path, content } of parts) {
    const part = await zip.part(path);
    for (const text of typeof content === 'string' ? [content] : content) {
      await part.write(text);
      yield* ready.splice(0);
    }
    await part.end();
  }
  await zip.finish();
  yield* ready;
}

/** A load file as XLSX: texts in the cells, or in the workbook's table as Excel writes them. */
export function xlsxBytes(
  options: LoadOptions,
  texts: 'inline' | 'shared',
  onRow?: (row: LoadRow) => void,
): AsyncGenerator<Uint8Array> {
  const rows = sheetRows(options, texts, onRow);
  const parts: WorkbookPart[] = [...workbookParts('Devices'), { path: 'xl/worksheets/sheet1.xml', content: rows }];
  // Excel puts the table behind the sheets; the rows are made a second time rather than kept.
  parts.push({
    path: 'xl/sharedStrings.xml',
    content: texts === 'shared' ? tableOfTexts(options) : `${xml}<sst xmlns="${main}"/>`,
  });
  return workbookBytes(parts);
}

const main = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main';
const office = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships';
const packages = 'http://schemas.openxmlformats.org/package/2006/relationships';
const xml = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>';

/** Everything of a workbook with one sheet, except the sheet and the table of texts. */
function workbookParts(sheet: string): WorkbookPart[] {
  const relationships = (list: string) => `${xml}<Relationships xmlns="${packages}">${list}</Relationships>`;
  const sheets = `<sheets><sheet name="${escapeXml(sheet)}" sheetId="1" r:id="rId1"/></sheets>`;
  return [
    { path: '_rels/.rels', content: relationships(relationship('rId1', 'officeDocument', 'xl/workbook.xml')) },
    { path: 'xl/workbook.xml', content: `${xml}<workbook xmlns="${main}" xmlns:r="${office}">${sheets}</workbook>` },
    {
      path: 'xl/_rels/workbook.xml.rels',
      content: relationships(
        relationship('rId1', 'worksheet', 'worksheets/sheet1.xml') +
          relationship('rId2', 'sharedStrings', 'sharedStrings.xml'),
      ),
    },
  ];
}

function relationship(id: string, type: string, target: string): string {
  return `<Relationship Id="${id}" Type="${office}/${type}" Target="${target}"/>`;
}

function* sheetRows(
  options: LoadOptions,
  texts: 'inline' | 'shared',
  onRow: (row: LoadRow) => void = () => {},
): Generator<string> {
  let index = 0;
  const cell = (text: string) => {
    if (text === '') return '<c/>';
    return texts === 'shared'
      ? `<c t="s"><v>${index++}</v></c>`
      : `<c t="inlineStr"><is><t>${escapeXml(text)}</t></is></c>`;
  };
  yield `${xml}<worksheet xmlns="${main}"><sheetData>`;
  yield `<row r="1">${loadTitles(options).map(cell).join('')}</row>`;
  for (const row of loadRows(options)) {
    onRow(row);
    yield `<row r="${row.expected.row}">${row.cells.map(cell).join('')}</row>`;
  }
  yield '</sheetData></worksheet>';
}

function* tableOfTexts(options: LoadOptions): Generator<string> {
  yield `${xml}<sst xmlns="${main}">`;
  const item = (text: string) => (text === '' ? '' : `<si><t>${escapeXml(text)}</t></si>`);
  yield loadTitles(options).map(item).join('');
  for (const row of loadRows(options)) yield row.cells.map(item).join('');
  yield '</sst>';
}

export function escapeXml(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;');
}
