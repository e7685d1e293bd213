import type { ChunkDevice } from '../../domain/planning/chunk.ts';
import { finishAnew } from '../../domain/registering/acting.ts';
import { advanceChunk, type ChunkState } from '../../domain/registering/chunk-state.ts';
import { type ChunkVerdicts, fromLedger } from '../../domain/registering/chunk-verdicts.ts';
import type { DeviceRow } from '../../domain/registering/device-row.ts';
import { countVerdicts } from '../../domain/verdict.ts';
import type { ChunkLedger, Clock, Devices, Verdicts, Versioned, WorkQueue } from '../../ports.ts';
import { queuePlaceOf, type Release } from '../release.ts';
import type { KeepProgress } from '../upload-progress.ts';
import { deviceRows, registeredRows } from './device-rows.ts';

export interface SettleChunk {
  /** Writes the last verdicts of a chunk, then counts it as settled. `false`: somebody else moved it meanwhile. */
  settle(chunk: Versioned<ChunkState>, devices: readonly ChunkDevice[], verdicts: ChunkVerdicts): Promise<boolean>;
  /** Lets the next chunk go and asks for the report once nothing of the upload is under way. Safe to repeat. */
  moveOn(chunk: ChunkState): Promise<void>;
}

/** Ledger rows of the devices that were there before this chunk; those it registered were entered as it was known. */
const seenRows = (chunk: ChunkState, devices: readonly ChunkDevice[], verdicts: ChunkVerdicts, at: string) =>
  verdicts.flatMap((verdict, position): readonly DeviceRow[] => {
    const device = devices[position];
    // What was answered from the ledger teaches it nothing.
    const isNews = verdict?.kind === 'alreadyRegistered' && verdict.reason?.code !== fromLedger;
    if (isNews && device !== undefined) return deviceRows(chunk, device, at);
    // A chunk that an earlier release sent: that one entered its devices only here.
    const isOld = verdict?.kind === 'registered' && chunk.firstCallAt === undefined;
    return isOld && device !== undefined ? registeredRows(chunk, device, at) : [];
  });

/** Results first, state second, messages last: a crash in between is repaired by doing it again. */
export function makeSettleChunk(deps: {
  readonly clock: Clock;
  readonly chunks: ChunkLedger;
  readonly verdicts: Verdicts;
  readonly devices: Devices;
  readonly release: Release;
  readonly keepProgress: KeepProgress;
  readonly queue: WorkQueue;
}): SettleChunk {
  const { clock, chunks, verdicts: store, devices: ledger, release, keepProgress, queue } = deps;

  const moveOn: SettleChunk['moveOn'] = async (chunk) => {
    await release.leave(queuePlaceOf(chunk));
    const all = await chunks.list(chunk.uploadId);
    if (all.every(({ state }) => state === 'settled' || state === 'held')) {
      await queue.sendReport({ version: 1, partnerId: chunk.partnerId, uploadId: chunk.uploadId });
    }
    await keepProgress(chunk, all);
  };

  const settle: SettleChunk['settle'] = async ({ value: chunk, etag }, devices, given) => {
    const now = clock.now();
    const verdicts = finishAnew(chunk, given);
    const verdictsName = await store.write(chunk, chunk.chunk, verdicts);
    const settled = advanceChunk(chunk, { kind: 'settled', verdictsName, counts: countVerdicts(verdicts) }, now);
    if (settled === undefined) return false;
    await ledger.put(seenRows(chunk, devices, verdicts, now.toISOString()));
    if ((await chunks.replace(settled, etag)) === undefined) return false;
    await moveOn(settled);
    return true;
  };

  return { settle, moveOn };
}
