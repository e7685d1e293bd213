import { createHash } from 'node:crypto';
import type { Call, Reply } from '../call.ts';
import type { Simulation } from '../simulation.ts';
import type { Token } from '../state.ts';
import { findCustomer, sameText } from '../world.ts';
import { appProblem } from './app-check.ts';
import { graphAudience, readAudience } from './audience.ts';
import { type EntraProblem, entraError } from './entra-problem.ts';
import { signJwt } from './jwt.ts';
import { identityKey, issuerOf } from './managed-identity.ts';
import { findToken, issueToken, refreshTokenExpiry, tokenKey } from './tokens.ts';

interface Grant {
  readonly simulation: Simulation;
  readonly form: URLSearchParams;
  readonly tenant: string;
  readonly version: 1 | 2;
  readonly now: number;
}

type Answer = EntraProblem | { readonly tokens: Readonly<Record<string, unknown>> };

const invalidGrant = (number: number, text: string): EntraProblem => ({ error: 'invalid_grant', number, text });

/** Whom an access token is for, and what else was asked for with it. */
interface Wanted {
  readonly tenantId: string;
  readonly audience: string;
  readonly scope: string;
  /** Every scope of the request, with those of OpenID. */
  readonly asked: string;
  readonly nonce?: string | undefined;
}

/** The tokens for somebody who signed in: an access token, and what OpenID's scopes ask for. */
function userTokens(grant: Grant, owner: Token, wanted: Wanted): Answer {
  const { simulation, form, version, now } = grant;
  const { tenantId, audience, scope, nonce } = wanted;
  const seconds = simulation.accessTokenSeconds;
  const asked = wanted.asked.split(/\s+/);
  const base = { clientId: owner.clientId, actor: 'appUser', mfa: owner.mfa } as const;
  const access = issueToken(simulation, {
    ...base,
    kind: 'access',
    tenantId,
    partnerTenantId: owner.tenantId,
    audience,
    scope,
    expiresAt: now + seconds * 1000,
  });
  // The older endpoint has no such scope.
  const renews =
    version === 1 || asked.includes('offline_access') || simulation.behaviour().newRefreshToken === 'always';
  const refresh = renews
    ? {
        refresh_token: issueToken(simulation, {
          ...base,
          kind: 'refresh',
          tenantId: owner.tenantId,
          expiresAt: refreshTokenExpiry(now),
        }),
      }
    : {};
  return {
    tokens: {
      token_type: 'Bearer',
      scope: version === 1 ? scope : grantedScope(audience, scope),
      expires_in: version === 1 ? String(seconds) : seconds,
      ext_expires_in: version === 1 ? String(seconds) : seconds,
      ...(version === 1 ? { expires_on: String(Math.floor(now / 1000) + seconds), resource: audience } : {}),
      access_token: access,
      ...refresh,
      ...(asked.includes('openid') ? { id_token: idToken(grant, owner, nonce) } : {}),
      ...(form.get('client_info') === '1' ? { client_info: clientInfo(owner) } : {}),
    },
  };
}

/** The permissions that `.default` stands for, by their own names. */
function grantedScope(audience: string, scope: string): string {
  const own = audience === graphAudience ? 'DeviceManagementServiceConfig.ReadWrite.All' : 'user_impersonation';
  return scope
    .split(' ')
    .map((permission) => `${audience}/${permission === '.default' ? own : permission}`)
    .join(' ');
}

/** Who signed in: one invented person for each partner tenant. */
function personOf({ tenantId }: Token): { readonly oid: string; readonly name: string } {
  const digits = createHash('sha256').update(tenantId.toLowerCase()).digest('hex');
  const oid = digits.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12}).*$/, '$1-$2-$3-$4-$5');
  return { oid, name: `admin@${tenantId}.example` };
}

/** Claims: https://learn.microsoft.com/entra/identity-platform/id-token-claims-reference. */
function idToken({ simulation, now }: Grant, owner: Token, nonce: string | undefined): string {
  const { oid, name } = personOf(owner);
  const seconds = Math.floor(now / 1000);
  const claims = {
    ver: '2.0',
    iss: issuerOf(owner.tenantId),
    aud: owner.clientId,
    sub: oid,
    oid,
    tid: owner.tenantId,
    preferred_username: name,
    iat: seconds,
    nbf: seconds,
    exp: seconds + simulation.accessTokenSeconds,
    ...(nonce === undefined ? {} : { nonce }),
  };
  return signJwt(claims, identityKey(simulation));
}

/** What Microsoft's own libraries ask for to tell accounts apart. */
function clientInfo(owner: Token): string {
  const info = { uid: personOf(owner).oid, utid: owner.tenantId };
  return Buffer.from(JSON.stringify(info)).toString('base64url');
}

/**
 * A refresh token is tied to neither a tenant nor a resource, lives 90 days whether it is used or not, and is not revoked when a new
 * one is issued (https://learn.microsoft.com/entra/identity-platform/refresh-tokens).
 */
function redeemRefreshToken(grant: Grant): Answer {
  const { simulation, form, now } = grant;
  const text = form.get('refresh_token') ?? '';
  const token = findToken(simulation, text);
  if (token?.kind !== 'refresh' || token.clientId !== form.get('client_id')) {
    return invalidGrant(9002313, 'Invalid request. Request is malformed or invalid.');
  }
  if (token.expiresAt <= now) {
    return token.redeemed
      ? invalidGrant(50173, 'The provided grant has expired due to it being revoked, a fresh auth token is needed.')
      : invalidGrant(
          700082,
          'The refresh token has expired due to inactivity. The token was inactive for 90.00:00:00.',
        );
  }
  const refused = refusedUser(simulation, token);
  if (refused) return refused;
  const target = readAudience(simulation, form, grant.version);
  if (!target.ok) return target.problem;
  const tenant = tenantOfUser(grant, token);
  if (typeof tenant !== 'string') return tenant;
  const grace = simulation.refreshTokenGraceSeconds;
  if (!token.redeemed && grace !== undefined) {
    const expiresAt = Math.min(token.expiresAt, now + grace * 1000);
    simulation.store.commit([{ in: 'tokens', key: tokenKey(text), value: { ...token, redeemed: true, expiresAt } }]);
  }
  const { audience, scope } = target;
  return userTokens(grant, token, { tenantId: tenant, audience, scope, asked: form.get('scope') ?? '' });
}

/** What the world says against the user, in Entra's words. */
function refusedUser(simulation: Simulation, { tenantId }: Token): EntraProblem | undefined {
  const partner = simulation.world().partners.find((one) => sameText(one.tenantId, tenantId));
  return partner?.signInRefused === undefined
    ? undefined
    : invalidGrant(partner.signInRefused, 'The sign-in is refused.');
}

/** In a customer's tenant a partner's user needs delegated administration (GDAP), and the app a service principal. */
function tenantOfUser({ simulation, form, tenant }: Grant, token: Token): string | EntraProblem {
  if (sameText(token.tenantId, tenant)) return token.tenantId;
  const customer = findCustomer(simulation.world(), tenant);
  const delegated = Object.keys(customer?.delegatedAdmins ?? {}).some((one) => sameText(one, token.tenantId));
  if (!customer || !delegated) {
    const text = `User account '${personOf(token).name}' from identity provider '${issuerOf(token.tenantId)}' does not exist in tenant '${tenant}'.`;
    return invalidGrant(50020, text);
  }
  if (customer.graph?.[form.get('client_id') ?? ''] === undefined) {
    return invalidGrant(65001, 'The user or administrator has not consented to use the application.');
  }
  return customer.tenantId;
}

function redeemCode(grant: Grant): Answer {
  const { simulation, form, tenant, now } = grant;
  const text = form.get('code') ?? '';
  const code = findToken(simulation, text);
  if (code?.kind !== 'code' || code.clientId !== form.get('client_id') || !sameText(code.tenantId, tenant)) {
    return invalidGrant(70000, 'The provided authorization code is not valid.');
  }
  if (code.redeemed) return invalidGrant(54005, 'OAuth2 Authorization code was already redeemed.');
  if (code.expiresAt <= now) return invalidGrant(70008, 'The provided authorization code has expired.');
  if (code.redirectUri !== form.get('redirect_uri')) {
    return invalidGrant(50011, 'The redirect URI does not match the one the code was asked for with.');
  }
  const challenge = createHash('sha256')
    .update(form.get('code_verifier') ?? '')
    .digest('base64url');
  // A confidential client may leave PKCE out; appProblem has seen its proof.
  if (code.codeChallenge !== undefined && challenge !== code.codeChallenge) {
    return invalidGrant(
      501481,
      'The Code_Verifier does not match the code_challenge supplied in the authorization request.',
    );
  }
  simulation.store.commit([{ in: 'tokens', key: tokenKey(text), value: { ...code, redeemed: true } }]);
  const { audience = '', scope = '', nonce, tenantId } = code;
  const asked = `${code.asked ?? ''} ${form.get('scope') ?? ''}`;
  return userTokens(grant, code, { tenantId, audience, scope, asked, nonce });
}

/** An app acts for itself; in a customer's tenant it needs a service principal there. */
function clientCredentials(grant: Grant): Answer {
  const { simulation, form, tenant, version, now } = grant;
  const clientId = form.get('client_id') ?? '';
  const customer = findCustomer(simulation.world(), tenant);
  if (customer && customer.graph?.[clientId] === undefined) {
    const text = `The client application ${clientId} is missing service principal in the tenant ${customer.tenantId}.`;
    return { error: 'invalid_client', number: 7000229, text, status: 401 };
  }
  const target = readAudience(simulation, form, version);
  if (!target.ok) return target.problem;
  if (version === 2 && target.scope !== '.default') {
    const text = `The provided value for scope ${form.get('scope')} is not valid. Client credential flows must have a scope value with /.default suffixed to the resource identifier.`;
    return { error: 'invalid_scope', number: 1002012, text };
  }
  const seconds = simulation.accessTokenSeconds;
  const access = issueToken(simulation, {
    kind: 'access',
    tenantId: customer?.tenantId ?? tenant,
    clientId,
    actor: 'app',
    mfa: false,
    audience: target.audience,
    scope: target.audience === graphAudience ? customer?.graph?.[clientId] : undefined,
    expiresAt: now + seconds * 1000,
  });
  const lifetime = version === 1 ? String(seconds) : seconds;
  return {
    tokens: {
      token_type: 'Bearer',
      expires_in: lifetime,
      ext_expires_in: lifetime,
      ...(version === 1 ? { expires_on: String(Math.floor(now / 1000) + seconds), resource: target.audience } : {}),
      access_token: access,
    },
  };
}

const grants: Readonly<Record<string, (grant: Grant) => Answer>> = {
  refresh_token: redeemRefreshToken,
  authorization_code: redeemCode,
  client_credentials: clientCredentials,
};

/** Is there a tenant by this id or domain? */
export function tenantExists(simulation: Simulation, tenant: string): boolean {
  const world = simulation.world();
  return (
    world.partners.some((partner) => sameText(partner.tenantId, tenant)) || findCustomer(world, tenant) !== undefined
  );
}

/** `POST /{tenant}/oauth2/v2.0/token` and the older `/oauth2/token`. */
export function answerToken(simulation: Simulation, call: Call, version: 1 | 2): Reply {
  const { now } = call;
  const tenant = call.params['tenant'] ?? '';
  const form = new URLSearchParams(call.body.toString('utf8'));
  const grant = grants[form.get('grant_type') ?? ''];
  if (!(call.headers['content-type'] ?? '').startsWith('application/x-www-form-urlencoded')) {
    return entraError(
      { error: 'invalid_request', number: 900144, text: 'The request body must be form-encoded.' },
      now,
    );
  }
  if (!tenantExists(simulation, tenant)) {
    const text = `Tenant '${tenant}' not found. Check to make sure you have the correct tenant ID.`;
    return entraError({ error: 'invalid_request', number: 90002, text }, now);
  }
  if (!grant) {
    const text = "The request body must contain the following parameter: 'grant_type', with a supported value.";
    return entraError({ error: 'unsupported_grant_type', number: 70003, text }, now);
  }
  const problem = appProblem(simulation, form, { tenant, baseUrl: call.baseUrl, now });
  if (problem) return entraError(problem, now);
  const answer = grant({ simulation, form, tenant, version, now });
  if (!('tokens' in answer)) return entraError(answer, now);
  return { status: 200, headers: { 'cache-control': 'no-store', pragma: 'no-cache' }, json: answer.tokens };
}
