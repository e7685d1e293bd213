import type { Platform } from './platforms.ts';

/** What every connection has; platform settings are added by kind. File: `settings/connections/{connectionId}.json`. */
interface ConnectionCommon {
  readonly connectionId: string;
  readonly platform: Platform;
  readonly name: string;
  /** The one partner that may use it; absent: shared by all who list it. */
  readonly exclusiveTo?: string;
  /** Lowers the platform's devices per call. */
  readonly maxDevices?: number;
  /** How long a job usually takes at most: absence on the platform proves nothing before. */
  readonly usualJobSeconds?: number;
  /** Where a customer grants what is missing; opaque, shown in reports. */
  readonly invitationLink?: string;
}

/** How the app proves itself to Entra. Values are names of secrets, never secrets. */
export type AppCredential =
  | { readonly kind: 'secret'; readonly secret: string }
  | { readonly kind: 'certificate'; readonly certificate: string }
  | { readonly kind: 'managedIdentity'; readonly clientId?: string };

export interface PartnerCenterConnection extends ConnectionCommon {
  readonly platform: 'partnerCenter';
  readonly baseUrl: string;
  readonly authority: string;
  readonly partnerTenantId: string;
  readonly clientId: string;
  readonly credential: AppCredential;
  /** `appUser` redeems a stored refresh token (Secure Application Model); `appOnly` is not documented for creating batches. */
  readonly signIn: { readonly kind: 'appUser'; readonly refreshToken: string } | { readonly kind: 'appOnly' };
}

export interface OemDirectConnection extends ConnectionCommon {
  readonly platform: 'oemDirect';
  readonly baseUrl: string;
  readonly oemName: string;
  readonly paths: { readonly validate: string; readonly register: string; readonly status: string };
  readonly validateBeforeRegister: boolean;
  readonly auth:
    | { readonly kind: 'none' }
    | { readonly kind: 'apiKeyHeader'; readonly header: string; readonly secret: string }
    | {
        readonly kind: 'oauth2ClientCredentials';
        readonly tokenUrl: string;
        readonly clientId: string;
        readonly secret: string;
        readonly scope: string;
      };
  readonly fieldMap?: Readonly<Record<string, string>>;
  readonly timeoutSeconds?: number;
}

export interface IntuneConnection extends ConnectionCommon {
  readonly platform: 'intune';
  readonly baseUrl: string;
  readonly authority: string;
  readonly clientId: string;
  readonly credential: AppCredential;
}

export interface ManualConnection extends ConnectionCommon {
  readonly platform: 'm365AdminCenter' | 'storeForBusiness';
}

export type Connection = PartnerCenterConnection | OemDirectConnection | IntuneConnection | ManualConnection;
