import type { UploadKey } from '../../domain/work.ts';
import type { Audit, ChunkLedger, Clock, OpenUploads, UploadLedger, WorkQueue } from '../../ports.ts';
import type { Release } from '../release.ts';
import { makeTryAgain } from '../upkeep/resume-held.ts';
import { devicesOf } from '../upload-progress.ts';
import { canTryAgain } from './read-upload.ts';
import type { Person } from './report-files.ts';

export interface Released {
  readonly chunks: number;
  readonly devices: number;
}

/** Tries again now what is held or waits for its next try. Undefined: there is no such upload of this partner. */
export type ReleaseUpload = (key: UploadKey, person: Person) => Promise<Released | undefined>;

export function makeReleaseUpload(deps: {
  readonly clock: Clock;
  readonly ledger: UploadLedger;
  readonly chunks: ChunkLedger;
  readonly open: OpenUploads;
  readonly release: Release;
  readonly queue: WorkQueue;
  readonly audit: Audit;
}): ReleaseUpload {
  const { clock, ledger, chunks, open, queue, audit } = deps;
  const tryAgain = makeTryAgain(deps);
  return async (key, person) => {
    const state = (await ledger.read(key))?.value;
    if (state === undefined) return undefined;
    const { partnerId, uploadId, blobName } = state;
    const at = clock.now().toISOString();
    const stuck = state.state === 'planned' ? (await chunks.list(uploadId)).filter(canTryAgain) : [];
    const devices = devicesOf(stuck);
    await audit.record({
      what: 'uploadReleased',
      uploadId,
      chunks: stuck.length,
      devices,
      partnerId,
      at,
      ...person,
    });
    // What can't be read yet is repair's to take up: at its next turn instead of later.
    if (state.state === 'waiting' || state.state === 'planning') await open.put({ ...key, blobName, dueAt: at });
    let released: Released = { chunks: 0, devices: 0 };
    for (const chunk of stuck) {
      if (chunk.state === 'pending') {
        await queue.sendChunk({ version: 1, partnerId, uploadId, chunk: chunk.chunk, step: chunk.step });
      } else if (!(await tryAgain(chunk))) continue;
      released = { chunks: released.chunks + 1, devices: released.devices + chunk.devices };
    }
    return released;
  };
}
