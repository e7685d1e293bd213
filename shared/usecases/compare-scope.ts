import type { Connection } from '../domain/connection.ts';
import { type ListingMatch, makeListingMatch } from '../domain/listing-match.ts';
import type { Customer } from '../domain/partner.ts';
import type { Reason } from '../domain/read-event.ts';
import { AccessDenied, ContractViolation, ServiceUnavailable } from '../errors.ts';
import type { CallContext, DeviceList, DeviceRow, ListedDevice, PlatformClient, ScratchFile } from '../ports.ts';

/** One connection and customer of a partner, to be compared. */
export interface Scope {
  readonly connection: Connection;
  readonly customer: Customer;
  /**
   * May the partner see devices it did not register itself? Only on a connection of its own, for a customer no other
   * partner names: what a shared connection lists may have been registered by somebody else.
   */
  readonly seesAll: boolean;
}

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
  /** Devices registered later may not be listed yet. */
  readonly settledBefore: string;
}

export interface ListedLine {
  readonly scope: number;
  readonly device: ListedDevice;
}
export type AbsentRow = Pick<DeviceRow, 'key' | 'groupTag' | 'identity' | 'origin'>;
export interface AbsentLine {
  readonly scope: number;
  readonly row: AbsentRow;
}

/** What did not fit into memory. */
export interface Spill {
  readonly listed: ScratchFile<ListedLine>;
  readonly absent: ScratchFile<AbsentLine>;
}

/** The reason a listing failed; undefined: a bug, not a trouble of this connection. */
function listingTrouble(error: unknown): Reason | undefined {
  if (error instanceof AccessDenied) return { code: error.grant };
  if (error instanceof ServiceUnavailable)
    return { code: error.throttled ? 'platform_throttled' : 'platform_unavailable' };
  if (error instanceof ContractViolation) return { code: 'listing_unreadable' };
  return undefined;
}

/** Lists what a platform holds for a customer, then reads what we believe to be registered there. */
export function makeMatchScope(deps: {
  readonly devices: DeviceList;
  readonly clientOf: (connection: Connection) => PlatformClient | undefined;
}) {
  const { devices, clientOf } = deps;

  const list = async (
    scope: Scope,
    number: number,
    match: ListingMatch,
    { listed }: Spill,
    context: CallContext,
  ): Promise<Pick<MatchedScope, 'state' | 'reason'>> => {
    const lister = clientOf(scope.connection)?.lister;
    if (lister === undefined) return { state: 'notListable' };
    const [domain] = scope.customer.domains ?? [];
    const customer = { tenantId: scope.customer.customerTenantId, ...(domain === undefined ? {} : { domain }) };
    try {
      context.signal?.throwIfAborted();
      for await (const device of lister.list(customer, context)) {
        context.signal?.throwIfAborted();
        match.list(device);
        const room = listed.add({ scope: number, device });
        if (room !== undefined) await room;
      }
      return { state: 'compared' };
    } catch (error) {
      const late = context.signal?.aborted === true;
      const reason = late ? { code: 'listing_not_finished' } : listingTrouble(error);
      if (reason === undefined) throw error;
      return { state: 'failed', reason };
    }
  };

  return async (
    partnerId: string,
    scope: Scope,
    number: number,
    spill: Spill,
    settledBefore: string,
    context: CallContext,
  ): Promise<MatchedScope> => {
    const match = makeListingMatch();
    const outcome = await list(scope, number, match, spill, context);
    const ourTags = new Set<string>();
    let ours = 0;
    let inBoth = 0;
    const { connection, customer } = scope;
    for await (const row of devices.list(partnerId, connection.connectionId, customer.customerTenantId)) {
      if (row.alias === true) continue;
      ours += 1;
      if (row.groupTag !== undefined) ourTags.add(row.groupTag);
      const found = match.match(row);
      if (found === 'inBoth') inBoth += 1;
      if (found !== 'absent' || outcome.state !== 'compared') continue;
      const { key, groupTag, identity, origin } = row;
      const kept: AbsentRow = {
        key,
        ...(groupTag === undefined ? {} : { groupTag }),
        ...(identity === undefined ? {} : { identity }),
        ...(origin === undefined ? {} : { origin }),
      };
      const room = spill.absent.add({ scope: number, row: kept });
      if (room !== undefined) await room;
    }
    return { ...scope, ...outcome, match, ours, inBoth, ourTags, settledBefore };
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
    if (scope.match.listedFate(ordinal).kind === 'unmatched') scope.match.pair(ordinal, device);
  }
}
