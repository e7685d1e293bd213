import { serialKey } from '../../domain/device-key.ts';
import { chunkIdOf } from '../../domain/ids.ts';
import { keysOf, namesOf } from '../../domain/registering/acting.ts';
import type { LocatedDevice } from '../../domain/registering/device-actions.ts';
import type { DeviceEvent } from '../../domain/registering/device-history.ts';
import type { DeviceRow } from '../../domain/registering/device-row.ts';
import type { CustomerRef } from '../../domain/registering/submission.ts';
import type { Connection } from '../../domain/settings/connection.ts';
import type { Clock, DeviceActions, Devices, PlatformClient } from '../../ports.ts';
import type { ChunkSettings } from './current-settings.ts';
import type { LoadedChunk } from './loaded-chunk.ts';

/** Where the devices of a chunk are now: with the customer it is for, or, of a move, with the one they come from. */
export interface ActingPlace {
  readonly connection: Connection;
  readonly client: PlatformClient;
  readonly actions: DeviceActions;
  readonly customer: CustomerRef;
  readonly customerTenantId: string;
}

/** Undefined: the platform can only register. */
export const actingPlaceOf = ({ state, submission }: LoadedChunk, settings: ChunkSettings): ActingPlace | undefined => {
  const { source } = state;
  const { connection, client } = source === undefined ? settings : (settings.source ?? settings);
  const { deviceActions: actions } = client;
  if (actions === undefined) return undefined;
  const { customer } = submission;
  const { customerTenantId: tenantId, customerDomain: domain } = source ?? state;
  return {
    connection,
    client,
    actions,
    customer: source === undefined ? customer : { tenantId, ...(domain === undefined ? {} : { domain }) },
    customerTenantId: tenantId,
  };
};

/** The devices' rows in our ledger, by position: of those that are believed to be registered where they are, or ever were. */
export async function rowsAt(
  read: Devices['known'],
  { state, content }: LoadedChunk,
  { connection: { connectionId }, customerTenantId }: ActingPlace,
  positions: readonly number[],
): Promise<ReadonlyMap<number, DeviceRow>> {
  const keys = positions.map((position) => {
    const device = content[position];
    return { position, own: device === undefined ? [] : keysOf(device) };
  });
  const found = await read(
    state.partnerId,
    connectionId,
    customerTenantId,
    keys.flatMap(({ own }) => own),
  );
  return new Map(
    keys.flatMap(({ position, own }): [number, DeviceRow][] => {
      const row = own.map((key) => found.get(key)).find((one) => one !== undefined);
      return row === undefined ? [] : [[position, row]];
    }),
  );
}

/** What was done with devices goes to the ledger before a message or a report speaks of it. */
export async function enterDone(
  { devices: ledger, clock }: { readonly devices: Devices; readonly clock: Clock },
  { state, content }: LoadedChunk,
  { connection: { connectionId }, customerTenantId }: ActingPlace,
  what: 'removed' | 'changed',
  done: readonly (readonly [number, LocatedDevice | undefined])[],
): Promise<void> {
  const at = clock.now().toISOString();
  const { partnerId, uploadId, chunk, groupTag } = state;
  const entries = done.flatMap(([position, located]) => {
    const device = content[position];
    if (device === undefined) return [];
    const keys = keysOf(device, located);
    const { sheet, row } = device;
    const event: DeviceEvent = {
      what,
      at,
      uploadId,
      ...(sheet === undefined ? {} : { sheet }),
      row,
      ...(what === 'changed' && groupTag !== undefined ? { groupTag } : {}),
    };
    const bySerial = serialKey(located?.serial ?? namesOf(device).serial);
    const seenBy = chunkIdOf(uploadId, chunk);
    return keys.map((key, index) => ({
      event,
      row: {
        partnerId,
        connectionId,
        customerTenantId,
        key,
        seenAt: at,
        seenBy,
        ...(index === 0 ? (bySerial === undefined ? {} : { serialKey: bySerial }) : { alias: true }),
      },
    }));
  });
  if (entries.length > 0) await ledger.record(entries);
}
