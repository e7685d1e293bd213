import { deviceKeys } from '../../domain/device-key.ts';
import {
  annotateResults,
  type LedgerWord,
  positionsAlreadyThere,
  positionsElsewhere,
} from '../../domain/registering/answer-remarks.ts';
import type { ChunkVerdicts } from '../../domain/registering/chunk-verdicts.ts';
import type { DeviceRow } from '../../domain/registering/device-row.ts';
import type { Partner } from '../../domain/settings/partner.ts';
import type { Devices } from '../../ports.ts';
import type { LoadedChunk } from './loaded-chunk.ts';

export type AnnotateResults = (
  loaded: LoadedChunk,
  partner: Partner,
  verdicts: ChunkVerdicts,
) => Promise<ChunkVerdicts>;

/** A courtesy must not cost more than the work itself: beyond this many look-ups nothing more is looked for. */
const maxLookUps = 2_000;

/**
 * Adds what our ledger knows to a platform's bare "already registered" or "somebody else's": the group tag we registered
 * the device with, or the other customer of the *same partner* it was registered for. Nothing of other partners is read.
 */
export function makeAnnotateResults({ devices: ledger }: { readonly devices: Devices }): AnnotateResults {
  /** Devices among these positions that we registered there ourselves. */
  const registeredThere = async (
    { state, content }: LoadedChunk,
    place: { readonly connectionId: string; readonly customerTenantId: string },
    positions: readonly number[],
  ): Promise<ReadonlyMap<number, DeviceRow>> => {
    const keysOf = (position: number): readonly string[] => {
      const device = content[position];
      return device === undefined ? [] : deviceKeys(device.identity);
    };
    const keys = positions.flatMap(keysOf);
    const known = await ledger.known(state.partnerId, place.connectionId, place.customerTenantId, keys);
    return new Map(
      positions.flatMap((position): [number, DeviceRow][] => {
        const row = keysOf(position)
          .map((key) => known.get(key))
          .find((found) => found?.origin !== undefined);
        return row === undefined ? [] : [[position, row]];
      }),
    );
  };

  const tagsOf = async (loaded: LoadedChunk, verdicts: ChunkVerdicts): Promise<Map<number, LedgerWord>> => {
    const there = positionsAlreadyThere(verdicts);
    if (there.length === 0 || loaded.state.groupTag === undefined) return new Map();
    const rows = await registeredThere(loaded, loaded.state, there);
    return new Map(
      [...rows].flatMap(([position, { groupTag }]): [number, LedgerWord][] =>
        groupTag === undefined ? [] : [[position, { registeredWithTag: groupTag }]],
      ),
    );
  };

  return async (loaded, partner, verdicts) => {
    const words = await tagsOf(loaded, verdicts);
    let left = positionsElsewhere(verdicts);
    let lookUps = 0;
    for (const { customerTenantId, name, connections = partner.connections } of partner.customers) {
      if (customerTenantId === loaded.state.customerTenantId) continue;
      for (const connectionId of connections) {
        lookUps += left.length;
        if (left.length === 0 || lookUps > maxLookUps) break;
        const rows = await registeredThere(loaded, { connectionId, customerTenantId }, left);
        for (const position of rows.keys())
          words.set(position, { otherCustomer: { name, tenantId: customerTenantId } });
        left = left.filter((position) => !rows.has(position));
      }
    }
    return annotateResults(verdicts, loaded.state.groupTag, words);
  };
}
