import type { Plan } from '../domain/planning/plan.ts';
import { advanceChunk, type ChunkState, newChunk } from '../domain/registering/chunk-state.ts';
import type { QueuePlace } from '../domain/work.ts';
import { ContractViolation } from '../errors.ts';
import type { ChunkLedger, Clock, ReleaseQueue, WorkQueue } from '../ports.ts';

/** At most this many chunks of one partner and connection are under way; a settled one releases the next. */
export const releaseWindow = 4;

/** Where a chunk stands in line. */
export const queuePlaceOf = ({ partnerId, connectionId, uploadId, chunk, createdAt }: ChunkState): QueuePlace => ({
  partnerId,
  connectionId,
  uploadId,
  chunk,
  since: createdAt,
});

export interface Release {
  /** Puts a sealed plan's chunks into line and releases the first ones; a plan with nothing to send goes to its report. Safe to repeat. */
  plan(plan: Plan): Promise<void>;
  /** Releases what the window of this partner and connection allows. */
  next(partnerId: string, connectionId: string): Promise<void>;
  /** Takes a chunk out of the line (it is settled or held) and lets the next one go. */
  leave(place: QueuePlace): Promise<void>;
  /** Puts a chunk that was held back into line. */
  join(place: QueuePlace): Promise<void>;
  /** Takes out of the line what stands there of an upload although its chunks are over. */
  clear(partnerId: string, uploadId: string, chunks: readonly ChunkState[]): Promise<void>;
}

export function makeRelease(deps: {
  readonly clock: Clock;
  readonly chunks: ChunkLedger;
  readonly releaseQueue: ReleaseQueue;
  readonly queue: WorkQueue;
}): Release {
  const { clock, chunks, releaseQueue, queue } = deps;

  /** State first, then message. A chunk that started before is left alone; its message, if lost, is repair's to send again. */
  const start = async ({ uploadId, chunk }: QueuePlace): Promise<void> => {
    const there = await chunks.read(uploadId, chunk);
    const pending = there && advanceChunk(there.value, { kind: 'released' }, clock.now());
    const started = pending && (await chunks.replace(pending, there.etag));
    if (started === undefined) return;
    const { partnerId, step } = started.value;
    await queue.sendChunk({ version: 1, partnerId, uploadId, chunk, step });
  };

  // All that are released, not only the newly released ones: a run that died in between left one that never started.
  const next: Release['next'] = async (partnerId, connectionId) => {
    for (const place of await releaseQueue.release(partnerId, connectionId, releaseWindow)) {
      try {
        await start(place);
      } catch (error) {
        // A row edited into nonsense is refused loudly where its own upload is mended; it must not stop its neighbours.
        if (!(error instanceof ContractViolation)) throw error;
      }
    }
  };

  return {
    next,
    plan: async (plan) => {
      const { partnerId, uploadId } = plan;
      if (plan.check || plan.chunks.length === 0) return queue.sendReport({ version: 1, partnerId, uploadId });
      await chunks.add(plan.chunks.map((planned) => newChunk(plan, planned)));
      const waiting = (await chunks.list(uploadId)).filter((chunk) => chunk.state === 'waiting');
      await releaseQueue.join(waiting.map(queuePlaceOf));
      for (const connectionId of new Set(waiting.map((chunk) => chunk.connectionId)))
        await next(partnerId, connectionId);
    },
    leave: async (place) => {
      await releaseQueue.leave(place);
      await next(place.partnerId, place.connectionId);
    },
    join: async (place) => {
      await releaseQueue.join([place]);
      await next(place.partnerId, place.connectionId);
    },
    clear: async (partnerId, uploadId, all) => {
      const over = new Set(
        all.filter(({ state }) => state === 'settled' || state === 'held').map(({ chunk }) => chunk),
      );
      for (const connectionId of new Set(all.map((chunk) => chunk.connectionId))) {
        const stale = (await releaseQueue.list(partnerId, connectionId)).filter(
          (place) => place.uploadId === uploadId && over.has(place.chunk),
        );
        for (const place of stale) await releaseQueue.leave(place);
        if (stale.length > 0) await next(partnerId, connectionId);
      }
    },
  };
}
