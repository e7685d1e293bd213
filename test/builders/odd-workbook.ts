import { tmpdir } from 'node:os';
import { escapeXml, workbookBytes } from '../../bench/load-file.ts';
import { makeSheetReader } from '../../shared/adapters/spreadsheet/sheet-reader.ts';
import type { ReadEvent, ReadLimits } from '../../shared/domain/reading/read-event.ts';
import { defaultLimits } from '../../shared/domain/reading/read-event.ts';
import { readUpload } from '../../shared/domain/reading/read-upload.ts';
import type { SheetEvent } from '../../shared/domain/reading/sheet-event.ts';
import { collect } from './sheets.ts';

const main = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main';
const office = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships';
const packages = 'http://schemas.openxmlformats.org/package/2006/relationships';

/** The content of a workbook's parts, each replaceable as a whole: that is how odd files are made. */
export type PartMap = Readonly<Record<string, string>>;

/** A workbook of one sheet with this XML inside its `sheetData`, and these shared texts. */
export function parts(sheetData: string, strings?: readonly string[], more: PartMap = {}): PartMap {
  return {
    '_rels/.rels': relationships([['rId1', 'officeDocument', 'xl/workbook.xml']]),
    'xl/workbook.xml': workbook([{ name: 'Devices', id: 'rId1' }]),
    'xl/_rels/workbook.xml.rels': relationships([
      ['rId1', 'worksheet', 'worksheets/sheet1.xml'],
      ['rId2', 'styles', 'styles.xml'],
      ['rId3', 'sharedStrings', 'sharedStrings.xml'],
    ]),
    'xl/styles.xml': styles(),
    'xl/sharedStrings.xml': sharedStrings(strings ?? []),
    'xl/worksheets/sheet1.xml': worksheet(sheetData),
    ...more,
  };
}

export function relationships(list: readonly (readonly [string, string, string])[]): string {
  const items = list.map(
    ([id, type, target]) => `<Relationship Id="${id}" Type="${office}/${type}" Target="${target}"/>`,
  );
  return `<Relationships xmlns="${packages}">${items.join('')}</Relationships>`;
}

export function workbook(
  sheets: readonly { readonly name: string; readonly id: string; readonly state?: string }[],
  more = '',
): string {
  const items = sheets.map(({ name, id, state }, index) => {
    return `<sheet name="${name}" sheetId="${index + 1}" r:id="${id}"${state === undefined ? '' : ` state="${state}"`}/>`;
  });
  return `<workbook xmlns="${main}" xmlns:r="${office}">${more}<sheets>${items.join('')}</sheets></workbook>`;
}

export function worksheet(sheetData: string): string {
  return `<worksheet xmlns="${main}"><sheetData>${sheetData}</sheetData></worksheet>`;
}

export function sharedStrings(texts: readonly string[]): string {
  return `<sst xmlns="${main}">${texts.map((text) => `<si><t>${escapeXml(text)}</t></si>`).join('')}</sst>`;
}

/** Cell styles: 0 General, 1 `0`, 2 scientific, 3 date, 4 text, 5 ten digits with zeros, 6 a custom date. */
function styles(): string {
  const formats = [0, 1, 11, 14, 49, 165, 166].map((id) => `<xf numFmtId="${id}"/>`);
  const own =
    '<numFmt numFmtId="165" formatCode="0000000000"/><numFmt numFmtId="166" formatCode="[$-409]d&quot;th&quot; mmm yy"/>';
  return `<styleSheet xmlns="${main}"><numFmts>${own}</numFmts><cellStyleXfs><xf numFmtId="14"/></cellStyleXfs><cellXfs>${formats.join('')}</cellXfs></styleSheet>`;
}

/** A text cell in its place. */
export function textCell(place: string, text: string): string {
  return `<c r="${place}" t="inlineStr"><is><t>${escapeXml(text)}</t></is></c>`;
}

/** What a zip's directory says of a part, other than it is. */
interface Lie {
  readonly uncompressedSize?: number;
  readonly crc32?: number;
}

export async function zipped(map: PartMap, lies: Readonly<Record<string, Lie>> = {}): Promise<Buffer> {
  const list = Object.entries(map).map(([path, content]) => ({ path, content }));
  const bytes = Buffer.concat(await collect(workbookBytes(list)));
  for (const [path, { crc32, uncompressedSize }] of Object.entries(lies)) {
    // The directory stands last, each part's name 46 bytes behind the start of its record.
    const record = bytes.lastIndexOf(path) - 46;
    if (crc32 !== undefined) bytes.writeUInt32LE(crc32, record + 16);
    if (uncompressedSize !== undefined) bytes.writeUInt32LE(uncompressedSize, record + 24);
  }
  return bytes;
}

export interface Reading {
  readonly limits?: Partial<ReadLimits>;
  readonly pieceBytes?: number;
  readonly tempFolder?: string;
  readonly textEncoding?: string;
}

/** The file's bytes in pieces of one size. */
async function* inPieces(bytes: Buffer, size = 64 * 1024): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
}

/** What the real reader makes of these bytes. */
export async function readBytes(bytes: Buffer | string, reading: Reading = {}): Promise<SheetEvent[]> {
  const limits = { ...defaultLimits, ...reading.limits };
  const content = inPieces(Buffer.from(bytes), reading.pieceBytes);
  return collect(makeSheetReader({ tempFolder: reading.tempFolder ?? tmpdir() }).read(content, limits));
}

/** What our reader as a whole says of these bytes. */
export async function readFileBytes(bytes: Buffer | string, reading: Reading = {}): Promise<ReadEvent[]> {
  const limits = { ...defaultLimits, ...reading.limits };
  const content = inPieces(Buffer.from(bytes), reading.pieceBytes);
  const { textEncoding, tempFolder = tmpdir() } = reading;
  const context = textEncoding === undefined ? {} : { textEncoding };
  return collect(readUpload(makeSheetReader({ tempFolder }).read(content, limits, context), { limits }));
}

/** Rows as `row: cell|cell`; a cell that is no text with its kind. */
export function sketch(events: readonly SheetEvent[]): string[] {
  return events.flatMap((event) => {
    if (event.kind !== 'row') return [];
    const cells = event.cells.map((cell) => {
      if (cell.kind === 'empty') return '';
      if (cell.kind === 'formulaWithoutValue') return 'formulaWithoutValue';
      if (cell.kind === 'text') return cell.text;
      return `${cell.kind} ${cell.text}${cell.kind === 'number' && cell.format !== undefined ? ` as ${cell.format}` : ''}`;
    });
    return [`${event.rowNumber}: ${cells.join('|')}`];
  });
}

/** `code` or `code:detail` of a refused file; the last event's kind otherwise. */
export function ending(events: readonly (SheetEvent | ReadEvent)[]): string | undefined {
  const last = events.at(-1);
  if (last?.kind !== 'refused') return last?.kind;
  const detail = last.reason.params?.['detail'] ?? last.reason.params?.['limit'];
  return detail === undefined ? last.reason.code : `${last.reason.code}:${detail}`;
}
