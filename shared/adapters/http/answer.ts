import { ContractViolation } from '../../errors.ts';
import { problemsOf, type Validator } from '../../schema-check.ts';
import type { Answer } from './http.ts';

/** The answer's JSON, if it fits the schema. Content types are not trusted: some gateways label JSON as text. */
export function readJson<T>(answer: Answer, isValid: Validator<T>): T {
  const value = parsed(answer);
  if (isValid(value)) return value;
  // Paths only, never a value: answers hold serial numbers.
  throw new ContractViolation(`${what(answer)} does not fit its schema: ${problemsOf(isValid.errors).join('; ')}`);
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
