import type { Connection } from '../../domain/settings/connection.ts';
import { AccessDenied, ServiceUnavailable } from '../../errors.ts';
import type { Clock, PartnerList, PlatformClient, Settings, SignInKept } from '../../ports.ts';

/** What became of each connection that signs in as a user. */
export interface KeptSignedIn {
  readonly kept: readonly string[];
  /** Connection and the grant a person must renew, or the reason it failed this time, or that the sign-in is going to end. */
  readonly failed: readonly { readonly connectionId: string; readonly reason: string }[];
}

export type KeepSignedIn = () => Promise<KeptSignedIn>;

/** A stored sign-in lives for 90 days; where nothing new takes its place, people need time to sign in again. */
const warnAfterMs = 60 * 24 * 3_600_000;

/** Redeems every stored refresh token, so that new ones take their place and a lost sign-in is seen before it is needed. */
export function makeKeepSignedIn(deps: {
  readonly settings: Settings & PartnerList;
  readonly clientOf: (connection: Connection) => PlatformClient;
  readonly clock: Clock;
}): KeepSignedIn {
  const { settings, clientOf, clock } = deps;
  /** Not renewed, and old, or of unknown age. */
  const endsSoon = (outcome: SignInKept | undefined): boolean =>
    outcome?.kind === 'notRenewed' &&
    (outcome.since === undefined || clock.now().getTime() - outcome.since.getTime() > warnAfterMs);

  const connections = async (): Promise<ReadonlyMap<string, Connection>> => {
    const all = new Map<string, Connection>();
    for (const partnerId of await settings.ids()) {
      const found = await settings.ofPartner(partnerId);
      if (found.kind === 'found') for (const [id, connection] of found.connections) all.set(id, connection);
    }
    return all;
  };

  return async () => {
    const kept: string[] = [];
    const failed: KeptSignedIn['failed'][number][] = [];
    // What is wrong with one connection must not let the others run out; it is still reported as an error.
    const odd: unknown[] = [];
    for (const [connectionId, connection] of await connections()) {
      if (connection.platform !== 'partnerCenter' || connection.signIn.kind !== 'appUser') continue;
      try {
        const context = { correlationId: connectionId, onCall: () => undefined };
        const outcome = await clientOf(connection).keepSignedIn?.(context);
        kept.push(connectionId);
        if (endsSoon(outcome)) failed.push({ connectionId, reason: 'sign_in_ends_soon' });
      } catch (error) {
        if (error instanceof AccessDenied) failed.push({ connectionId, reason: error.grant });
        else if (error instanceof ServiceUnavailable) failed.push({ connectionId, reason: error.message });
        else odd.push(error);
      }
    }
    if (odd.length > 0) throw new AggregateError(odd, `${odd.length} sign-ins could not be renewed.`);
    return { kept, failed };
  };
}
