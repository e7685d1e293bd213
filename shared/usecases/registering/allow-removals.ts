import { advanceChunk } from '../../domain/registering/chunk-state.ts';
import type { UploadKey } from '../../domain/work.ts';
import type { ChunkLedger, Clock } from '../../ports.ts';
import { queuePlaceOf, type Release } from '../release.ts';

/** The operator allows more removals than a connection makes on one day; returns how many chunks go on. */
export type AllowRemovals = (key: UploadKey) => Promise<number>;

/** Lets the chunks of one upload go on that wait because of the limit of the day. Whoever calls it has checked who asks. */
export function makeAllowRemovals(deps: {
  readonly clock: Clock;
  readonly chunks: ChunkLedger;
  readonly release: Release;
}): AllowRemovals {
  const { clock, chunks, release } = deps;
  return async ({ partnerId, uploadId }) => {
    let allowed = 0;
    for (const { chunk, hold, partnerId: owner } of await chunks.list(uploadId)) {
      if (owner !== partnerId || hold?.code !== 'removal_limit') continue;
      const there = await chunks.read(uploadId, chunk);
      const resumed = there && advanceChunk(there.value, { kind: 'resumed', removalsAllowed: true }, clock.now());
      if (there === undefined || resumed === undefined) continue;
      if ((await chunks.replace(resumed, there.etag)) === undefined) continue;
      await release.join(queuePlaceOf(resumed));
      allowed += 1;
    }
    return allowed;
  };
}
