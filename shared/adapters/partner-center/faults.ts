import type { GrantCode } from '../../domain/reasons/grants.ts';
import type { PlatformWords } from '../../domain/verdict.ts';
import { AccessDenied } from '../../errors.ts';
import { parsedOrNothing } from '../http/answer.ts';
import type { Answer } from '../http/http.ts';
import { platformWords } from '../http/platform-words.ts';
import { isValid } from './answers.ts';

/** What a refusal says. The code is a number in captures and a string in the documentation; gateways only say `message`. */
export function faultIn(answer: Answer): PlatformWords {
  const body = parsedOrNothing(answer);
  if (!isValid.fault(body)) return {};
  return platformWords(body.code, null, body.description ?? body.message);
}

/** The refusal's words, with the HTTP status where the body says nothing. */
export function wordsOf(answer: Answer): PlatformWords {
  const fault = faultIn(answer);
  return fault.code === undefined && fault.text === undefined ? { code: String(answer.status) } : fault;
}

/** Codes of https://learn.microsoft.com/partner-center/developer/error-codes that a person has to do something about. */
const grants: ReadonlyMap<string, GrantCode> = new Map([
  ['20002', 'relationship_missing'],
  ['60003', 'relationship_missing'],
  ['900124', 'agreement_not_accepted'],
  ['900149', 'partner_role_missing'],
  ['900150', 'partner_role_missing'],
  ['900421', 'reconsent_needed'],
]);

/** What is missing behind a 403 or a 404 of the customer. */
export function grantIn(answer: Answer): GrantCode {
  const known = grants.get(faultIn(answer).code ?? '');
  return known ?? (answer.status === 404 ? 'relationship_missing' : 'access_denied');
}

/** The refusal as an error: a person has to act before this goes on. */
export function denied(answer: Answer): AccessDenied {
  const grant = grantIn(answer);
  return new AccessDenied(grant, `${answer.operation}: ${answer.status}, ${grant} (request ${answer.requestId})`);
}
