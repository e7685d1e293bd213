import { filled, type Listed } from '../device-key.ts';
import type { Identity } from '../identity.ts';
import { namesIn } from './device-actions.ts';
import type { Found } from './submission.ts';

/** A device as it was sent. */
export interface Sent {
  readonly position: number;
  readonly identity: Identity;
}

/** What identifies a line of a platform's answer, and what it says. */
export interface ResultLine {
  /** The reference we sent along, where the platform returns one. */
  readonly reference?: string;
  readonly serial?: string;
  readonly pkid?: string;
  /** Lines with the same outcome are interchangeable. */
  readonly outcome: string;
}

export interface Match<L> {
  readonly position: number;
  readonly line: L;
  /** One line for one device: what else it carries (an id, say) belongs to this device. */
  readonly alone: boolean;
}

/** The serial that travels with a device: the tuple's, or the one embedded in the hash. */
export function serialOf(identity: Identity): string | undefined {
  return filled(namesIn(identity).serial);
}

/** The PKID a device was sent with. */
function pkidOf(identity: Identity): string | undefined {
  return identity.kind === 'pkid' ? identity.pkid : undefined;
}

/** The reference sent along with a device where the contract has one. */
export function referenceOf(position: number): string {
  return `row-${position}`;
}

/**
 * Finds for each line of an answer the device it speaks of: by reference, else by PKID or serial number.
 *
 * No vendor documents the order, so it decides only where the contract says it may (`byPosition`: no line names a device and
 * there is one for each). Otherwise a group of lines is assigned to the devices that bear the same name only when it cannot
 * be assigned wrongly: all its lines say the same and there are enough for all. Nameless lines form such a group together
 * with the devices no line named, if the answer has exactly one line per device. What stays ambiguous is left out.
 */
export function matchResults<L extends ResultLine>(
  sent: readonly Sent[],
  lines: readonly L[],
  options: { readonly byPosition: boolean },
): readonly Match<L>[] {
  const nameless = lines.filter(isNameless);
  const complete = lines.length === sent.length;
  if (options.byPosition && complete && nameless.length === lines.length) {
    return sent.flatMap((device, at) => pairs([device], lines.slice(at, at + 1)));
  }
  const groups = new Map<string, { readonly devices: readonly Sent[]; readonly lines: L[] }>();
  const index = indexOf(sent);
  for (const line of lines) {
    const devices = devicesOf(line, index);
    if (devices.length === 0) continue;
    const key = devices.map(({ position }) => position).join();
    const group = groups.get(key) ?? { devices, lines: [] };
    group.lines.push(line);
    groups.set(key, group);
  }
  const named = new Set([...groups.values()].flatMap(({ devices }) => devices));
  const unnamed = sent.filter((device) => !named.has(device));
  const matches = [...groups.values()].flatMap((group) => certainly(group.devices, group.lines));
  if (complete && nameless.length === unnamed.length) matches.push(...certainly(unnamed, nameless));
  return withoutContradictions(matches);
}

/** A device named by two groups of lines counts only if they say the same of it. */
function withoutContradictions<L extends ResultLine>(matches: readonly Match<L>[]): readonly Match<L>[] {
  const first = new Map<number, Match<L>>();
  const contradicted = new Set<number>();
  for (const match of matches) {
    const known = first.get(match.position);
    if (known === undefined) first.set(match.position, match);
    else if (known.line.outcome !== match.line.outcome) contradicted.add(match.position);
  }
  return [...first.values()].filter(({ position }) => !contradicted.has(position));
}

function certainly<L extends ResultLine>(devices: readonly Sent[], lines: readonly L[]): readonly Match<L>[] {
  const oneOutcome = new Set(lines.map(({ outcome }) => outcome)).size === 1;
  return oneOutcome && lines.length >= devices.length ? pairs(devices, lines) : [];
}

function pairs<L>(devices: readonly Sent[], lines: readonly L[]): readonly Match<L>[] {
  const alone = devices.length === 1 && lines.length === 1;
  return devices.flatMap(({ position }, at) => lines.slice(at, at + 1).map((line) => ({ position, line, alone })));
}

type Index = ReadonlyMap<string, readonly Sent[]>;

function indexOf(sent: readonly Sent[]): Index {
  const index = new Map<string, Sent[]>();
  for (const device of sent) {
    const names = namesOf({
      reference: referenceOf(device.position),
      pkid: pkidOf(device.identity),
      serial: serialOf(device.identity),
    });
    for (const name of names) index.set(name, [...(index.get(name) ?? []), device]);
  }
  return index;
}

/** The devices the strongest name of a line fits; none where two names of one line fit different devices. */
function devicesOf(line: ResultLine, index: Index): readonly Sent[] {
  const fits = namesOf(line).flatMap((name) => {
    const devices = index.get(name);
    return devices === undefined ? [] : [devices];
  });
  const [strongest, ...others] = fits;
  if (strongest === undefined) return [];
  return others.every((other) => strongest.every((device) => other.includes(device))) ? strongest : [];
}

function namesOf(line: {
  readonly reference?: string | undefined;
  readonly pkid?: string | undefined;
  readonly serial?: string | undefined;
}): readonly string[] {
  const { reference, pkid, serial } = line;
  return [
    ...(filled(reference) === undefined ? [] : [`reference ${filled(reference)}`]),
    ...(filled(pkid) === undefined ? [] : [`pkid ${filled(pkid)}`]),
    ...(filled(serial) === undefined ? [] : [`serial ${filled(serial)}`]),
  ];
}

function isNameless(line: ResultLine): boolean {
  return namesOf(line).length === 0;
}

/** Positions a whole listing certainly shows, and those it certainly does not. */
export const matchListed = (sent: readonly Sent[], listed: readonly Listed[]): Found => {
  const found = findListed(sent, listed);
  return {
    found: [...found.keys()].sort((one, other) => one - other),
    absent: absentFrom(sent, listed).filter((position) => !found.has(position)),
  };
};

/**
 * Absent is certain of a device that travels with its serial number where no listed device bears it, and none is listed
 * without any name. A PKID may be listed by a serial number we never saw.
 */
function absentFrom(sent: readonly Sent[], listed: readonly Listed[]): readonly number[] {
  const serials = new Set<string>();
  for (const { serial, pkid } of listed) {
    const known = filled(serial)?.toLowerCase();
    if (known !== undefined) serials.add(known);
    else if (filled(pkid) === undefined) return [];
  }
  return sent.flatMap(({ position, identity }) => {
    const serial = serialOf(identity)?.toLowerCase();
    return serial === undefined || serials.has(serial) ? [] : [position];
  });
}

/**
 * What a listing certainly shows of which position: by PKID, or by a serial number that neither the submission nor the listing has twice,
 * whose maker and model agree where the listing names them.
 */
export function findListed<L extends Listed>(sent: readonly Sent[], listed: Iterable<L>): ReadonlyMap<number, L> {
  const pkids = new Map<string, number>();
  const serials = new Map<string, { readonly device: Sent; certain: boolean; readonly seen: L[] }>();
  for (const device of sent) {
    const pkid = pkidOf(device.identity);
    if (pkid !== undefined) pkids.set(pkid, device.position);
    const serial = serialOf(device.identity);
    if (serial !== undefined) serials.set(serial, { device, certain: !serials.has(serial), seen: [] });
  }
  const found = new Map<number, L>();
  for (const item of listed) {
    const byPkid = pkids.get(filled(item.pkid) ?? '');
    if (byPkid !== undefined) found.set(byPkid, item);
    const bySerial = serials.get(filled(item.serial) ?? '');
    if (bySerial === undefined) continue;
    bySerial.seen.push(item);
    if (!agrees(namesIn(bySerial.device.identity), item)) bySerial.certain = false;
  }
  for (const { device, certain, seen } of serials.values()) {
    const [only, another] = seen;
    if (certain && only !== undefined && another === undefined) found.set(device.position, only);
  }
  return found;
}

function agrees(ours: Listed, item: Listed): boolean {
  return sameOrUnsaid(ours.manufacturer, item.manufacturer) && sameOrUnsaid(ours.model, item.model);
}

function sameOrUnsaid(ours: string | undefined, theirs: string | undefined): boolean {
  const one = filled(ours)?.toLowerCase();
  const other = filled(theirs)?.toLowerCase();
  return one === undefined || other === undefined || one === other;
}
