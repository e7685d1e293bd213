import { createHash } from 'node:crypto';

/** A request as the API sees it, whatever host it came through. */
export interface Asked {
  readonly method: string;
  /** Behind `/api`, not decoded. */
  readonly path: string;
  /** The whole address. */
  readonly url: URL;
  readonly header: (name: string) => string | undefined;
  readonly text: () => Promise<string>;
}

export interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string | Uint8Array;
  readonly cookie?: SessionCookie;
}

/** What a personal link or a local choice leaves in the browser; an empty value takes it away. */
export interface SessionCookie {
  readonly value: string;
  /** Seconds. */
  readonly maxAge: number;
}

export const sessionCookie = 'autopilot-session';

/** What every answer carries. No cache and no browser stores a partner's data. */
const everywhere: Readonly<Record<string, string>> = {
  'cache-control': 'no-store',
  'content-security-policy': "default-src 'none'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'",
  'cross-origin-resource-policy': 'same-origin',
  'permissions-policy': 'camera=(), geolocation=(), microphone=(), payment=(), usb=()',
  'referrer-policy': 'no-referrer',
  'strict-transport-security': 'max-age=31536000; includeSubDomains',
  'x-content-type-options': 'nosniff',
  'x-frame-options': 'DENY',
  vary: 'Cookie, Authorization',
};

export const withSecurityHeaders = (answer: Answer): Answer => ({
  ...answer,
  headers: { ...everywhere, ...answer.headers },
});

export const json = (value: unknown, status = 200): Answer => ({
  status,
  headers: { 'content-type': 'application/json' },
  body: JSON.stringify(value),
});

export const nothing: Answer = { status: 204, headers: {} };

export const redirect = (location: string): Answer => ({ status: 302, headers: { location } });

/** Adds an ETag to what was read; 304 where the asker has it already. */
export function unlessKnown(answer: Answer, ifNoneMatch: string | undefined): Answer {
  if (answer.status !== 200 || answer.body === undefined) return answer;
  const etag = `"${createHash('sha256').update(answer.body).digest('base64url').slice(0, 27)}"`;
  const known = (ifNoneMatch ?? '').split(',').some((one) => one.trim().replace(/^W\//, '') === etag);
  return known ? { status: 304, headers: { etag } } : { ...answer, headers: { ...answer.headers, etag } };
}
