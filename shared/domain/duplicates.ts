import { hash as digest } from 'node:crypto';
import type { Device, RowPlace } from './identity.ts';

/** Everything a device is known by in a file: its own identities, and the tuple and PKID inside its hash. */
export function deviceKeys(device: Pick<Device, 'identities'>): string[] {
  return device.identities.flatMap((identity) => {
    switch (identity.kind) {
      case 'pkid':
        return [pkidKey(identity.pkid)];
      case 'tuple':
        return [tupleKey(identity.manufacturer, identity.model, identity.serial)];
      case 'hardwareHash': {
        const { manufacturer, model, serial, pkid } = identity.embedded;
        const keys = [`h\0${identity.sha256}`, tupleKey(manufacturer, model, serial)];
        return pkid === undefined ? keys : [...keys, pkidKey(pkid)];
      }
      default:
        return identity satisfies never;
    }
  });
}

function pkidKey(pkid: string): string {
  return `p\0${pkid}`;
}

function tupleKey(manufacturer: string, model: string, serial: string): string {
  return `t\0${manufacturer}\0${model}\0${serial}`;
}

/** Remembers the first row of every device of a file. */
export interface SeenDevices {
  /** The row that named this device first, or undefined if this is the one. */
  firstRow(device: Pick<Device, 'identities'>, place: RowPlace): RowPlace | undefined;
}

/** A slot: four words of digest, row number, sheet number + 1 (0: free). */
const slotWords = 6;
const parts = 64;
const firstSlots = 16;

/** One slice of the table; it grows by itself, so that no growth copies the whole table at once. */
interface Slice {
  words: Uint32Array;
  used: number;
}

/**
 * An exact-enough set in about 40 bytes a key: 128-bit digests with the row they first stood in, no strings.
 * A million keys in a Map would take five times as much.
 */
export function makeSeenDevices(): SeenDevices {
  const slices: Slice[] = Array.from({ length: parts }, () => ({
    words: new Uint32Array(firstSlots * slotWords),
    used: 0,
  }));
  const sheets: (string | undefined)[] = [];

  return {
    firstRow(device, place) {
      if (!sheets.includes(place.sheet)) sheets.push(place.sheet);
      const digests = deviceKeys(device).map(digest128);
      const known = digests.map((words) => find(sliceOf(words), words)).find((at) => at !== undefined);
      const first = known ?? { row: place.row, sheet: sheets.indexOf(place.sheet) };
      for (const words of digests) remember(sliceOf(words), words, first);
      if (!known) return undefined;
      const sheet = sheets[known.sheet];
      return sheet === undefined ? { row: known.row } : { sheet, row: known.row };
    },
  };

  function sliceOf(words: Uint32Array): Slice {
    const slice = slices[(words[3] ?? 0) % parts];
    if (!slice) throw new Error('the table of seen devices lost a slice');
    return slice;
  }
}

interface Place {
  readonly row: number;
  readonly sheet: number;
}

function digest128(key: string): Uint32Array {
  const bytes = digest('sha256', key, 'buffer');
  return Uint32Array.of(bytes.readUInt32LE(0), bytes.readUInt32LE(4), bytes.readUInt32LE(8), bytes.readUInt32LE(12));
}

/** Where the key stands, or the free slot where it would. */
function slotOf(words: Uint32Array, key: Uint32Array): number {
  const slots = words.length / slotWords;
  let slot = (key[0] ?? 0) % slots;
  while (words[slot * slotWords + 5] !== 0 && !sameKey(words, slot * slotWords, key)) slot = (slot + 1) % slots;
  return slot * slotWords;
}

function sameKey(words: Uint32Array, at: number, key: Uint32Array): boolean {
  return words[at] === key[0] && words[at + 1] === key[1] && words[at + 2] === key[2] && words[at + 3] === key[3];
}

function find(slice: Slice, key: Uint32Array): Place | undefined {
  const at = slotOf(slice.words, key);
  const sheet = slice.words[at + 5] ?? 0;
  return sheet === 0 ? undefined : { row: slice.words[at + 4] ?? 0, sheet: sheet - 1 };
}

function remember(slice: Slice, key: Uint32Array, place: Place): void {
  const at = slotOf(slice.words, key);
  if (slice.words[at + 5] !== 0) return;
  slice.words.set(key, at);
  slice.words[at + 4] = place.row;
  slice.words[at + 5] = place.sheet + 1;
  slice.used += 1;
  if (slice.used * 4 > (slice.words.length / slotWords) * 3) grow(slice);
}

/** Half as many slots again: less waste than doubling. */
function grow(slice: Slice): void {
  const old = slice.words;
  slice.words = new Uint32Array(Math.ceil((old.length / slotWords) * 1.5) * slotWords);
  for (let at = 0; at < old.length; at += slotWords) {
    if (old[at + 5] !== 0)
      slice.words.set(old.subarray(at, at + slotWords), slotOf(slice.words, old.subarray(at, at + 4)));
  }
}
