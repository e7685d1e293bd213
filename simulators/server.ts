import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import { setTimeout as sleep } from 'node:timers/promises';
import { TLSSocket } from 'node:tls';
import { broken, failedAfter, refusedByFault, throttled } from './break-call.ts';
import type { Call, Platform, Reply } from './call.ts';
import { callFacts, type Located, noteCall } from './call-log.ts';
import { bearerToken } from './entra/tokens.ts';
import { runDueJobs } from './jobs/jobs.ts';
import { matchRoute } from './router.ts';
import type { Simulation } from './simulation.ts';

/** A thousand devices with 4 KB hashes are some 4 MB; this is far beyond any honest call. */
const largestBody = 64 * 1024 * 1024;

/** All of them below their prefixes, or one by itself. */
type Platforms = readonly Platform[] | Platform;

const takesJson = ['partnerCenter', 'oemDirect', 'intune'];

/** Which platform a URL means: by its first segment, or the one platform of a port of its own. */
function locate(platforms: Platforms, method: string, url: string): Located | undefined {
  const [rawPath = '', search = ''] = url.split('?', 2);
  const [, prefix = ''] = rawPath.split('/', 2);
  const shared = 'name' in platforms ? undefined : platforms.find((one) => one.prefix === prefix);
  const platform = 'name' in platforms ? platforms : shared;
  if (!platform) return undefined;
  const path = shared === undefined ? rawPath : rawPath.slice(prefix.length + 1);
  return { platform, match: matchRoute(platform.routes, method, path), path, query: new URLSearchParams(search) };
}

/** The whole body; undefined when it is too large to be meant. */
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

function hasWrongType(platform: Platform, call: Call): boolean {
  const type = call.headers['content-type'] ?? '';
  return takesJson.includes(platform.name) && call.body.length > 0 && !/\bjson\b/i.test(type);
}

/** The answer, before any fault breaks it. */
function decide(simulation: Simulation, located: Located, call: Call): Reply {
  const { platform, match } = located;
  const refused = refusedByFault(platform, call.faults, call);
  if (refused) return refused;
  if (!match) return platform.refuse({ status: 404, code: 1000, text: 'Not found.' }, call);
  if (hasWrongType(platform, call)) {
    return platform.refuse({ status: 415, code: 800002, text: 'Content-Type must be application/json.' }, call);
  }
  const seconds = simulation.faults().overLimit(callFacts(located, call), call.now);
  if (seconds !== undefined) return throttled(platform, { kind: 'throttle', retryAfterSeconds: seconds }, call);
  const reply = match.route.answer(call);
  return failedAfter(platform, call.faults, call) ?? reply;
}

function send(response: ServerResponse, platform: Platform, call: Call, reply: Reply): void {
  const { headers, body, cut } = broken(reply, call.faults);
  const length = { 'content-length': String(body.length) };
  response.writeHead(reply.status, { ...platform.headers?.(call), ...headers, ...length });
  if (cut) response.write(body.subarray(0, Math.floor(body.length / 2)), () => response.destroy());
  else response.end(body);
}

/** The owner's endpoints: no faults, no log. */
function answerOwner(simulation: Simulation, { platform, match }: Located, call: Call): Reply {
  return simulation.store.together(() => {
    runDueJobs(simulation, call.now);
    return match ? match.route.answer(call) : platform.refuse({ status: 404, code: 404, text: 'Not found.' }, call);
  });
}

/** A platform's answer; all it changes and the log of the call are written as one. */
function answerPlatform(simulation: Simulation, located: Located, call: Call, tooLarge: boolean): Reply {
  return simulation.store.together(() => {
    runDueJobs(simulation, call.now);
    const reply = tooLarge
      ? located.platform.refuse({ status: 413, code: 800002, text: 'The body is too large.' }, call)
      : decide(simulation, located, call);
    const lost = call.faults.some(({ kind }) => kind === 'resetAfter') || undefined;
    noteCall(simulation, located, call, { status: reply.status, lost });
    return reply;
  });
}

async function handle(
  simulation: Simulation,
  located: Located,
  now: () => number,
  isAlone: boolean,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const { method = '', headers } = request;
  const { platform, match, path, query } = located;
  const isOwner = platform.name === 'admin';
  const token = bearerToken(simulation, headers.authorization);
  const faults = isOwner ? [] : simulation.faults().hit(callFacts(located, { token }));
  const { socket } = request;
  const isSecure = socket instanceof TLSSocket;
  const root = `${isSecure ? 'https' : 'http'}://${headers.host ?? ''}`;
  const baseUrl = isAlone ? root : `${root}/${platform.prefix}`;
  const clientCertificate = isSecure ? socket.getPeerX509Certificate()?.fingerprint256 : undefined;
  const base = { method, path, query, headers, params: match?.params ?? {}, token, faults, baseUrl, clientCertificate };
  if (faults.some(({ kind }) => kind === 'resetBefore')) {
    noteCall(simulation, located, { ...base, now: now(), body: Buffer.alloc(0) }, { status: 0 });
    request.destroy();
    return;
  }
  const body = await readBody(request);
  for (const fault of faults) if (fault.kind === 'slow') await sleep(fault.milliseconds);
  const call: Call = { ...base, now: now(), body: body ?? Buffer.alloc(0) };
  const reply = isOwner
    ? answerOwner(simulation, located, call)
    : answerPlatform(simulation, located, call, body === undefined);
  if (faults.some(({ kind }) => kind === 'resetAfter')) response.destroy();
  else send(response, platform, call, reply);
}

/**
 * The one server of all platforms: each has its path prefix, below which paths are exactly the vendor's; or of one platform, without
 * a prefix, for libraries that know hosts only. With a key and
 * certificate (PEM) it speaks TLS, and asks callers for theirs; whether one is needed is for the platform to say.
 */
export function makeServer(simulation: Simulation, platforms: Platforms, now: () => number, tlsPem?: string): Server {
  const listener = (request: IncomingMessage, response: ServerResponse): void => {
    const located = locate(platforms, request.method ?? '', request.url ?? '');
    if (!located) {
      response.writeHead(404).end();
      return;
    }
    handle(simulation, located, now, 'name' in platforms, request, response).catch((error: unknown) => {
      // The caller hung up while its body was read: there is no one to answer.
      if (request.destroyed && !request.complete) return;
      process.stderr.write(`simulators: ${error instanceof Error ? error.stack : String(error)}\n`);
      if (response.headersSent) response.destroy();
      else response.writeHead(500).end();
    });
  };
  if (tlsPem === undefined) return createServer(listener);
  const own = { key: tlsPem, cert: tlsPem, requestCert: true, rejectUnauthorized: false };
  return createTlsServer(own, listener);
}
