import { createHash } from 'node:crypto';
import type { DeviceNames } from './device-names.ts';

/**
 * A 4K hardware hash is base64 of: "OA", total length N, records of {type, length, content} up to N, then "CS", 36 and the
 * SHA-256 of the first N bytes, then zeros. Types 14, 16, 17 and 24 name the device; others are skipped.
 */

const header = 4;
const trailer = 36;
const recordTypes = { serialNumber: 14, manufacturer: 16, model: 17, productKey: 24 } as const;

/** Strict base64, padding included: what Graph's Edm.Binary takes. */
export function isBase64(text: string): boolean {
  return text.length > 0 && text.length % 4 === 0 && /^[A-Za-z0-9+/]+={0,2}$/.test(text);
}

/** SHA-256 (hex) of the text as it was sent: the only trace of a hash that is kept. */
export function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}

function readRecords(bytes: Buffer, end: number): ReadonlyMap<number, string> | undefined {
  const records = new Map<number, string>();
  let offset = header;
  while (offset < end) {
    if (offset + 4 > end) return undefined;
    const length = bytes.readUInt16LE(offset + 2);
    if (length < 4 || offset + length > end) return undefined;
    const content = bytes.toString('latin1', offset + 4, offset + length);
    records.set(bytes.readUInt16LE(offset), content.split('\0', 1)[0]?.trim() ?? '');
    offset += length;
  }
  return records;
}

/** What the hash says of its device; undefined for anything the service answers 802 `InvalidZtdHardwareHash` to. */
export function readHardwareHash(text: string): DeviceNames | undefined {
  if (!isBase64(text)) return undefined;
  const bytes = Buffer.from(text, 'base64');
  if (bytes.length < header + trailer || bytes.toString('latin1', 0, 2) !== 'OA') return undefined;
  const end = bytes.readUInt16LE(2);
  if (end < header || end + trailer > bytes.length) return undefined;
  if (bytes.toString('latin1', end, end + 2) !== 'CS' || bytes.readUInt16LE(end + 2) !== trailer) return undefined;
  const sum = createHash('sha256').update(bytes.subarray(0, end)).digest();
  if (!sum.equals(bytes.subarray(end + 4, end + trailer))) return undefined;
  const records = readRecords(bytes, end);
  const serialNumber = records?.get(recordTypes.serialNumber);
  const manufacturer = records?.get(recordTypes.manufacturer);
  if (!records || !serialNumber || !manufacturer) return undefined;
  return {
    serialNumber,
    manufacturer,
    model: records.get(recordTypes.model) || undefined,
    productKey: records.get(recordTypes.productKey) || undefined,
  };
}
