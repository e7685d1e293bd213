/**
 * Settings of one connection: `settings/connections/{connectionId}.json`, checked against `schemas/connection.schema.json`,
 * which explains every property. Secrets stand here only by name.
 */
interface ConnectionCommon {
  readonly connectionId: string;
  readonly name: string;
  /** The one partner that may use it; absent: shared by all who list it. */
  readonly exclusiveTo?: string;
  /** Lowers the platform's devices per call. */
  readonly maxDevices?: number;
  /** How long a job usually takes at most: absence on the platform proves nothing before. */
  readonly usualJobSeconds?: number;
  /** Devices that may be removed through it on one day before its operator is asked; absent: 1,000. */
  readonly removalsPerDay?: number;
  /** Where a customer grants what is missing; opaque, shown in reports. */
  readonly invitationLink?: string;
}

/** How the app proves itself to Entra. Values are names of secrets, never secrets. */
type AppCredential =
  | { readonly kind: 'secret'; readonly secret: string }
  /** The secret is a PEM text with the private key and the certificate. */
  | { readonly kind: 'certificate'; readonly certificate: string }
  | { readonly kind: 'managedIdentity'; readonly clientId?: string };

/** Where an app of Entra signs in, and as what. */
export interface EntraApp {
  readonly authority: string;
  readonly clientId: string;
  readonly credential: AppCredential;
}

export interface PartnerCenterConnection extends ConnectionCommon, EntraApp {
  readonly platform: 'partnerCenter';
  readonly baseUrl: string;
  readonly partnerTenantId: string;
  /** `appUser` redeems a stored refresh token (Secure Application Model); `appOnly` is not documented for creating batches. */
  readonly signIn: { readonly kind: 'appUser'; readonly refreshToken: string } | { readonly kind: 'appOnly' };
  /** What tokens are asked for; absent: the documented audience of the global cloud. */
  readonly audience?: string;
  /** Group tags this connection takes as batch names; absent: the conservative set of `group-tag.ts`. */
  readonly groupTagPattern?: string;
  /** Page through devices with `seekOperation=Next` as customers are; the device page documents the header alone. */
  readonly seekDevicePages?: boolean;
  /** How long a job may be unknown after it was accepted before it counts as lost; absent: two minutes. */
  readonly jobNotFoundSeconds?: number;
  readonly timeoutSeconds?: number;
}

type OemAuth =
  | { readonly kind: 'none' }
  /** The secret is a PEM text with private key and certificate; `trust`: PEM of the gateway's own certificate authority. */
  | { readonly kind: 'clientCertificate'; readonly certificate: string; readonly trust?: string }
  | { readonly kind: 'apiKeyHeader'; readonly header: string; readonly secret: string }
  | {
      readonly kind: 'oauth2ClientCredentials';
      readonly tokenUrl: string;
      readonly clientId: string;
      readonly secret: string;
      readonly scope: string;
    };

/** The names of our own contract's request fields, which an OEM's gateway may spell differently. */
export type OemField =
  | 'RequestID'
  | 'TenantID'
  | 'TenantDomain'
  | 'GroupTag'
  | 'Devices'
  | 'ClientReference'
  | 'ProductKeyID'
  | 'SmbiosSystemManufacturer'
  | 'SmbiosSystemProductName'
  | 'SmbiosSystemSerialNumber';

export interface OemDirectConnection extends ConnectionCommon {
  readonly platform: 'oemDirect';
  readonly baseUrl: string;
  readonly oemName: string;
  readonly paths: { readonly validate: string; readonly register: string; readonly status: string };
  readonly validateBeforeRegister: boolean;
  readonly auth: OemAuth;
  readonly fieldMap?: Readonly<Partial<Record<OemField, string>>>;
  /** How a field without a value is written; absent: left out. */
  readonly blankEncoding?: 'omit' | 'null' | 'emptyString';
  /** May devices be deregistered, and how is a blank tenant written? Absent: they can't be. */
  readonly deregister?: { readonly blankTenant: 'emptyString' | 'null' | 'omit' };
  /** Does the group tag stand on each device or once on the call? Absent: on the call. */
  readonly groupTagOn?: 'call' | 'device';
  readonly timeoutSeconds?: number;
}

export interface IntuneConnection extends ConnectionCommon, EntraApp {
  readonly platform: 'intune';
  readonly baseUrl: string;
  /** Absent: as the app itself. `delegated`: the stored sign-in of a partner's account, in each customer's tenant (GDAP). */
  readonly signIn?: { readonly kind: 'delegated'; readonly refreshToken: string };
  /** What tokens are asked for; absent: Microsoft Graph of the global cloud. */
  readonly audience?: string;
  /** Ask Intune to show new devices sooner, at most every ten minutes per customer; absent: yes. */
  readonly syncAfterImport?: boolean;
  /** What its devices are registered as where their rows don't say; absent: as Autopilot devices. */
  readonly registersAs?: 'corporateIdentifiers';
  /** Corporate identifiers in one call; absent: 100. */
  readonly identifiersPerCall?: number;
  readonly timeoutSeconds?: number;
}

/** Platforms without an interface: files are handed off, or rows are rejected because the platform has retired. */
/** `adminCenter`: three columns, without a group tag. `intune`: the five columns of Intune's portal. */
export type HandOffFormat = 'adminCenter' | 'intune';

export interface ManualConnection extends ConnectionCommon {
  readonly platform: 'm365AdminCenter' | 'storeForBusiness';
  /** Absent: the admin center's three columns. */
  readonly fileFormat?: HandOffFormat;
}

/** Does the connection list devices as the customer's own instead of registering them for Autopilot? */
export const listsIdentifiers = (connection: Connection): boolean =>
  connection.platform === 'intune' && connection.registersAs === 'corporateIdentifiers';

export type Connection = PartnerCenterConnection | OemDirectConnection | IntuneConnection | ManualConnection;
