import type { Plan } from '../domain/planning/plan.ts';
import { advanceChunk, type ChunkState, newChunk } from '../domain/registering/chunk-state.ts';
import type { Connection } from '../domain/settings/connection.ts';
import { longJob } from '../domain/waits.ts';
import type { ChunkMessage, QueuePlace } from '../domain/work.ts';
import { ContractViolation } from '../errors.ts';
import type { ChunkLedger, Clock, Plans, ReleaseQueue, WorkQueue } from '../ports.ts';

/** At most this many chunks of one partner and connection are under way; a settled one releases the next. */
export const releaseWindow = 4;

/** How long chunks usually take, in seconds: connections work side by side, each on so many chunks at once. */
export function usualSeconds(
  chunks: readonly Pick<ChunkState, 'connectionId'>[],
  connections: ReadonlyMap<string, Connection>,
  usualJobMilliseconds: number,
): number {
  const byConnection = Map.groupBy(chunks, ({ connectionId }) => connectionId);
  const seconds = [...byConnection].map(([connectionId, { length }]) => {
    const usual = connections.get(connectionId)?.usualJobSeconds ?? usualJobMilliseconds / 1000;
    return Math.ceil(length / releaseWindow) * usual;
  });
  return Math.max(0, ...seconds);
}

/** A chunk's place in the release queue. */
export const queuePlaceOf = ({ partnerId, connectionId, uploadId, chunk, createdAt }: ChunkState): QueuePlace => ({
  partnerId,
  connectionId,
  uploadId,
  chunk,
  since: createdAt,
});

export interface Release {
  /**
   * Adds a sealed plan's chunks to the release queue and releases the first ones; a plan with nothing to send goes to its
   * report. Safe to repeat.
   */
  plan(plan: Plan): Promise<void>;
  /** Releases what the window of this partner and connection allows. */
  next(partnerId: string, connectionId: string): Promise<void>;
  /** Removes a chunk (it is settled or held) and releases the next one. */
  leave(place: QueuePlace): Promise<void>;
  /** Adds a chunk that was held. */
  join(place: QueuePlace): Promise<void>;
  /** Removes chunks of an upload that are settled or held, or take very long. */
  clear(partnerId: string, uploadId: string, chunks: readonly ChunkState[]): Promise<void>;
}

/** A row edited into nonsense is refused loudly where its own upload is repaired; it must not stop its neighbours. */
async function readable<T>(read: Promise<T>): Promise<T | undefined> {
  try {
    return await read;
  } catch (error) {
    if (error instanceof ContractViolation) return undefined;
    throw error;
  }
}

/**
 * A chunk that cannot be worked on gives its place back, or four of them would block their partner. The plan says which
 * place that is: the ledger's row may be what is wrong.
 */
export const givePlaceBack =
  <R>(
    registerChunk: (message: ChunkMessage) => Promise<R>,
    { plans, release }: { readonly plans: Plans; readonly release: Release },
  ) =>
  async (message: ChunkMessage): Promise<R> => {
    try {
      return await registerChunk(message);
    } catch (error) {
      const plan = error instanceof ContractViolation ? await readable(plans.read(message)) : undefined;
      const planned = plan?.chunks[message.chunk];
      if (plan !== undefined && planned !== undefined) await release.leave(queuePlaceOf(newChunk(plan, planned)));
      throw error;
    }
  };

export function makeRelease(deps: {
  readonly clock: Clock;
  readonly chunks: ChunkLedger;
  readonly releaseQueue: ReleaseQueue;
  readonly queue: WorkQueue;
}): Release {
  const { clock, chunks, releaseQueue, queue } = deps;

  /**
   * State first, then message. A chunk that started before is left alone; repair sends its message again if that was lost.
   * `false`: there is nothing to start, so that its place is free.
   */
  const start = async ({ uploadId, chunk }: QueuePlace): Promise<boolean> => {
    const there = await readable(chunks.read(uploadId, chunk));
    if (there === undefined) return false;
    const pending = advanceChunk(there.value, { kind: 'released' }, clock.now());
    const started = pending && (await chunks.replace(pending, there.etag));
    if (started === undefined) return true;
    const { partnerId, step } = started.value;
    await queue.sendChunk({ version: 1, partnerId, uploadId, chunk, step });
    return true;
  };

  const needsNoPlace = ({ state, releasedAt, createdAt }: ChunkState): boolean => {
    if (state === 'settled' || state === 'held') return true;
    const isOut = state === 'acting' || state === 'sending' || state === 'sent' || state === 'assigning';
    return isOut && clock.now().getTime() - Date.parse(releasedAt ?? createdAt) > longJob;
  };

  // All that are released, not only the newly released ones: a run that died in between left one that never started.
  const next: Release['next'] = async (partnerId, connectionId) => {
    for (let gaveBack = true; gaveBack; ) {
      gaveBack = false;
      for (const place of await releaseQueue.release(partnerId, connectionId, releaseWindow)) {
        if (await start(place)) continue;
        await releaseQueue.leave(place);
        gaveBack = true;
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
      const [first] = all;
      if (first === undefined) return;
      const since = first.createdAt;
      const over = new Set(all.filter(needsNoPlace).map(({ chunk }) => chunk));
      for (const connectionId of new Set(all.map((chunk) => chunk.connectionId))) {
        const places = await releaseQueue.list(partnerId, connectionId, { uploadId, since });
        const stale = places.filter(({ chunk }) => over.has(chunk));
        for (const place of stale) await releaseQueue.leave(place);
        if (stale.length > 0) await next(partnerId, connectionId);
      }
    },
  };
}
