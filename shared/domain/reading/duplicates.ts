import { hash as digest } from 'node:crypto';
import type { Device, Identity, RowPlace } from '../identity.ts';

/** Everything a device is known by in a file: its own identities, and the tuple and PKID inside its hash. */
function duplicateKeys(device: Pick<Device, 'identities'>): string[] {
  return device.identities.flatMap(identityKeys);
}

function identityKeys(identity: Identity): string[] {
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
  }
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

/** A record: four words of digest, one for sheet and row. */
const recordWords = 5;
const recordsPerPage = 8192;
/** A workbook's sheet has no more rows; a text file may have more lines, but only one "sheet". */
const rowsPerSheet = 1_048_576;
/** The index grows one of so many parts at a time: copying all of it would hold up everything else in the process. */
const indexParts = 64;
const firstSlots = 16;

/**
 * An exact-enough table in about 28 bytes a key: 128-bit digests with the row they first stood in, no strings. Records
 * lie in pages that are never copied; only the index of record numbers is, when it grows. (A Map of strings takes five
 * times as much for a million keys.)
 */
export function makeSeenDevices(): SeenDevices {
  const pages: Uint32Array[] = [];
  const sheets: (string | undefined)[] = [];
  let count = 0;
  /** Record number + 1 by digest; 0 where nothing stands. */
  const index: IndexPart[] = Array.from({ length: indexParts }, () => ({
    slots: new Uint32Array(firstSlots),
    used: 0,
  }));

  return {
    firstRow(device, place) {
      if (!sheets.includes(place.sheet)) sheets.push(place.sheet);
      const digests = duplicateKeys(device).map(digest128);
      const known = digests.map(find).find((found) => found !== undefined);
      const first = known ?? sheets.indexOf(place.sheet) * rowsPerSheet + place.row - 1;
      for (const words of digests) remember(words, first);
      return known === undefined ? undefined : unpackPlace(known);
    },
  };

  function unpackPlace(word: number): RowPlace {
    if (sheets.length === 1) return named(sheets[0], word + 1);
    return named(sheets[Math.floor(word / rowsPerSheet)], (word % rowsPerSheet) + 1);
  }

  function find(words: Digest): number | undefined {
    const { slots } = partOf(words);
    const entry = slots[slotOf(slots, words)] ?? 0;
    return entry === 0 ? undefined : recordAt(entry - 1)[4];
  }

  function remember(words: Digest, place: number): void {
    const part = partOf(words);
    const slot = slotOf(part.slots, words);
    if (part.slots[slot] !== 0) return;
    if (count % recordsPerPage === 0) pages.push(new Uint32Array(recordsPerPage * recordWords));
    const record = recordAt(count);
    record.set(words);
    record[4] = place;
    count += 1;
    part.slots[slot] = count;
    part.used += 1;
    if (part.used * 4 > part.slots.length * 3) grow(part);
  }

  function partOf(words: Digest): IndexPart {
    const part = index[(words[3] ?? 0) % indexParts];
    if (!part) throw new Error('a part of the index is missing');
    return part;
  }

  /** Where the key's record number stands, or the free place where it would. */
  function slotOf(slots: Uint32Array, words: Digest): number {
    let slot = (words[0] ?? 0) % slots.length;
    for (let entry = slots[slot] ?? 0; entry !== 0; entry = slots[slot] ?? 0) {
      if (isSame(recordAt(entry - 1), words)) break;
      slot = (slot + 1) % slots.length;
    }
    return slot;
  }

  function recordAt(number: number): Uint32Array {
    const at = (number % recordsPerPage) * recordWords;
    return pages[Math.floor(number / recordsPerPage)]?.subarray(at, at + recordWords) ?? new Uint32Array(recordWords);
  }

  function grow(part: IndexPart): void {
    const slots = new Uint32Array(part.slots.length * 2);
    for (const entry of part.slots) {
      if (entry !== 0) slots[slotOf(slots, recordAt(entry - 1))] = entry;
    }
    part.slots = slots;
  }
}

/** Four 32-bit words, at least. */
type Digest = Uint32Array | readonly number[];

interface IndexPart {
  slots: Uint32Array;
  used: number;
}

function isSame(record: Uint32Array, words: Digest): boolean {
  return record[0] === words[0] && record[1] === words[1] && record[2] === words[2] && record[3] === words[3];
}

function named(sheet: string | undefined, row: number): RowPlace {
  return sheet === undefined ? { row } : { sheet, row };
}

function digest128(key: string): readonly number[] {
  const hex = digest('sha256', key);
  return [0, 8, 16, 24].map((at) => Number.parseInt(hex.slice(at, at + 8), 16));
}
