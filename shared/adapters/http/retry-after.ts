import { longestRetryAfter } from '../../domain/waits.ts';

/**
 * How long an answer asks to wait: `Retry-After` in seconds or as a date, or the words of the gateway's 429 body
 * ("Try again in 57 seconds."). Undefined where it does not say.
 */
export function retryAfterMs(header: string | null, body: string, nowMs: number): number | undefined {
  const asked = fromHeader(header?.trim() ?? '', nowMs) ?? fromWords(body);
  return asked === undefined ? undefined : Math.min(Math.max(asked, 0), longestRetryAfter);
}

function fromHeader(header: string, nowMs: number): number | undefined {
  if (/^\d+(\.\d+)?$/.test(header)) return Math.ceil(Number(header) * 1000);
  const date = /[a-z]/i.test(header) ? Date.parse(header) : Number.NaN;
  return Number.isNaN(date) ? undefined : date - nowMs;
}

function fromWords(body: string): number | undefined {
  const seconds = /try again in (\d{1,6}) seconds?/i.exec(body)?.[1];
  return seconds === undefined ? undefined : Number(seconds) * 1000;
}
