import { crc32, createDeflateRaw } from 'node:zlib';

/** A part of a zip file: its text may come in pieces and is never held as a whole. */
export interface ZipPart {
  readonly path: string;
  readonly content: string | Iterable<string> | AsyncIterable<string>;
  /** Declares other sizes than the real ones, to see who believes them. */
  readonly lie?: { readonly uncompressedSize?: number; readonly crc32?: number };
}

interface Written {
  readonly path: Buffer;
  readonly offset: number;
  readonly sum: number;
  readonly packed: number;
  readonly plain: number;
}

/** The bytes of a zip file, streamed: sizes follow each part (bit 3), as spreadsheet programs write them too. */
export async function* zipBytes(parts: Iterable<ZipPart>): AsyncGenerator<Buffer> {
  const written: Written[] = [];
  let offset = 0;
  for (const part of parts) {
    const path = Buffer.from(part.path);
    const start = offset;
    const head = Buffer.concat([
      words('4:04034b50 2:20 2:8 2:8 4:0 4:0 4:0 4:0'),
      word(path.length, 2),
      word(0, 2),
      path,
    ]);
    yield head;
    offset += head.length;
    const counted = { sum: 0, packed: 0, plain: 0 };
    for await (const piece of deflated(part, counted)) {
      offset += piece.length;
      yield piece;
    }
    const sum = part.lie?.crc32 ?? counted.sum;
    const plain = part.lie?.uncompressedSize ?? counted.plain;
    const tail = Buffer.concat([word(0x08074b50, 4), word(sum, 4), word(counted.packed, 4), word(plain, 4)]);
    yield tail;
    offset += tail.length;
    written.push({ path, offset: start, sum, packed: counted.packed, plain });
  }
  yield directory(written, offset);
}

async function* deflated(
  part: ZipPart,
  counted: { sum: number; packed: number; plain: number },
): AsyncGenerator<Buffer> {
  const deflate = createDeflateRaw({ level: 6 });
  const pieces = typeof part.content === 'string' ? [part.content] : part.content;
  const feeding = (async () => {
    for await (const text of pieces) {
      const bytes = Buffer.from(text);
      counted.sum = crc32(bytes, counted.sum);
      counted.plain += bytes.length;
      if (!deflate.write(bytes)) await new Promise((resolve) => deflate.once('drain', resolve));
    }
    deflate.end();
  })();
  for await (const piece of deflate) {
    counted.packed += piece.length;
    yield piece;
  }
  await feeding;
}

function directory(written: readonly Written[], offset: number): Buffer {
  const entries = written.map(({ path, offset: start, sum, packed, plain }) =>
    Buffer.concat([
      words('4:02014b50 2:20 2:20 2:8 2:8 4:0'),
      ...[sum, packed, plain].map((value) => word(value, 4)),
      word(path.length, 2),
      words('2:0 2:0 2:0 2:0 4:0'),
      word(start, 4),
      path,
    ]),
  );
  const size = entries.reduce((sum, entry) => sum + entry.length, 0);
  const count = word(written.length, 2);
  const end = [words('4:06054b50 2:0 2:0'), count, count, word(size, 4), word(offset, 4), word(0, 2)];
  return Buffer.concat([...entries, ...end]);
}

function word(value: number, bytes: 2 | 4): Buffer {
  const buffer = Buffer.alloc(bytes);
  buffer.writeUIntLE(value, 0, bytes);
  return buffer;
}

/** `4:04034b50 2:20`: sizes in bytes with their little-endian values; the four-byte ones in hexadecimal. */
function words(spec: string): Buffer {
  const fields = spec.split(' ').map((field) => field.split(':'));
  return Buffer.concat(
    fields.map(([size, value = '0']) => (size === '4' ? word(Number.parseInt(value, 16), 4) : word(Number(value), 2))),
  );
}
