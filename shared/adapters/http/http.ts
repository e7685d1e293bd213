import { setTimeout as pause } from 'node:timers/promises';
import { callTimes, retryDelay } from '../../domain/waits.ts';
import { ContractViolation, ServiceUnavailable, SubmissionUnknown } from '../../errors.ts';
import type { CallContext, CallEnded, Clock } from '../../ports.ts';
import { networkErrorCode, neverSent } from './network-error.ts';
import { retryAfterMs } from './retry-after.ts';

/** What every platform client is built from; randomness spreads the waits. */
export interface HttpDeps {
  readonly fetch: typeof fetch;
  readonly clock: Clock;
  readonly random: () => number;
  readonly timing: HttpTiming;
  readonly watch?: Watch;
}

/** Sees each attempt of a call begin and end. */
export type Watch = (operation: string) => CallEnded;

export interface HttpTiming {
  /** For one attempt to read, from connecting to the last byte of the body. */
  readonly readMs: number;
  /** For a submission. */
  readonly sendMs: number;
  /** No further attempt to read starts after this time. */
  readonly budgetMs: number;
  readonly attempts: number;
  readonly firstWaitMs: number;
  /** A longer wait goes back to the caller: an invocation does not sleep. */
  readonly longestWaitMs: number;
}

/**
 * The timing of a connection; its settings may give a submission less or more time. Token, one list and one submission
 * together stay below the three minutes that Microsoft's own client gives a single call.
 */
export function timingOf(timeoutSeconds: number | undefined): HttpTiming {
  return timeoutSeconds === undefined ? callTimes : { ...callTimes, sendMs: timeoutSeconds * 1000 };
}

/** An answer other than 429 and 5xx; what it means is for the platform's client to say. */
export interface Answer {
  readonly operation: string;
  readonly status: number;
  readonly headers: Headers;
  /** Without byte order mark. Empty where a refusal or an acceptance known by its header lost its body. */
  readonly text: string;
  /** The platform's id of the call, for messages. */
  readonly requestId: string;
}

export interface Call<T> {
  readonly operation: string;
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  readonly url: string;
  readonly headers?: Readonly<Record<string, string>>;
  /** A function makes a new one for each attempt, for what may be sent only once. */
  readonly body?: string | (() => string);
  /** A submission is not repeatable: it is sent once, and an unclear end is `SubmissionUnknown`. */
  readonly repeatable: boolean;
  /** Throws `ContractViolation` for an answer that does not fit. */
  readonly interpret: (answer: Answer) => T;
}

export type Http = <T>(call: Call<T>, context: CallContext) => Promise<T>;

const largestAnswerBytes = 64 * 1024 * 1024;

/**
 * Every call to a platform goes through here. It distinguishes what was certainly not taken from what perhaps was taken,
 * and repeats only what may be repeated.
 */
export function makeHttp(deps: HttpDeps): Http {
  const { timing } = deps;
  return async (call, context) => {
    const startedMs = deps.clock.now().getTime();
    for (let attempt = 1; ; attempt += 1) {
      try {
        return call.interpret(await send(deps, timing, call, context));
      } catch (error) {
        const nowMs = deps.clock.now().getTime();
        const patience = call.repeatable ? patientWait(error, attempt, nowMs, context) : undefined;
        const waitMs = timing.firstWaitMs * 2 ** (attempt - 1) * (0.5 + deps.random());
        const wait = call.repeatable ? waitAfter(error, Math.min(waitMs, timing.longestWaitMs)) : undefined;
        const isLate = attempt >= timing.attempts || nowMs - startedMs + (wait ?? 0) > timing.budgetMs;
        const isShort = wait !== undefined && wait <= timing.longestWaitMs && !isLate;
        const pauseMs = isShort ? wait : patience;
        if (pauseMs === undefined || context.signal?.aborted === true) throw error;
        await pause(pauseMs, undefined, context.signal === undefined ? {} : { signal: context.signal }).catch(() => {
          throw error;
        });
      }
    }
  };
}

/** How long a caller that has the time waits for a platform that throttles; undefined: it has not so much. */
function patientWait(error: unknown, attempt: number, nowMs: number, context: CallContext): number | undefined {
  if (!(error instanceof ServiceUnavailable) || !error.throttled || context.patientUntilMs === undefined)
    return undefined;
  const wait = retryDelay(attempt, error.retryAfterMs);
  return wait <= (context.patientUntilMs - nowMs) / 2 ? wait : undefined;
}

/** How long to wait before a repetition; undefined: repeating would not help. */
function waitAfter(error: unknown, ownWaitMs: number): number | undefined {
  if (error instanceof ContractViolation) return ownWaitMs;
  if (error instanceof ServiceUnavailable) return Math.max(ownWaitMs, error.retryAfterMs ?? 0);
  return undefined;
}

async function send<T>(deps: HttpDeps, timing: HttpTiming, call: Call<T>, context: CallContext): Promise<Answer> {
  if (context.signal?.aborted === true)
    throw new ServiceUnavailable(`${call.operation}: shutting down, nothing was sent`);
  context.onCall(call.operation);
  const { status, headers, body, requestId } = await exchange(deps, timing, call, context);
  const what = `${call.operation}: ${status} (request ${requestId})`;
  const accepted = status < 300 && headers.has('location');
  // A bare 503 may come from a gateway that lost patience with a service that went on; only with Retry-After it is a refusal.
  const turnedAway = status === 503 && headers.has('retry-after') && !headers.has('location');
  if (status === 429 || turnedAway) {
    const wait = retryAfterMs(headers.get('retry-after'), body ?? '', deps.clock.now().getTime());
    throw new ServiceUnavailable(what, {
      throttled: status === 429,
      ...(wait === undefined ? {} : { retryAfterMs: wait }),
    });
  }
  if (status >= 500 || status === 408) throw unclear(call, what);
  const dispensable = !call.repeatable && (accepted || status >= 400);
  if (body === undefined && !dispensable) throw unclear(call, `${what}: the body was cut off`);
  return { operation: call.operation, status, headers, text: body ?? '', requestId };
}

/** Sends the request and reads the whole answer; `body` undefined: it was cut off. */
async function exchange<T>(deps: HttpDeps, timing: HttpTiming, call: Call<T>, context: CallContext) {
  const ended = deps.watch?.(call.operation);
  try {
    const response = await reach(deps, timing, call, context);
    const body = await textOf(response);
    const { status, headers } = response;
    const requestId = requestIdIn(headers);
    ended?.({ status, requestId });
    return { status, headers, body, requestId };
  } catch (error) {
    ended?.(undefined);
    throw error;
  }
}

async function reach<T>(deps: HttpDeps, timing: HttpTiming, call: Call<T>, context: CallContext): Promise<Response> {
  const timeOut = AbortSignal.timeout(call.repeatable ? timing.readMs : timing.sendMs);
  const signal = context.signal === undefined ? timeOut : AbortSignal.any([timeOut, context.signal]);
  const body = typeof call.body === 'function' ? call.body() : call.body;
  try {
    // Redirects are not followed: a 302 would turn a submission into a GET, a 307 would repeat it elsewhere.
    return await deps.fetch(call.url, {
      method: call.method,
      headers: { accept: 'application/json', ...call.headers },
      redirect: 'manual',
      signal,
      ...(body === undefined ? {} : { body }),
    });
  } catch (error) {
    const code = networkErrorCode(error);
    const what = `${call.operation}: ${code}`;
    if (neverSent(code)) throw new ServiceUnavailable(what, { cause: error });
    throw unclear(call, what, error);
  }
}

/** Partner Center's name for it, Graph's, Entra's, and the one most gateways use. */
const requestIdHeaders = ['ms-requestid', 'request-id', 'x-ms-request-id', 'x-request-id'];

function requestIdIn(headers: Headers): string {
  return requestIdHeaders.map((name) => headers.get(name)).find((id) => id !== null) ?? 'none';
}

/** The body without byte order mark; undefined if it was cut off or is larger than any answer should be. */
async function textOf(response: Response): Promise<string | undefined> {
  if (response.body === null) return '';
  const decoder = new TextDecoder('utf-8');
  let text = '';
  let bytes = 0;
  try {
    for await (const chunk of response.body) {
      bytes += chunk.byteLength;
      if (bytes > largestAnswerBytes) return undefined;
      text += decoder.decode(chunk, { stream: true });
    }
  } catch {
    return undefined;
  }
  return text + decoder.decode();
}

function unclear<T>(call: Call<T>, what: string, cause?: unknown): Error {
  return call.repeatable
    ? new ServiceUnavailable(what, { cause })
    : new SubmissionUnknown(`${what}; it may have been taken`, { cause });
}
