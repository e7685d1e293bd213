import { Agent, createServer, type IncomingMessage, request, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as wait } from 'node:timers/promises';
import type { Chance } from './chance.ts';

/** What becomes of a call that is not simply passed on, and how often. */
const faults = [
  ['busy', 0.006],
  ['resetBefore', 0.004],
  ['answerLost', 0.006],
  ['failsAfter', 0.003],
  ['slow', 0.02],
] as const;
type Fault = (typeof faults)[number][0];

const longestDelayMs = 1_500;

function drawn(chance: Chance): Fault | undefined {
  let left = chance.next();
  for (const [fault, share] of faults) {
    left -= share;
    if (left < 0) return fault;
  }
  return undefined;
}

export interface FaultyStorage {
  /** Storage as it is reached through the faults. */
  readonly connectionString: string;
  /** Faults so far. */
  readonly count: () => number;
  /** From now on everything is passed on. */
  quiet(): void;
  stop(): Promise<void>;
}

const refuse = (outgoing: ServerResponse, status: number, code: string): void => {
  outgoing.writeHead(status, { 'x-ms-error-code': code, 'content-type': 'application/xml' });
  outgoing.end(`<?xml version="1.0" encoding="utf-8"?><Error><Code>${code}</Code><Message>${code}</Message></Error>`);
};

/** Stands between hosts and storage, and does to some calls what networks and a busy service do. */
export async function startFaultyStorage(connectionString: string, chance: Chance): Promise<FaultyStorage> {
  const agent = new Agent({ keepAlive: true });
  let count = 0;
  let isQuiet = false;

  const pass = async (incoming: IncomingMessage, outgoing: ServerResponse, target: URL): Promise<void> => {
    const fault = isQuiet ? undefined : drawn(chance);
    if (fault !== undefined) count += 1;
    if (fault === 'slow') await wait(chance.between(100, longestDelayMs));
    if (fault === 'resetBefore') return void incoming.socket.destroy();
    if (fault === 'busy') {
      incoming.resume();
      return refuse(outgoing, 503, 'ServerBusy');
    }
    const { method, url: path, headers } = incoming;
    const { hostname: host, port } = target;
    const passed = request({ agent, host, port, method, path, headers }, (answer) => {
      if (fault === 'answerLost' || fault === 'failsAfter') {
        answer.resume().on('end', () => {
          if (fault === 'answerLost') incoming.socket.destroy();
          else refuse(outgoing, 500, 'InternalError');
        });
        return;
      }
      outgoing.writeHead(answer.statusCode ?? 500, answer.headers);
      answer.pipe(outgoing);
    });
    // Storage itself was killed, or the host that asked.
    passed.on('error', () => incoming.socket.destroy());
    outgoing.on('close', () => passed.destroy());
    incoming.pipe(passed);
  };

  const servers: Server[] = [];
  let through = connectionString;
  for (const [, endpoint = ''] of connectionString.matchAll(/(?:Blob|Queue|Table)Endpoint=([^;]+)/g)) {
    const target = new URL(endpoint);
    const server = createServer((incoming, outgoing) => void pass(incoming, outgoing, target));
    await new Promise<void>((resolve) => server.listen(0, target.hostname, resolve));
    const { port } = server.address() as AddressInfo;
    through = through.replace(endpoint, endpoint.replace(`:${target.port}`, `:${port}`));
    servers.push(server);
  }
  return {
    connectionString: through,
    count: () => count,
    quiet: () => {
      isQuiet = true;
    },
    stop: async () => {
      for (const server of servers) {
        server.closeAllConnections();
        await new Promise((resolve) => server.close(resolve));
      }
      agent.destroy();
    },
  };
}
