import type { KeptListing } from '../../domain/comparing/kept-listing.ts';
import type { ListedDevice, ListingPlace, SpokenOf } from '../../domain/comparing/listed-device.ts';
import { type ListedDigests, listedDigests } from '../../domain/comparing/listed-digests.ts';
import { type ListingMatch, makeListingMatch } from '../../domain/comparing/listing-match.ts';
import type { Reason } from '../../domain/reason.ts';
import type { DeviceRow } from '../../domain/registering/device-row.ts';
import type { Connection } from '../../domain/settings/connection.ts';
import { AccessDenied, ContractViolation, ServiceUnavailable } from '../../errors.ts';
import type { CallContext, Clock, DeviceList, PlatformClient, ScratchFile } from '../../ports.ts';
import type { ListedLine, ListedThrough, ListRequest } from './list-customer.ts';
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
  /** Did the platform list as many devices as it says there are? If not, absence proves nothing. */
  readonly complete: boolean;
  /** What is kept of the listing; absent: it was not finished. */
  readonly kept?: KeptListing;
  /** Parts that do not show what we registered about the time they were listed, or later: they are listed again the next time. */
  readonly doubtful: ReadonlySet<string>;
  /** Names, by `listedName`, of listed devices the last report spoke of. */
  readonly names: ReadonlyMap<string, SpokenOf>;
}

/** A listed device in the scratch file: its names if they are known, else its digests. */
export type SpilledLine = { readonly scope: number; readonly part: number } & (
  | { readonly device: ListedDevice }
  | { readonly digests: ListedDigests }
);
export const digestsOf = (listed: SpilledLine): ListedDigests =>
  'device' in listed ? listedDigests(listed.device) : listed.digests;
export type AbsentRow = Pick<DeviceRow, 'key' | 'groupTag' | 'identity' | 'origin'>;
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

interface Listed {
  readonly state: MatchedScope['state'];
  readonly reason?: Reason;
  readonly parts: readonly ListedThrough[];
  readonly kept?: KeptListing;
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
  readonly names: ReadonlyMap<string, SpokenOf>;
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
  readonly listCustomer: (request: ListRequest) => AsyncIterable<ListedLine>;
}) {
  const { clock, devices, clientOf, listCustomer } = deps;

  const list = async (request: MatchRequest, match: ListingMatch): Promise<Listed> => {
    const { scope, number, place, spill, context, names, onListed } = request;
    const parts: ListedThrough[] = [];
    const lister = clientOf(scope.connection)?.lister;
    if (lister === undefined) return { state: 'notListable', parts };
    const [domain] = scope.customer.domains ?? [];
    const customer = { tenantId: scope.customer.customerTenantId, ...(domain === undefined ? {} : { domain }) };
    let kept: KeptListing | undefined;
    let listed = 0;
    try {
      context.signal?.throwIfAborted();
      const lines = listCustomer({
        lister,
        place,
        customer,
        context,
        named: names.size,
        onPart: (part) => parts.push(part),
        onEnd: (listing) => {
          kept = listing;
        },
      });
      for await (const { part, digests, device } of lines) {
        context.signal?.throwIfAborted();
        match.list(digests);
        const room = spill.listed.add({ scope: number, part, ...(device === undefined ? { digests } : { device }) });
        if (room !== undefined) await room;
        listed += 1;
        if (listed % devicesPerWord === 0) onListed(listed, false);
      }
      onListed(listed, true);
      return { state: 'compared', parts, ...(kept === undefined ? {} : { kept }) };
    } catch (error) {
      const late: Reason = { code: 'listing_not_finished', params: { listed } };
      const reason = context.signal?.aborted === true ? late : listingFault(error);
      if (reason === undefined) throw error;
      return { state: 'failed', reason, parts };
    }
  };

  return async (request: MatchRequest): Promise<MatchedScope> => {
    const { place, scope, number, spill, usualJob, names } = request;
    const match = makeListingMatch();
    const now = clock.now();
    const outcome = await list(request, match);
    const settledBefore = makeSettledBefore(outcome.parts, now, usualJob);
    const partNames = new Map(outcome.parts.map(({ name }) => [name.toLowerCase(), name]));
    const doubtful = new Set<string>();
    const ourTags = new Set<string>();
    let ours = 0;
    let inBoth = 0;
    for await (const row of devices.list(place.partnerId, place.connectionId, place.customerTenantId)) {
      if (row.alias === true) continue;
      ours += 1;
      if (row.groupTag !== undefined) ourTags.add(row.groupTag);
      const found = match.match(row);
      if (found === 'inBoth') inBoth += 1;
      if (found !== 'absent' || outcome.state !== 'compared') continue;
      const { key, groupTag, identity, origin } = row;
      const part = partNames.get((groupTag ?? '').trim().toLowerCase());
      const tooRecent = origin !== undefined && origin.registeredAt > settledBefore(groupTag);
      if (part !== undefined && tooRecent && identity !== 'pkid') doubtful.add(part);
      const kept: AbsentRow = {
        key,
        ...(groupTag === undefined ? {} : { groupTag }),
        ...(identity === undefined ? {} : { identity }),
        ...(origin === undefined ? {} : { origin }),
      };
      const room = spill.absent.add({ scope: number, row: kept });
      if (room !== undefined) await room;
    }
    const complete = outcome.parts.every((part) => part.complete);
    return { ...scope, ...outcome, match, ours, inBoth, ourTags, settledBefore, complete, doubtful, names };
  };
}

/** Gives devices that are listed by their serial number alone a chance to be ours. */
export async function pairBySerial(scopes: readonly MatchedScope[], { listed }: Spill): Promise<void> {
  if (scopes.every(({ state, match }) => state !== 'compared' || match.absent() === 0)) return;
  const next = scopes.map(() => 0);
  for await (const device of listed.read()) {
    const { scope: number } = device;
    const ordinal = next[number] ?? 0;
    next[number] = ordinal + 1;
    const scope = scopes[number];
    if (scope?.state !== 'compared' || scope.match.absent() === 0) continue;
    if (scope.match.listedFate(ordinal).kind === 'unmatched') scope.match.pair(ordinal, digestsOf(device));
  }
}
