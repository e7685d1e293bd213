import type { FileHandle } from 'node:fs/promises';
import { Refusal } from './refusal.ts';

/** What is read on. Everything else is refused with what it is: the next step depends on it. */
export type FileKind = 'workbook' | 'text';

/** How many bytes tell the kind of a file. */
export const kindBytes = 16;

const notAList = (detail: string): Refusal => new Refusal('not_a_spreadsheet', { detail });

/** Beginnings, as Latin-1. Enough of each to be no title of a list: "ID;PKID" begins one. */
const others: readonly (readonly [readonly string[], () => Refusal])[] = [
  [['%PDF'], () => notAList('pdf')],
  [['{\\rtf'], () => notAList('richText')],
  [['\x89PNG', '\xff\xd8\xff', 'GIF8', 'II*\0', 'MM\0*'], () => notAList('picture')],
  [['7z\xbc\xaf', 'Rar!\x1a', '\x1f\x8b', 'BZh91AY', 'PK\x05\x06'], () => notAList('archive')],
  [['ID;PWXL', 'ID;PSCALC', 'TABLE\r\n0,1', 'TABLE\n0,1'], () => notAList('exchange')],
  // Excel 2 to 4 wrote their records without a container around them.
  [
    ['\x09\0\x04\0', '\x09\0\x06\0', '\x09\x02\x06\0', '\x09\x04\x06\0', '\x09\x08\x08\0', '\x09\x08\x10\0'],
    () => new Refusal('encrypted_or_legacy', { detail: 'xls' }),
  ],
];

/** The kind of a file by its first bytes; throws a refusal for the kinds that are never read. */
export function kindOf(start: Uint8Array): FileKind {
  const text = Buffer.from(start).toString('latin1');
  if (text.startsWith('PK\x03\x04')) return 'workbook';
  const other = others.find(([beginnings]) => beginnings.some((beginning) => text.startsWith(beginning)));
  if (other) throw other[1]();
  return 'text';
}

const container = [0xd0, 0xcf, 0x11, 0xe0];

/** The container of old Office files, of new ones with a password, and of mails. */
export const isContainer = (start: Uint8Array): boolean => container.every((byte, index) => start[index] === byte);

const streams: readonly (readonly [string, () => Refusal])[] = [
  ['EncryptedPackage', () => new Refusal('encrypted_or_legacy', { detail: 'password' })],
  ['Workbook', () => new Refusal('encrypted_or_legacy', { detail: 'xls' })],
  ['Book', () => new Refusal('encrypted_or_legacy', { detail: 'xls' })],
  ['WordDocument', () => notAList('document')],
  ['PowerPoint Document', () => notAList('document')],
  ['__properties_version1.0', () => notAList('mail')],
];

/** Says what is in a container, by the names its directory begins with. */
export async function refuseContainer(handle: FileHandle): Promise<never> {
  const head = Buffer.alloc(512);
  await handle.read(head, 0, head.length, 0);
  const sectorBytes = 2 ** Math.min(head.readUInt16LE(30), 12);
  const directory = Buffer.alloc(4096);
  await handle.read(directory, 0, directory.length, (head.readUInt32LE(48) + 1) * sectorBytes);
  const found = streams.find(([name]) => directory.includes(Buffer.from(`${name}\0`, 'utf16le')));
  throw found ? found[1]() : new Refusal('encrypted_or_legacy');
}

/** Zip files with a list in another format, or with no list of ours at all. */
export function refuseOtherZip(has: (path: string) => boolean): void {
  if (has('xl/workbook.bin')) throw notAList('binaryWorkbook');
  if (has('content.xml') && has('mimetype')) throw notAList('openDocument');
  if (has('index/document.iwa') || has('index.zip')) throw notAList('numbers');
  if (has('word/document.xml') || has('ppt/presentation.xml')) throw notAList('document');
  if (!has('_rels/.rels') && !has('[content_types].xml')) throw notAList('archive');
}

/** Web pages and XML with a spreadsheet's name, and anything that is no text at all. */
export function refuseOtherText(prefix: string): void {
  if (/^\s*</.test(prefix)) throw notAList(/office:document\b/.test(prefix.slice(0, 4096)) ? 'openDocument' : 'markup');
  // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what tells other files from text
  if (/[\x01-\x08\x0e-\x19\x1b-\x1f]/.test(prefix)) throw new Refusal('not_a_spreadsheet');
  // Text that begins as text and goes on with NULs: something has appended UTF-16 to it.
  if (prefix.includes('\0')) throw prefix.indexOf('\0') > 32 ? mixedEncodings() : new Refusal('not_a_spreadsheet');
}

/** Parts of the text are in another encoding than its beginning. */
export const mixedEncodings = (): Refusal => notAList('mixedEncodings');
