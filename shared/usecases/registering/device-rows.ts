import { deviceKeys, serialKey } from '../../domain/device-key.ts';
import { chunkIdOf } from '../../domain/ids.ts';
import type { ChunkDevice } from '../../domain/planning/chunk.ts';
import type { ChunkState } from '../../domain/registering/chunk-state.ts';
import { namesIn } from '../../domain/registering/device-actions.ts';
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
    { ...rowOf(own), names: namesIn(identity), ...(bySerial === undefined ? {} : { serialKey: bySerial }) },
    ...aliases.map((key) => ({ ...rowOf(key), alias: true })),
  ];
}

/** Ledger rows of a device a chunk registered; `file`: the upload's name below the partner's folder, where it is known. */
export function registeredRows(chunk: ChunkState, device: ChunkDevice, registeredAt: string, file?: string): Rows {
  const { uploadId, chunk: number, groupTag } = chunk;
  const { sheet, row, order } = device;
  const place = { ...(file === undefined ? {} : { file }), ...(sheet === undefined ? {} : { sheet }) };
  const origin = { uploadId, chunk: number, ...place, row, registeredAt };
  const withOrigin = (seen: DeviceRow): DeviceRow => ({
    ...seen,
    ...(groupTag === undefined ? {} : { groupTag }),
    ...(order === undefined ? {} : { order }),
    origin,
  });
  const [own, ...aliases] = deviceRows(chunk, device, registeredAt);
  return [withOrigin(own), ...aliases.map(withOrigin)];
}
