import { hash as digest } from 'node:crypto';
import { actionNames, type OtherAction } from '../device-action.ts';
import { makeDigestMap } from '../digest-map.ts';
import type { Device, RowPlace, Tuple } from '../identity.ts';
import type { Reason, ReasonParams } from '../reason.ts';

/** What an earlier row of the same file makes of a device. */
export type Sighting =
  | { readonly kind: 'new'; readonly remarks: readonly Reason[] }
  /** The same device again; the remark says in what its spelling differs. */
  | { readonly kind: 'again'; readonly first: RowPlace; readonly remarks: readonly Reason[] }
  /** An earlier row says something else of what can only be one device, or asks for something else with it. */
  | { readonly kind: 'conflict'; readonly reason: Reason };

/** What is compared of a row: its device, and what it asks for. */
export type SeenDevice = Pick<Device, 'identities'> & Partial<Device>;

/** Remembers the first row of every device of a file. */
export interface SeenDevices {
  see(device: SeenDevice, place: RowPlace): Sighting;
}

/** What is kept of a key: its first row, and sums of what the row says beside it (0: nothing). */
interface Facts {
  readonly place: number;
  readonly maker: number;
  readonly model: number;
  /** The tuple as it was written; the other sums leave letter case out. */
  readonly spelling: number;
  /** PKID beside a serial number; maker and serial number beside a PKID. */
  readonly other: number;
}

const nothing: Facts = { place: 0, maker: 0, model: 0, spelling: 0, other: 0 };

/** What an earlier row asks for: its action, and a sum of the values that go with it. */
interface Request {
  readonly action: OtherAction;
  readonly values: number;
}

/** A sum of what an action needs beside the device: another customer, target, tag, user or name is another request. */
function valuesOf({
  action,
  customer,
  customerDomain,
  moveTo,
  groupTag,
  assignedUser,
  newDeviceName,
}: SeenDevice): number {
  const names = [customer, customerDomain].map((value) => value?.toLowerCase());
  const registersAnew = action === 'changeTag' || action === 'move';
  const given = registersAnew ? [moveTo?.toLowerCase(), assignedUser?.toLowerCase(), newDeviceName, groupTag] : [];
  return sum([...names, ...given].map((value) => value ?? '').join('\0'));
}

/** The tuple and the PKID of a device: its own, or those inside its hash. */
function namesOf({ identities }: Pick<Device, 'identities'>) {
  const hash = identities.find((identity) => identity.kind === 'hardwareHash');
  const tuple = hash?.embedded ?? identities.find((identity) => identity.kind === 'tuple');
  const pkid = identities.find((identity) => identity.kind === 'pkid')?.pkid ?? hash?.embedded.pkid;
  return { hash: hash?.sha256, tuple, pkid };
}

/** A 32-bit sum of a text, never 0: enough to tell two texts beside the same 128-bit key apart. */
function sum(text: string): number {
  let value = 0x811c9dc5;
  for (let at = 0; at < text.length; at++) value = Math.imul(value ^ text.charCodeAt(at), 0x01000193);
  return value >>> 0 || 1;
}

/** Do two sums say different things? 0 says nothing. */
function differ(one: number, other: number): boolean {
  return one !== 0 && other !== 0 && one !== other;
}

/** A workbook's sheet has no more rows; a text file may have more lines, but only one "sheet". */
const rowsPerSheet = 1_048_576;

/**
 * Devices are found by hash, PKID and serial number. Nearly always one serial number has one maker, so that one key
 * serves for both; only further makers of it get keys of their own.
 */
export function makeSeenDevices(): SeenDevices {
  const records = makeRecords();
  const sheets: (string | undefined)[] = [];
  /** What is to be done with the devices of rows that ask for something else than to register them. */
  const requests = new Map<number, Request>();

  const placeOf = (row: number): RowPlace => {
    if (sheets.length === 1) return named(sheets[0], row + 1);
    return named(sheets[Math.floor(row / rowsPerSheet)], (row % rowsPerSheet) + 1);
  };

  const placeParams = ({ place }: Facts): ReasonParams => {
    const { sheet, row } = placeOf(place);
    return sheet === undefined ? { place: row } : { place: row, sheet };
  };

  return {
    see(device, place) {
      if (!sheets.includes(place.sheet)) sheets.push(place.sheet);
      const { hash, tuple, pkid } = namesOf(device);
      const own = {
        place: sheets.indexOf(place.sheet) * rowsPerSheet + place.row - 1,
        ...(tuple ? sumsOf(tuple) : { maker: 0, model: 0, spelling: 0 }),
        other: pkid === undefined ? 0 : sum(pkid),
      };
      const ofPkid = {
        ...nothing,
        place: own.place,
        other: tuple ? sum(`${tuple.manufacturer}\0${tuple.serial}`.toLowerCase()) : 0,
      };
      const byHash = hash === undefined ? undefined : { ...records.find(`h\0${hash}`), toKeep: nothing };
      const byPkid = pkid === undefined ? undefined : { ...records.find(`p\0${pkid}`), toKeep: ofPkid };
      const serial = tuple && records.find(`s\0${tuple.serial.toLowerCase()}`);
      const otherMaker = serial?.facts && serial.facts.maker !== own.maker ? serial.facts : undefined;
      const found = tuple && otherMaker ? records.find(makerKey(tuple)) : serial;
      const byTuple = found && { ...found, toKeep: own };

      const conflict = byHash?.facts ? undefined : conflictOf(byPkid?.facts, byTuple?.facts, own, ofPkid);
      if (conflict) return { kind: 'conflict', reason: { code: conflict.code, params: placeParams(conflict.with) } };
      const first = byHash?.facts ?? byPkid?.facts ?? byTuple?.facts;
      const { action } = device;
      const values = action === undefined ? 0 : valuesOf(device);
      if (first === undefined && action !== undefined) requests.set(own.place, { action, values });
      const earlier = first && requests.get(first.place);
      if (first !== undefined && (earlier?.action !== action || (earlier?.values ?? 0) !== values)) {
        const asked = actionNames[earlier?.action ?? 'register'];
        const detail = earlier?.action === action ? { detail: 'values' } : {};
        const params = { ...placeParams(first), asked, ...detail };
        return { kind: 'conflict', reason: { code: 'action_contradicts', params } };
      }
      for (const key of [byHash, byPkid, byTuple]) {
        if (key) records.keep(key.digest, { ...key.toKeep, place: first?.place ?? own.place });
      }
      if (first) {
        const differs = byTuple?.facts !== undefined && byTuple.facts.spelling !== own.spelling;
        return {
          kind: 'again',
          first: placeOf(first.place),
          remarks: differs ? [{ code: 'letter_case_differs' }] : [],
        };
      }
      const shared = otherMaker && { code: 'serial_of_two_makers' as const, params: placeParams(otherMaker) };
      return { kind: 'new', remarks: shared ? [shared] : [] };
    },
  };
}

/** One serial number of one maker is one device, and so is one PKID: neither can have two models, or two of the other. */
function conflictOf(byPkid: Facts | undefined, byTuple: Facts | undefined, own: Facts, ofPkid: Facts) {
  if (byPkid) return differ(byPkid.other, ofPkid.other) ? conflict('pkid_serial_conflict', byPkid) : undefined;
  if (!byTuple) return undefined;
  if (differ(byTuple.model, own.model)) return conflict('serial_model_conflict', byTuple);
  return differ(byTuple.other, own.other) ? conflict('pkid_serial_conflict', byTuple) : undefined;
}

function conflict(code: 'pkid_serial_conflict' | 'serial_model_conflict', facts: Facts) {
  return { code, with: facts };
}

function makerKey({ manufacturer, serial }: Tuple): string {
  return `m\0${manufacturer.toLowerCase()}\0${serial.toLowerCase()}`;
}

function sumsOf({ manufacturer, model, serial }: Tuple): Pick<Facts, 'maker' | 'model' | 'spelling'> {
  return {
    maker: sum(manufacturer.toLowerCase()),
    // The row of a registered device may leave it out.
    model: model === '' ? 0 : sum(model.toLowerCase()),
    spelling: sum(`${manufacturer}\0${model}\0${serial}`),
  };
}

function named(sheet: string | undefined, row: number): RowPlace {
  return sheet === undefined ? { row } : { sheet, row };
}

const factWords = 5;
const recordsPerPage = 8192;

/** Places are far below it; a number from here on is that of a record. */
const firstRecord = 2 ** 31;

/**
 * Facts by key: about 33 bytes where a row says nothing beside the key (most PKIDs stand alone), 53 where it does. No
 * strings, and pages that are never copied.
 */
function makeRecords() {
  const numbers = makeDigestMap();
  const pages: Uint32Array[] = [];
  let count = 0;
  const wordsOf = (record: number): Uint32Array => {
    const at = (record % recordsPerPage) * factWords;
    return pages[Math.floor(record / recordsPerPage)]?.subarray(at, at + factWords) ?? new Uint32Array(factWords);
  };
  return {
    find(key: string): { readonly digest: string; readonly facts: Facts | undefined } {
      const found = digest('sha256', key);
      const number = numbers.get(found);
      if (number === undefined) return { digest: found, facts: undefined };
      const facts = number < firstRecord ? { ...nothing, place: number } : factsOf(wordsOf(number - firstRecord));
      return { digest: found, facts };
    },
    /** What is known of a key stays; what a record had nothing of is added. */
    keep(key: string, { place, maker, model, spelling, other }: Facts): void {
      const bare = maker === 0 && other === 0;
      const number = numbers.add(key, bare ? place : firstRecord + count);
      if (number !== undefined) {
        const words = number < firstRecord ? undefined : wordsOf(number - firstRecord);
        if (words?.[4] === 0) words[4] = other;
        return;
      }
      if (bare) return;
      if (count % recordsPerPage === 0) pages.push(new Uint32Array(recordsPerPage * factWords));
      wordsOf(count).set([place, maker, model, spelling, other]);
      count += 1;
    },
  };
}

function factsOf([place = 0, maker = 0, model = 0, spelling = 0, other = 0]: Uint32Array): Facts {
  return { place, maker, model, spelling, other };
}
