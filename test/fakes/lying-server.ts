import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';

/** What a platform client sent. */
interface Seen {
  readonly method: string;
  readonly path: string;
  readonly headers: IncomingMessage['headers'];
  readonly body: string;
}

/** How the server behaves once: an answer, or one of the ways in which networks lie. */
type Behaviour =
  | {
      readonly status: number;
      readonly json?: unknown;
      readonly text?: string;
      readonly headers?: Readonly<Record<string, string>>;
      readonly afterMs?: number;
    }
  | { readonly kind: 'reset' }
  | { readonly kind: 'silent' }
  /** Promises more bytes than it sends. */
  | { readonly kind: 'cutBody'; readonly status: number; readonly headers?: Readonly<Record<string, string>> };

export interface LyingServer {
  readonly url: string;
  readonly seen: readonly Seen[];
  /** Behaviours used up first, one per call to this route. */
  next(route: string, ...behaviours: readonly Behaviour[]): void;
  /** What a route does when nothing is queued. */
  always(route: string, behaviour: (seen: Seen) => Behaviour): void;
  /** Calls to a route, `METHOD /path` with `*` for one segment; the query counts only where the route has one. */
  calls(route: string): readonly Seen[];
  close(): Promise<void>;
}

/** A local HTTP server that counts, delays, throttles and lies. An unknown route answers 418, so that a test sees it. */
export async function startLyingServer(): Promise<LyingServer> {
  const seen: Seen[] = [];
  const queued = new Map<string, Behaviour[]>();
  const standing = new Map<string, (seen: Seen) => Behaviour>();
  const server = createServer((request, response) => {
    const parts: Buffer[] = [];
    request.on('data', (part: Buffer) => parts.push(part));
    request.on('end', () => {
      const call = {
        method: request.method ?? '',
        path: request.url ?? '',
        headers: request.headers,
        body: Buffer.concat(parts).toString('utf8'),
      };
      seen.push(call);
      const route = [...queued.keys()].find((key) => (queued.get(key)?.length ?? 0) > 0 && fits(key, call));
      const once = route === undefined ? undefined : queued.get(route)?.shift();
      const always = [...standing].find(([key]) => fits(key, call))?.[1];
      behave(once ?? always?.(call) ?? { status: 418, text: `no route for ${call.method} ${call.path}` }, response);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  return {
    url: `http://127.0.0.1:${address.port}`,
    seen,
    next: (route, ...behaviours) => void queued.set(route, [...(queued.get(route) ?? []), ...behaviours]),
    always: (route, behaviour) => void standing.set(route, behaviour),
    calls: (route) => seen.filter((call) => fits(route, call)),
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

function fits(route: string, { method, path }: Seen): boolean {
  const wanted = route.includes('?') ? path : path.replace(/\?.*$/, '');
  const pattern = route.replace(/[.+?^${}()|[\]\\]/g, '\\$&').replaceAll('*', '[^/?]*');
  return new RegExp(`^${pattern}$`).test(`${method} ${wanted}`);
}

function behave(behaviour: Behaviour, response: ServerResponse): void {
  if (!('kind' in behaviour)) {
    const body = behaviour.text ?? (behaviour.json === undefined ? '' : JSON.stringify(behaviour.json));
    const type = behaviour.json === undefined ? {} : { 'content-type': 'application/json; charset=utf-8' };
    setTimeout(() => {
      response.writeHead(behaviour.status, { ...type, ...behaviour.headers });
      response.end(body);
    }, behaviour.afterMs ?? 0);
    return;
  }
  switch (behaviour.kind) {
    case 'reset':
      response.destroy();
      return;
    case 'silent':
      return;
    case 'cutBody':
      response.writeHead(behaviour.status, { 'content-length': '1000', ...behaviour.headers });
      response.write('{"status":');
      setTimeout(() => response.destroy(), 5);
      return;
  }
}
