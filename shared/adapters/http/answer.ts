import { ContractViolation } from '../../errors.ts';
import type { Validator } from '../../schema-check.ts';
import type { Answer } from './http.ts';

/** The answer's JSON, if it fits the schema. Content types are not trusted: some gateways label JSON as text. */
export function readJson<T>(answer: Answer, isValid: Validator<T>): T {
  const value = parsed(answer);
  if (isValid(value)) return value;
  // The path only, never the value: answers hold serial numbers.
  const faults = (isValid.errors ?? []).map(({ instancePath, message }) => `${instancePath || '/'} ${message ?? ''}`);
  throw new ContractViolation(`${what(answer)} does not fit its schema: ${faults.join('; ')}`);
}

/** The body as JSON, undefined if it is none: for refusals, whose body is a courtesy. */
export function parsedOrNothing(answer: Answer): unknown {
  try {
    return JSON.parse(answer.text);
  } catch {
    return undefined;
  }
}

/** An answer with a status the client has no rule for. */
export function unexpected(answer: Answer): ContractViolation {
  return new ContractViolation(`${what(answer)} is not expected here`);
}

function parsed(answer: Answer): unknown {
  const value = parsedOrNothing(answer);
  if (value !== undefined) return value;
  const type = answer.headers.get('content-type') ?? 'no content type';
  throw new ContractViolation(`${what(answer)} is not JSON (${type}, ${answer.text.length} characters)`);
}

function what({ operation, status, requestId }: Answer): string {
  return `the answer of ${operation} (${status}, request ${requestId})`;
}
