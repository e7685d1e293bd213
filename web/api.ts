import type { Problem } from './api-types.ts';

/** What a call came to. */
export type Answer<T> =
  | { readonly kind: 'ok'; readonly value: T; readonly etag?: string }
  /** Not changed since the version that was named. */
  | { readonly kind: 'same' }
  | { readonly kind: 'problem'; readonly problem: Problem }
  /** No answer, or one that is not the API's: worth another try after so many seconds. */
  | { readonly kind: 'unavailable'; readonly seconds: number };

interface Call {
  readonly method?: 'GET' | 'POST';
  readonly body?: unknown;
  /** The version known already. */
  readonly etag?: string | undefined;
  /** Language of the texts in the answer; absent: the browser's. */
  readonly language?: string;
  readonly signal?: AbortSignal;
}

/** Used where the API does not say how long to wait. */
const pauseSeconds = 10;

/**
 * Calls the API. Its answers are of the shapes in `schemas/openapi.json`: the API's own tests hold them to that, so they
 * are not checked a second time in every browser.
 */
export async function call<T>(
  path: string,
  { method = 'GET', body, etag, language, signal }: Call = {},
): Promise<Answer<T>> {
  try {
    const response = await fetch(`/api${path}`, {
      method,
      headers: {
        accept: 'application/json',
        // Asked for with each write: a form on another site can't send it.
        'x-requested-with': 'page',
        ...(language === undefined ? {} : { 'accept-language': language }),
        ...(etag === undefined ? {} : { 'if-none-match': etag }),
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      ...(signal === undefined ? {} : { signal }),
    });
    const { status, headers } = response;
    if (status === 304) return { kind: 'same' };
    if (status >= 500 || status === 429) {
      return { kind: 'unavailable', seconds: Number(headers.get('retry-after') ?? pauseSeconds) || pauseSeconds };
    }
    const value = status === 204 ? undefined : await response.json();
    if (!response.ok) return { kind: 'problem', problem: value };
    const version = headers.get('etag');
    return { kind: 'ok', value, ...(version === null ? {} : { etag: version }) };
  } catch (error) {
    if (signal?.aborted === true) throw error;
    return { kind: 'unavailable', seconds: pauseSeconds };
  }
}

/** A path of the API from its parts, with what is asked for behind it; absent and empty values are left out. */
export function apiPath(
  parts: readonly string[],
  query: Readonly<Record<string, string | number | undefined>> = {},
): string {
  const asked = Object.entries(query).flatMap(([name, value]) =>
    value === undefined || value === '' ? [] : [`${name}=${encodeURIComponent(value)}`],
  );
  return `/${parts.map(encodeURIComponent).join('/')}${asked.length === 0 ? '' : `?${asked.join('&')}`}`;
}
