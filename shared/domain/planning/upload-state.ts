import type { Reason, ReasonParams, StoredReason } from '../reason.ts';
import type { VerdictCounts, VerdictKind } from '../verdict.ts';

/** Registered devices of one customer that have no deployment profile, or may have none, for one reason. */
export interface ProfileFault {
  readonly customerTenantId: string;
  readonly code: string;
  /** The platform's reason. */
  readonly because?: StoredReason;
  readonly rows: number;
}

/**
 * Where an upload stands: `planning` (claimed, being read) -> `planned` (sealed; its chunks are being sent) ->
 * `reported` (final report written). `superseded`: overwritten before it was sealed. `refused`: no partner of that name is known.
 * `waiting`: its partner's settings can't be used yet.
 */
export interface UploadState {
  readonly version: 1;
  readonly partnerId: string;
  readonly uploadId: string;
  readonly state: 'planning' | 'planned' | 'reported' | 'superseded' | 'refused' | 'waiting';
  readonly blobName: string;
  readonly etag: string;
  readonly receivedAt: string;
  /** Rises with each take-over; the work of an older claim is void. */
  readonly claim: number;
  /** `planning`: whoever works on it renews this; past it the claim is dead, or the pause after a failed one is over. */
  readonly aliveUntil: string;
  readonly rowsRead: number;
  /** `planning`: runs that began to read the file, this one included; those that failed for another reason are taken off. */
  readonly readings?: number;
  readonly reason?: Reason;
  /** Of the newest report rendered or being rendered. */
  readonly sequence: number;
  /** How often in a row reading it or writing its report failed unexpectedly. */
  readonly failures?: number;
  /** When a report was last written. */
  readonly reportedAt?: string;
  /** What the newest report says, so that lists need not read it; absent: there is none, or an earlier release wrote it. */
  readonly outcome?: UploadOutcome;
  /** New uploads that people made of it: the newest of each kind. */
  readonly followedBy?: readonly FollowUp[];
  readonly changedAt: string;
}

/** A new upload made of an earlier one: the checked file as it is, its corrected rows, or those whose removal was confirmed. */
export interface FollowUp {
  readonly what: 'sent' | 'corrected' | 'confirmed';
  readonly uploadId: string;
  readonly rows: number;
  readonly at: string;
}

/** A report in a few numbers. */
export interface UploadOutcome {
  readonly check: boolean;
  readonly rows: number;
  readonly devices: number;
  readonly counts: VerdictCounts;
  /** Why the whole file was refused. */
  readonly refused?: Reason;
  /** What its verdicts do not say, and a person has to see to; absent: nothing. */
  readonly withoutProfile?: readonly ProfileFault[];
  /** Rows that share a verdict and a reason, most frequent first; only the first ones. */
  readonly findings: readonly {
    readonly kind: VerdictKind;
    readonly code: string;
    readonly params: ReasonParams;
    readonly rows: number;
  }[];
}
