import { timingSafeEqual } from 'node:crypto';
import { jsonObject, parseJson } from '../json.ts';
import type { Simulation } from '../simulation.ts';
import type { EntraProblem } from './entra-problem.ts';

const assertionType = 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer';

function sameSecret(a: string, b: string): boolean {
  const left = Buffer.from(a);
  const right = Buffer.from(b);
  return left.length === right.length && timingSafeEqual(left, right);
}

/** The structure of a client assertion: three parts, issuer and subject are the app, meant for this token endpoint, not expired. */
function assertionFault(assertion: string, clientId: string, now: number): string | undefined {
  const parts = assertion.split('.');
  const payload = parseJson(Buffer.from(parts[1] ?? '', 'base64url'));
  const claims = payload.ok ? jsonObject(payload.value) : undefined;
  if (parts.length !== 3 || !claims || parts.some((part) => part === '')) return 'The client assertion is not a JWT.';
  if (claims.text('iss') !== clientId || claims.text('sub') !== clientId) return 'Issuer or subject is not the app.';
  if (!/\/(oauth2|v2\.0)/.test(claims.text('aud') ?? '')) return 'The audience is not this token endpoint.';
  const expires = claims.get('exp');
  return typeof expires === 'number' && expires * 1000 > now ? undefined : 'The client assertion has expired.';
}

/** Does the app prove who it is? Signatures are not verified: no certificate of anyone is known here. */
export function appProblem(simulation: Simulation, form: URLSearchParams, now: number): EntraProblem | undefined {
  const clientId = form.get('client_id') ?? '';
  if (!simulation.world().apps.some((app) => app.clientId === clientId)) {
    const text = `Application with identifier '${clientId}' was not found in the directory.`;
    return { error: 'unauthorized_client', number: 700016, text };
  }
  const assertion = form.get('client_assertion');
  if (assertion !== null) {
    const fault =
      form.get('client_assertion_type') === assertionType
        ? assertionFault(assertion, clientId, now)
        : 'client_assertion_type is wrong.';
    return fault === undefined ? undefined : { error: 'invalid_client', number: 700027, text: fault, status: 401 };
  }
  const given = form.get('client_secret');
  const known = simulation.secrets.clientSecrets?.[clientId];
  if (given === null) {
    const text = "The request body must contain the following parameter: 'client_assertion' or 'client_secret'.";
    return { error: 'invalid_client', number: 7000218, text, status: 401 };
  }
  if (known !== undefined && sameSecret(given, known)) return undefined;
  const text =
    'Invalid client secret provided. Ensure the secret being sent in the request is the client secret value.';
  return { error: 'invalid_client', number: 7000215, text, status: 401 };
}
