import type { FileHandle } from 'node:fs/promises';
import { Refusal } from './refusal.ts';
import type { Breathe } from './slices.ts';
import { readPieces } from './temp-file.ts';

export type Encoding = 'utf-8' | 'utf-16le' | 'utf-16be' | 'windows-1252';

/**
 * Byte order mark; else the NUL pattern of UTF-16; else strict UTF-8 to the last byte; else Windows-1252, which any
 * bytes can be. Detectors that guess from letters are wrong on files full of base64.
 */
export async function detectEncoding(handle: FileHandle, breathe: Breathe): Promise<Encoding> {
  const { bytesRead, buffer } = await handle.read(Buffer.alloc(4096), 0, 4096, 0);
  const start = buffer.subarray(0, bytesRead);
  if (start[0] === 0xff && start[1] === 0xfe) return 'utf-16le';
  if (start[0] === 0xfe && start[1] === 0xff) return 'utf-16be';
  const even = countNuls(start, 0) * 2;
  const odd = countNuls(start, 1) * 2;
  if (odd > start.length * 0.3 && even < start.length * 0.05) return 'utf-16le';
  if (even > start.length * 0.3 && odd < start.length * 0.05) return 'utf-16be';
  return (await isUtf8(handle, breathe)) ? 'utf-8' : 'windows-1252';
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

/** The file's text without its byte order mark. */
export async function* decodeText(handle: FileHandle, encoding: Encoding): AsyncGenerator<string> {
  const decoder = new TextDecoder(encoding, { fatal: true });
  const decode = (piece?: Uint8Array) => {
    try {
      return piece ? decoder.decode(piece, { stream: true }) : decoder.decode();
    } catch (cause) {
      throw new Refusal('not_a_spreadsheet', { detail: 'badText', problem: `not valid ${encoding}` }, { cause });
    }
  };
  for await (const piece of readPieces(handle)) yield decode(piece);
  yield decode();
}
