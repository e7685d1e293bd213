import type { AuditEntry } from './domain/audit/audit-entry.ts';
import type { ComparisonFinding, ComparisonHead } from './domain/comparing/comparison.ts';
import type { KeptListing } from './domain/comparing/kept-listing.ts';
import type {
  LastComparison,
  ListedDevice,
  ListedPage,
  ListedPart,
  ListingPlace,
} from './domain/comparing/listed-device.ts';
import type { ChunkDevice } from './domain/planning/chunk.ts';
import type { Plan, PlannedRow } from './domain/planning/plan.ts';
import type { UploadState } from './domain/planning/upload-state.ts';
import type { ReadLimits } from './domain/reading/read-event.ts';
import type { SheetEvent } from './domain/reading/sheet-event.ts';
import type { ActionNotes } from './domain/registering/acting.ts';
import type { BatchRow } from './domain/registering/batch-row.ts';
import type { ChunkState, Receipt } from './domain/registering/chunk-state.ts';
import type {
  Changed,
  DeviceChange,
  IdentifierResult,
  Located,
  LocatedDevice,
  Removed,
  WantedDevice,
  WantedIdentifier,
} from './domain/registering/device-actions.ts';
import type { DeviceEvent } from './domain/registering/device-history.ts';
import type { DeviceEntry, OriginStanding } from './domain/registering/device-origin.ts';
import type { DeviceRow } from './domain/registering/device-row.ts';
import type { SlotOutcome } from './domain/registering/slots.ts';
import type {
  AssignmentPolled,
  CustomerRef,
  DeviceResult,
  Found,
  Permit,
  ProfilesAssigned,
  Submission,
  Submitted,
} from './domain/registering/submission.ts';
import type { Alarm } from './domain/reporting/alarm.ts';
import type { RowOfSheet } from './domain/reporting/correct-row.ts';
import type { Delivery } from './domain/reporting/notification.ts';
import type { RenderedFile, ReportContent } from './domain/reporting/rendered-file.ts';
import type { ReportHead, ReportRow } from './domain/reporting/report.ts';
import type { Connection } from './domain/settings/connection.ts';
import type { Partner } from './domain/settings/partner.ts';
import type { PersonalLink } from './domain/settings/personal-link.ts';
import type { PartnerSettings } from './domain/settings/settings-folder.ts';
import type { Suspension } from './domain/settings/suspension.ts';
import type { LabelsOf, MeasureName, SpanFacts, StepAbout, StepName } from './domain/telemetry.ts';
import type { Verdict } from './domain/verdict.ts';
import type {
  ChunkMessage,
  FailedWork,
  NotificationMessage,
  OldUpload,
  OpenUpload,
  QueuePlace,
  ReportMessage,
  UploadBlob,
  UploadKey,
} from './domain/work.ts';

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
  /** The newest value and, where it is known, since when it is there; undefined when there is none by this name. */
  read(name: string): Promise<(Versioned<string> & { readonly storedAt?: Date }) | undefined>;
  /**
   * Stores a new value if the version is still `etag` (undefined: if there is none yet).
   * `false`: somebody stored another one meanwhile; read again and use that.
   */
  write(name: string, value: string, etag: string | undefined): Promise<boolean>;
  /** When the newest value was stored, and when it ends, as far as that is known; undefined: there is none. ISO. */
  about(name: string): Promise<{ readonly changedAt?: string; readonly endsAt?: string } | undefined>;
}

// ---------------------------------------------------------------- spreadsheets

export interface SheetReader {
  /** Raw cells of every visible sheet, in order. A file that can't be read ends with a `refused` event, not with a throw. */
  read(content: AsyncIterable<Uint8Array>, limits: ReadLimits, context?: ReadContext): AsyncIterable<SheetEvent>;
}

/** What stands around a file while it is read. */
export interface ReadContext {
  readonly signal?: AbortSignal;
  /** What a text file is in whose bytes don't say it: a label of the Encoding Standard. */
  readonly textEncoding?: string;
  /** Called between any two slices of work, rows or not: whoever waits for the end learns that reading goes on. */
  keepAlive?(): Promise<void>;
}

// ---------------------------------------------------------------- platforms

/** Travels with each call: tells traces apart, counts calls by operation, ends them on shutdown. */
export interface CallContext {
  readonly correlationId: string;
  readonly onCall: (operation: string) => void;
  readonly signal?: AbortSignal;
  /**
   * Reads may wait for a platform that throttles until then, milliseconds since 1970: half of what is left at a time, so
   * that others get their turn. Absent: what asks for seconds of patience goes back to the caller.
   */
  readonly patientUntilMs?: number;
}

export type Polled =
  /** `results`: what is known already; only what does not change any more. */
  | { readonly kind: 'running'; readonly results?: readonly DeviceResult[] }
  | {
      readonly kind: 'done';
      readonly results: readonly DeviceResult[];
      /** Removes what the job left behind on the platform, once its results are kept; never fails. Absent: nothing is left. */
      readonly tidy?: () => Promise<void>;
    }
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
  /** Which devices the platform certainly holds for this customer and group tag, and which it certainly does not. */
  find(submission: Submission, context: CallContext): Promise<Found>;
}

/**
 * Gives devices that are registered their deployment profile. Doing it twice does no harm.
 * Throws what a `Registrar` throws; `assign` alone `SubmissionUnknown`.
 */
export interface ProfileAssigner {
  assign(submission: Submission, profileId: string, context: CallContext): Promise<ProfilesAssigned>;
  poll(submission: Submission, receipt: Receipt, context: CallContext): Promise<AssignmentPolled>;
}

/** Everything a connection shows for one customer; only what this connection itself registered, where the platform says so. */
export interface Lister {
  parts(customer: CustomerRef, context: CallContext): Promise<readonly ListedPart[]>;
  /**
   * The pages of a part, from a cursor on (undefined: from the beginning). A cursor the platform no longer takes ends in
   * a `ContractViolation`.
   */
  pages(
    customer: CustomerRef,
    part: ListedPart,
    cursor: string | undefined,
    context: CallContext,
  ): AsyncIterable<ListedPage>;
}

/**
 * What can be done with devices that are registered already. Throws what a `Registrar` throws: after `ServiceUnavailable`
 * nothing was taken; after `SubmissionUnknown` it may have been, so look again first. Repeating a removal or a change does no harm.
 */
export interface DeviceActions {
  /**
   * Looks at what the platform lists for the customer: one answer for each wanted device, in their order. After a removal this
   * also tells whether the device is gone, if it is wanted by the platform's id.
   */
  locate(customer: CustomerRef, devices: readonly WantedDevice[], context: CallContext): Promise<readonly Located[]>;
  /** Deregisters one device; `device` is what `locate` found, and its id decides. */
  remove(customer: CustomerRef, device: LocatedDevice, context: CallContext): Promise<Removed>;
  /** Absent: the platform can't change a registered device. */
  change?(customer: CustomerRef, device: LocatedDevice, change: DeviceChange, context: CallContext): Promise<Changed>;
  /**
   * Lists devices as the customer's own (Intune's corporate identifiers). That is no registration. Repeating it does no harm.
   * Absent: the platform has no such list.
   */
  importIdentifiers?(
    customer: CustomerRef,
    devices: readonly WantedIdentifier[],
    context: CallContext,
  ): Promise<readonly IdentifierResult[]>;
}

export interface Batches {
  read(connectionId: string, customerTenantId: string, batchId: string): Promise<Versioned<BatchRow> | undefined>;
  /** `etag` undefined: only if there is none yet. `false`: changed meanwhile (or already there); read again. */
  write(connectionId: string, customerTenantId: string, row: BatchRow, etag: string | undefined): Promise<boolean>;
  /** Forgets a batch whose creation was refused. Gone or changed already: nothing happens. */
  remove(connectionId: string, customerTenantId: string, batchId: string, etag: string): Promise<void>;
}

/** What redeeming a stored sign-in came to. */
export type SignInKept =
  | { readonly kind: 'renewed' }
  /** No new one came back, so the stored one ends in its time. `since`: when it was stored, as far as that is known. */
  | { readonly kind: 'notRenewed'; readonly since?: Date };

/** Everything one connection can do. */
export interface PlatformClient {
  readonly registrar: Registrar;
  readonly finder: Finder;
  /** Absent: the platform assigns none. */
  readonly profileAssigner?: ProfileAssigner;
  /** Absent: the platform can't be asked what it holds. */
  readonly lister?: Lister;
  /** Absent: devices can be registered, and that is all. */
  readonly deviceActions?: DeviceActions;
  /** Redeems the stored sign-in, so that a new one takes its place; absent: there is none. */
  readonly keepSignedIn?: (context: CallContext) => Promise<SignInKept>;
}

// ---------------------------------------------------------------- settings

export interface Settings {
  ofPartner(partnerId: string): Promise<PartnerSettings>;
}

export interface PartnerList {
  /** The ids of all partners that have a settings file. */
  ids(): Promise<readonly string[]>;
}

export interface Uploads {
  /** The blob as it is now; undefined when it is gone. */
  find(name: string): Promise<UploadBlob | undefined>;
  /**
   * The content of exactly this version; throws `UploadChanged` once the blob is another or gone, `UploadUnreadable`
   * where the storage service does not give it.
   */
  read(blob: UploadBlob): AsyncIterable<Uint8Array>;
  list(prefix?: string): AsyncIterable<UploadBlob>;
}

/** What is kept of uploads. */
export interface OldUploads {
  /** What the storage service takes for the time. */
  storageTime(): Promise<Date>;
  /** Every partner's uploads that were received before. */
  receivedBefore(time: Date): AsyncIterable<OldUpload>;
  /**
   * Removes the dropped blob (if it is still this version; leases are broken), retry and hand-off files, receipts of its
   * event and state documents. Throws where a legal hold keeps any of it. Gone already: nothing happens.
   */
  removeContent(state: UploadState): Promise<void>;
  /** Removes its ledger rows; the listing's row goes last, so that what was cut off is found again. */
  removeRows(upload: OldUpload): Promise<void>;
}

/** The content behind a plan. Everything but the plan itself lies under its claim, so that two claims never mix. */
export interface Plans {
  writeSegment(
    key: UploadKey,
    claim: number,
    segment: number,
    rows: readonly PlannedRow[],
  ): Promise<{ sha256: string }>;
  writeChunk(
    key: UploadKey,
    claim: number,
    chunk: number,
    devices: readonly ChunkDevice[],
  ): Promise<{ sha256: string }>;
  /** Creates the plan; the plan that stands afterwards comes back, this one or an earlier. */
  seal(plan: Plan): Promise<Plan>;
  read(key: UploadKey): Promise<Plan | undefined>;
  /** Throws `ContractViolation` when the content is not what the plan sealed. */
  readSegment(plan: Plan, segment: number): Promise<readonly PlannedRow[]>;
  readChunk(plan: Plan, chunk: number): Promise<readonly ChunkDevice[]>;
}

/** Verdicts of a chunk by position; `null`: none yet. Documents are named after their content and never change. */
export interface Verdicts {
  /** Returns the document's name. The same content has the same name. */
  write(key: UploadKey, chunk: number, verdicts: readonly (Verdict | null)[]): Promise<string>;
  /** Throws `ContractViolation` when the content does not fit its name. */
  read(key: UploadKey, chunk: number, name: string): Promise<readonly (Verdict | null)[]>;
}

/** What a chunk found and did with registered devices, by position. Documents are named after their content and never change. */
export interface NotesStore {
  /** Returns the document's name. The same content has the same name. */
  write(key: UploadKey, chunk: number, notes: ActionNotes): Promise<string>;
  /** Throws `ContractViolation` when the content does not fit its name. */
  read(key: UploadKey, chunk: number, name: string): Promise<ActionNotes>;
}

// ---------------------------------------------------------------- ledger

export interface UploadLedger {
  read(key: UploadKey): Promise<Versioned<UploadState> | undefined>;
  /** `etag` undefined: only if there is none yet. The new version, or undefined when changed meanwhile. */
  write(state: UploadState, etag: string | undefined): Promise<Versioned<UploadState> | undefined>;
  /** The ids of all of a partner's uploads. */
  ids(partnerId: string): Promise<ReadonlySet<string>>;
  /** A partner's uploads, newest first. */
  newest(partnerId: string, atMost: number): Promise<readonly UploadState[]>;
  /** A page of a partner's uploads, newest first, behind the one named; `next`: there may be more behind that one. */
  page(
    partnerId: string,
    after: UploadPosition | undefined,
    atMost: number,
  ): Promise<{ readonly uploads: readonly UploadState[]; readonly next?: UploadPosition }>;
}

/** Where an upload stands in the list of its partner's. */
export type UploadPosition = Pick<UploadState, 'receivedAt' | 'uploadId'>;

export interface ChunkLedger {
  /** Adds those that are not there yet; the others stay as they are. */
  add(chunks: readonly ChunkState[]): Promise<void>;
  read(uploadId: string, chunk: number): Promise<Versioned<ChunkState> | undefined>;
  /** The new version, or undefined when changed meanwhile. */
  replace(state: ChunkState, etag: string): Promise<Versioned<ChunkState> | undefined>;
  list(uploadId: string): Promise<readonly ChunkState[]>;
}

/** Released and waiting chunks of each partner and connection, in the order they joined. */
export interface ReleaseQueue {
  /** Adds places at the end; those that are there already stay where they are. */
  join(places: readonly QueuePlace[]): Promise<void>;
  /** Takes waiting places until `window` are released; returns all that are released by now, oldest first. */
  release(partnerId: string, connectionId: string, window: number): Promise<readonly QueuePlace[]>;
  /** Removes a place, released or not. Gone already: nothing happens. */
  leave(place: QueuePlace): Promise<void>;
  /** Every place, oldest first; or those of one upload. */
  list(
    partnerId: string,
    connectionId: string,
    upload?: Pick<QueuePlace, 'uploadId' | 'since'>,
  ): Promise<readonly QueuePlace[]>;
}

/** The share of a connection's capacity that all instances of the app use together. */
export interface ConnectionSlots {
  /** `false`: all are taken; come back later. One that is not given back is free again after `milliseconds`. */
  take(connectionId: string, holder: string, milliseconds: number): Promise<boolean>;
  giveBack(connectionId: string, holder: string, outcome: SlotOutcome): Promise<void>;
}

/** How many devices are taken out through a connection on a day, by all instances of the app. */
export interface RemovalCounts {
  /** Counts a chunk's devices, once; `false`: they would be more than the limit of the day (ISO date), and none is counted. */
  take(connectionId: string, day: string, chunkId: string, devices: number, limit: number): Promise<boolean>;
}

export interface SlotWidths {
  /** How many slots of a connection may be taken at present; undefined: the connection was never used. */
  width(connectionId: string): Promise<number | undefined>;
}

/** What repair has to look at, so that it never scans history. */
export interface OpenUploads {
  /** Adds it or moves its time. */
  put(upload: OpenUpload): Promise<void>;
  /** Gone already: nothing happens. */
  remove(key: UploadKey): Promise<void>;
  due(now: Date): AsyncIterable<OpenUpload>;
  /** All of them, or one partner's. */
  list(partnerId?: string): AsyncIterable<OpenUpload>;
}

/** What is known to have been done with a device, and its row if it was not known before. */
export interface DeviceRecord {
  readonly row: DeviceRow;
  readonly event: DeviceEvent;
}

export interface Devices {
  /** Adds or refreshes rows; a row without an origin leaves what it does not say as it is known already. */
  put(rows: readonly DeviceRow[]): Promise<void>;
  /** Enters devices under their origin, each whole or not at all; says of each what it found. Entered: `ours`, `free`. */
  enter(entries: readonly DeviceEntry[]): Promise<readonly OriginStanding[]>;
  /** Enters what was done with registered devices; the same event twice is entered once. */
  record(records: readonly DeviceRecord[]): Promise<void>;
  /** Those of the keys that are believed to be registered, and known for this partner, connection and customer. */
  known(
    partnerId: string,
    connectionId: string,
    customerTenantId: string,
    keys: readonly string[],
  ): Promise<ReadonlyMap<string, DeviceRow>>;
}

/** Devices with everything that was done with them, registered or not. */
export interface DeviceHistory {
  /** Those of the keys that were ever known for this partner, connection and customer. */
  everKnown(
    partnerId: string,
    connectionId: string,
    customerTenantId: string,
    keys: readonly string[],
  ): Promise<ReadonlyMap<string, DeviceRow>>;
}

/** Where devices are registered. */
export interface DevicePlace {
  readonly connectionId: string;
  readonly customerTenantId: string;
}

/** What we believe to be registered, read from end to end. */
export interface DeviceList {
  /** Every connection and customer a partner has rows of, also of devices that were removed. */
  places(partnerId: string): AsyncIterable<DevicePlace>;
  /** Every row of a partner, connection and customer. */
  list(partnerId: string, connectionId: string, customerTenantId: string): AsyncIterable<DeviceRow>;
}

/** What devices are looked for by. */
export interface DevicesWanted {
  readonly keys?: readonly string[];
  /** Digests of serial numbers. */
  readonly serialKeys?: readonly string[];
  /** Purchase orders or order references, as they were written. */
  readonly orders?: readonly string[];
}

export interface DeviceSearch {
  /**
   * A partner's devices that one of these fits, removed ones included: a list, perhaps an empty one, for each call to
   * storage. All its rows are read by whoever goes on to the end.
   */
  search(partnerId: string, wanted: DevicesWanted): AsyncIterable<readonly DeviceRow[]>;
}

export interface Comparisons {
  /** Partners that something is stored of: perhaps never compared, perhaps not in the settings any more. */
  partners(): Promise<readonly string[]>;
  /** Undefined: this partner was never compared. */
  last(partnerId: string): Promise<LastComparison | undefined>;
  keep(partnerId: string, comparison: LastComparison): Promise<void>;
}

/** Listings that are not finished. Of two runs at once the later one stays. */
export interface Listings {
  /** Parts whose documents are all there; none when nothing is kept, or nothing that can be read. */
  read(place: ListingPlace): Promise<KeptListing>;
  write(place: ListingPlace, listing: KeptListing): Promise<void>;
  /** Throws `ContractViolation` when it is gone or was changed. */
  readSegment(place: ListingPlace, name: string): Promise<readonly ListedDevice[]>;
  /** Returns the document's name. The same content has the same name. */
  writeSegment(place: ListingPlace, devices: readonly ListedDevice[]): Promise<string>;
  /** Removes all that is kept for the place. */
  forget(place: ListingPlace): Promise<void>;
  /** Removes what is kept for any other place of the partner. */
  keepOnly(partnerId: string, places: readonly ListingPlace[]): Promise<void>;
}

/** A private temporary file of values: written first, then read from the start as often as needed. */
export interface ScratchFile<T> {
  /** Resolves when there is room for more. */
  add(value: T): Promise<void> | undefined;
  read(): AsyncIterable<T>;
  /** Nothing of it is left. */
  close(): Promise<void>;
}

export interface Scratch {
  open<T>(): Promise<ScratchFile<T>>;
}

export interface WorkQueue {
  sendChunk(message: ChunkMessage, delayMs?: number): Promise<void>;
  sendReport(message: ReportMessage, delayMs?: number): Promise<void>;
  sendNotification(message: NotificationMessage, delayMs?: number): Promise<void>;
}

export interface PoisonQueues {
  /** Everything that lies there; what is not `done` comes back. */
  receive(): AsyncIterable<{ readonly work: FailedWork; done(): Promise<void> }>;
}

export interface RenderedReport {
  readonly files: readonly RenderedFile[];
  /** Removes the files; call it when they have been stored. */
  dispose(): Promise<void>;
}

export interface ReportRenderer {
  /** Renders every file of a report in one pass over its rows. */
  render(head: ReportHead, rows: () => AsyncIterable<ReportRow>): Promise<RenderedReport>;
}

export interface ComparisonRenderer {
  /** Renders every file of a comparison in one pass over its findings. */
  render(head: ComparisonHead, findings: () => AsyncIterable<ComparisonFinding>): Promise<RenderedReport>;
}

export interface Reports {
  /** Puts a file below the partner's report folder; `false`: a newer rendering is there already. */
  put(name: string, content: ReportContent, sequence: number): Promise<boolean>;
}

// ---------------------------------------------------------------- notifying people

export interface NotificationSender {
  /** Posts a body, signed where there is a secret to sign it with; never throws for what the receiver does. */
  send(notification: {
    readonly url: string;
    readonly secret?: string;
    readonly body: string;
    readonly at: Date;
  }): Promise<{ readonly ok: boolean; readonly answer: string }>;
}

export interface Mailer {
  /** Sends a plain text; never throws for what the mail server does. The same `id` is the same mail sent again. */
  send(mail: {
    readonly id: string;
    readonly to: readonly string[];
    readonly subject: string;
    readonly text: string;
  }): Promise<{ readonly ok: boolean; readonly answer: string }>;
}

/** The delivery log: the last that is known of each notification and channel. */
export interface Deliveries {
  read(notification: Pick<Delivery, 'partnerId' | 'uploadId' | 'event' | 'channel'>): Promise<Delivery | undefined>;
  write(delivery: Delivery): Promise<void>;
  /** All that is kept of an upload's. */
  list(partnerId: string, uploadId: string): Promise<readonly Delivery[]>;
}

/** How an attempt of a call ended; undefined: without an answer. */
export type CallEnded = (answer: { readonly status: number; readonly requestId: string } | undefined) => void;

/** Lets operators see what is done. It never fails, and never keeps work waiting for more than a second. */
export interface Telemetry {
  /** Runs a step. Steps of one upload share its one trace, whichever instance runs them. */
  step<T>(name: StepName, about: StepAbout, run: () => Promise<T>, tell?: (result: T) => SpanFacts): Promise<T>;
  /** An attempt of a call to a platform begins, as part of the step it is made in. */
  call(operation: string, connection: { readonly platform: string; readonly connectionId: string }): CallEnded;
  /** An upload is over. */
  upload(key: UploadKey, from: Date, until: Date, facts: SpanFacts): void;
  measure<M extends MeasureName>(name: M, value: number, labels: LabelsOf<M>): void;
}

// ---------------------------------------------------------------- audit

/** The record of who did what when, one for each partner; it only grows. */
export interface Audit {
  /** Adds an entry and returns its number once it is stored. Entries of one partner never interleave, whoever else writes. */
  record(entry: AuditEntry): Promise<number>;
}

/** Where records ended, kept where nothing that is there can be changed or removed. */
export interface AuditHeads {
  /** Everybody who has a record. */
  partners(): Promise<readonly string[]>;
  /** Keeps where a partner's record ends now; false: it has not grown since that was last done. */
  keep(partnerId: string): Promise<boolean>;
}

/** Which settings of a partner have been recorded already, by any instance. */
export interface SeenSettings {
  has(partnerId: string, picture: string): Promise<boolean>;
  /** There already: nothing happens. */
  add(partnerId: string, picture: string): Promise<void>;
}

// ---------------------------------------------------------------- serving people

/** A file in a partner's report folder; `name` begins with the partner. */
export interface ReportFile {
  readonly name: string;
  readonly bytes: number;
  readonly writtenAt: string;
}

export interface ReportFiles {
  /** Files whose name begins so, in the order of their names. */
  list(prefix: string): AsyncIterable<ReportFile>;
}

/** Links to one blob each, for whoever has them, until they end. */
export interface Links {
  /** Creates this one file below `uploads`, once; it reads and overwrites nothing. */
  toDrop(name: string, until: Date): Promise<string>;
  /** Reads this one file below `reports`. */
  toFetch(name: string, until: Date): Promise<string>;
}

/** Files the service itself drops for somebody. */
export interface Drops {
  /** Puts a file below `uploads`; its ETag, or undefined when there is one of this name already. */
  put(
    name: string,
    content: AsyncIterable<Uint8Array> | { readonly path: string },
    metadata: Readonly<Record<string, string>>,
  ): Promise<string | undefined>;
}

/** What operators stopped. A change is seen by every instance within seconds. */
export interface Suspensions {
  list(): Promise<readonly Suspension[]>;
  /** There already: it is replaced. */
  put(suspension: Suspension): Promise<void>;
  /** Gone already: nothing happens. */
  remove(suspension: Pick<Suspension, 'of' | 'id'>): Promise<void>;
}

/** What the operator is told: few rows, gone once they are over. */
export interface Alarms {
  list(): Promise<readonly Versioned<Alarm>[]>;
  /** `etag` undefined: only if there is none yet. `false`: changed meanwhile (or already there); look again. */
  write(alarm: Alarm, etag: string | undefined): Promise<boolean>;
  /** Gone already: nothing happens. */
  remove(alarm: Pick<Alarm, 'kind' | 'id'>): Promise<void>;
}

export interface PersonalLinks {
  read(linkId: string): Promise<Versioned<PersonalLink> | undefined>;
  /** `etag` undefined: only if there is none yet. `false`: changed meanwhile (or already there); read again. */
  write(link: PersonalLink, etag: string | undefined): Promise<boolean>;
  list(partnerId: string): Promise<readonly PersonalLink[]>;
}

/** Makes a text that can't be guessed. */
export type NewSecret = () => string;

export interface PartnerTemplates {
  /** An empty workbook (xlsx) with the partner's own customers and group tags. */
  make(of: {
    readonly partner: Partner;
    readonly connections: ReadonlyMap<string, Connection>;
    readonly language: 'en' | 'de';
  }): Promise<Uint8Array>;
}

export interface RetryWorkbooks {
  /**
   * A workbook of these rows with references to the upload they come from, in a temporary file. `confirmation`: with the
   * codes that say yes to their removal.
   */
  render(
    of: Pick<ReportHead, 'uploadId' | 'action'>,
    rows: AsyncIterable<RowOfSheet>,
    kind?: 'retry' | 'confirmation',
  ): Promise<{ readonly path: string; dispose(): Promise<void> }>;
}
