import type { FileHandle } from 'node:fs/promises';
import { mixedEncodings } from './file-kind.ts';
import { Refusal } from './refusal.ts';
import type { Breathe } from './slices.ts';
import { readPieces } from './temp-file.ts';

/** How a text is decoded, and whether something says so: a mark, the bytes themselves, or the partner's settings. */
export interface Encoding {
  readonly label: string;
  readonly guessed: boolean;
}

const certain = (label: string): Encoding => ({ label, guessed: false });

/**
 * Byte order mark; else the NUL pattern of UTF-16; else strict UTF-8 to the last byte; else what the settings
 * say; else Windows-1252, which any bytes can be. Detectors that guess from letters are wrong on files full of base64.
 */
export async function detectEncoding(handle: FileHandle, breathe: Breathe, fromSettings?: string): Promise<Encoding> {
  const { bytesRead, buffer } = await handle.read(Buffer.alloc(4096), 0, 4096, 0);
  const start = buffer.subarray(0, bytesRead);
  if (start[0] === 0xff && start[1] === 0xfe) return certain('utf-16le');
  if (start[0] === 0xfe && start[1] === 0xff) return certain('utf-16be');
  const even = countNuls(start, 0) * 2;
  const odd = countNuls(start, 1) * 2;
  // What begins in single bytes is not UTF-16, whatever was appended to it.
  const beginsInBytes = start.subarray(0, 32).every((byte) => byte > 0 && byte < 0x7f);
  if (!beginsInBytes && odd > start.length * 0.3 && even < start.length * 0.05) return certain('utf-16le');
  if (!beginsInBytes && even > start.length * 0.3 && odd < start.length * 0.05) return certain('utf-16be');
  if (await isUtf8(handle, breathe)) return certain('utf-8');
  return fromSettings === undefined ? { label: 'windows-1252', guessed: true } : certain(fromSettings);
}

function countNuls(bytes: Uint8Array, from: number): number {
  let nuls = 0;
  for (let index = from; index < bytes.length; index += 2) {
    if (bytes[index] === 0) nuls += 1;
  }
  return nuls;
}

async function isUtf8(handle: FileHandle, breathe: Breathe): Promise<boolean> {
  const decoder = new TextDecoder('utf-8', { fatal: true });
  try {
    for await (const piece of readPieces(handle)) {
      decoder.decode(piece, { stream: true });
      await breathe();
    }
    decoder.decode();
    return true;
  } catch (error) {
    if (error instanceof TypeError) return false;
    throw error;
  }
}

/** The mark with which old programs, and `copy` in Windows, end a text file. It is one byte, in UTF-16 too. */
const endMark = 0x1a;

/** The file's text without its byte order mark and without the mark at its end. */
export async function* decodeText(handle: FileHandle, { label }: Encoding): AsyncGenerator<string> {
  const decoder = new TextDecoder(label, { fatal: true });
  const decode = (piece?: Uint8Array) => {
    try {
      return piece ? decoder.decode(piece, { stream: true }) : decoder.decode();
    } catch (cause) {
      throw new Refusal('not_a_spreadsheet', { detail: 'badText', encoding: label }, { cause });
    }
  };
  const { size } = await handle.stat();
  const wide = label.startsWith('utf-16');
  let position = 0;
  for await (const piece of readPieces(handle)) {
    // Behind the beginning, which `refuseOtherText` looks at.
    if (!wide && position > 0 && piece.includes(0)) throw mixedEncodings();
    position += piece.length;
    const isMarked = position === size && piece.at(-1) === endMark && (!wide || size % 2 === 1);
    const text = decode(isMarked ? piece.subarray(0, -1) : piece);
    // CR LF in one byte each, taken for one character: nothing writes that character.
    if (wide && text.includes(label === 'utf-16le' ? '\u0a0d' : '\u0d0a')) throw mixedEncodings();
    yield text;
  }
  yield decode();
}
