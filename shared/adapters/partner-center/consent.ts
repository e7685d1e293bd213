import { createHash } from 'node:crypto';
import type { PartnerCenterConnection } from '../../domain/settings/connection.ts';
import { AccessDenied, ServiceUnavailable } from '../../errors.ts';
import type { CallContext } from '../../ports.ts';
import { type EntraDeps, requestGrant } from '../http/sign-in/entra.ts';
import { entraOf, userScope } from './auth.ts';

/** Proof that whoever redeems the code is who asked for it (RFC 7636). */
export interface CodeChallenge {
  readonly verifier: string;
  readonly challenge: string;
}

/** The challenge made of 32 random bytes. */
export function codeChallenge(randomBytes: Uint8Array): CodeChallenge {
  const verifier = Buffer.from(randomBytes).toString('base64url');
  return { verifier, challenge: createHash('sha256').update(verifier).digest('base64url') };
}

export interface ConsentRequest {
  readonly redirectUri: string;
  /** Comes back with the code; anything else is not an answer to this request. */
  readonly state: string;
  readonly challenge: string;
}

/** Where the operator signs in, with multifactor authentication, to give this connection its first refresh token. */
export function consentUrl(connection: PartnerCenterConnection, request: ConsentRequest): string {
  const root = connection.authority.replace(/\/+$/, '');
  const url = new URL(`${root}/${encodeURIComponent(connection.partnerTenantId)}/oauth2/v2.0/authorize`);
  url.search = new URLSearchParams({
    client_id: connection.clientId,
    response_type: 'code',
    response_mode: 'query',
    redirect_uri: request.redirectUri,
    scope: `openid profile offline_access ${userScope(connection)}`,
    state: request.state,
    code_challenge: request.challenge,
    code_challenge_method: 'S256',
    prompt: 'login',
  }).toString();
  return url.toString();
}

/** The code in the address Entra sends the operator back to. */
export function codeIn(returned: URL, state: string): string {
  const error = returned.searchParams.get('error');
  if (error !== null) throw new AccessDenied('consent_missing', `the sign-in ended with ${error}`);
  const code = returned.searchParams.get('code');
  if (code === null || returned.searchParams.get('state') !== state) {
    throw new AccessDenied('consent_missing', 'the sign-in did not answer this request');
  }
  return code;
}

/** Redeems the code and stores the refresh token under the name the connection's settings give. */
export async function redeemConsent(
  deps: EntraDeps,
  connection: PartnerCenterConnection,
  redemption: { readonly code: string; readonly redirectUri: string; readonly verifier: string },
  context: CallContext,
): Promise<void> {
  const { signIn } = connection;
  if (signIn.kind !== 'appUser') throw new AccessDenied('access_denied', 'this connection signs in as an app only');
  const grant = await requestGrant(
    deps,
    entraOf(connection),
    {
      grant_type: 'authorization_code',
      code: redemption.code,
      redirect_uri: redemption.redirectUri,
      code_verifier: redemption.verifier,
      scope: `openid profile offline_access ${userScope(connection)}`,
    },
    context,
  );
  if (grant.refreshToken === undefined) throw new AccessDenied('consent_missing', 'Entra gave no refresh token');
  const stored = await deps.secrets.read(signIn.refreshToken);
  if (!(await deps.secrets.write(signIn.refreshToken, grant.refreshToken, stored?.etag))) {
    throw new ServiceUnavailable(`${signIn.refreshToken} was changed meanwhile; sign in again`);
  }
}
