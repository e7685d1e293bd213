import { hash as digest } from 'node:crypto';
import type { Device, Identity, RowPlace } from './identity.ts';

/** Everything a device is known by in a file: its own identities, and the tuple and PKID inside its hash. */
export function deviceKeys(device: Pick<Device, 'identities'>): string[] {
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
const firstSlots = 1024;

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
  let index = new Uint32Array(firstSlots);

  return {
    firstRow(device, place) {
      if (!sheets.includes(place.sheet)) sheets.push(place.sheet);
      const digests = deviceKeys(device).map(digest128);
      const known = digests.map(find).find((found) => found !== undefined);
      const first = known ?? sheets.indexOf(place.sheet) * rowsPerSheet + place.row - 1;
      for (const words of digests) remember(words, first);
      return known === undefined ? undefined : placeOf(known);
    },
  };

  function placeOf(word: number): RowPlace {
    if (sheets.length === 1) return named(sheets[0], word + 1);
    return named(sheets[Math.floor(word / rowsPerSheet)], (word % rowsPerSheet) + 1);
  }

  function find(words: readonly number[]): number | undefined {
    const entry = index[slotOf(words)] ?? 0;
    return entry === 0 ? undefined : recordAt(entry - 1)[4];
  }

  function remember(words: readonly number[], place: number): void {
    const slot = slotOf(words);
    if (index[slot] !== 0) return;
    if (count % recordsPerPage === 0) pages.push(new Uint32Array(recordsPerPage * recordWords));
    recordAt(count).set([...words, place]);
    count += 1;
    index[slot] = count;
    if (count * 4 > index.length * 3) grow();
  }

  /** Where the key's record number stands, or the free place where it would. */
  function slotOf(words: readonly number[]): number {
    let slot = (words[0] ?? 0) % index.length;
    for (let entry = index[slot] ?? 0; entry !== 0; entry = index[slot] ?? 0) {
      const record = recordAt(entry - 1);
      if (words.every((word, position) => record[position] === word)) break;
      slot = (slot + 1) % index.length;
    }
    return slot;
  }

  function recordAt(number: number): Uint32Array {
    const at = (number % recordsPerPage) * recordWords;
    return pages[Math.floor(number / recordsPerPage)]?.subarray(at, at + recordWords) ?? new Uint32Array(recordWords);
  }

  function grow(): void {
    index = new Uint32Array(index.length * 2);
    for (let number = 0; number < count; number++) index[slotOf([...recordAt(number).subarray(0, 4)])] = number + 1;
  }
}

function named(sheet: string | undefined, row: number): RowPlace {
  return sheet === undefined ? { row } : { sheet, row };
}

function digest128(key: string): readonly number[] {
  const hex = digest('sha256', key);
  return [0, 8, 16, 24].map((at) => Number.parseInt(hex.slice(at, at + 8), 16));
}
