/** A device as a platform lists it. */
export interface ListedDevice {
  readonly platformDeviceId?: string;
  readonly serial?: string;
  readonly manufacturer?: string;
  readonly model?: string;
  readonly pkid?: string;
  readonly groupTag?: string;
  /** Name or id of its deployment profile, where the platform shows one. */
  readonly profile?: string;
}

/** A part of a listing that can be listed alone: on Partner Center a device batch; where there are none, the whole. */
export interface ListedPart {
  readonly name: string;
  /** How many devices the platform says it holds; absent: it does not say. */
  readonly devices?: number;
}

export interface ListedPage {
  readonly items: readonly ListedDevice[];
  /** Where the next page begins; absent on the last one. */
  readonly cursor?: string;
}

/** What the last comparison of a partner found: digests only. */
export interface LastComparison {
  readonly version: 1;
  readonly comparedAt: string;
  readonly scopes: readonly {
    readonly connectionId: string;
    readonly customerTenantId: string;
    /** Sorted digests of its drift, base64; absent: an earlier release wrote them, of all findings. */
    readonly drift?: string;
    /** When it was compared, ISO: those longest ago come first the next time. */
    readonly at?: string;
  }[];
  /** What could not be compared, and since when. */
  readonly failing?: readonly {
    readonly connectionId: string;
    readonly customerTenantId: string;
    readonly code: string;
    readonly since: string;
  }[];
  /** Why its partner is not compared any more, once a report has said so: a reason's code. */
  readonly over?: string;
}

/** One partner's connection and customer, whose listing may take several runs. */
export interface ListingPlace {
  readonly partnerId: string;
  readonly connectionId: string;
  readonly customerTenantId: string;
}
