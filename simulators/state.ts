import type { DeviceNames } from './device-names.ts';
import type { FaultPlan } from './faults.ts';
import type { World } from './world.ts';

/** Everything the simulators remember. Hash text is never kept, only its SHA-256. */

type PlatformName = 'partnerCenter' | 'oemDirect' | 'intune';

/** A device as it came in a call. */
export interface SubmittedDevice {
  readonly sent: DeviceNames;
  /** SHA-256 (hex) of the base64 text that was sent. */
  readonly hashSha256?: string | undefined;
  /** What the hash says; absent when it could not be read. */
  readonly embedded?: DeviceNames | undefined;
  /** The caller's own name for it (OEM gateway), the platform's id (policy updates), or the import record's id (Graph). */
  readonly reference?: string | undefined;
  readonly groupTag?: string | undefined;
  readonly assignedUser?: string | undefined;
  readonly policyId?: string | null | undefined;
}

/** What became of one device of a job. `name` is absent when it went well. */
export interface DeviceResult {
  readonly serialNumber?: string | undefined;
  readonly productKey?: string | undefined;
  readonly reference?: string | undefined;
  readonly deviceId?: string | undefined;
  readonly code?: number | undefined;
  readonly name?: string | undefined;
}

/** A device in the one directory behind all platforms. */
export interface HeldDevice extends DeviceNames {
  readonly id: string;
  readonly platform: PlatformName | 'elsewhere';
  /** Who registered it: partner tenant, OEM name or app. */
  readonly owner: string;
  readonly customerTenantId: string;
  readonly groupTag?: string | undefined;
  readonly assignedUser?: string | undefined;
  readonly policyId?: string | undefined;
  readonly hashSha256?: string | undefined;
  /** What was in the row, as against what the hash or the maker's report adds. */
  readonly sent: DeviceNames;
  readonly registeredAt: number;
  readonly submissionId: string;
  readonly deviceName?: string | undefined;
  /** What Intune still shows of properties that were changed. */
  readonly shown?: ShownProperties | undefined;
  /** Its removal was taken; it is gone at this time. */
  readonly leaving?: { readonly at: number; readonly submissionId: string } | undefined;
  readonly removed?: { readonly at: number; readonly submissionId: string } | undefined;
}

/** Properties that Intune lets be changed. */
export interface DeviceProperties {
  readonly groupTag?: string | undefined;
  readonly assignedUser?: string | undefined;
  readonly deviceName?: string | undefined;
}

interface ShownProperties extends DeviceProperties {
  readonly until: number;
}

export type JobKind = 'createBatch' | 'appendDevices' | 'assignPolicies' | 'register' | 'deregister' | 'import';

/** How a job goes wrong; decided when it is accepted. */
export interface JobOddities {
  readonly never?: 'queued' | 'processing' | undefined;
  /** Share of the devices that is left out of the results. */
  readonly drop?: number | undefined;
  readonly reorder?: boolean | undefined;
  readonly emptyResults?: boolean | undefined;
  readonly refuse?: { readonly code?: number | undefined; readonly name: string; readonly share: number } | undefined;
  readonly finishedWithFailures?: boolean | undefined;
  readonly unknownStatus?: boolean | undefined;
  /** This many first looks at the job find nothing. */
  readonly notFoundFirst?: number | undefined;
}

/** One accepted submission and the work it started. */
export interface Job {
  readonly id: string;
  readonly sequence: number;
  readonly platform: PlatformName;
  readonly kind: JobKind;
  readonly owner: string;
  readonly clientId: string;
  readonly customerTenantId: string;
  readonly groupTag?: string | undefined;
  readonly requestId?: string | undefined;
  readonly acceptedAt: number;
  readonly startsAt: number;
  readonly endsAt: number;
  readonly state: 'queued' | 'processing' | 'finished';
  readonly deviceCount: number;
  /** Emptied when the job has ended. */
  readonly devices: readonly SubmittedDevice[];
  readonly results: readonly DeviceResult[];
  readonly odd: JobOddities;
  readonly looks: number;
}

export interface Batch {
  readonly batchId: string;
  readonly owner: string;
  readonly customerTenantId: string;
  readonly createdAt: number;
}

export interface Policy {
  readonly id: string;
  readonly owner: string;
  readonly customerTenantId: string;
  readonly name: string;
  readonly category: string;
  readonly description?: string | undefined;
  readonly policySettings: readonly string[];
  readonly createdAt: number;
  readonly modifiedAt: number;
}

/** A Graph import record. */
export interface ImportRecord {
  readonly id: string;
  readonly importId: string;
  readonly customerTenantId: string;
  readonly serialNumber: string;
  readonly productKey: string;
  readonly groupTag: string;
  readonly assignedUser: string;
  readonly status: 'unknown' | 'complete' | 'error';
  readonly deviceRegistrationId: string;
  readonly errorCode: number;
  readonly errorName: string;
}

/** A write that waits for a second person's approval. */
export interface ApprovalRequest {
  readonly id: string;
  readonly customerTenantId: string;
  readonly fingerprint: string;
  readonly justification: string;
  readonly status: 'needsApproval' | 'approved' | 'rejected' | 'cancelled' | 'expired' | 'completed';
  readonly requestedAt: number;
}

/** A corporate identifier of Intune: no registration. */
export interface CorporateIdentifier {
  readonly id: string;
  readonly customerTenantId: string;
  readonly identifier: string;
  readonly kind: string;
  readonly createdAt: number;
  readonly modifiedAt: number;
}

/** An access token, refresh token or authorization code; kept under the SHA-256 of its text. */
export interface Token {
  readonly kind: 'access' | 'refresh' | 'code';
  readonly tenantId: string;
  /** A user's access token: the tenant the user belongs to. */
  readonly partnerTenantId?: string | undefined;
  readonly clientId: string;
  /** `appUser`: somebody signed in; `app`: client credentials. */
  readonly actor: 'appUser' | 'app';
  readonly mfa: boolean;
  readonly audience?: string | undefined;
  readonly scope?: string | undefined;
  readonly expiresAt: number;
  readonly codeChallenge?: string | undefined;
  /** A code: everything the sign-in asked for, and the nonce of its id token. */
  readonly asked?: string | undefined;
  readonly nonce?: string | undefined;
  readonly redirectUri?: string | undefined;
  readonly redeemed?: boolean | undefined;
}

export interface SeenCall {
  readonly sequence: number;
  readonly at: number;
  readonly platform: string;
  readonly operation: string;
  readonly method: string;
  readonly path: string;
  /** 0: the connection was cut before anything was accepted. */
  readonly status: number;
  /** The answer was decided but did not (wholly) reach the caller. */
  readonly lost?: boolean | undefined;
  readonly faults?: readonly string[] | undefined;
  readonly requestId?: string | undefined;
  readonly correlationId?: string | undefined;
  readonly clientId?: string | undefined;
  readonly customerTenantId?: string | undefined;
}

export interface Collections {
  readonly world: { readonly given: World; readonly current: World };
  readonly faults: { readonly given: FaultPlan; readonly current: FaultPlan };
  readonly devices: HeldDevice;
  /** Identity key -> device id, for devices that are registered now. */
  readonly identities: string;
  /** Identity key -> how often it met a storage error. */
  readonly storageErrors: number;
  readonly jobs: Job;
  readonly batches: Batch;
  readonly policies: Policy;
  readonly imports: ImportRecord;
  /** Device id -> when it is gone, for devices whose removal was taken. */
  readonly leaving: number;
  readonly identifiers: CorporateIdentifier;
  readonly approvals: ApprovalRequest;
  /** Customer tenant -> last Intune sync. */
  readonly syncs: number;
  readonly tokens: Token;
  /** The key the directory signs with, as PEM. */
  readonly keys: string;
  readonly calls: SeenCall;
}
