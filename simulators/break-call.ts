import type { Call, Platform, Problem, Reply } from './call.ts';
import type { Fault } from './faults.ts';

/** The gateway's own 429 body (partner-center reference §7.1). */
export function throttled(platform: Platform, fault: Fault & { kind: 'throttle' }, call: Call): Reply {
  const { shape = 'gateway', retryAfterSeconds: seconds, retryAfterAs } = fault;
  const asDate = (after: number): string => new Date(call.now + after * 1000).toUTCString();
  const headers =
    seconds === undefined ? {} : { 'retry-after': retryAfterAs === 'date' ? asDate(seconds) : String(seconds) };
  if (shape === 'empty') return { status: 429, headers };
  if (shape === 'platform') {
    const reply = platform.refuse({ status: 429, code: 'TooManyRequests', text: 'Too many requests.' }, call);
    return { ...reply, headers: { ...reply.headers, ...headers } };
  }
  const message = `Rate limit is exceeded. Try again${seconds === undefined ? ' later' : ` in ${seconds} seconds`}.`;
  return { status: 429, headers, json: { statusCode: 429, message } };
}

function failed(platform: Platform, fault: Fault & { kind: 'error' }, call: Call): Reply {
  const { status = 503, body = 'platform' } = fault;
  if (body === 'empty') return { status };
  if (body === 'html') return { status, headers: { 'content-type': 'text/html' }, text: '<html>Service error</html>' };
  return platform.refuse({ status, code: 800003, text: 'Unexpected service error.' }, call);
}

const expired: Problem = { status: 401, code: 400, text: 'Access denied: the token has expired.' };
const mfaMissing: Problem = {
  status: 401,
  code: 900421,
  text: 'MFA required: the access token carries no multi-factor claim.',
};

/** The refusal a fault calls for, if one does. A fault that strikes after the work is done lets the work happen first. */
export function refusedByFault(platform: Platform, faults: readonly Fault[], call: Call): Reply | undefined {
  for (const fault of faults) {
    if (fault.kind === 'throttle') return throttled(platform, fault, call);
    if (fault.kind === 'error' && !fault.after) return failed(platform, fault, call);
    if (fault.kind === 'expiredToken') return platform.refuse(expired, call);
    if (fault.kind === 'mfaRequired') return platform.refuse(mfaMissing, call);
  }
  return undefined;
}

/** The answer in place of the true one, after the work was done. */
export function failedAfter(platform: Platform, faults: readonly Fault[], call: Call): Reply | undefined {
  const fault = faults.find((one) => one.kind === 'error' && one.after === true);
  return fault?.kind === 'error' ? failed(platform, fault, call) : undefined;
}

export interface Sent {
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Buffer;
  /** Only half of the body goes out, then the connection ends. */
  readonly cut: boolean;
}

/** The same properties, each of an undocumented type. */
const misshapen = (json: unknown): unknown =>
  Object.fromEntries(Object.keys(Object(json)).map((name) => [name, { unexpected: true }]));

/** An answer as it goes over the wire, with what faults make of it. */
export function broken(reply: Reply, faults: readonly Fault[]): Sent {
  const has = (kind: Fault['kind']): boolean => faults.some((fault) => fault.kind === kind);
  const type = reply.json === undefined ? {} : { 'content-type': 'application/json; charset=utf-8' };
  const json = has('misshapen') && reply.json !== undefined ? misshapen(reply.json) : reply.json;
  const text = json === undefined ? (reply.text ?? '') : JSON.stringify(json);
  const wrongType = has('contentType') && text !== '';
  const headers = { ...type, ...reply.headers, ...(wrongType ? { 'content-type': 'text/html' } : {}) };
  const mark = has('bom') && text !== '' ? '\uFEFF' : '';
  const body = Buffer.from(wrongType ? `<html><body>Sign in</body></html>` : mark + text);
  return { headers, body, cut: has('cutBody') && body.length > 1 };
}
