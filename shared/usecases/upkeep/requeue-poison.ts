import { uploadIdOf } from '../../domain/ids.ts';
import { parseUploadPath, uploadPlace } from '../../domain/planning/upload-path.ts';
import { advanceChunk } from '../../domain/registering/chunk-state.ts';
import type { ChunkMessage, FailedWork, UploadKey } from '../../domain/work.ts';
import type { ChunkLedger, Clock, OpenUploads, PoisonQueues, UploadLedger, WorkQueue } from '../../ports.ts';
import { makeCountFailure } from './count-failure.ts';

/** What was found in a poison queue, and what is done about it. */
export type Failure = Partial<UploadKey> & {
  readonly work: FailedWork['kind'];
  readonly chunk?: number;
  /** How often in a row this work has failed. */
  readonly failures?: number;
  /** `setAside`: repair tries again later and later; a person should look. `dropped`: it is done or void. */
  readonly becomes: 'requeued' | 'setAside' | 'dropped';
  readonly why?: string;
};

export type RequeuePoison = () => Promise<readonly Failure[]>;

/**
 * Work whose every try failed is queued again once, because most of what fails passes by itself (a host that died, storage
 * that was away). What fails again is marked in the ledger, shows in the status, and is left to repair, at long intervals.
 */
export function makeRequeuePoison(deps: {
  readonly clock: Clock;
  readonly poison: PoisonQueues;
  readonly ledger: UploadLedger;
  readonly chunks: ChunkLedger;
  readonly open: OpenUploads;
  readonly queue: WorkQueue;
}): RequeuePoison {
  const { clock, poison, ledger, chunks, open, queue } = deps;
  const count = makeCountFailure(deps);

  const dropped = (work: FailedWork['kind'], why: string, key: Partial<UploadKey> = {}): Failure => ({
    ...key,
    work,
    becomes: 'dropped',
    why,
  });

  const requeueChunk = async ({ partnerId, uploadId, chunk, step }: ChunkMessage): Promise<Failure> => {
    const key = { partnerId, uploadId, chunk };
    const there = await chunks.read(uploadId, chunk);
    if (there?.value.partnerId !== partnerId) return dropped('chunk', 'there is no such chunk', key);
    if (there.value.step !== step) return dropped('chunk', 'the message is old', key);
    const failed = advanceChunk(there.value, { kind: 'failed' }, clock.now());
    const marked = failed && (await chunks.replace(failed, there.etag));
    if (marked === undefined) return dropped('chunk', 'it moved on', key);
    const { failures = 0 } = marked.value;
    if (failures > 1) return { ...key, work: 'chunk', failures, becomes: 'setAside' };
    await queue.sendChunk({ version: 1, ...key, step: marked.value.step });
    return { ...key, work: 'chunk', failures, becomes: 'requeued' };
  };

  const requeueReport = async ({ partnerId, uploadId }: UploadKey): Promise<Failure> => {
    const key = { partnerId, uploadId };
    const failures = await count(key);
    if (failures === undefined) return dropped('report', 'the upload is over', key);
    if (failures > 1) return { ...key, work: 'report', failures, becomes: 'setAside' };
    await queue.sendReport({ version: 1, ...key });
    return { ...key, work: 'report', failures, becomes: 'requeued' };
  };

  /** The host's own message can't be sent again: repair takes the upload up instead, whether it was claimed or not. */
  const requeueUpload = async (blobName: string, etag: string): Promise<Failure> => {
    const { partnerId } = uploadPlace(parseUploadPath(blobName));
    if (partnerId === undefined) return dropped('upload', 'it belongs to no partner');
    const key = { partnerId, uploadId: uploadIdOf('uploads', blobName, etag) };
    const claimed = (await ledger.read(key)) !== undefined;
    const failures = claimed ? await count(key) : 1;
    if (failures === undefined) return dropped('upload', 'it was read by another run', key);
    if (failures > 1) return { ...key, work: 'upload', failures, becomes: 'setAside' };
    await open.put({ ...key, blobName, dueAt: clock.now().toISOString() });
    return { ...key, work: 'upload', failures, becomes: 'requeued' };
  };

  const treat = (work: FailedWork): Failure | Promise<Failure> => {
    switch (work.kind) {
      case 'chunk':
        return requeueChunk(work.message);
      case 'report':
        return requeueReport(work.message);
      case 'upload':
        return requeueUpload(work.blobName, work.etag);
      case 'notice':
        return dropped('notice', 'the partner can still read the report');
      case 'unreadable':
        return dropped('unreadable', work.why);
    }
  };

  return async () => {
    const failures: Failure[] = [];
    for await (const { work, done } of poison.receive()) {
      failures.push(await treat(work));
      await done();
    }
    return failures;
  };
}
