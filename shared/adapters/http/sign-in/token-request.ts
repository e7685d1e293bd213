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
  /** What is missing when no one has let the app in. */
  readonly notConsented: GrantCode;
  /** What is missing when the tenant does not know the app. */
  readonly appUnknown: GrantCode;
  /** What is missing when the tenant does not know who signed in; absent: the account can't be used. */
  readonly notInTenant?: GrantCode;
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
      headers: {
        'content-type': 'application/x-www-form-urlencoded',
        'client-request-id': context.correlationId,
      },
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
  ...['53000', '53001', '53002', '53003', '53009', '530032', '530034'].map(
    (number) => [number, 'sign_in_blocked'] as const,
  ),
  ...['50034', '50057', '50105'].map((number) => [number, 'account_not_usable'] as const),
  ...['50055', '50133', '50173', '70043', '70044', '700082', '700084'].map(
    (number) => [number, 'consent_expired'] as const,
  ),
  ...['7000112', '7000113'].map((number) => [number, 'app_disabled'] as const),
  ...['50074', '50076', '50078', '50079', '50158'].map((number) => [number, 'reconsent_needed'] as const),
  ...['65001', '500011', '500014'].map((number) => [number, 'notConsented'] as const),
  ...['700016', '7000229'].map((number) => [number, 'appUnknown'] as const),
  ['7000222', 'secret_expired'],
  ['90002', 'tenant_unknown'],
  ['700027', 'certificate_unknown'],
  ['700023', 'authority_wrong'],
  ['700024', 'clock_wrong'],
  ...['70021', '700211', '700212', '700213'].map((number) => [number, 'federation_missing'] as const),
]);

/** Passing: a loop of requests that was cut off, and what Entra says when it is busy. */
const passingNumbers = ['50196', '90033'];

/** Only the error's name, AADSTS number and ids for Microsoft's support are passed on: descriptions name accounts. */
function refusal(answer: Answer, request: TokenRequest): Error {
  const body = parsedOrNothing(answer);
  const fields = typeof body === 'object' && body !== null ? body : {};
  const error = 'error' in fields && typeof fields.error === 'string' ? fields.error : 'unknown error';
  const description = 'error_description' in fields ? String(fields.error_description) : '';
  const number = /AADSTS(\d+)/.exec(description)?.[1] ?? '';
  const ids = ['trace_id', 'correlation_id'].flatMap((name) => idIn(fields, name));
  const facts = [...(number === '' ? [] : [`AADSTS${number}`]), ...ids].join(', ');
  const message = `token: ${error}${facts === '' ? '' : ` (${facts})`}`;
  const passing = error === 'temporarily_unavailable' || error === 'server_error' || passingNumbers.includes(number);
  if (passing) return new ServiceUnavailable(message);
  return new AccessDenied(grantMissing(error, number, request), message);
}

/** An id as Entra's support asks for it; nothing that is not one gets into a message. */
function idIn(fields: object, name: string): readonly string[] {
  const value: unknown = Object.entries(fields).find(([key]) => key === name)?.[1];
  return typeof value === 'string' && /^[0-9a-f-]{36}$/i.test(value) ? [`${name.replace('_', ' ')} ${value}`] : [];
}

function grantMissing(error: string, number: string, request: TokenRequest): GrantCode {
  const known = grantOfNumber.get(number);
  if (known === 'notConsented' || known === 'appUnknown') return request[known];
  if (number === '50020') return request.notInTenant ?? 'account_not_usable';
  if (known !== undefined) return known;
  if (error === 'interaction_required') return 'reconsent_needed';
  if (error === 'unauthorized_client') return request.notConsented;
  if (error === 'invalid_client') return 'credential_rejected';
  if (error === 'invalid_grant') return 'consent_expired';
  return 'access_denied';
}
