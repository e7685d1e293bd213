import type { IncomingHttpHeaders } from 'node:http';
import type { Fault } from './faults.ts';
import type { Token } from './state.ts';

/** One call as a handler sees it: body read, path matched, bearer token looked up (it may be expired). */
export interface Call {
  readonly method: string;
  /** Path below the platform's base URL, as it was sent. */
  readonly path: string;
  readonly query: URLSearchParams;
  readonly headers: IncomingHttpHeaders;
  readonly body: Buffer;
  /** Values of the route's `:name` segments, decoded. */
  readonly params: Readonly<Record<string, string>>;
  readonly token: Token | undefined;
  /** Milliseconds since 1970. */
  readonly now: number;
  /** Faults that hit this call and are the handler's business (how its job will go wrong). */
  readonly faults: readonly Fault[];
  /** SHA-256 fingerprint of the certificate the caller showed; only over TLS. */
  readonly clientCertificate?: string | undefined;
  /** Base URL of the platform that was called. */
  readonly baseUrl: string;
}

export interface Reply {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  /** Sent as JSON. */
  readonly json?: unknown;
  /** Sent as it is, with the content type in `headers`. */
  readonly text?: string;
}

/** What a platform says no with, before it is put into the platform's own error shape. */
export interface Problem {
  readonly status: number;
  readonly code: number | string;
  readonly text: string;
}

export interface Route {
  readonly operation: string;
  readonly method: string;
  /** Segments separated by `/`; `:name` takes any one segment. */
  readonly path: string;
  readonly answer: (call: Call) => Reply;
}

export interface Platform {
  readonly name: string;
  /** First path segment on the simulators' server. */
  readonly prefix: string;
  readonly routes: readonly Route[];
  /** The platform's own error shape. */
  readonly refuse: (problem: Problem, call: Pick<Call, 'headers' | 'now'>) => Reply;
  /** Headers the platform puts on every answer. */
  readonly headers?: (call: Pick<Call, 'headers' | 'now' | 'token'>) => Readonly<Record<string, string>>;
}

/** A header's first value, trimmed; undefined when absent or empty. */
export function header(headers: IncomingHttpHeaders, name: string): string | undefined {
  const value = headers[name.toLowerCase()];
  const first = Array.isArray(value) ? value[0] : value;
  return first?.trim() || undefined;
}
