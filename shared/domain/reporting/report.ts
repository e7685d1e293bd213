import type { OtherAction } from '../device-action.ts';
import type { IdentityKind, RowPlace } from '../identity.ts';
import type { Language } from '../language.ts';
import type { NotSent } from '../planning/plan.ts';
import type { Platform } from '../platforms.ts';
import type { ReadSheet } from '../reading/read-event.ts';
import type { Reason } from '../reason.ts';
import type { Verdict, VerdictCounts } from '../verdict.ts';

export type ReportKind = 'final' | 'provisional' | 'check';

/** One line of the summary: devices of one customer, group tag and connection. */
export interface ReportGroup {
  readonly customerTenantId: string;
  readonly customerName?: string;
  readonly groupTag?: string;
  readonly platform: Platform;
  readonly connectionId: string;
  readonly chunks: number;
  readonly counts: VerdictCounts;
}

/** What holds rows back; its parameters name the customer, and the link to send where there is one. */
export interface Hold extends Reason {
  readonly rows: number;
}

/** May a connection register for a customer? Asked, never tried. */
export interface Reach {
  readonly connectionId: string;
  readonly platform: Platform;
  readonly customerTenantId: string;
  readonly customerName: string;
  readonly answer: 'yes' | 'no' | 'unknown' | 'notAsked';
  readonly reason?: Reason;
}

/** What sending a checked file would take, as far as it can be known. */
export interface Forecast {
  readonly chunks: number;
  /** Calls at least: each chunk is sent and its result is asked for. */
  readonly calls: number;
  /** Until the last job is over, if each takes the usual time. */
  readonly seconds: number;
  /** Devices we registered before for the same customer. */
  readonly known: number;
  readonly customers: readonly Reach[];
}

/** An earlier upload as it stands together with its follow-up. */
export interface FollowedUpload {
  readonly uploadId: string;
  readonly fileName: string;
  readonly rows: number;
  /** Its rows by verdict; rows that were dropped again count with their new one. */
  readonly counts: VerdictCounts;
}

/** Everything a report says apart from its rows; known before the first row is rendered. */
export interface ReportHead {
  readonly version: 1;
  readonly kind: ReportKind;
  /** Rises with each rendering of the same upload; an older one never overwrites a newer one. */
  readonly sequence: number;
  readonly partnerId: string;
  readonly partnerName: string;
  readonly uploadId: string;
  /** Path of the uploaded file below the partner's folder, as it was dropped. */
  readonly fileName: string;
  readonly receivedAt: string;
  readonly writtenAt: string;
  /** IANA name; times in what people read are shown in it. */
  readonly timeZone: string;
  /** Of what people read; absent: English. */
  readonly language?: Language;
  /** Why the whole file was refused; then there are no rows. */
  readonly refused?: Reason;
  /** What folder or metadata asked for with every device of the file. */
  readonly action?: OtherAction;
  readonly notices: readonly Reason[];
  readonly sheets: readonly ReadSheet[];
  readonly rows: number;
  readonly counts: VerdictCounts;
  readonly groups: readonly ReportGroup[];
  /** Rows of which nothing was sent, by customer: with the groups, each row is counted once. */
  readonly notSent: readonly NotSent[];
  /** Calls to platforms, by operation. */
  readonly calls: Readonly<Record<string, number>>;
  /** What holds chunks back, if anything does. */
  readonly holds: readonly Hold[];
  /** The earlier uploads it follows up, with their rows as they stand now: nearest first. */
  readonly followUpOf?: readonly FollowedUpload[];
  /** Check only: what sending the file would take. */
  readonly forecast?: Forecast;
}

/** One row of the uploader's file with what became of it. */
export interface ReportRow extends RowPlace {
  readonly cells: readonly string[];
  readonly identityKind?: IdentityKind;
  readonly customerTenantId?: string;
  readonly groupTag?: string;
  readonly platform?: Platform;
  /** What it asked for; absent: to register its device. */
  readonly action?: OtherAction;
  /** What its confirmation has to say, where it needs one. */
  readonly confirmation?: string;
  readonly verdict: Verdict;
}
