import { createHash } from 'node:crypto';
import type { Behaviour } from '../behaviour.ts';
import { type Call, header, type Problem, type Reply } from '../call.ts';

/** Continuation tokens are opaque: where to go on, and a mark that says which list they belong to. */
const mark = (list: string): string => createHash('sha256').update(list).digest('hex').slice(0, 8);
const continuation = (list: string, offset: number): string =>
  Buffer.from(`${mark(list)},${offset}`).toString('base64');

function readOffset(list: string, token: string): number | undefined {
  const [given, offset] = Buffer.from(token, 'base64').toString('utf8').split(',');
  return given === mark(list) && offset !== undefined && /^\d+$/.test(offset) ? Number(offset) : undefined;
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

/**
 * One page of a list. `totalCount` counts the page, not the list, as in the service's own examples. The token for the next
 * page stands in the body; clients have also met it in `links.next.headers` and in a response header.
 */
export function collectionPage<T>(
  page: Page<T>,
  call: Call,
  behaviour: Behaviour,
  refuse: (problem: Problem) => Reply,
): Reply {
  const given = header(call.headers, 'ms-continuationtoken');
  const offset = given === undefined ? 0 : readOffset(page.list, given);
  if (offset === undefined)
    return refuse({ status: 400, code: 800002, text: 'Invalid request input: continuation token.' });
  const items = page.items.slice(offset, offset + page.size);
  const token = offset + items.length < page.items.length ? continuation(page.list, offset + items.length) : undefined;
  const place = token === undefined ? undefined : behaviour.continuation;
  const next =
    token !== undefined && place === 'links'
      ? { next: link(`${page.path}?seekOperation=Next`, [{ key: 'MS-ContinuationToken', value: token }]) }
      : {};
  return {
    status: 200,
    headers: token !== undefined && place === 'header' ? { 'ms-continuationtoken': token } : {},
    json: {
      totalCount: items.length,
      items,
      links: { self: link(page.path), ...next },
      ...(place === 'body' ? { continuationToken: token } : {}),
      attributes: { objectType: 'Collection' },
    },
  };
}
