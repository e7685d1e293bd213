import type { Connection } from '../../domain/settings/connection.ts';
import { AccessDenied, ServiceUnavailable } from '../../errors.ts';
import type { PartnerList, PlatformClient, Settings } from '../../ports.ts';

/** What became of each connection that signs in as a user. */
export interface KeptSignedIn {
  readonly kept: readonly string[];
  /** Connection and the grant a person must renew, or what stood in the way this time. */
  readonly failed: readonly { readonly connectionId: string; readonly reason: string }[];
}

export type KeepSignedIn = () => Promise<KeptSignedIn>;

/** Redeems every stored refresh token, so that none goes unused for 90 days and a lost sign-in is seen before it is needed. */
export function makeKeepSignedIn(deps: {
  readonly settings: Settings & PartnerList;
  readonly clientOf: (connection: Connection) => PlatformClient;
}): KeepSignedIn {
  const { settings, clientOf } = deps;

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
    // What is wrong with one connection must not let the others run out; it is still said loudly.
    const odd: unknown[] = [];
    for (const [connectionId, connection] of await connections()) {
      if (connection.platform !== 'partnerCenter' || connection.signIn.kind !== 'appUser') continue;
      try {
        await clientOf(connection).keepSignedIn?.({ correlationId: connectionId, onCall: () => undefined });
        kept.push(connectionId);
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
