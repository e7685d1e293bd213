import type { UploadKey } from '../../domain/work.ts';
import type { ChunkLedger, Clock } from '../../ports.ts';
import type { Release } from '../release.ts';
import { makeTryAgain } from '../upkeep/resume-held.ts';

/** The operator allows more removals than a connection makes on one day; returns how many chunks go on. */
export type AllowRemovals = (key: UploadKey) => Promise<number>;

/** Lets the chunks of one upload go on that wait because of the limit of the day. Whoever calls it has checked who asks. */
export function makeAllowRemovals(deps: {
  readonly clock: Clock;
  readonly chunks: ChunkLedger;
  readonly release: Release;
}): AllowRemovals {
  const { chunks } = deps;
  const tryAgain = makeTryAgain(deps);
  return async ({ partnerId, uploadId }) => {
    let allowed = 0;
    for (const chunk of await chunks.list(uploadId)) {
      if (chunk.partnerId !== partnerId || chunk.hold?.code !== 'removal_limit') continue;
      if (await tryAgain(chunk, { removalsAllowed: true })) allowed += 1;
    }
    return allowed;
  };
}
