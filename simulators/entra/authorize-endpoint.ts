import type { Call, Reply } from '../call.ts';
import type { Simulation } from '../simulation.ts';
import { readAudience } from './audience.ts';
import { type EntraProblem, entraError } from './entra-problem.ts';
import { tenantExists } from './token-endpoint.ts';
import { issueToken } from './tokens.ts';

const tenMinutes = 10 * 60 * 1000;

/** Public clients and web apps under development redirect to loopback; anything else would send a code to a stranger. */
function isLoopback(uri: string): boolean {
  const url = URL.parse(uri);
  return url !== null && url.protocol === 'http:' && ['localhost', '127.0.0.1', '[::1]'].includes(url.hostname);
}

function requestProblem(simulation: Simulation, query: URLSearchParams, tenant: string): EntraProblem | undefined {
  const clientId = query.get('client_id') ?? '';
  if (!tenantExists(simulation, tenant)) {
    return { error: 'invalid_request', number: 90002, text: `Tenant '${tenant}' not found.` };
  }
  if (!simulation.world().apps.some((app) => app.clientId === clientId)) {
    const text = `Application with identifier '${clientId}' was not found in the directory.`;
    return { error: 'unauthorized_client', number: 700016, text };
  }
  if (!isLoopback(query.get('redirect_uri') ?? '')) {
    const text = 'The redirect URI specified in the request does not match the redirect URIs configured for the app.';
    return { error: 'invalid_request', number: 50011, text };
  }
  if (query.get('response_type') !== 'code') {
    return { error: 'unsupported_response_type', number: 700051, text: "Only response_type 'code' is enabled." };
  }
  // PKCE is recommended, and required of browsers only: https://learn.microsoft.com/entra/identity-platform/v2-oauth2-auth-code-flow
  if (query.get('code_challenge') && query.get('code_challenge_method') !== 'S256') {
    return { error: 'invalid_request', number: 501491, text: 'Only S256 is supported as code_challenge_method.' };
  }
  return undefined;
}

/** `GET /{tenant}/oauth2/v2.0/authorize`: a user signs in with MFA at once and is sent back with a code. */
export function answerAuthorize(simulation: Simulation, call: Call): Reply {
  const { query, now } = call;
  const tenant = call.params['tenant'] ?? '';
  const problem = requestProblem(simulation, query, tenant);
  if (problem) return entraError(problem, now);
  const target = readAudience(simulation, query, 2);
  if (!target.ok) return entraError(target.problem, now);
  const redirectUri = query.get('redirect_uri') ?? '';
  const code = issueToken(simulation, {
    kind: 'code',
    tenantId: tenant,
    clientId: query.get('client_id') ?? '',
    actor: 'appUser',
    mfa: true,
    audience: target.audience,
    scope: target.scope,
    expiresAt: now + tenMinutes,
    codeChallenge: query.get('code_challenge') ?? undefined,
    asked: query.get('scope') ?? '',
    nonce: query.get('nonce') ?? undefined,
    redirectUri,
  });
  const back = new URL(redirectUri);
  back.searchParams.set('code', code);
  const state = query.get('state');
  if (state !== null) back.searchParams.set('state', state);
  return { status: 302, headers: { location: back.href } };
}
