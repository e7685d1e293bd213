import { type Checked, makeCheck } from './checked.ts';
import type { DeviceNames } from './device-names.ts';
import schema from './world.schema.json' with { type: 'json' };

/** What is true before the first call: who exists, who may act for whom, what is registered already. */
export interface World {
  readonly partners: readonly PartnerTenant[];
  readonly customers: readonly CustomerTenant[];
  readonly apps: readonly App[];
  readonly oem?: OemGateway;
  readonly policies?: readonly WorldPolicy[];
  /** Devices somebody else registered already. */
  readonly registered?: readonly (DeviceNames & { readonly customerTenantId: string; readonly groupTag?: string })[];
  /** Makers' build reports: they tell which tuple and PKID are one device. */
  readonly builds?: readonly DeviceNames[];
  /** Serial numbers and PKIDs of devices that have an Entra object already (814). */
  readonly entraDevices?: readonly string[];
  /** Serial numbers of devices that are enrolled in their customer's Intune. */
  readonly enrolledDevices?: readonly string[];
  readonly managedIdentities?: readonly ManagedIdentity[];
}

interface PartnerTenant {
  readonly tenantId: string;
  readonly name: string;
  /** Entra refuses the partner's users with this number: 53003 (Conditional Access), 50076 (MFA), … */
  readonly signInRefused?: number;
}

export interface CustomerTenant {
  readonly tenantId: string;
  readonly domain: string;
  readonly name: string;
  /** Partner tenants with a reseller relationship. */
  readonly resellers?: readonly string[];
  /** Partner tenants with delegated administration (GDAP) -> what its roles allow in Intune. */
  readonly delegatedAdmins?: Readonly<Record<string, 'readWrite' | 'read'>>;
  /** Does its Intune want a second person's approval of an app's writes (Multi Admin Approval), and may apps see the requests? */
  readonly multiAdminApproval?: 'requestsShown' | 'requestsHidden';
  /** Has the customer consented to the OEM? */
  readonly oemConsent?: boolean;
  /** App -> what it was granted in this tenant; an app that is not named has no service principal there. */
  readonly graph?: Readonly<Record<string, 'readWrite' | 'read' | 'none'>>;
}

/** An Entra app registration. Its secret is not part of the world. */
interface App {
  readonly clientId: string;
  readonly name?: string;
  /** Entra refuses every token of it (7000112): somebody disabled the app. */
  readonly disabled?: boolean;
  /** Whose tokens prove this app as well as its own secret would. */
  readonly federatedCredentials?: readonly {
    readonly issuer: string;
    readonly subject: string;
    readonly audience: string;
  }[];
}

/** An identity the simulated app host hands out tokens for. */
interface ManagedIdentity {
  /** Absent: the host's own (system-assigned). */
  readonly clientId?: string;
  /** Object id: the subject of its tokens. */
  readonly principalId: string;
  readonly tenantId: string;
}

interface OemGateway {
  readonly name: string;
  readonly auth: 'none' | 'apiKey' | 'oauth' | 'clientCertificate';
  /** Header of its API key (`apiKey`); default `x-api-key`. */
  readonly apiKeyHeader?: string;
  /** Resource its tokens are for (`oauth`). */
  readonly audience?: string;
  /** Request fields this OEM calls otherwise: our contract's name -> its own. */
  readonly fieldNames?: Readonly<Record<string, string>>;
}

interface WorldPolicy {
  readonly id: string;
  readonly name: string;
  readonly partnerTenantId: string;
  readonly customerTenantId: string;
}

/** Secrets that are accepted; made by the caller, never part of the source. */
export interface AcceptedSecrets {
  /** Client id -> client secret. */
  readonly clientSecrets?: Readonly<Record<string, string>>;
  readonly refreshTokens?: readonly AcceptedRefreshToken[];
  readonly oemApiKey?: string;
  /** Client id -> certificates (PEM, without key) that are registered with the app. */
  readonly clientCertificates?: Readonly<Record<string, readonly string[]>>;
  /** Certificates (PEM, without key) the OEM gateway lets in (`clientCertificate`). */
  readonly oemClientCertificates?: readonly string[];
  /** What the app host gives its app as IDENTITY_HEADER. */
  readonly identityHeader?: string;
}

interface AcceptedRefreshToken {
  readonly token: string;
  readonly tenantId: string;
  readonly clientId: string;
  /** Did the user who consented pass multi-factor authentication? Default true. */
  readonly mfa?: boolean;
}

/** Checks a world file; all problems are listed. */
export const checkWorld: (value: unknown) => Checked<World> = makeCheck<World>(schema);

/** Tenant ids and domains are compared without regard to case. */
export const sameText = (a: string, b: string): boolean => a.toLowerCase() === b.toLowerCase();

/** The customer with this tenant id or domain. */
export function findCustomer(world: World, tenant: string): CustomerTenant | undefined {
  return world.customers.find((customer) => sameText(customer.tenantId, tenant) || sameText(customer.domain, tenant));
}
