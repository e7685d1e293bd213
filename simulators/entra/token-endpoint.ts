import { createHash } from 'node:crypto';
import type { Call, Reply } from '../call.ts';
import type { Simulation } from '../simulation.ts';
import type { Token } from '../state.ts';
import { findCustomer, sameText } from '../world.ts';
import { appProblem } from './app-check.ts';
import { graphAudience, readAudience } from './audience.ts';
import { type EntraProblem, entraError } from './entra-problem.ts';
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

/** The tokens for somebody who signed in: an access token and a new refresh token. */
function userTokens(grant: Grant, owner: Token, audience: string, scope: string): Answer {
  const { simulation, version, now } = grant;
  const seconds = simulation.accessTokenSeconds;
  const base = { tenantId: owner.tenantId, clientId: owner.clientId, actor: 'appUser', mfa: owner.mfa } as const;
  const access = issueToken(simulation, { ...base, kind: 'access', audience, scope, expiresAt: now + seconds * 1000 });
  const refresh = issueToken(simulation, { ...base, kind: 'refresh', expiresAt: refreshTokenExpiry(now) });
  return {
    tokens: {
      token_type: 'Bearer',
      scope: version === 1 ? scope : `${audience}/${scope}`,
      expires_in: version === 1 ? String(seconds) : seconds,
      ext_expires_in: version === 1 ? String(seconds) : seconds,
      ...(version === 1 ? { expires_on: String(Math.floor(now / 1000) + seconds), resource: audience } : {}),
      access_token: access,
      refresh_token: refresh,
    },
  };
}

function redeemRefreshToken(grant: Grant): Answer {
  const { simulation, form, tenant, now } = grant;
  const text = form.get('refresh_token') ?? '';
  const token = findToken(simulation, text);
  if (token?.kind !== 'refresh' || token.clientId !== form.get('client_id')) {
    return invalidGrant(9002313, 'Invalid request. Request is malformed or invalid.');
  }
  if (!sameText(token.tenantId, tenant)) return invalidGrant(70000, 'The refresh token was issued for another tenant.');
  if (token.expiresAt <= now) {
    return token.redeemed
      ? invalidGrant(50173, 'The provided grant has expired due to it being revoked, a fresh auth token is needed.')
      : invalidGrant(
          700082,
          'The refresh token has expired due to inactivity. The token was inactive for 90.00:00:00.',
        );
  }
  const target = readAudience(simulation, form, grant.version);
  if (!target.ok) return target.problem;
  if (!token.redeemed) {
    const expiresAt = Math.min(token.expiresAt, now + simulation.refreshTokenGraceSeconds * 1000);
    simulation.store.commit([{ in: 'tokens', key: tokenKey(text), value: { ...token, redeemed: true, expiresAt } }]);
  }
  return userTokens(grant, token, target.audience, target.scope);
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
  if (challenge !== code.codeChallenge) {
    return invalidGrant(
      501481,
      'The Code_Verifier does not match the code_challenge supplied in the authorization request.',
    );
  }
  simulation.store.commit([{ in: 'tokens', key: tokenKey(text), value: { ...code, redeemed: true } }]);
  return userTokens(grant, code, code.audience ?? '', code.scope ?? '');
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
