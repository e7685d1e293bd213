import { createHash } from 'node:crypto';

export interface HashContent {
  readonly serialNumber?: string;
  readonly manufacturer?: string;
  readonly model?: string;
  readonly productKey?: string;
  /** Makes two hashes of one device differ, as two collections do. */
  readonly collected?: number;
}

function record(type: number, content: Buffer): Buffer {
  const head = Buffer.alloc(4);
  head.writeUInt16LE(type, 0);
  head.writeUInt16LE(content.length + 4, 2);
  return Buffer.concat([head, content]);
}

const textRecord = (type: number, text: string | undefined): Buffer =>
  text === undefined ? Buffer.alloc(0) : record(type, Buffer.from(`${text}\0`, 'latin1'));

/** An invented hardware hash with the real structure: 4000 base64 characters with a true checksum. */
export function buildHash(content: HashContent): string {
  const time = Buffer.alloc(24);
  time.writeUInt32LE(content.collected ?? 0, 16);
  const records = Buffer.concat([
    record(1, time),
    textRecord(14, content.serialNumber),
    textRecord(16, content.manufacturer),
    textRecord(17, content.model),
    textRecord(24, content.productKey),
    record(12, Buffer.alloc(900, 7)),
  ]);
  const head = Buffer.from([0x4f, 0x41, 0, 0]);
  head.writeUInt16LE(records.length + 4, 2);
  const signed = Buffer.concat([head, records]);
  const trailer = Buffer.concat([Buffer.from([0x43, 0x53, 36, 0]), createHash('sha256').update(signed).digest()]);
  const bytes = Buffer.concat([signed, trailer]);
  return Buffer.concat([bytes, Buffer.alloc(3000 - bytes.length)]).toString('base64');
}
