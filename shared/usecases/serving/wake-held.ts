import { grantReasons, isGrant } from '../../domain/reasons/grants.ts';
import type { ChunkState } from '../../domain/registering/chunk-state.ts';
import type { UploadKey } from '../../domain/work.ts';
import type { Audit, ChunkLedger, Clock, OpenUploads, WorkQueue } from '../../ports.ts';
import type { Release } from '../release.ts';
import { makeTryAgain } from '../upkeep/resume-held.ts';
import { devicesOf, fileNameOf } from '../upload-progress.ts';
import type { Person } from './report-files.ts';

/** What was mended; nothing: all of it may be. */
export interface Mended {
  readonly partnerId?: string;
  /** Its sign-in; with a customer: what this customer grants as well. */
  readonly connectionId?: string;
  readonly customerTenantId?: string;
}

/** Held work of an upload that is tried again now. */
export interface Woken extends UploadKey {
  readonly fileName: string;
  readonly chunks: number;
  readonly devices: number;
}

/** Tries again at once what waits for a grant that a person has just given; what still lacks it is held again. */
export type WakeHeld = (mended: Mended, person: Person) => Promise<readonly Woken[]>;

/** The grant a chunk waits for: held, or sent and not to be followed without it. */
function grantOf({ state, hold, trouble }: ChunkState) {
  const code = (state === 'held' ? hold : trouble)?.code ?? '';
  return state === 'settled' || !isGrant(code) ? undefined : code;
}

function helps({ connectionId, customerTenantId }: Mended, chunk: ChunkState): boolean {
  const code = grantOf(chunk);
  if (code === undefined) return false;
  const places = [chunk, ...(chunk.source === undefined ? [] : [chunk.source])];
  const tenantId = customerTenantId?.toLowerCase();
  return places.some(
    (place) =>
      (connectionId === undefined || place.connectionId === connectionId) &&
      (tenantId === undefined || place.customerTenantId.toLowerCase() === tenantId) &&
      // What a customer has to grant is not given by signing in.
      (connectionId === undefined || customerTenantId !== undefined || grantReasons[code].who === 'operator'),
  );
}

export function makeWakeHeld(deps: {
  readonly clock: Clock;
  readonly chunks: ChunkLedger;
  readonly open: OpenUploads;
  readonly release: Release;
  readonly queue: WorkQueue;
  readonly audit: Audit;
}): WakeHeld {
  const { clock, chunks, open, queue, audit } = deps;
  const tryAgain = makeTryAgain(deps);

  const wake = async (chunk: ChunkState): Promise<boolean> => {
    if (chunk.state === 'held') return tryAgain(chunk);
    const { partnerId, uploadId, step } = chunk;
    await queue.sendChunk({ version: 1, partnerId, uploadId, chunk: chunk.chunk, step });
    return true;
  };

  return async (mended, person) => {
    const all: Woken[] = [];
    for await (const { partnerId, uploadId, blobName } of open.list(mended.partnerId)) {
      const stuck = (await chunks.list(uploadId)).filter((chunk) => helps(mended, chunk));
      const woken: ChunkState[] = [];
      for (const chunk of stuck) if (await wake(chunk)) woken.push(chunk);
      if (woken.length === 0) continue;
      const counts = { chunks: woken.length, devices: devicesOf(woken) };
      const at = clock.now().toISOString();
      await audit.record({ what: 'uploadReleased', uploadId, ...counts, partnerId, at, ...person });
      all.push({ partnerId, uploadId, fileName: fileNameOf({ blobName }), ...counts });
    }
    return all;
  };
}
