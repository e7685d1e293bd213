import type { Identity } from '../identity.ts';
import type { Reason } from '../reason.ts';
import type { GrantCode } from '../reasons/grants.ts';
import type { PlatformWords, Verdict } from '../verdict.ts';
import type { Receipt } from './chunk-state.ts';
import type { ProfileOutcome } from './profile-remarks.ts';
export interface CustomerRef {
  readonly tenantId: string;
  readonly domain?: string;
}

export interface SubmissionDevice {
  /** Position in the chunk: what results refer to. */
  readonly position: number;
  readonly identity: Identity;
  readonly assignedUser?: string;
}

/** Devices of one upload, connection, customer and group tag: what one call takes. */
export interface Submission {
  readonly chunkId: string;
  /** Stays the same when the same attempt is repeated after a time-out. */
  readonly requestId: string;
  readonly customer: CustomerRef;
  readonly groupTag?: string;
  readonly devices: readonly SubmissionDevice[];
}

/** A platform's answer about one device. Devices without a certain answer do not appear. */
export type DeviceResult =
  | { readonly position: number; readonly kind: 'registered'; readonly platformDeviceId?: string }
  | { readonly position: number; readonly kind: 'failed'; readonly platformMessage: PlatformWords };

/** What a look at the platform's own list shows, by position; of positions in neither, nothing is certain. */
export interface Found {
  readonly found: readonly number[];
  /** Certainly not listed now. A call that is still being worked on may bring them yet. */
  readonly absent: readonly number[];
}

/** A job that is still running, with the results it has given by now. */
export const runningWith = (
  results: readonly DeviceResult[],
): { readonly kind: 'running'; readonly results?: readonly DeviceResult[] } =>
  results.length === 0 ? { kind: 'running' } : { kind: 'running', results };

export type Permit = { readonly kind: 'granted' } | { readonly kind: 'missing'; readonly reason: Reason<GrantCode> };

export type Submitted =
  | { readonly kind: 'accepted'; readonly receipt: Receipt }
  | { readonly kind: 'answered'; readonly results: readonly DeviceResult[] }
  /** The call as a whole was turned down for good: the same verdict for every device of it. */
  | { readonly kind: 'turnedDown'; readonly verdict: Verdict }
  /** Nothing was sent (another chunk is creating the batch, say): come back later. */
  | { readonly kind: 'later'; readonly reason: Reason; readonly afterMs: number };

export type ProfilesAssigned =
  | { readonly kind: 'accepted'; readonly receipt: Receipt }
  | { readonly kind: 'refused'; readonly reason: Reason }
  /** The platform lists none of the devices (yet): nothing was sent. */
  | { readonly kind: 'nothing' };

export type AssignmentPolled =
  | { readonly kind: 'running' }
  /** The platform no longer knows the job. */
  | { readonly kind: 'lost' }
  /** Of positions in neither, nothing is known. */
  | ({ readonly kind: 'done' } & ProfileOutcome);
