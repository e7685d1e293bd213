import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import { broken, failedAfter, refusedByFault, throttled } from './break-call.ts';
import { type Call, header, type Platform, type Reply } from './call.ts';
import { bearerToken } from './entra/tokens.ts';
import type { Fault } from './faults.ts';
import { runDueJobs } from './jobs/jobs.ts';
import { type Match, matchRoute } from './router.ts';
import type { Simulation } from './simulation.ts';
import type { SeenCall } from './state.ts';

/** A thousand devices with 4 KB hashes are some 4 MB; this is far beyond any honest call. */
const largestBody = 64 * 1024 * 1024;

interface Located {
  readonly platform: Platform;
  readonly match: Match | undefined;
  readonly path: string;
  readonly query: URLSearchParams;
}

function locate(platforms: readonly Platform[], method: string, url: string): Located | undefined {
  const [rawPath = '', search = ''] = url.split('?', 2);
  const [, prefix = ''] = rawPath.split('/', 2);
  const platform = platforms.find((one) => one.prefix === prefix);
  if (!platform) return undefined;
  const path = rawPath.slice(prefix.length + 1);
  return { platform, match: matchRoute(platform.routes, method, path), path, query: new URLSearchParams(search) };
}

async function readBody(request: IncomingMessage): Promise<Buffer | undefined> {
  const pieces: Buffer[] = [];
  let size = 0;
  for await (const piece of request) {
    if (!Buffer.isBuffer(piece)) continue;
    size += piece.length;
    if (size > largestBody) return undefined;
    pieces.push(piece);
  }
  return Buffer.concat(pieces);
}

function send(
  response: ServerResponse,
  reply: Reply,
  extra: Readonly<Record<string, string>>,
  faults: readonly Fault[],
): void {
  const { headers, body, cut } = broken(reply, faults);
  response.writeHead(reply.status, { ...extra, ...headers, 'content-length': String(body.length) });
  if (!cut) {
    response.end(body);
    return;
  }
  response.write(body.subarray(0, Math.floor(body.length / 2)), () => response.destroy());
}

const jsonWanted = (call: Call, platform: Platform): boolean =>
  ['partnerCenter', 'oemDirect', 'intune'].includes(platform.name) &&
  call.body.length > 0 &&
  !/\bjson\b/i.test(call.headers['content-type'] ?? '');

/** Decides the answer; everything it changes is written as one. */
function decide(simulation: Simulation, located: Located, call: Call, faults: readonly Fault[]): Reply {
  const { platform, match } = located;
  const refused = refusedByFault(platform, faults, call);
  if (refused) return refused;
  if (!match) return platform.refuse({ status: 404, code: 1000, text: 'Not found.' }, call);
  if (jsonWanted(call, platform)) {
    return platform.refuse({ status: 415, code: 800002, text: 'Content-Type must be application/json.' }, call);
  }
  const wait = platform.name === 'admin' ? undefined : simulation.faults().overLimit(factsOf(located, call), call.now);
  if (wait !== undefined) return throttled(platform, { kind: 'throttle', retryAfterSeconds: wait }, call);
  const reply = match.route.answer(call);
  return failedAfter(platform, faults, call) ?? reply;
}

const factsOf = (located: Located, call: Pick<Call, 'token'>) => ({
  operation: located.match?.route.operation ?? `${located.platform.name}.unknown`,
  customerTenantId:
    located.match?.params['customer'] ?? (located.platform.name === 'intune' ? call.token?.tenantId : undefined),
  clientId: call.token?.clientId,
});

function note(
  simulation: Simulation,
  located: Located,
  call: Call,
  seen: Pick<SeenCall, 'status' | 'lost'>,
  faults: readonly Fault[],
): void {
  if (located.platform.name === 'admin') return;
  const sequence = simulation.store.size('calls') + 1;
  const value: SeenCall = {
    ...factsOf(located, call),
    ...seen,
    sequence,
    at: call.now,
    platform: located.platform.name,
    method: call.method,
    path: call.path,
    faults: faults.length > 0 ? faults.map(({ kind }) => kind) : undefined,
    requestId: header(call.headers, 'ms-requestid') ?? header(call.headers, 'client-request-id'),
    correlationId: header(call.headers, 'ms-correlationid'),
  };
  simulation.store.commit([{ in: 'calls', key: String(sequence), value }]);
}

async function handle(
  simulation: Simulation,
  platforms: readonly Platform[],
  now: () => number,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const { method = 'GET', url = '/', headers } = request;
  const located = locate(platforms, method, url);
  if (!located) {
    response.writeHead(404).end();
    return;
  }
  const token = bearerToken(simulation, headers.authorization);
  const baseUrl = `http://${headers.host ?? ''}/${located.platform.prefix}`;
  const faults = located.platform.name === 'admin' ? [] : simulation.faults().hit(factsOf(located, { token }));
  const base = { method, path: located.path, query: located.query, headers, params: located.match?.params ?? {} };
  const early: Call = { ...base, token, now: now(), faults, baseUrl, body: Buffer.alloc(0) };
  if (faults.some(({ kind }) => kind === 'resetBefore')) {
    note(simulation, located, early, { status: 0 }, faults);
    request.destroy();
    return;
  }
  const body = await readBody(request);
  for (const fault of faults) if (fault.kind === 'slow') await sleep(fault.milliseconds);
  const call: Call = { ...early, body: body ?? Buffer.alloc(0), now: now() };
  const lost = faults.some(({ kind }) => kind === 'resetAfter');
  const reply = simulation.store.together(() => {
    runDueJobs(simulation, call.now);
    const decided =
      body === undefined
        ? located.platform.refuse({ status: 413, code: 800002, text: 'The body is too large.' }, call)
        : decide(simulation, located, call, faults);
    note(simulation, located, call, { status: decided.status, ...(lost ? { lost } : {}) }, faults);
    return decided;
  });
  if (lost) response.destroy();
  else send(response, reply, located.platform.headers?.(call) ?? {}, faults);
}

/** The one server of all platforms: each has its path prefix, below which paths are exactly the vendor's. */
export function makeServer(simulation: Simulation, platforms: readonly Platform[], now: () => number): Server {
  return createServer((request, response) => {
    handle(simulation, platforms, now, request, response).catch((error: unknown) => {
      // The caller hung up while its body was read: there is nobody to answer.
      if (request.destroyed && !request.complete) return;
      process.stderr.write(`simulators: ${error instanceof Error ? error.stack : String(error)}\n`);
      if (response.headersSent) response.destroy();
      else response.writeHead(500).end();
    });
  });
}
