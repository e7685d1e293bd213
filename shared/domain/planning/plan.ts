import type { OtherAction } from '../device-action.ts';
import type { IdentityKind, RowPlace } from '../identity.ts';
import type { Language } from '../language.ts';
import type { Platform } from '../platforms.ts';
import type { ReadSheet } from '../reading/read-event.ts';
import type { Reason } from '../reason.ts';
import type { Verdict, VerdictCounts } from '../verdict.ts';

/** What all devices of a chunk share. */
export interface ChunkKey {
  readonly connectionId: string;
  readonly platform: Platform;
  readonly customerTenantId: string;
  readonly customerName: string;
  readonly customerDomain?: string;
  readonly groupTag?: string;
  /** What is done with its devices, which are registered already; absent: they are registered. */
  readonly action?: OtherAction;
  /** Where they are now, of a move: the chunk's own connection and customer are those it goes to. */
  readonly source?: ChunkSource;
  /** That its devices are removed was confirmed, or needs no confirmation. */
  readonly confirmed?: true;
  /** Deployment profile its devices get once they are registered; only where the platform assigns one. */
  readonly profileId?: string;
}

/** The customer devices are moved from. */
export interface ChunkSource {
  readonly connectionId: string;
  readonly platform: Platform;
  readonly customerTenantId: string;
  readonly customerName: string;
  readonly customerDomain?: string;
}

/** A chunk as the sealed plan lists it. */
export interface PlannedChunk extends ChunkKey {
  readonly chunk: number;
  readonly devices: number;
}

/** One row of the file as planning left it: already judged, or waiting for a place in a chunk to be judged. */
export interface PlannedRow extends RowPlace {
  readonly cells: readonly string[];
  readonly identityKind?: IdentityKind;
  /** What it asks for; absent: to register its device. */
  readonly action?: OtherAction;
  /** What a confirmation of the row has to say, where it needs one. */
  readonly confirmation?: string;
  /** `uploadId#sheet#row` of the row of an earlier upload that this one repeats. */
  readonly follows?: string;
  /** What the reader or the router remarked beside the verdict. */
  readonly remarks?: readonly Reason[];
  readonly outcome:
    | { readonly kind: 'verdict'; readonly verdict: Verdict }
    | { readonly kind: 'device'; readonly chunk: number; readonly position: number };
}

/** Rows of one customer that got their verdict while planning, as nothing is sent of them. */
export interface NotSent {
  /** Absent: it is not known whose they are, or there were too many customers to count them apart. */
  readonly customerTenantId?: string;
  readonly customerName?: string;
  readonly counts: VerdictCounts;
}

/**
 * The sealed list of everything an upload turned into. It is created once and never changed; nothing is sent before it
 * stands.
 */
export interface Plan {
  readonly version: 1;
  readonly partnerId: string;
  readonly partnerName: string;
  readonly uploadId: string;
  /** The claim whose work this is; segments and chunks of other claims are not part of the plan. */
  readonly claim: number;
  readonly check: boolean;
  readonly fileName: string;
  readonly receivedAt: string;
  readonly plannedAt: string;
  readonly timeZone: string;
  /** Of what people read of it; absent: English. */
  readonly language?: Language;
  readonly settingsVersion: string;
  readonly readerVersion: number;
  /** Group tag of the upload as a whole (blob metadata), its own or that of the upload it follows. */
  readonly uploadGroupTag?: string;
  /** What folder or metadata say is to be done with every device of the file. */
  readonly uploadAction?: OtherAction;
  /** Earlier uploads of the same partner whose rows it repeats: it came from their retry workbooks. */
  readonly followUpOf?: readonly string[];
  readonly refused?: Reason;
  readonly notices: readonly Reason[];
  readonly sheets: readonly ReadSheet[];
  readonly rows: number;
  /** Verdicts already given while planning. */
  readonly counts: VerdictCounts;
  /** The same by customer; plans of earlier versions do not have it. */
  readonly notSent?: readonly NotSent[];
  readonly segments: readonly { readonly rows: number; readonly sha256: string }[];
  readonly chunks: readonly (PlannedChunk & { readonly sha256: string })[];
}
