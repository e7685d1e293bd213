import type { ListedDevice, ListingPlace } from '../../domain/comparing/listed-device.ts';
import { listedDigests } from '../../domain/comparing/listed-digests.ts';
import { type ListingMatch, makeListingMatch } from '../../domain/comparing/listing-match.ts';
import type { Reason } from '../../domain/reason.ts';
import type { DeviceRow } from '../../domain/registering/device-row.ts';
import type { Connection } from '../../domain/settings/connection.ts';
import { AccessDenied, ContractViolation, ServiceUnavailable } from '../../errors.ts';
import type { CallContext, Clock, DeviceList, PlatformClient, ScratchFile } from '../../ports.ts';
import type { ListedThrough, ListRequest } from './list-customer.ts';
import type { Scope } from './scopes.ts';

/** A scope with what was found; its devices lie in the scratch files, named by the scope's number. */
export interface MatchedScope extends Scope {
  readonly state: 'compared' | 'notListable' | 'failed';
  readonly reason?: Reason;
  readonly match: ListingMatch;
  readonly ours: number;
  /** Ours that the listing names by their key, under our group tag. */
  readonly inBoth: number;
  /** Group tags of ours: the only ones a partner may read on a shared connection. */
  readonly ourTags: ReadonlySet<string>;
  /** Devices of a group tag that were registered later may not be listed yet. */
  readonly settledBefore: (groupTag: string | undefined) => string;
  readonly parts: readonly ListedThrough[];
  /** When the platform was listed; absent: it was not, to the end. */
  readonly listed?: { readonly from: string; readonly until: string };
  /** Where devices come from that are listed under another group tag, by their place in the listing. */
  readonly origins: ReadonlyMap<number, Origin>;
  /** Did the platform list as many devices as it says there are? If not, absence proves nothing. */
  readonly complete: boolean;
}

/** A listed device in the scratch file. */
export interface SpilledLine {
  readonly scope: number;
  readonly device: ListedDevice;
}
export type Origin = NonNullable<DeviceRow['origin']>;
export type AbsentRow = Pick<DeviceRow, 'key' | 'groupTag' | 'identity' | 'names' | 'origin'>;
export interface AbsentLine {
  readonly scope: number;
  readonly row: AbsentRow;
}

/** What did not fit into memory. */
export interface Spill {
  readonly listed: ScratchFile<SpilledLine>;
  readonly absent: ScratchFile<AbsentLine>;
}

/** The reason a listing failed; undefined: a bug, not a fault of this connection. */
function listingFault(error: unknown): Reason | undefined {
  if (error instanceof AccessDenied) return { code: error.grant };
  if (error instanceof ServiceUnavailable) return { code: error.code };
  if (error instanceof ContractViolation) return { code: 'listing_unreadable' };
  return undefined;
}

interface Listed extends Pick<MatchedScope, 'state' | 'reason' | 'listed'> {
  readonly parts: readonly ListedThrough[];
}

/** Thousands of devices come from one file: its names are held once. */
function makeShared(): (origin: Origin) => Origin {
  const known = new Map<string, string>();
  const once = (text: string): string => {
    const there = known.get(text) ?? text;
    known.set(text, there);
    return there;
  };
  return ({ uploadId, file, chunk, sheet, row, registeredAt }) => ({
    uploadId: once(uploadId),
    ...(file === undefined ? {} : { file: once(file) }),
    chunk,
    ...(sheet === undefined ? {} : { sheet: once(sheet) }),
    row,
    registeredAt: once(registeredAt),
  });
}

/** From when on devices may not be listed yet: since their own part was listed, else since the oldest was. */
function makeSettledBefore(
  parts: readonly ListedThrough[],
  now: Date,
  usualJob: number,
): MatchedScope['settledBefore'] {
  const before = (since: string): string => new Date(Date.parse(since) - usualJob).toISOString();
  const byTag = new Map(parts.map(({ name, since }) => [name.toLowerCase(), since]));
  const [oldest = now.toISOString()] = [...byTag.values()].sort();
  return (groupTag) => before(byTag.get((groupTag ?? '').trim().toLowerCase()) ?? oldest);
}

/** What a scope is matched with. */
interface MatchRequest {
  readonly place: ListingPlace;
  readonly scope: Scope;
  /** The scope's number in the scratch files. */
  readonly number: number;
  readonly spill: Spill;
  readonly context: CallContext;
  /** How long a job takes at most before its devices are listed, in milliseconds. */
  readonly usualJob: number;
  /** Hears now and then how many devices were listed. */
  readonly onListed: (devices: number, all: boolean) => void;
}

/** Devices between two words to whoever waits. */
const devicesPerWord = 1_000;

/** Lists what a platform holds for a customer, then reads what we believe to be registered there. */
export function makeMatchScope(deps: {
  readonly clock: Clock;
  readonly devices: DeviceList;
  readonly clientOf: (connection: Connection) => PlatformClient | undefined;
  readonly listCustomer: (request: ListRequest) => AsyncIterable<ListedDevice>;
}) {
  const { clock, devices, clientOf, listCustomer } = deps;

  const list = async (request: MatchRequest, match: ListingMatch): Promise<Listed> => {
    const { scope, number, place, spill, context, onListed } = request;
    const parts: ListedThrough[] = [];
    const lister = clientOf(scope.connection)?.lister;
    if (lister === undefined) return { state: 'notListable', parts };
    const [domain] = scope.customer.domains ?? [];
    const customer = { tenantId: scope.customer.customerTenantId, ...(domain === undefined ? {} : { domain }) };
    const began = clock.now().toISOString();
    let listed = 0;
    try {
      context.signal?.throwIfAborted();
      const lines = listCustomer({
        lister,
        place,
        customer,
        context,
        onPart: (part) => parts.push(part),
      });
      for await (const device of lines) {
        context.signal?.throwIfAborted();
        match.list(listedDigests(device));
        const room = spill.listed.add({ scope: number, device });
        if (room !== undefined) await room;
        listed += 1;
        if (listed % devicesPerWord === 0) onListed(listed, false);
      }
      onListed(listed, true);
      const until = clock.now().toISOString();
      const [from = began] = parts.map(({ since }) => since).sort();
      return { state: 'compared', parts, listed: { from, until } };
    } catch (error) {
      const late: Reason = { code: 'listing_not_finished', params: { listed } };
      const reason = context.signal?.aborted === true ? late : listingFault(error);
      if (reason === undefined) throw error;
      return { state: 'failed', reason, parts };
    }
  };

  return async (request: MatchRequest): Promise<MatchedScope> => {
    const { place, scope, number, spill, usualJob } = request;
    const match = makeListingMatch();
    const now = clock.now();
    const outcome = await list(request, match);
    const settledBefore = makeSettledBefore(outcome.parts, now, usualJob);
    const ourTags = new Set<string>();
    const origins = new Map<number, Origin>();
    const shared = makeShared();
    let ours = 0;
    let inBoth = 0;
    for await (const row of devices.list(place.partnerId, place.connectionId, place.customerTenantId)) {
      if (row.alias === true) continue;
      ours += 1;
      if (row.groupTag !== undefined) ourTags.add(row.groupTag);
      const found = match.match(row);
      if (found === 'inBoth') inBoth += 1;
      if (outcome.state !== 'compared') continue;
      const { key, groupTag, identity, names, origin } = row;
      const listedAt = match.listedAt(key);
      if (found === 'groupTagDiffers' && listedAt !== undefined && origin !== undefined)
        origins.set(listedAt, shared(origin));
      if (found !== 'absent') continue;
      const kept: AbsentRow = {
        key,
        ...(groupTag === undefined ? {} : { groupTag }),
        ...(identity === undefined ? {} : { identity }),
        ...(names === undefined ? {} : { names }),
        ...(origin === undefined ? {} : { origin }),
      };
      const room = spill.absent.add({ scope: number, row: kept });
      if (room !== undefined) await room;
    }
    const complete = outcome.parts.every((part) => part.complete);
    return { ...scope, ...outcome, match, ours, inBoth, ourTags, origins, settledBefore, complete };
  };
}

/** Gives devices that are listed by their serial number alone a chance to be ours. */
export async function pairBySerial(scopes: readonly MatchedScope[], { listed }: Spill): Promise<void> {
  if (scopes.every(({ state, match }) => state !== 'compared' || match.absent() === 0)) return;
  const next = scopes.map(() => 0);
  for await (const { scope: number, device } of listed.read()) {
    const ordinal = next[number] ?? 0;
    next[number] = ordinal + 1;
    const scope = scopes[number];
    if (scope?.state !== 'compared' || scope.match.absent() === 0) continue;
    if (scope.match.listedFate(ordinal).kind === 'unmatched') scope.match.pair(ordinal, listedDigests(device));
  }
}

export const isSameCustomer = (one: Scope, other: Scope): boolean =>
  one.customer.customerTenantId === other.customer.customerTenantId;

/** Does the scope's listing show this device of the partner's, and may it say so? */
export const mayConfirm = ({ state, match, seesAll }: MatchedScope, key: string): boolean =>
  state === 'compared' && match.listedAt(key) !== undefined && (seesAll || match.owns(key));

/** Looks for devices that were sent by PKID, which not every platform lists, in the other listings of their customer. */
export async function confirmPkids(scopes: readonly MatchedScope[], { absent }: Spill): Promise<void> {
  const siblings = scopes.map((scope) => scopes.filter((other) => other !== scope && isSameCustomer(other, scope)));
  if (siblings.every(({ length }) => length === 0)) return;
  const next = scopes.map(() => 0);
  for await (const { scope: number, row } of absent.read()) {
    const ordinal = next[number] ?? 0;
    next[number] = ordinal + 1;
    if (row.identity !== 'pkid' || siblings[number]?.some((scope) => mayConfirm(scope, row.key)) !== true) continue;
    scopes[number]?.match.confirm(ordinal);
  }
}
