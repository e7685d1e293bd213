import { Ajv2020 } from 'ajv/dist/2020.js';
import schema from '../../../schemas/entra-token.schema.json' with { type: 'json' };
import type { EntraApp } from '../../domain/connection.ts';
import type { GrantCode } from '../../domain/grants.ts';
import { AccessDenied, ServiceUnavailable } from '../../errors.ts';
import type { CallContext, Clock, Secrets } from '../../ports.ts';
import { parsedOrNothing, readJson, unexpected } from './answer.ts';
import { type ClientProof, proveClient } from './client-proof.ts';
import type { Answer, Http } from './http.ts';
import type { Token } from './token-cache.ts';

export interface Grant extends Token {
  readonly refreshToken?: string;
}

export interface EntraDeps {
  readonly http: Http;
  readonly secrets: Secrets;
  readonly clock: Clock;
  readonly federatedToken: (clientId: string | undefined) => Promise<string>;
}

export interface Entra {
  readonly app: EntraApp;
  readonly tenantId: string;
  /** What is missing when Entra does not know the app in this tenant. */
  readonly notConsented: GrantCode;
}

interface WireGrant {
  readonly access_token: string;
  readonly expires_in: number | string;
  readonly refresh_token?: string;
}

const fits = new Ajv2020({ strict: true }).compile<WireGrant>(schema);

/** One call to the token endpoint: the grant's own fields plus the proof of who asks. */
export async function requestGrant(
  deps: EntraDeps,
  entra: Entra,
  fields: Readonly<Record<string, string>>,
  context: CallContext,
): Promise<Grant> {
  const url = `${entra.app.authority.replace(/\/+$/, '')}/${encodeURIComponent(entra.tenantId)}/oauth2/v2.0/token`;
  const proof: ClientProof = await proveClient(deps, entra.app, url);
  const askedAtMs = deps.clock.now().getTime();
  return await deps.http(
    {
      operation: 'token',
      method: 'POST',
      url,
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
      body: new URLSearchParams({ client_id: entra.app.clientId, ...proof, ...fields }).toString(),
      repeatable: true,
      interpret: (answer) => grantIn(answer, askedAtMs, entra),
    },
    context,
  );
}

function grantIn(answer: Answer, askedAtMs: number, entra: Entra): Grant {
  if (answer.status === 400 || answer.status === 401) throw refusal(answer, entra);
  if (answer.status !== 200) throw unexpected(answer);
  const wire = readJson(answer, fits);
  return {
    value: wire.access_token,
    expiresAtMs: askedAtMs + Number(wire.expires_in) * 1000,
    ...(wire.refresh_token === undefined ? {} : { refreshToken: wire.refresh_token }),
  };
}

const needsMfa = new Set(['50074', '50076', '50078', '50079', '50158']);
const appUnknown = new Set(['65001', '700016', '7000229', '90002', '500011', '500014']);

/** Only the error's name and AADSTS number are passed on: descriptions name accounts. */
function refusal(answer: Answer, { notConsented }: Entra): Error {
  const body = parsedOrNothing(answer);
  const said = typeof body === 'object' && body !== null ? body : {};
  const error = 'error' in said && typeof said.error === 'string' ? said.error : 'unknown error';
  const description = 'error_description' in said ? String(said.error_description) : '';
  const number = /AADSTS(\d+)/.exec(description)?.[1] ?? '';
  const message = `token: ${error}${number === '' ? '' : ` (AADSTS${number})`}`;
  if (error === 'temporarily_unavailable' || error === 'server_error') return new ServiceUnavailable(message);
  return new AccessDenied(grantMissing(error, number, notConsented), message);
}

function grantMissing(error: string, number: string, notConsented: GrantCode): GrantCode {
  if (needsMfa.has(number) || error === 'interaction_required') return 'reconsent_needed';
  if (appUnknown.has(number) || error === 'unauthorized_client') return notConsented;
  if (error === 'invalid_client') return 'credential_rejected';
  if (error === 'invalid_grant') return 'consent_expired';
  return 'access_denied';
}
