import type { Identity } from './domain/identity.ts';
import type { ReadLimits, Reason } from './domain/read-event.ts';
import type { SheetEvent } from './domain/sheet-event.ts';
import type { PlatformWords, Verdict } from './domain/verdict.ts';

/** Every effect the system has. Each port says what "missing", "already there" and "changed meanwhile" do. */

/** A stored value and the version it was read at. */
export interface Versioned<T> {
  readonly value: T;
  readonly etag: string;
}

export interface Clock {
  now(): Date;
}

/** Secrets by name (never by value in settings). */
export interface Secrets {
  /** The newest value; undefined when there is none by this name. */
  read(name: string): Promise<Versioned<string> | undefined>;
  /**
   * Stores a new value if the version is still `etag` (undefined: if there is none yet).
   * `false`: somebody stored another one meanwhile; read again and use that.
   */
  write(name: string, value: string, etag: string | undefined): Promise<boolean>;
}

// ---------------------------------------------------------------- spreadsheets

export interface SheetReader {
  /** Raw cells of every visible sheet, in order. A file that can't be read ends with a `refused` event, not with a throw. */
  read(content: AsyncIterable<Uint8Array>, limits: ReadLimits, signal?: AbortSignal): AsyncIterable<SheetEvent>;
}

// ---------------------------------------------------------------- platforms

/** Travels with each call: tells traces apart, counts calls by operation, ends them on shutdown. */
export interface CallContext {
  readonly correlationId: string;
  readonly onCall: (operation: string) => void;
  readonly signal?: AbortSignal;
}

export interface CustomerRef {
  readonly tenantId: string;
  readonly domain?: string;
}

export interface SubmissionDevice {
  /** Position in the chunk: what results are told by. */
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

/** What a platform hands back for a chunk; small, plain JSON, kept in the ledger until the job ends. */
export type Receipt = Readonly<Record<string, string | number | boolean | readonly string[]>>;

/** What the platform said of one device. Devices it said nothing about, or nothing certain, do not appear. */
export type DeviceResult =
  | { readonly position: number; readonly kind: 'registered'; readonly platformDeviceId?: string }
  | { readonly position: number; readonly kind: 'failed'; readonly said: PlatformWords };

export type Permit =
  | { readonly kind: 'granted' }
  /** `reason.code` names the missing grant and is explained in `row-issue.ts`. */
  | { readonly kind: 'missing'; readonly reason: Reason };

export type Submitted =
  | { readonly kind: 'accepted'; readonly receipt: Receipt }
  | { readonly kind: 'answered'; readonly results: readonly DeviceResult[] }
  /** The call as a whole was turned down for good: the same verdict for every device of it. */
  | { readonly kind: 'turnedDown'; readonly verdict: Verdict }
  /** Nothing was sent (another chunk is creating the batch, say): come back later. */
  | { readonly kind: 'later'; readonly reason: Reason; readonly afterMs: number };

export type Polled =
  | { readonly kind: 'running' }
  | { readonly kind: 'done'; readonly results: readonly DeviceResult[] }
  /** The platform no longer knows the job: what became of the devices has to be looked up. */
  | { readonly kind: 'lost' };

/**
 * Registers devices with one connection.
 * Throws `ServiceUnavailable` (certainly not taken), `SubmissionUnknown` (submit only: perhaps taken),
 * `AccessDenied` (a person must act), `ContractViolation` (an answer we can't read).
 */
export interface Registrar {
  permit(customer: CustomerRef, context: CallContext): Promise<Permit>;
  submit(submission: Submission, context: CallContext): Promise<Submitted>;
  poll(submission: Submission, receipt: Receipt, context: CallContext): Promise<Polled>;
}

/** Looks for devices on the platform after an answer was lost. */
export interface Finder {
  /** Positions the platform certainly holds for this customer and group tag. Absence proves nothing. */
  find(submission: Submission, context: CallContext): Promise<readonly number[]>;
}

/** A device as a platform lists it. */
export interface ListedDevice {
  readonly platformDeviceId?: string;
  readonly serial?: string;
  readonly manufacturer?: string;
  readonly model?: string;
  readonly pkid?: string;
  readonly groupTag?: string;
}

/** Everything a connection shows for one customer; only what this connection itself registered, where the platform says so. */
export interface Lister {
  list(customer: CustomerRef, context: CallContext): AsyncIterable<ListedDevice>;
}

/** The ledger row of one device batch on Partner Center: `(connection, customer, lower-case batch id)`. */
export interface BatchRow {
  /** The batch's name as it was first spelled. */
  readonly batchId: string;
  readonly state: 'creating' | 'exists';
  /** The chunk that creates it. */
  readonly createdBy: string;
  /** ISO time until which others wait for the creator. */
  readonly creatingUntil: string;
}

export interface Batches {
  read(connectionId: string, customerTenantId: string, batchId: string): Promise<Versioned<BatchRow> | undefined>;
  /** `etag` undefined: only if there is none yet. `false`: changed meanwhile (or already there); read again. */
  write(connectionId: string, customerTenantId: string, row: BatchRow, etag: string | undefined): Promise<boolean>;
  /** Forgets a batch whose creation was refused. Gone or changed already: nothing happens. */
  remove(connectionId: string, customerTenantId: string, batchId: string, etag: string): Promise<void>;
}
