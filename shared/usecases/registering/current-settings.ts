import { customerFault } from '../../domain/planning/customer.ts';
import type { Reason } from '../../domain/reason.ts';
import type { Connection } from '../../domain/settings/connection.ts';
import type { Partner } from '../../domain/settings/partner.ts';
import { suspendedBy } from '../../domain/settings/suspension.ts';
import type { PlatformClient, Settings, Suspensions } from '../../ports.ts';
import type { LoadedChunk } from './loaded-chunk.ts';

/** What a chunk needs of the current settings. */
export interface CurrentSettings {
  readonly connection: Connection;
  readonly partner: Partner;
  /** Of a move: where the devices come from. */
  readonly source?: Connection;
  readonly settingsVersion: string;
}

/** What a chunk is registered with. */
export interface ChunkSettings extends Omit<CurrentSettings, 'source'> {
  readonly client: PlatformClient;
  readonly source?: { readonly connection: Connection; readonly client: PlatformClient };
}

/** Why a chunk is blocked by the current settings. */
export type Blocked =
  /** It will never be sent. */
  | { readonly kind: 'over'; readonly code: 'partner_removed' | 'partner_suspended' }
  /** No connection can be used until the settings are corrected, neither to send nor to look. */
  | { readonly kind: 'missing' | 'notAllowed'; readonly reason: Reason; readonly under?: string };

/** The connection this chunk uses by the current settings: the plan may be days old. */
export async function currentSettings(
  settings: Settings,
  suspensions: Pick<Suspensions, 'list'>,
  { state: chunk }: LoadedChunk,
): Promise<CurrentSettings | Blocked> {
  const { partnerId, connectionId, customerTenantId, state, source: from, clearedAt } = chunk;
  const found = await settings.ofPartner(partnerId);
  if (found.kind === 'unknown') return { kind: 'over', code: 'partner_removed' };
  if (found.kind === 'broken') return { kind: 'missing', reason: { code: 'settings_broken' } };
  const { partner, connections, version } = found;
  // What was sent or removed already is followed to its end, whatever the settings say by now.
  const isToSend = (state === 'pending' && clearedAt === undefined) || state === 'assigning';
  if (isToSend && partner.state === 'suspended') return { kind: 'over', code: 'partner_suspended' };
  const stopped = state === 'pending' ? suspendedBy(await suspensions.list(), partnerId, connectionId) : undefined;
  if (stopped !== undefined) return { kind: 'notAllowed', reason: { code: stopped }, under: version };
  const connection = connections.get(connectionId);
  if (connection === undefined) return { kind: 'missing', reason: { code: 'connection_missing' }, under: version };
  const source = from === undefined ? undefined : connections.get(from.connectionId);
  if (from !== undefined && source === undefined)
    return { kind: 'missing', reason: { code: 'connection_missing' }, under: version };
  const faults = [{ customerTenantId, connectionId }, ...(from === undefined ? [] : [from])].flatMap(
    (place) => customerFault(partner, place.customerTenantId, place.connectionId) ?? [],
  );
  const fault = isToSend ? faults[0] : undefined;
  return fault === undefined
    ? { connection, partner, settingsVersion: version, ...(source === undefined ? {} : { source }) }
    : { kind: 'notAllowed', reason: fault, under: version };
}
