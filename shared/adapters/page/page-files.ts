import { readFile } from 'node:fs/promises';
import { extname, join } from 'node:path';

/** An answer with one of the page's files. */
export interface PageAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Uint8Array | string;
}

/** Answers with the file of this name, `index.html` for none; `accepts` is the request's Accept-Encoding. */
export type AnswerWithPage = (name: string, accepts: string) => Promise<PageAnswer>;

const types: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.svg': 'image/svg+xml',
};

/** What the build writes beside each file, best first: ending and its name in HTTP. */
const encodings = [
  ['br', 'br'],
  ['gz', 'gzip'],
] as const;

/** Names the build makes (`main-AB12.js`): no folders, no dots at the start, no compressed twin by its own name. */
const fileName = /^[a-z]+(?:-[A-Z0-9]+)?\.(?:html|css|js|svg)$/;

/**
 * What a browser may do with the page: nothing but itself, our API, and files to and from `storage` (its origin).
 * `data:` is for the small pictures in the style sheet.
 */
const securityHeaders = (storage: string): Readonly<Record<string, string>> => ({
  'content-security-policy': [
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self'",
    "img-src 'self' data:",
    `connect-src 'self' ${storage}`,
    "form-action 'self'",
    "base-uri 'none'",
    "frame-ancestors 'none'",
  ].join('; '),
  'x-content-type-options': 'nosniff',
  'x-frame-options': 'DENY',
  'referrer-policy': 'no-referrer',
  'permissions-policy': 'camera=(), geolocation=(), microphone=(), payment=(), usb=()',
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
  'strict-transport-security': 'max-age=31536000',
});

/** Serves the page from the folder `tools/build-page.ts` has written. */
export function makeAnswerWithPage(folder: string, storage: string): AnswerWithPage {
  const security = securityHeaders(storage);
  const read = (name: string) => readFile(join(folder, name)).catch(() => undefined);
  return async (asked, accepts) => {
    const name = asked === '' ? 'index.html' : asked;
    const plain = { ...security, 'content-type': 'text/plain; charset=utf-8', 'cache-control': 'no-store' };
    const whole = fileName.test(name) ? await read(name) : undefined;
    if (whole === undefined) return { status: 404, headers: plain, body: 'There is no such page.' };
    const headers = {
      ...security,
      'content-type': types[extname(name)] ?? 'application/octet-stream',
      // A name with a hash never changes its content; the index names the newest ones.
      'cache-control': name === 'index.html' ? 'no-store' : 'public, max-age=31536000, immutable',
      vary: 'accept-encoding',
    };
    const wanted = accepts.split(',').map((one) => one.split(';')[0]?.trim());
    for (const [ending, encoding] of encodings) {
      const body = wanted.includes(encoding) ? await read(`${name}.${ending}`) : undefined;
      if (body !== undefined) return { status: 200, headers: { ...headers, 'content-encoding': encoding }, body };
    }
    return { status: 200, headers, body: whole };
  };
}
