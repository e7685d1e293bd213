import { deviceKeys, serialKey } from '../../domain/device-key.ts';
import { chunkIdOf } from '../../domain/ids.ts';
import type { ChunkDevice } from '../../domain/planning/chunk.ts';
import type { ChunkState } from '../../domain/registering/chunk-state.ts';
import type { DeviceEntry } from '../../domain/registering/device-origin.ts';
import type { DeviceRow } from '../../domain/registering/device-row.ts';
import { serialOf } from '../../domain/registering/submission-matching.ts';

type Rows = DeviceEntry['rows'];

/** Ledger rows of a device a chunk saw: its own first, then its aliases. It keeps the tag it has; ours was not looked at. */
export function deviceRows(chunk: ChunkState, { identity }: ChunkDevice, seenAt: string): Rows {
  const bySerial = serialKey(serialOf(identity));
  const { partnerId, connectionId, customerTenantId } = chunk;
  const seenBy = chunkIdOf(chunk.uploadId, chunk.chunk);
  const rowOf = (key: string): DeviceRow => ({
    partnerId,
    connectionId,
    customerTenantId,
    key,
    seenAt,
    seenBy,
    identity: identity.kind,
  });
  const [own, ...aliases] = deviceKeys(identity);
  return [
    { ...rowOf(own), ...(bySerial === undefined ? {} : { serialKey: bySerial }) },
    ...aliases.map((key) => ({ ...rowOf(key), alias: true })),
  ];
}

/** Ledger rows of a device a chunk registered. */
export function registeredRows(chunk: ChunkState, device: ChunkDevice, registeredAt: string): Rows {
  const { uploadId, chunk: number, groupTag } = chunk;
  const { sheet, row, order } = device;
  const origin = { uploadId, chunk: number, ...(sheet === undefined ? {} : { sheet }), row, registeredAt };
  const withOrigin = (seen: DeviceRow): DeviceRow => ({
    ...seen,
    ...(groupTag === undefined ? {} : { groupTag }),
    ...(order === undefined ? {} : { order }),
    origin,
  });
  const [own, ...aliases] = deviceRows(chunk, device, registeredAt);
  return [withOrigin(own), ...aliases.map(withOrigin)];
}
