import type { OtherAction } from '../device-action.ts';
import { chunkIdOf, requestIdOf } from '../ids.ts';
import type { Plan } from '../planning/plan.ts';
import type { UploadState } from '../planning/upload-state.ts';
import type { ChunkState } from '../registering/chunk-state.ts';
import type { PartnerSettings } from '../settings/settings-folder.ts';
import type { VerdictCounts } from '../verdict.ts';

/**
 * What the record of a partner says of one event. Ids, codes and counts only: no serials, no hashes, no file names, no
 * group tags (a wrong column could put serials there), so that erasing a partner's data need not touch it.
 */
export type AuditEvent =
  | { readonly what: 'uploadReceived' | 'uploadSuperseded' | 'uploadForgotten'; readonly uploadId: string }
  | { readonly what: 'uploadRefused' | 'uploadWaiting'; readonly uploadId: string; readonly reason: string }
  | {
      readonly what: 'uploadPlanned';
      readonly uploadId: string;
      readonly check: boolean;
      readonly rows: number;
      readonly chunks: number;
      readonly counts: VerdictCounts;
      readonly settingsVersion: string;
    }
  | ({ readonly what: 'chunkSubmitted'; readonly requestId: string; readonly correlationId: string } & ChunkRef)
  | ({ readonly what: 'chunkAccepted' | 'chunkAnswerLost' | 'chunkResumed' } & ChunkRef)
  /** Before registered devices are removed or changed, and once they may be registered anew. */
  | ({ readonly what: 'chunkActing'; readonly action: OtherAction } & ChunkRef)
  | ({ readonly what: 'chunkCleared'; readonly action: OtherAction } & ChunkRef)
  | ({ readonly what: 'chunkHeld'; readonly reason: string } & ChunkRef)
  | ({ readonly what: 'chunkSettled'; readonly counts: VerdictCounts } & ChunkRef)
  | {
      readonly what: 'reportWritten';
      readonly uploadId: string;
      readonly final: boolean;
      /** Which rendering it was. */
      readonly rendering: number;
    }
  /** Settings not seen before were used (`version`), or files that can't be used were found (`faults`). */
  | { readonly what: 'settingsSeen'; readonly version: string; readonly faults: readonly string[] }
  /** A message, something stored or a platform's answer is not what it must be, and was refused. */
  | { readonly what: 'contractViolated'; readonly uploadId?: string; readonly chunk?: number; readonly problem: string }
  /** `blob`: SHA-256 of the blob's container and name, so that a link that turns up somewhere leads to its entry. */
  | { readonly what: 'linkMade'; readonly linkTo: 'upload' | 'report'; readonly blob: string; readonly until: string }
  /** What was not sent yet is not sent any more. */
  | {
      readonly what: 'uploadCancelled' | 'uploadReleased';
      readonly uploadId: string;
      readonly chunks: number;
      readonly devices: number;
    }
  | {
      readonly what: 'rowsCorrected' | 'removalsConfirmed' | 'checkSent';
      readonly uploadId: string;
      readonly newUploadId: string;
    }
  /** Sending was stopped, or goes on; without a connection: for the partner. */
  | { readonly what: 'sendingSuspended' | 'sendingResumed'; readonly connectionId?: string }
  /** `link` names a personal link without opening anything. */
  | { readonly what: 'personalLinkMade'; readonly link: string; readonly until: string }
  | { readonly what: 'personalLinkRevoked' | 'personalLinkUsed'; readonly link: string }
  | { readonly what: 'erasing' }
  /** `left`: how much could not be removed. */
  | { readonly what: 'erased'; readonly removed: Readonly<Record<string, number>>; readonly left: number }
  /** The change that an earlier entry announced was not made: somebody else changed the same thing first. */
  | { readonly what: 'notDone'; readonly entry: number }
  /** The record goes on in another page; always the last entry of its page. */
  | { readonly what: 'continued'; readonly page: string };

/** The chunk an event is about. */
interface ChunkRef {
  readonly uploadId: string;
  readonly chunk: number;
  readonly connectionId: string;
  readonly customerTenantId: string;
  readonly devices: number;
}

/** `partner`: by dropping a file or on the page. `operator`: by a command or on the page. */
export type AuditActor = 'partner' | 'service' | 'operator';

/** An event, of whom and when. */
export type AuditEntry = AuditEvent & {
  readonly partnerId: string;
  readonly who: AuditActor;
  /** The person or identity that did it, by a command or on the page; absent: the service itself. */
  readonly by?: string;
  readonly at: string;
};

/** What a change of an upload's ledger row means to the record; undefined: nothing worth an entry. */
export function uploadEvent(
  before: UploadState | undefined,
  after: UploadState,
  plan: Plan | undefined,
): AuditEvent | undefined {
  const { uploadId, state, sequence } = after;
  const reason = after.reason?.code ?? '';
  if (before === undefined && state === 'planning') return { what: 'uploadReceived', uploadId };
  if (before?.state !== state) {
    if (state === 'refused') return { what: 'uploadRefused', uploadId, reason };
    if (state === 'waiting') return { what: 'uploadWaiting', uploadId, reason };
    if (state === 'superseded') return { what: 'uploadSuperseded', uploadId };
    if (state === 'planned' && plan !== undefined) return planned(plan);
    if (state === 'reported') return { what: 'reportWritten', uploadId, final: true, rendering: sequence };
  }
  // The sequence rises when a rendering starts; once it is stored, only the time changes.
  const noted = before?.sequence === sequence && before.reportedAt !== after.reportedAt;
  return noted ? { what: 'reportWritten', uploadId, final: false, rendering: sequence } : undefined;
}

function planned({ uploadId, refused, check, rows, chunks, counts, settingsVersion }: Plan): AuditEvent {
  if (refused !== undefined) return { what: 'uploadRefused', uploadId, reason: refused.code };
  return { what: 'uploadPlanned', uploadId, check, rows, chunks: chunks.length, counts, settingsVersion };
}

/** What a change of a chunk's ledger row means to the record; undefined: nothing worth an entry. */
export function chunkEvent(before: ChunkState, after: ChunkState): AuditEvent | undefined {
  const { uploadId, chunk, connectionId, customerTenantId, devices, state, action } = after;
  const ref = { uploadId, chunk, connectionId, customerTenantId, devices };
  if (before.state === state) {
    const lost = state === 'sending' && after.answerLost && !before.answerLost;
    return lost ? { what: 'chunkAnswerLost', ...ref } : undefined;
  }
  switch (state) {
    case 'sending': {
      if (before.state !== 'pending') return { what: 'chunkAnswerLost', ...ref };
      const chunkId = chunkIdOf(uploadId, chunk);
      const ids = { requestId: requestIdOf(chunkId, after.attempt), correlationId: requestIdOf(chunkId, after.step) };
      return { what: 'chunkSubmitted', ...ref, ...ids };
    }
    case 'sent':
      return { what: 'chunkAccepted', ...ref };
    case 'held':
      return { what: 'chunkHeld', ...ref, reason: after.hold?.code ?? '' };
    case 'settled':
      return { what: 'chunkSettled', ...ref, counts: after.counts ?? {} };
    case 'waiting':
      return { what: 'chunkResumed', ...ref };
    case 'acting':
      return action === undefined ? undefined : { what: 'chunkActing', action, ...ref };
    case 'pending':
      return before.state === 'acting' && action !== undefined ? { what: 'chunkCleared', action, ...ref } : undefined;
    case 'assigning':
      return undefined;
  }
}

const maxFaults = 10;
const maxFaultLength = 300;

/** The version and faults of settings as they were seen; undefined where there are no settings. */
export function settingsEvent(settings: PartnerSettings): Extract<AuditEvent, { what: 'settingsSeen' }> | undefined {
  if (settings.kind === 'unknown') return undefined;
  return {
    what: 'settingsSeen',
    version: settings.kind === 'found' ? settings.version : 'unusable',
    faults: settings.faults.slice(0, maxFaults).map((fault) => fault.slice(0, maxFaultLength)),
  };
}
