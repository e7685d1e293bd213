import type { IncomingMessage, ServerResponse } from 'node:http';
import type { RegisteredFunction } from './core.ts';

/** Runs one function now, with the text given (a queue message, a blob's path; nothing for a timer). */
export type RunNow = (input: string) => void;

/**
 * The platform's admin endpoints that are of use locally: `GET /admin/host/status`, and `POST /admin/functions/{name}`
 * with `{"input": "…"}`, which is answered at once. They ask for no key: the host listens on the loopback address only.
 */
export async function answerAdmin(
  request: IncomingMessage,
  response: ServerResponse,
  deps: {
    readonly functions: ReadonlyMap<string, RegisteredFunction>;
    readonly runNow: ReadonlyMap<string, RunNow>;
    readonly hostId: string;
  },
): Promise<void> {
  const path = (request.url ?? '').split('?', 1)[0] ?? '';
  if (request.method === 'GET' && path === '/admin/host/status') {
    response.setHeader('content-type', 'application/json');
    response.end(JSON.stringify({ id: deps.hostId, state: 'Running', functions: [...deps.functions.keys()] }));
    return;
  }
  const runNow = deps.runNow.get(/^\/admin\/functions\/([^/]+)$/.exec(path)?.[1] ?? '');
  if (request.method !== 'POST' || runNow === undefined) {
    response.statusCode = 404;
    response.end();
    return;
  }
  const input = readInput(await readText(request));
  response.statusCode = input === undefined ? 400 : 202;
  response.end();
  if (input !== undefined) runNow(input);
}

function readInput(text: string): string | undefined {
  if (text === '') return '';
  try {
    const body: unknown = JSON.parse(text);
    const input = typeof body === 'object' && body !== null && 'input' in body ? body.input : '';
    return typeof input === 'string' ? input : JSON.stringify(input);
  } catch {
    return undefined;
  }
}

async function readText(request: IncomingMessage): Promise<string> {
  const parts: Buffer[] = [];
  for await (const part of request) parts.push(Buffer.from(part));
  return Buffer.concat(parts).toString('utf8');
}
