import type { GrantCode } from '../../domain/reasons/grants.ts';
import type { PartnerCenterConnection } from '../../domain/settings/connection.ts';
import { AccessDenied } from '../../errors.ts';
import type { CallContext, Secrets, SignInKept } from '../../ports.ts';
import type { Answer } from '../http/http.ts';
import { type Entra, type EntraDeps, requestGrant } from '../http/sign-in/entra.ts';
import { makeTokenCache, type TokenSource } from '../http/sign-in/token-cache.ts';
import type { Grant } from '../http/sign-in/token-request.ts';
import { faultIn } from './faults.ts';

const globalAudience = 'https://api.partnercenter.microsoft.com';

export interface PartnerCenterSignIn {
  readonly tokens: TokenSource;
  /**
   * Redeems the refresh token even if an access token is at hand. A refresh token lives for 90 days, used or not; only the new one that
   * comes back goes on (https://learn.microsoft.com/entra/identity-platform/refresh-tokens).
   */
  readonly keepSignedIn: (context: CallContext) => Promise<SignInKept>;
}

/** Scope of a token of a signed-in account. */
export function userScope({ audience }: PartnerCenterConnection): string {
  return `${audience ?? globalAudience}/user_impersonation`;
}

/** Entra as this connection sees it: always the partner's own tenant, never the customer's. */
export function entraOf(connection: PartnerCenterConnection): Entra {
  return {
    app: connection,
    tenantId: connection.partnerTenantId,
    notConsented: 'consent_missing',
    appUnknown: 'app_unknown',
  };
}

/** Tokens of one connection, shared by everyone who uses it. */
export function makePartnerCenterSignIn(deps: EntraDeps, connection: PartnerCenterConnection): PartnerCenterSignIn {
  const { signIn } = connection;
  if (signIn.kind === 'appOnly') {
    const scope = `${connection.audience ?? globalAudience}/.default`;
    const fields = { grant_type: 'client_credentials', scope };
    const redeem = (context: CallContext) => requestGrant(deps, entraOf(connection), fields, context);
    return { tokens: makeTokenCache(deps.clock, redeem), keepSignedIn: async () => ({ kind: 'renewed' }) };
  }
  const redeem = (context: CallContext) => redeemRefreshToken(deps, connection, signIn.refreshToken, context);
  return {
    tokens: makeTokenCache(deps.clock, redeem),
    keepSignedIn: async (context) => {
      const { refreshToken } = await redeem(context);
      if (refreshToken !== undefined) return { kind: 'renewed' };
      const { storedAt } = await readRefreshToken(deps, signIn.refreshToken);
      return { kind: 'notRenewed', ...(storedAt === undefined ? {} : { since: storedAt }) };
    },
  };
}

async function redeemRefreshToken(
  deps: EntraDeps,
  connection: PartnerCenterConnection,
  name: string,
  context: CallContext,
): Promise<Grant> {
  const stored = await readRefreshToken(deps, name);
  try {
    return await redeemStored(deps, connection, name, stored, context);
  } catch (error) {
    if (!(error instanceof AccessDenied) || error.grant !== 'consent_expired') throw error;
    // Another instance may have redeemed and replaced it between our reading and our call.
    const newest = await readRefreshToken(deps, name);
    if (newest.etag === stored.etag) throw error;
    return await redeemStored(deps, connection, name, newest, context);
  }
}

async function redeemStored(
  deps: EntraDeps,
  connection: PartnerCenterConnection,
  name: string,
  stored: Stored,
  context: CallContext,
): Promise<Grant> {
  const fields = { grant_type: 'refresh_token', refresh_token: stored.value, scope: renewing(connection) };
  const grant = await requestGrant(deps, entraOf(connection), fields, context);
  if (grant.refreshToken !== undefined && grant.refreshToken !== stored.value) {
    // Not stored because somebody stored a newer one meanwhile: then that one is used next time, and ours is let go.
    await deps.secrets.write(name, grant.refreshToken, stored.etag);
  }
  return grant;
}

/** Without `offline_access` the service need not give a new refresh token. */
const renewing = (connection: PartnerCenterConnection): string => `offline_access ${userScope(connection)}`;

type Stored = NonNullable<Awaited<ReturnType<Secrets['read']>>>;

async function readRefreshToken({ secrets }: EntraDeps, name: string): Promise<Stored> {
  const stored = await secrets.read(name);
  if (stored === undefined) throw new AccessDenied('consent_missing', `there is no refresh token named ${name}`);
  return stored;
}

/** 900421: the sign-in lacks multifactor authentication, which no new token from the same sign-in can correct. */
export function grantBehind401(answer: Answer): GrantCode | undefined {
  return faultIn(answer).code === '900421' ? 'reconsent_needed' : undefined;
}
