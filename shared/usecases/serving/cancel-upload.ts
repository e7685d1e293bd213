import type { ChunkState } from '../../domain/registering/chunk-state.ts';
import { judgeRest, openPositions } from '../../domain/registering/chunk-verdicts.ts';
import type { UploadKey } from '../../domain/work.ts';
import type { Audit, ChunkLedger, Clock, UploadLedger } from '../../ports.ts';
import type { LoadChunk } from '../registering/loaded-chunk.ts';
import { devicesOf } from '../upload-progress.ts';
import { isUnsent } from './read-upload.ts';
import type { Person } from './report-files.ts';

export interface Cancelled {
  readonly chunks: number;
  /** That are not sent. */
  readonly devices: number;
  /** That were sent already, or may have been, and are followed to their end. */
  readonly goOn: number;
}

/** Cancels what was not sent. Undefined: there is no such upload of this partner. */
export type CancelUpload = (
  key: UploadKey,
  person: Person & { readonly name: string },
) => Promise<Cancelled | undefined>;

/** A chunk may move on while it is being cancelled; after this many attempts it is left to go on. */
const mostTries = 5;

/**
 * A chunk of which no call was made settles with the verdict "cancelled"; one that was sent goes on. Which of the two is
 * decided by the ledger's own conditional write: of a call and a cancellation at once exactly one comes first. Chunks in
 * line are called off before those whose turn it is, so that none moves up meanwhile.
 */
export function makeCancelUpload(deps: {
  readonly clock: Clock;
  readonly ledger: UploadLedger;
  readonly chunks: ChunkLedger;
  readonly loadChunk: LoadChunk;
  readonly audit: Audit;
}): CancelUpload {
  const { clock, ledger, chunks, loadChunk, audit } = deps;

  /** How many devices were cancelled; none: the chunk is being sent, or settled. */
  const cancel = async (listed: ChunkState, by: string): Promise<number> => {
    const { partnerId, uploadId } = listed;
    let chunk: ChunkState | undefined = listed;
    for (let tries = 0; tries < mostTries && chunk !== undefined && isUnsent(chunk); tries += 1) {
      const { step } = chunk;
      const loaded = await loadChunk({ version: 1, partnerId, uploadId, chunk: listed.chunk, step });
      if (!('kind' in loaded) && isUnsent(loaded.state)) {
        const verdict = { kind: 'rejected', reason: { code: 'cancelled', params: { by } } } as const;
        const settled = await loaded.settle(judgeRest(loaded.verdicts, verdict));
        if (settled.kind === 'settled') return openPositions(loaded.verdicts).length;
      }
      chunk = (await chunks.read(uploadId, listed.chunk))?.value;
    }
    return 0;
  };

  const inOrder = (one: ChunkState, other: ChunkState): number => {
    const rank = ({ state }: ChunkState): number => (state === 'waiting' ? 0 : state === 'held' ? 1 : 2);
    // The last in line first: a place that gets free is taken by the first.
    return rank(one) - rank(other) || other.chunk - one.chunk;
  };

  return async (key, { name, ...person }) => {
    const state = (await ledger.read(key))?.value;
    if (state === undefined) return undefined;
    const { partnerId, uploadId } = state;
    const all = state.state === 'planned' ? await chunks.list(uploadId) : [];
    const unsent = all.filter(isUnsent).sort(inOrder);
    const devices = devicesOf(unsent);
    const at = clock.now().toISOString();
    await audit.record({ what: 'uploadCancelled', uploadId, chunks: unsent.length, devices, partnerId, at, ...person });
    let cancelled = { chunks: 0, devices: 0 };
    for (const chunk of unsent) {
      const settled = await cancel(chunk, name);
      if (settled > 0) cancelled = { chunks: cancelled.chunks + 1, devices: cancelled.devices + settled };
    }
    const left = (await chunks.list(uploadId)).filter((chunk) => chunk.state !== 'settled');
    return { ...cancelled, goOn: devicesOf(left) };
  };
}
