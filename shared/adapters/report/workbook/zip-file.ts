import { type FileHandle, open } from 'node:fs/promises';
import { finished } from 'node:stream/promises';
import { crc32, createDeflateRaw } from 'node:zlib';
import { makeBlocks } from '../blocks.ts';

/** Above, sizes would need ZIP64; an upload's own limits end far below. */
const largest = 0xffff_ffff;
/** Sizes follow the data (bit 3), names are UTF-8 (bit 11). */
const flags = 0x0808;
const deflated = 8;
/** 1980-01-01: the same rows give the same bytes. */
const dosDate = 0x0021;

interface Entry {
  readonly name: Buffer;
  readonly offset: number;
  crc: number;
  packed: number;
  unpacked: number;
}

const localHeader = (name: Buffer): Buffer => {
  const header = Buffer.alloc(30);
  header.writeUInt32LE(0x0403_4b50, 0);
  header.writeUInt16LE(20, 4);
  header.writeUInt16LE(flags, 6);
  header.writeUInt16LE(deflated, 8);
  header.writeUInt16LE(dosDate, 12);
  header.writeUInt16LE(name.length, 26);
  return Buffer.concat([header, name]);
};

const sizes = (entry: Entry): Buffer => {
  const descriptor = Buffer.alloc(16);
  descriptor.writeUInt32LE(0x0807_4b50, 0);
  descriptor.writeUInt32LE(entry.crc, 4);
  descriptor.writeUInt32LE(entry.packed, 8);
  descriptor.writeUInt32LE(entry.unpacked, 12);
  return descriptor;
};

const directoryRecord = (entry: Entry): Buffer => {
  const record = Buffer.alloc(46);
  record.writeUInt32LE(0x0201_4b50, 0);
  record.writeUInt16LE(20, 4);
  record.writeUInt16LE(20, 6);
  record.writeUInt16LE(flags, 8);
  record.writeUInt16LE(deflated, 10);
  record.writeUInt16LE(dosDate, 14);
  record.writeUInt32LE(entry.crc, 16);
  record.writeUInt32LE(entry.packed, 20);
  record.writeUInt32LE(entry.unpacked, 24);
  record.writeUInt16LE(entry.name.length, 28);
  record.writeUInt32LE(entry.offset, 42);
  return Buffer.concat([record, entry.name]);
};

const endOfDirectory = (entries: number, size: number, offset: number): Buffer => {
  const end = Buffer.alloc(22);
  end.writeUInt32LE(0x0605_4b50, 0);
  end.writeUInt16LE(entries, 8);
  end.writeUInt16LE(entries, 10);
  end.writeUInt32LE(size, 12);
  end.writeUInt32LE(offset, 16);
  return end;
};

/** One part of a zip; parts are written one after the other. */
export interface ZipPart {
  /** Resolves when there is room for more: memory stays at one block whatever the part's size. */
  write(text: string): Promise<void> | undefined;
  end(): Promise<void>;
}

export interface ZipFile {
  part(name: string): Promise<ZipPart>;
  /** Writes the directory and closes the file. */
  finish(): Promise<void>;
  /** Closes the file without a directory, after a failure. */
  abandon(): Promise<void>;
}

const makePart = async (put: (bytes: Uint8Array) => Promise<void>, entry: Entry): Promise<ZipPart> => {
  await put(localHeader(entry.name));
  const deflate = createDeflateRaw({ level: 3 });
  const packed: Buffer[] = [];
  deflate.on('data', (bytes: Buffer) => packed.push(bytes));

  const drain = async (): Promise<void> => {
    for (const bytes of packed.splice(0)) {
      entry.packed += bytes.length;
      await put(bytes);
    }
  };
  const blocks = makeBlocks(async (bytes) => {
    entry.crc = crc32(bytes, entry.crc);
    entry.unpacked += bytes.length;
    if (entry.unpacked > largest) throw new Error('A part of the workbook is larger than 4 GiB');
    // The callback comes when the block has been deflated: awaiting it is the backpressure.
    await new Promise<void>((resolve, reject) => {
      deflate.write(bytes, (error) => (error ? reject(error) : resolve()));
    });
    await drain();
  });
  return {
    write: blocks.write,
    async end() {
      await blocks.end();
      deflate.end();
      await finished(deflate);
      await drain();
      await put(sizes(entry));
    },
  };
};

/** A zip file that only this user can read, written forward in bounded memory. */
export const makeZipFile = async (path: string): Promise<ZipFile> => {
  const file: FileHandle = await open(path, 'wx', 0o600);
  const entries: Entry[] = [];
  let offset = 0;
  const put = async (bytes: Uint8Array): Promise<void> => {
    offset += bytes.length;
    if (offset > largest) throw new Error('The workbook is larger than 4 GiB');
    await file.writeFile(bytes);
  };
  return {
    part(name) {
      const entry = { name: Buffer.from(name), offset, crc: 0, packed: 0, unpacked: 0 };
      entries.push(entry);
      return makePart(put, entry);
    },
    async finish() {
      const start = offset;
      for (const entry of entries) await put(directoryRecord(entry));
      await put(endOfDirectory(entries.length, offset - start, start));
      await file.close();
    },
    abandon: () => file.close(),
  };
};
