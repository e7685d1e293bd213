import schema from '../../../../schemas/entra-token.schema.json' with { type: 'json' };
import type { GrantCode } from '../../../domain/reasons/grants.ts';
import { AccessDenied, ServiceUnavailable } from '../../../errors.ts';
import type { CallContext, Clock } from '../../../ports.ts';
import { schemaValidators } from '../../../schema-check.ts';
import { parsedOrNothing, readJson, unexpected } from '../answer.ts';
import type { Answer, Http } from '../http.ts';
import type { Token } from './token-cache.ts';

export interface Grant extends Token {
  readonly refreshToken?: string;
}

export interface TokenRequest {
  readonly url: string;
  /** Asked anew for each attempt: a signed assertion counts only once. */
  readonly form: () => Readonly<Record<string, string>>;
  /** What is missing when nobody let the app in. */
  readonly notConsented: GrantCode;
  /** What is missing when the tenant does not know the app. */
  readonly appUnknown: GrantCode;
}

interface WireGrant {
  readonly access_token: string;
  readonly expires_in: number | string;
  readonly refresh_token?: string;
}

const isValid = schemaValidators(schema)<WireGrant>();

/** One call to an OAuth 2 token endpoint. */
export async function requestToken(
  { http, clock }: { readonly http: Http; readonly clock: Clock },
  request: TokenRequest,
  context: CallContext,
): Promise<Grant> {
  const askedAtMs = clock.now().getTime();
  return await http(
    {
      operation: 'token',
      method: 'POST',
      url: request.url,
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
      body: () => new URLSearchParams(request.form()).toString(),
      repeatable: true,
      interpret: (answer) => grantIn(answer, askedAtMs, request),
    },
    context,
  );
}

function grantIn(answer: Answer, askedAtMs: number, request: TokenRequest): Grant {
  if (answer.status === 400 || answer.status === 401) throw refusal(answer, request);
  if (answer.status !== 200) throw unexpected(answer);
  const wire = readJson(answer, isValid);
  return {
    value: wire.access_token,
    expiresAtMs: askedAtMs + Number(wire.expires_in) * 1000,
    ...(wire.refresh_token === undefined ? {} : { refreshToken: wire.refresh_token }),
  };
}

/** What a person has to correct, by Entra's number: https://learn.microsoft.com/entra/identity-platform/reference-error-codes. */
const grantOfNumber = new Map<string, GrantCode | keyof Pick<TokenRequest, 'notConsented' | 'appUnknown'>>([
  ...['50074', '50076', '50078', '50079', '50158'].map((number) => [number, 'reconsent_needed'] as const),
  ...['65001', '500011', '500014'].map((number) => [number, 'notConsented'] as const),
  ...['700016', '7000229'].map((number) => [number, 'appUnknown'] as const),
  ['90002', 'tenant_unknown'],
  ['700027', 'certificate_unknown'],
  ['700023', 'authority_wrong'],
  ['700024', 'clock_wrong'],
  ...['70021', '700211', '700212', '700213'].map((number) => [number, 'federation_missing'] as const),
]);

/** Only the error's name and AADSTS number are passed on: descriptions name accounts. */
function refusal(answer: Answer, request: TokenRequest): Error {
  const body = parsedOrNothing(answer);
  const said = typeof body === 'object' && body !== null ? body : {};
  const error = 'error' in said && typeof said.error === 'string' ? said.error : 'unknown error';
  const description = 'error_description' in said ? String(said.error_description) : '';
  const number = /AADSTS(\d+)/.exec(description)?.[1] ?? '';
  const message = `token: ${error}${number === '' ? '' : ` (AADSTS${number})`}`;
  if (error === 'temporarily_unavailable' || error === 'server_error') return new ServiceUnavailable(message);
  return new AccessDenied(grantMissing(error, number, request), message);
}

function grantMissing(error: string, number: string, request: TokenRequest): GrantCode {
  const known = grantOfNumber.get(number);
  if (known === 'notConsented' || known === 'appUnknown') return request[known];
  if (known !== undefined) return known;
  if (error === 'interaction_required') return 'reconsent_needed';
  if (error === 'unauthorized_client') return request.notConsented;
  if (error === 'invalid_client') return 'credential_rejected';
  if (error === 'invalid_grant') return 'consent_expired';
  return 'access_denied';
}
