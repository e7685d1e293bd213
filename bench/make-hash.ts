import { hash as digest } from 'node:crypto';
import { makeRandom, type Random } from './random.ts';

/** What a synthetic hardware hash says of its device. */
export interface HashedDevice {
  readonly manufacturer: string;
  readonly model: string;
  readonly serial: string;
  readonly pkid?: string;
}

const totalBytes = 3000;

/** A hardware hash with the structure and check sum of real ones; every value in it is invented. */
export function makeHash(device: HashedDevice, random: Random = makeRandom(1)): string {
  return assembleHash(hashRecords(device, random));
}

/** Records -> base64 text with header, trailer and zero padding. */
export function assembleHash(records: readonly Buffer[], bytes = totalBytes): string {
  const length = records.reduce((sum, record) => sum + record.length, 4);
  const header = Buffer.from([0x4f, 0x41, length & 0xff, length >> 8]);
  const content = Buffer.concat([header, ...records]);
  const trailer = Buffer.concat([Buffer.from([0x43, 0x53, 36, 0]), digest('sha256', content, 'buffer')]);
  return Buffer.concat([content, trailer], bytes).toString('base64');
}

/** Type, length including these four bytes, data. */
export function record(type: number, data: Buffer | string): Buffer {
  const bytes = typeof data === 'string' ? Buffer.from(`${data}\0`, 'latin1') : data;
  const head = Buffer.alloc(4);
  head.writeUInt16LE(type, 0);
  head.writeUInt16LE(bytes.length + 4, 2);
  return Buffer.concat([head, bytes]);
}

export function hashRecords(device: HashedDevice, random: Random): Buffer[] {
  const withTpm = random.next() < 0.9;
  const collected = Buffer.alloc(24);
  collected.writeUInt32LE(700_000_000 + random.below(100_000_000), 16);
  return [
    record(1, collected),
    record(2, Buffer.from([1, 0, 0, 0, 8, 0, 16, 0])),
    record(3, 'GenuineIntel'),
    record(4, Buffer.concat([Buffer.from([0x34, 0]), Buffer.from('12th Gen Intel(R) Core(TM) i5-1245U\0')])),
    record(5, Buffer.alloc(21)),
    ...repeat(1 + random.below(3), () => record(6, random.bytes(12))),
    ...repeat(1 + random.below(3), () =>
      record(
        8,
        Buffer.concat([
          Buffer.from([9, 0, 0, 0, 2]),
          random.bytes(5),
          Buffer.from('\x08\0\0\0P\0C\0I\0\0\0', 'latin1'),
        ]),
      ),
    ),
    record(9, random.bytes(12)),
    record(10, Buffer.from([10, 2, 0, 0])),
    ...(withTpm ? [record(25, random.bytes(256)), record(11, random.bytes(42))] : []),
    record(12, random.bytes(16)),
    record(14, device.serial),
    record(15, 'SYNTHETIC'),
    record(16, device.manufacturer),
    record(17, device.model),
    record(18, 'SYN_SKU'),
    record(19, device.model),
    ...(device.pkid === undefined ? [] : [record(24, device.pkid)]),
    record(26, '[TH]X19-99481'),
    record(28, `SYNTHETIC NVME ${random.below(1000)}`),
    record(30, Buffer.from('Synthetic Graphics\0', 'utf16le')),
  ];
}

function repeat<T>(times: number, make: () => T): T[] {
  return Array.from({ length: times }, make);
}
