import type { ComparisonFinding } from './comparison.ts';
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
    /** Sorted digests of its findings, base64. */
    readonly findings: string;
    /** Base name of the report that has them. */
    readonly report?: string;
    /** When it was compared, ISO: those longest ago come first the next time. */
    readonly at?: string;
  }[];
}

/** A device as the report of a comparison spoke of it. */
export type SpokenOf = Pick<
  ComparisonFinding,
  'connectionId' | 'customerTenantId' | 'serial' | 'manufacturer' | 'model' | 'pkid'
>;

/** What is kept of the listings of one partner's connection and customer, from one comparison to the next. */
export interface ListingPlace {
  readonly partnerId: string;
  readonly connectionId: string;
  readonly customerTenantId: string;
}
