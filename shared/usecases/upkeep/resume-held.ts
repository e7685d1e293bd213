import { advanceChunk, type ChunkEvent, type ChunkState } from '../../domain/registering/chunk-state.ts';
import { judgeEnd } from '../../domain/registering/chunk-verdicts.ts';
import type { ChunkLedger, Clock, Settings } from '../../ports.ts';
import type { LoadChunk } from '../registering/loaded-chunk.ts';
import { queuePlaceOf, type Release } from '../release.ts';

/** What was done about a held chunk; undefined: nothing, its time has not come. */
export type ResumeHeld = (chunk: ChunkState) => Promise<'resumed' | 'holdExpired' | undefined>;

/**
 * A held chunk is tried again as soon as its partner's settings are others than those it was held under, else when its
 * time has come, because most grants are given where we cannot see it. One that stays blocked for long ends as rejected.
 */
export function makeResumeHeld(deps: {
  readonly clock: Clock;
  readonly settings: Settings;
  readonly chunks: ChunkLedger;
  readonly release: Release;
  readonly loadChunk: LoadChunk;
  /** A chunk that was blocked for this long, in milliseconds, is given up. */
  readonly holdMilliseconds: number;
}): ResumeHeld {
  const { clock, settings, loadChunk, holdMilliseconds } = deps;
  const tryAgain = makeTryAgain(deps);
  const ago = (iso: string): number => clock.now().getTime() - Date.parse(iso);

  const isDue = async ({ dueAt, partnerId, heldUnder, hold }: ChunkState): Promise<boolean> => {
    // A person says so: a new day alone does not make many removals right.
    if (hold?.code === 'removal_limit') return false;
    if (ago(dueAt) >= 0) return true;
    const found = await settings.ofPartner(partnerId);
    return found.kind === 'found' && found.version !== heldUnder;
  };

  const giveUp: ResumeHeld = async ({ partnerId, uploadId, chunk, step }) => {
    const loaded = await loadChunk({ version: 1, partnerId, uploadId, chunk, step });
    if ('kind' in loaded) return undefined;
    await loaded.settle(judgeEnd(loaded.state, loaded.verdicts, 'hold_expired', 'no_answer'));
    return 'holdExpired';
  };

  return async (chunk) => {
    if (chunk.heldSince !== undefined && ago(chunk.heldSince) > holdMilliseconds) return giveUp(chunk);
    if (!(await isDue(chunk))) return undefined;
    return (await tryAgain(chunk)) ? 'resumed' : undefined;
  };
}

/** Resumes a held chunk, whether its time has come or not; `false`: it is not held any more. */
export const makeTryAgain =
  ({ clock, chunks, release }: { readonly clock: Clock; readonly chunks: ChunkLedger; readonly release: Release }) =>
  async (
    { uploadId, chunk }: Pick<ChunkState, 'uploadId' | 'chunk'>,
    allowed: Pick<Extract<ChunkEvent, { kind: 'resumed' }>, 'removalsAllowed'> = {},
  ): Promise<boolean> => {
    const there = await chunks.read(uploadId, chunk);
    const resumed = there && advanceChunk(there.value, { kind: 'resumed', ...allowed }, clock.now());
    if (there === undefined || resumed === undefined) return false;
    if ((await chunks.replace(resumed, there.etag)) === undefined) return false;
    await release.join(queuePlaceOf(resumed));
    return true;
  };
