import { createHash } from 'node:crypto';
import type { Behaviour } from '../behaviour.ts';
import { type Call, header, type Problem, type Reply } from '../call.ts';

/** Continuation tokens are opaque: where to go on, and a mark that says which list they belong to. */
const mark = (list: string): string => createHash('sha256').update(list).digest('hex').slice(0, 8);
const continuation = (list: string, offset: number, size: number): string =>
  Buffer.from(`${mark(list)},${offset},${size}`).toString('base64');

/** Where to go on, and in pages of which size: a caller who seeks names none. */
function readContinuation(list: string, token: string): { readonly offset: number; readonly size: number } | undefined {
  const [given, offset = '', size = ''] = Buffer.from(token, 'base64').toString('utf8').split(',');
  const isOurs = given === mark(list) && /^\d+$/.test(offset) && /^\d+$/.test(size);
  return isOurs ? { offset: Number(offset), size: Number(size) } : undefined;
}

export interface Page<T> {
  /** Names the list, so that a token of another one is refused. */
  readonly list: string;
  readonly items: readonly T[];
  readonly size: number;
  readonly path: string;
}

const link = (uri: string, headers: readonly { key: string; value: string }[] = []) => ({
  uri,
  method: 'GET',
  headers,
});

const withSeek = (path: string): string => `${path}${path.includes('?') ? '&' : '?'}seekOperation=Next`;

/**
 * One page of a list. `totalCount` counts the page, not the list, as in the service's own examples. The token for the next page
 * stands in the body (Microsoft's SDK seeks by it) and in `links.next.headers` (its enumerators follow that); one client has met it
 * in a response header.
 */
export function collectionPage<T>(
  page: Page<T>,
  call: Call,
  behaviour: Behaviour,
  refuse: (problem: Problem) => Reply,
): Reply {
  const given = header(call.headers, 'ms-continuationtoken');
  const from = given === undefined ? { offset: 0, size: page.size } : readContinuation(page.list, given);
  if (from === undefined)
    return refuse({ status: 400, code: 800002, text: 'Invalid request input: continuation token.' });
  const { offset, size } = from;
  const items = page.items.slice(offset, offset + size);
  const end = offset + items.length;
  const token = end < page.items.length ? continuation(page.list, end, size) : undefined;
  const place = token === undefined ? undefined : behaviour.continuation;
  const next =
    token !== undefined && (place === 'links' || place === 'both')
      ? { next: link(withSeek(page.path), [{ key: 'MS-ContinuationToken', value: token }]) }
      : {};
  return {
    status: 200,
    headers: token !== undefined && place === 'header' ? { 'ms-continuationtoken': token } : {},
    json: {
      totalCount: items.length,
      items,
      links: { self: link(page.path), ...next },
      ...(place === 'body' || place === 'both' ? { continuationToken: token } : {}),
      attributes: { objectType: 'Collection' },
    },
  };
}
