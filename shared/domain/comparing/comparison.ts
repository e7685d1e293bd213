import type { IdentityKind } from '../identity.ts';
import type { Platform } from '../platforms.ts';
import type { Reason } from '../reason.ts';

/** How what we believe and what a platform lists go together. */
export type ComparisonCategory =
  | 'inBoth'
  | 'missing'
  | 'unknownToUs'
  | 'groupTagDiffers'
  | 'elsewhere'
  | 'notComparable';

/** The finding about one device; `comparison-texts.ts` has the words. Devices that are in both are only counted. */
export type FindingCode =
  | 'missing'
  | 'unknown_to_us'
  | 'group_tag_differs'
  /** Through another connection of the same partner, for the same customer. */
  | 'other_connection'
  /** For another customer of the same partner. */
  | 'other_customer'
  | 'pkid_not_listed'
  | 'may_be_pkid'
  | 'registered_before_us'
  | 'too_recent'
  | 'listed_in_part'
  | 'names_differ'
  | 'identity_not_recorded'
  | 'listed_without_identity';

export const categoryOf: Readonly<Record<FindingCode, ComparisonCategory>> = {
  missing: 'missing',
  unknown_to_us: 'unknownToUs',
  group_tag_differs: 'groupTagDiffers',
  other_connection: 'elsewhere',
  other_customer: 'elsewhere',
  pkid_not_listed: 'notComparable',
  may_be_pkid: 'notComparable',
  registered_before_us: 'notComparable',
  too_recent: 'notComparable',
  listed_in_part: 'notComparable',
  names_differ: 'notComparable',
  identity_not_recorded: 'notComparable',
  listed_without_identity: 'notComparable',
};

type CategoryCounts = Readonly<Partial<Record<ComparisonCategory, number>>>;

/**
 * Findings that say something has changed on a platform, which a person may have to look into: these alone count as new or gone.
 * The others say how a device is known, and come and go with our own registering.
 */
export const isDrift: Readonly<Record<FindingCode, boolean>> = {
  missing: true,
  unknown_to_us: true,
  group_tag_differs: true,
  other_connection: false,
  other_customer: true,
  pkid_not_listed: false,
  may_be_pkid: false,
  registered_before_us: false,
  too_recent: false,
  listed_in_part: false,
  names_differ: false,
  identity_not_recorded: false,
  listed_without_identity: false,
};

/** One connection and customer of a partner. */
export interface ComparedScope {
  readonly connectionId: string;
  /** Absent: the connection is not the partner's any more. */
  readonly platform?: Platform;
  readonly customerTenantId: string;
  readonly customerName: string;
  /**
   * `notListable`: the platform can't be asked. `failed`: it was asked and did not answer. `leftOut`: by the settings it
   * is not to be asked. Of the last two, `reason` says why.
   */
  readonly state: 'compared' | 'notListable' | 'failed' | 'leftOut';
  readonly reason?: Reason;
  /** Since when it could not be compared for the same reason, ISO. */
  readonly since?: string;
  /** When the platform was listed, ISO; more than one run of a long listing lies between the two. */
  readonly listed?: { readonly from: string; readonly until: string };
  /** Devices in our ledger; absent where they were not read. */
  readonly ours?: number;
  readonly counts: CategoryCounts;
  /** Drift the last comparison did not have, and drift it alone had; absent: there was none. */
  readonly changed?: number;
  readonly resolved?: number;
}

/** Everything a comparison says apart from its findings. */
export interface ComparisonHead {
  readonly version: 1;
  readonly partnerId: string;
  readonly partnerName: string;
  readonly comparedAt: string;
  /** When the comparison before this one was; absent: this is the first. */
  readonly previousAt?: string;
  /** IANA name; times in what people read are shown in it. */
  readonly timeZone: string;
  /** What is to be known of the partner as a whole. */
  readonly remarks?: readonly Reason[];
  readonly scopes: readonly ComparedScope[];
}

/** A device that is not simply in both. */
export interface ComparisonFinding {
  readonly code: FindingCode;
  /** Drift that the last comparison did not have. */
  readonly changed: boolean;
  readonly connectionId: string;
  readonly platform: Platform;
  readonly customerTenantId: string;
  readonly customerName: string;
  readonly serial?: string;
  readonly manufacturer?: string;
  readonly model?: string;
  readonly pkid?: string;
  readonly identity?: IdentityKind;
  /** As we sent it. */
  readonly groupTag?: string;
  /** As the platform lists it. */
  readonly listedGroupTag?: string;
  /** The row it was registered from. */
  readonly from?: {
    readonly file?: string;
    readonly uploadId: string;
    readonly sheet?: string;
    readonly row: number;
    readonly registeredAt: string;
  };
  /** Where else it is, within the same partner. */
  readonly elsewhere?: {
    readonly connectionId: string;
    readonly customerTenantId: string;
    readonly customerName: string;
  };
}

/** What decides about a device of ours that its platform does not list under its own key. */
export interface Absence {
  readonly identity: IdentityKind | undefined;
  /** When we registered it; undefined: it was registered before we sent it. */
  readonly registeredAt: string | undefined;
  /** Does the listing show every device of the customer, or only those its own connection registered? */
  readonly listsAll: boolean;
  /** Did the platform list as many devices as it says there are? */
  readonly complete: boolean;
  /** Devices registered after this time may not be listed yet. */
  readonly settledBefore: string;
  /** The listing has a device with the same serial number that may be this one. */
  readonly lookalike: boolean;
  readonly elsewhere: 'sameCustomer' | 'otherCustomer' | undefined;
}

/** Absence alone proves nothing: a device is `missing` only where the listing would have shown the device. */
export function judgeAbsence(absence: Absence): FindingCode {
  if (absence.lookalike) return 'names_differ';
  if (absence.elsewhere !== undefined) {
    return absence.elsewhere === 'sameCustomer' ? 'other_connection' : 'other_customer';
  }
  if (absence.identity === undefined) return 'identity_not_recorded';
  if (absence.identity === 'pkid') return 'pkid_not_listed';
  if (absence.registeredAt === undefined && !absence.listsAll) return 'registered_before_us';
  if (absence.registeredAt !== undefined && absence.registeredAt > absence.settledBefore) return 'too_recent';
  return absence.complete ? 'missing' : 'listed_in_part';
}
