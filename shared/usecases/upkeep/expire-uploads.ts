import type { AuditEvent } from '../../domain/audit/audit-entry.ts';
import type { OldUpload } from '../../domain/work.ts';
import type { Audit, Clock, OldUploads, UploadLedger } from '../../ports.ts';

export type Forgotten =
  | {
      readonly kind: 'forgot';
      readonly uploads: number;
      /** Old, but not finished: repair and people still have work with them. */
      readonly unfinished: number;
    }
  /** Our clock and the storage service's do not agree; nothing was removed. */
  | { readonly kind: 'clockWrong'; readonly ours: string; readonly storages: string };

/** Removes what is kept of uploads that are long over. */
export type ExpireUploads = () => Promise<Forgotten>;

/** A run ends well before the host would end it; what is left is for the next one. */
export const mostForgotten = 500;
const mostApartMs = 3_600_000;

/**
 * What holds serials and hashes is kept for the retention time after it was dropped, not for ever: what was dropped, its
 * state, the files made of it that hold hashes, its ledger rows. The table `devices` (digests), reports and the record
 * stay. Two at once, or one that is cut off, do no harm. A clock that jumped must not cost data: the older of two clocks counts, and
 * when they are more than an hour apart nothing is removed.
 */
export function makeExpireUploads(deps: {
  readonly clock: Clock;
  readonly old: OldUploads;
  readonly ledger: UploadLedger;
  readonly audit: Audit;
  readonly retentionMilliseconds: number;
}): ExpireUploads {
  const { clock, old, ledger, audit, retentionMilliseconds } = deps;

  const forget = async (upload: OldUpload, before: Date): Promise<'forgot' | 'unfinished' | 'young'> => {
    const state = (await ledger.read(upload))?.value;
    // The listing's row alone must not decide.
    if (state !== undefined && Date.parse(state.receivedAt) >= before.getTime()) return 'young';
    if (state !== undefined && !['reported', 'superseded', 'refused'].includes(state.state)) return 'unfinished';
    const event: AuditEvent = { what: 'uploadForgotten', uploadId: upload.uploadId };
    if (state !== undefined) {
      // What can't be removed (a legal hold) must not be called forgotten, nor lose its ledger row: it would be new again.
      await old.removeContent(state);
      await audit.record({ at: clock.now().toISOString(), partnerId: upload.partnerId, who: 'service', ...event });
    }
    await old.removeRows(upload);
    return 'forgot';
  };

  return async () => {
    const [ours, storages] = [clock.now(), await old.storageTime()];
    if (Math.abs(ours.getTime() - storages.getTime()) > mostApartMs) {
      return { kind: 'clockWrong', ours: ours.toISOString(), storages: storages.toISOString() };
    }
    const before = new Date(Math.min(ours.getTime(), storages.getTime()) - retentionMilliseconds);
    const counts = { forgot: 0, unfinished: 0, young: 0 };
    // What is wrong with one upload must not keep the others; it is thrown at the end.
    const failures: unknown[] = [];
    for await (const upload of old.receivedBefore(before)) {
      try {
        counts[await forget(upload, before)] += 1;
      } catch (error) {
        failures.push(error);
      }
      if (counts.forgot >= mostForgotten) break;
    }
    if (failures.length > 0) throw new AggregateError(failures, `${failures.length} uploads could not be forgotten.`);
    return { kind: 'forgot', uploads: counts.forgot, unfinished: counts.unfinished };
  };
}
