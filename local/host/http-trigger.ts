import type { IncomingMessage, ServerResponse } from 'node:http';
import type { RegisteredFunction } from './core.ts';
import type { Invoke } from './invoke.ts';
import type { Route } from './routes.ts';
import type { WireCookie, WireHttp } from './wire.ts';

/** A function that answers requests. */
export interface HttpFunction {
  readonly fn: RegisteredFunction;
  readonly route: Route;
  readonly methods: readonly string[];
}

/** Answers a request by the function whose route and method it has. */
export async function answerByFunction(
  request: IncomingMessage,
  response: ServerResponse,
  deps: {
    readonly functions: readonly HttpFunction[];
    readonly prefix: string;
    readonly invoke: Invoke;
  },
): Promise<void> {
  const url = new URL(request.url ?? '/', `http://${request.headers.host}`);
  const method = request.method ?? 'GET';
  const found = find(url.pathname, method, deps.functions, deps.prefix);
  if (found === undefined) return end(response, 404);
  const http: WireHttp = {
    method,
    url: url.href,
    headers: singleHeaders(request),
    params: found.params,
    query: Object.fromEntries(url.searchParams),
    body: { bytes: await readBody(request) },
  };
  const answer = await deps.invoke(found.target.fn, { http }, {}).catch(() => ({ http: { statusCode: '500' } }));
  if (answer?.http === undefined) return end(response, 204);
  send(response, answer.http);
}

function find(pathname: string, method: string, functions: readonly HttpFunction[], prefix: string) {
  const start = prefix === '' ? '/' : `/${prefix}/`;
  if (!pathname.startsWith(start)) return undefined;
  for (const target of functions) {
    const params = target.route(pathname.slice(start.length));
    if (params !== undefined && target.methods.includes(method)) return { target, params };
  }
  return undefined;
}

function singleHeaders(request: IncomingMessage): Readonly<Record<string, string>> {
  const headers: Record<string, string> = {};
  for (const [name, value] of Object.entries(request.headers)) {
    if (value !== undefined) headers[name] = Array.isArray(value) ? value.join(', ') : value;
  }
  return headers;
}

async function readBody(request: IncomingMessage): Promise<Buffer> {
  const parts: Buffer[] = [];
  for await (const part of request) parts.push(Buffer.from(part));
  return Buffer.concat(parts);
}

function send(response: ServerResponse, http: WireHttp): void {
  response.statusCode = Number(http.statusCode ?? 200);
  for (const [name, value] of Object.entries(http.headers ?? {})) response.setHeader(name, value);
  if (http.cookies?.length) response.setHeader('set-cookie', http.cookies.map(cookieText));
  const body = http.body?.bytes ?? http.body?.string;
  response.end(body);
}

function cookieText(cookie: WireCookie): string {
  const parts = [`${encodeURIComponent(cookie.name)}=${encodeURIComponent(cookie.value)}`];
  if (cookie.domain) parts.push(`Domain=${cookie.domain.value}`);
  if (cookie.path) parts.push(`Path=${cookie.path.value}`);
  if (cookie.maxAge) parts.push(`Max-Age=${cookie.maxAge.value}`);
  if (cookie.expires) parts.push(`Expires=${new Date(cookie.expires.value.seconds * 1000).toUTCString()}`);
  if (cookie.secure?.value) parts.push('Secure');
  if (cookie.httpOnly?.value) parts.push('HttpOnly');
  // `none` is what the package sends where nothing was asked for.
  if (cookie.sameSite && cookie.sameSite !== 'none') parts.push(`SameSite=${cookie.sameSite}`);
  return parts.join('; ');
}

function end(response: ServerResponse, status: number): void {
  response.statusCode = status;
  response.end();
}
