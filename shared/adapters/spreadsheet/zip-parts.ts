import type { FileHandle } from 'node:fs/promises';
import { crc32 } from 'node:zlib';
import yauzl, { type Entry, type ZipFile } from 'yauzl';
import type { ReadLimits } from '../../domain/reading/read-event.ts';
import { damaged, Refusal } from './refusal.ts';

/** Parts that only point to others (relationships, workbook) are small in every real file. */
export const smallPartBytes = 5 * 1024 * 1024;

/** Small parts compress as well as they like; a bomb has to be larger than this to hurt. */
const ratioFromBytes = 1024 * 1024;

/** The parts of a workbook by their path; only what is asked for is ever inflated. */
export interface ZipParts {
  has(path: string): boolean;
  open(path: string, maxBytes?: number): AsyncIterable<Uint8Array>;
}

/** Reads the central directory and refuses what no honest workbook has, before a single byte is inflated. */
export async function openZip(handle: FileHandle, limits: ReadLimits): Promise<ZipParts> {
  const { zip, entries } = await readDirectory(handle, limits);
  let inflated = 0;
  const opened = new Set<Entry>();
  return {
    has: (path) => entries.has(path.toLowerCase()),
    open(path, maxBytes = limits.partBytes) {
      const entry = entries.get(path.toLowerCase());
      if (!entry) throw damaged('partMissing');
      refuseBomb(entry, maxBytes, limits);
      if (!opened.has(entry)) inflated += entry.uncompressedSize;
      opened.add(entry);
      if (inflated > limits.inflatedBytes) throw tooLarge('inflatedBytes', limits.inflatedBytes);
      return inflate(zip, entry);
    },
  };
}

async function readDirectory(
  handle: FileHandle,
  limits: ReadLimits,
): Promise<{ zip: ZipFile; entries: Map<string, Entry> }> {
  const entries = new Map<string, Entry>();
  try {
    const zip = await yauzl.fromFdPromise(handle.fd, { lazyEntries: true, autoClose: false });
    if (zip.entryCount > limits.zipEntries)
      throw new Refusal('limit_entries', { limit: 'zipEntries', value: limits.zipEntries });
    for await (const entry of zip.eachEntry()) {
      const path = entry.fileName.toLowerCase();
      if (entry.isEncrypted()) throw new Refusal('encrypted_or_legacy', { detail: 'password' });
      // Two parts of one name: a virus scanner may have looked at the other one.
      if (entries.has(path)) throw damaged('partsNamedAlike');
      entries.set(path, entry);
    }
    return { zip, entries };
  } catch (error) {
    throw error instanceof Refusal ? error : damaged('contentsUnreadable', error);
  }
}

function refuseBomb(entry: Entry, maxBytes: number, limits: ReadLimits): void {
  if (entry.uncompressedSize > maxBytes) throw tooLarge('partBytes', maxBytes);
  if (entry.uncompressedSize > ratioFromBytes && entry.uncompressedSize > entry.compressedSize * limits.ratio) {
    throw tooLarge('ratio', limits.ratio);
  }
}

function tooLarge(limit: string, value: number): Refusal {
  return new Refusal('too_large_uncompressed', { limit, value });
}

/** The part's bytes. The zip reader checks that they are as many as declared; the check sum is checked here. */
async function* inflate(zip: ZipFile, entry: Entry): AsyncGenerator<Uint8Array> {
  let sum = 0;
  try {
    for await (const piece of await zip.openReadStreamPromise(entry)) {
      sum = crc32(piece, sum);
      yield piece;
    }
  } catch (error) {
    throw error instanceof Refusal ? error : damaged('partNotUnpacked', error);
  }
  if (sum !== entry.crc32) throw damaged('checkSumWrong');
}
