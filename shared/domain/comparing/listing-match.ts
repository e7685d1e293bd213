import { makeDigestMap } from '../digest-map.ts';
import type { IdentityKind } from '../identity.ts';
import { isNameless, type ListedDigests } from './listed-digests.ts';
import { makeNumberList } from './number-list.ts';

/** A device of ours as the ledger has it. */
export interface OurDevice {
  readonly key: string;
  readonly groupTag?: string;
  readonly identity?: IdentityKind;
  readonly serialKey?: string;
}

/** What became of a device of the listing. */
type ListedFate =
  | { readonly kind: 'unmatched' }
  /** It is ours, is spoken of with a device of ours, or was listed before. */
  | { readonly kind: 'settled' }
  | { readonly kind: 'groupTagDiffers'; readonly groupTag: string };

/** What the listing has for a device of ours it does not name by its key. */
type AbsentFate =
  | { readonly kind: 'absent' }
  /** The same serial number, but not certainly the same device. */
  | { readonly kind: 'lookalike' }
  /** The listing names nothing but the serial number, and both sides have it once. */
  | { readonly kind: 'found'; readonly listedGroupTag?: string; readonly groupTagDiffers: boolean };

type Match = 'inBoth' | 'groupTagDiffers' | 'absent';

/**
 * Compares a listing with the ledger, about 60 bytes for each device. In this order: everything listed, everything of
 * ours, then once more every listed device that is still unmatched. Devices go by the order they were added in.
 */
export interface ListingMatch {
  list(device: ListedDigests): void;
  match(ours: OurDevice): Match;
  /** Looks for the serial number of an unmatched device among ours that are absent. */
  pair(ordinal: number, device: ListedDigests): void;
  listedFate(ordinal: number): ListedFate;
  absentFate(ordinal: number): AbsentFate;
  /**
   * Absent devices of ours sent by PKID to this group tag, or known under none, less the listed ones without any name,
   * which may be they.
   */
  pkidsLeft(groupTag: string | undefined): number;
  /** An absent device of ours, sent by PKID, is known to be registered from another listing of the same customer. */
  confirm(ordinal: number): void;
  /** Where the listing names the device by this key. */
  listedAt(key: string): number | undefined;
  owns(key: string): boolean;
  absent(): number;
}

const unmatched = 0;
const settled = 1;
/** Behind these, the number of a group tag. */
const firstTag = 2;

const sameTag = (ours: string | undefined, listed: string | undefined): boolean =>
  // We have no opinion on the group tag of a device that was sent without one, or was there before us.
  ours === undefined || ours === (listed ?? '').trim();

export function makeListingMatch(): ListingMatch {
  const tags: string[] = [];
  const tagNumbers = new Map<string, number>();
  const numberOf = (tag: string): number => {
    const known = tagNumbers.get(tag) ?? tags.push(tag) - 1;
    tagNumbers.set(tag, known);
    return known;
  };
  const byKey = makeDigestMap();
  const listedTags = makeNumberList('short');
  const listedFates = makeNumberList('short');
  const ours = makeDigestMap();
  const absentBySerial = makeDigestMap();
  const absentTags = makeNumberList('short');
  const absentFates = makeNumberList('short');
  /** The first of ours with the same serial number, and whether there are several: of those a serial number says nothing. */
  const absentFirst = makeNumberList('short');
  const absentTwins = makeNumberList('short');

  const pkids = new Map<string, number>();
  const countPkids = (groupTag: string | undefined, by: number): void => {
    const tag = groupTag?.trim() ?? '';
    pkids.set(tag, (pkids.get(tag) ?? 0) + by);
  };

  const addAbsent = ({ groupTag, identity, serialKey: bySerial }: OurDevice): void => {
    if (identity === 'pkid') countPkids(groupTag, 1);
    const ordinal = absentFates.length();
    absentTags.push(groupTag === undefined ? unmatched : numberOf(groupTag) + firstTag);
    absentFates.push(unmatched);
    absentTwins.push(0);
    const first = bySerial === undefined ? undefined : absentBySerial.add(bySerial, ordinal);
    absentFirst.push(first ?? ordinal);
    if (first !== undefined) absentTwins.set(first, 1);
  };

  return {
    list(device) {
      const ordinal = listedFates.length();
      if (isNameless(device)) countPkids(device.groupTag, -1);
      const before = device.keys.map((key) => byKey.add(key, ordinal)).some((known) => known !== undefined);
      listedTags.push(numberOf(device.groupTag ?? ''));
      listedFates.push(before ? settled : unmatched);
    },
    match(device) {
      ours.add(device.key, 0);
      const ordinal = byKey.get(device.key);
      if (ordinal === undefined) {
        addAbsent(device);
        return 'absent';
      }
      const same = sameTag(device.groupTag, tags[listedTags.at(ordinal)]);
      listedFates.set(ordinal, same ? settled : numberOf(device.groupTag ?? '') + firstTag);
      return same ? 'inBoth' : 'groupTagDiffers';
    },
    pair(ordinal, device) {
      const { serialKey: bySerial, bare } = device;
      const absent = bySerial === undefined ? undefined : absentBySerial.get(bySerial);
      if (absent === undefined) return;
      listedFates.set(ordinal, settled);
      const certain = bare === true && absentFates.at(absent) === unmatched && absentTwins.at(absent) === 0;
      absentFates.set(absent, certain ? listedTags.at(ordinal) + firstTag : settled);
    },
    listedFate(ordinal) {
      const fate = listedFates.at(ordinal);
      if (fate === unmatched) return { kind: 'unmatched' };
      return fate === settled
        ? { kind: 'settled' }
        : { kind: 'groupTagDiffers', groupTag: tags[fate - firstTag] ?? '' };
    },
    absentFate(ordinal) {
      const fate = absentFates.at(absentFirst.at(ordinal));
      if (fate === unmatched) return { kind: 'absent' };
      if (fate === settled) return { kind: 'lookalike' };
      const listedGroupTag = tags[fate - firstTag] ?? '';
      const own = absentTags.at(ordinal);
      const groupTagDiffers = !sameTag(own === unmatched ? undefined : tags[own - firstTag], listedGroupTag);
      return { kind: 'found', groupTagDiffers, ...(listedGroupTag === '' ? {} : { listedGroupTag }) };
    },
    pkidsLeft(groupTag) {
      const tag = groupTag?.trim() ?? '';
      const anywhere = tag === '' ? 0 : (pkids.get('') ?? 0);
      return (pkids.get(tag) ?? 0) + anywhere;
    },
    confirm(ordinal) {
      const own = absentTags.at(ordinal);
      countPkids(own === unmatched ? undefined : tags[own - firstTag], -1);
      absentFates.set(ordinal, own === unmatched ? numberOf('') + firstTag : own);
    },
    listedAt: byKey.get,
    owns: (key) => ours.get(key) !== undefined,
    absent: () => absentFates.length(),
  };
}
