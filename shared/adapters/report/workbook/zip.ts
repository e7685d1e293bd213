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

/** Numbers of two or four bytes each, little end first. */
const numbers = (size: 2 | 4, values: readonly number[]): Buffer => {
  const bytes = Buffer.alloc(values.length * size);
  for (const [index, value] of values.entries()) bytes.writeUIntLE(value, index * size, size);
  return bytes;
};
const twos = (...values: readonly number[]): Buffer => numbers(2, values);
const fours = (...values: readonly number[]): Buffer => numbers(4, values);

const localHeader = (name: Buffer): Buffer => {
  const head = [fours(0x0403_4b50), twos(20, flags, deflated, 0, dosDate), fours(0, 0, 0), twos(name.length, 0)];
  return Buffer.concat([...head, name]);
};

const sizes = ({ crc, packed, unpacked }: Entry): Buffer => fours(0x0807_4b50, crc, packed, unpacked);

const directoryRecord = ({ name, offset, crc, packed, unpacked }: Entry): Buffer => {
  const head = [fours(0x0201_4b50), twos(20, 20, flags, deflated, 0, dosDate), fours(crc, packed, unpacked)];
  return Buffer.concat([...head, twos(name.length, 0, 0, 0, 0), fours(0, offset), name]);
};

const endOfDirectory = (entries: number, size: number, offset: number): Buffer =>
  Buffer.concat([fours(0x0605_4b50), twos(0, 0, entries, entries), fours(size, offset), twos(0)]);

/** One part of a zip; parts are written one after the other. */
export interface ZipPart {
  /** Resolves when there is room for more: memory stays at one block whatever the part's size. */
  write(text: string): Promise<void> | undefined;
  end(): Promise<void>;
}

export interface Zip {
  part(name: string): Promise<ZipPart>;
  /** Writes the directory. */
  finish(): Promise<void>;
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

/** A zip written forward in bounded memory: `put` takes its bytes, one piece after the other. */
export const makeZip = (put: (bytes: Uint8Array) => Promise<void>): Zip => {
  const entries: Entry[] = [];
  let offset = 0;
  const count = (bytes: Uint8Array): Promise<void> => {
    offset += bytes.length;
    if (offset > largest) throw new Error('The workbook is larger than 4 GiB');
    return put(bytes);
  };
  return {
    part(name) {
      const entry = { name: Buffer.from(name), offset, crc: 0, packed: 0, unpacked: 0 };
      entries.push(entry);
      return makePart(count, entry);
    },
    async finish() {
      const start = offset;
      for (const entry of entries) await count(directoryRecord(entry));
      await count(endOfDirectory(entries.length, offset - start, start));
    },
  };
};
