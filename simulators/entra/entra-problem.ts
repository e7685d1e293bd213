import { randomUUID } from 'node:crypto';
import type { Call, Problem, Reply } from '../call.ts';

/** An Entra refusal: OAuth error word, AADSTS number and text. */
export interface EntraProblem {
  readonly error: string;
  readonly number: number;
  readonly text: string;
  readonly status?: number;
}

/** Entra's error body. */
export function entraError(problem: EntraProblem, now: number): Reply {
  const trace = randomUUID();
  const timestamp = new Date(now).toISOString().replace('T', ' ').replace(/\..*/, 'Z');
  return {
    status: problem.status ?? 400,
    headers: { 'cache-control': 'no-store', pragma: 'no-cache' },
    json: {
      error: problem.error,
      error_description: `AADSTS${problem.number}: ${problem.text} Trace ID: ${trace} Correlation ID: ${trace} Timestamp: ${timestamp}`,
      error_codes: [problem.number],
      timestamp,
      trace_id: trace,
      correlation_id: trace,
      error_uri: `https://login.microsoftonline.com/error?code=${problem.number}`,
    },
  };
}

/** Refusals that are not about one grant (unknown path, throttling, outage). */
export function refuseEntra(problem: Problem, call: Pick<Call, 'headers' | 'now'>): Reply {
  const error = problem.status >= 500 || problem.status === 429 ? 'temporarily_unavailable' : 'invalid_request';
  const number = typeof problem.code === 'number' ? problem.code : 90033;
  return entraError({ error, number, text: problem.text, status: problem.status }, call.now);
}
