import type { Answer } from './answer.ts';

/** What went wrong, in a plain sentence and with what to do (RFC 9457). */
export interface Problem {
  readonly title: string;
  readonly status: number;
  readonly code: string;
  readonly advice: string;
  readonly faults?: readonly string[];
}

/** An answer that says what went wrong. */
export const problem = (given: Problem, headers: Answer['headers'] = {}): Answer => ({
  status: given.status,
  headers: { ...headers, 'content-type': 'application/problem+json' },
  body: JSON.stringify(given),
});

/** Also for what belongs to somebody else: the two look the same. */
export const notFound = problem({
  title: 'There is no such thing here.',
  status: 404,
  code: 'not_found',
  advice: 'Check the address, or go back to the list.',
});

export const signInFirst = problem({
  title: 'You are not signed in.',
  status: 401,
  code: 'sign_in_first',
  advice: 'Sign in, or open your personal link again.',
});

export const notAllowed = problem({
  title: 'You may look at this, but not do it.',
  status: 403,
  code: 'not_allowed',
  advice: 'Ask the operator of this service for the right to do it.',
});

export const badRequest = (faults: readonly string[]): Answer =>
  problem({
    title: 'The request is not as it must be.',
    status: 400,
    code: 'bad_request',
    advice: 'Correct what is listed and try again.',
    faults: faults.slice(0, 20),
  });

export const fromElsewhere = problem({
  title: 'This request did not come from this page.',
  status: 403,
  code: 'from_elsewhere',
  advice: 'Open the page of this service and try again there. Scripts send the header X-Requested-With.',
});

export const tooMany = (seconds: number): Answer =>
  problem(
    {
      title: 'Too many requests at once.',
      status: 429,
      code: 'too_many_requests',
      advice: `Try again in ${seconds} seconds.`,
    },
    { 'retry-after': String(seconds) },
  );

export const tooLarge = (title: string): Answer =>
  problem({ title, status: 413, code: 'too_large', advice: 'Split it and send the parts one after the other.' });

export const conflict = (code: string, title: string, advice: string): Answer =>
  problem({ title, status: 409, code, advice });

export const failed = problem({
  title: 'Something went wrong on our side.',
  status: 500,
  code: 'failed',
  advice: 'Try again in a moment. If it happens again, tell the operator of this service.',
});
