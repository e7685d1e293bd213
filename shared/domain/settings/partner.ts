import type { Language } from '../language.ts';
import type { NotificationEvent } from '../work.ts';

/** Settings of one partner: `settings/partners/{partnerId}.json`, checked against `schemas/partner.schema.json`. */
export interface Partner {
  readonly partnerId: string;
  readonly name: string;
  /** `suspended`: nothing more is sent, uploads are answered with a report that says so. */
  readonly state?: 'active' | 'suspended';
  /** Connection ids in order of preference. */
  readonly connections: readonly string[];
  readonly customers: readonly Customer[];
  /** Any customer the connection has a relationship with; only on connections exclusive to this partner. */
  readonly anyCustomer?: boolean;
  readonly timeZone?: string;
  /** Of reports, notifications and templates. */
  readonly language?: Language;
  readonly groupTagFromFileName?: boolean;
  readonly fallbackFromDamagedHash?: boolean;
  /** Encoding of the partner's text files where their bytes don't say it. */
  readonly csvEncoding?: string;
  /** Devices we registered before for the same customer are answered from the ledger instead of being sent again. */
  readonly answerFromLedger?: boolean;
  /** `false`: devices are removed by the first file that asks for it; absent: only once its uploader has confirmed it. */
  readonly confirmRemovals?: boolean;
  /** The partner's own column titles and what they mean. */
  readonly columns?: Readonly<Record<string, string>>;
  readonly limits?: Readonly<Record<string, number>>;
  /** Who may act for the partner on the page and through the API: users or groups of Entra. */
  readonly access?: readonly PartnerAccess[];
  /** Where notifications about its uploads are sent; absent: nowhere. */
  readonly webhook?: Webhook;
  /** Further channels. */
  readonly notifications?: readonly NotificationChannel[];
  /** More pairs of customer and group tag than this in one file are refused (a wrong column would create batches that cannot be deleted). */
  readonly maxGroupTags?: number;
}

export interface Customer {
  readonly customerTenantId: string;
  readonly name: string;
  /** Folder name the partner may use instead of the tenant id. */
  readonly alias?: string;
  /** Other names by which sheets and folders call the customer. */
  readonly aliases?: readonly string[];
  readonly domains?: readonly string[];
  readonly defaultGroupTag?: string;
  /** Another partner claims the same customer on the same connection: refused for both until settings are corrected. */
  readonly claimedTwice?: boolean;
  /** Overrides the partner's order of connections. */
  readonly connections?: readonly string[];
  /** Rows may list its devices as corporate identifiers: from the first one on, unlisted devices may enrol as personal. */
  readonly corporateIdentifiers?: boolean;
  /** Partner Center policy to assign after registration. */
  readonly profileId?: string;
}

/** A channel for notifications, and of which events; absent: of all. Secrets are named, never written down. */
export type NotificationChannel = { readonly events?: readonly NotificationEvent[] } & (
  | { readonly kind: 'webhook'; readonly url: string; readonly secret: string; readonly body?: 'json' | 'teams' }
  /** `secret` names the secret that holds the address of a Teams workflow: whoever knows it can post. */
  | { readonly kind: 'teams'; readonly secret: string }
  | { readonly kind: 'mail'; readonly to: readonly string[] }
);

/** Where and how a partner is notified; a part of the partner's settings. Off unless it is there. */
export interface Webhook {
  readonly url: string;
  /** Name of the secret the notices are signed with. */
  readonly secret: string;
  readonly body?: 'json' | 'teams';
  readonly events?: readonly NotificationEvent[];
}

/** `viewer` reads; `uploader` also drops files, corrects rows and cancels. */
export type PartnerRole = 'viewer' | 'uploader';

export interface PartnerAccess {
  /** Object id of a user or group in Entra. */
  readonly principalId: string;
  readonly role: PartnerRole;
  /** For people who read the settings. */
  readonly name?: string;
}
