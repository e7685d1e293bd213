import type { PartnerCenterConnection } from '../../domain/settings/connection.ts';
import { ContractViolation } from '../../errors.ts';
import type { CallContext } from '../../ports.ts';
import type { Validator } from '../../schema-check.ts';
import { readJson, unexpected } from '../http/answer.ts';
import type { Answer, Http } from '../http/http.ts';
import type { WirePage } from './answers.ts';
import { denied } from './faults.ts';
import { nextPageToken } from './wire.ts';

export interface Page<T> {
  readonly items: readonly T[];
  /** Where the next page begins; absent on the last one. */
  readonly cursor?: string;
}

interface Read<T> {
  readonly operation: string;
  readonly path: readonly string[];
  readonly query?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly interpret: (answer: Answer) => T;
}

interface PagedRead<T> {
  readonly operation: string;
  readonly path: readonly string[];
  readonly isValid: Validator<WirePage<T>>;
  readonly query?: string;
  /** Query of every page but the first. */
  readonly nextQuery?: string;
  readonly cursor?: string;
}

interface Send<T> {
  readonly operation: string;
  readonly method: 'POST' | 'PATCH' | 'DELETE';
  readonly path: readonly string[];
  /** Absent: the service makes one. */
  readonly requestId?: string;
  readonly body?: string;
  readonly interpret: (answer: Answer) => T;
}

/** Partner Center's manners: addresses, headers and pages. */
export interface PartnerCenterClient {
  read<T>(read: Read<T>, context: CallContext): Promise<T>;
  /** A submission: never repeated. */
  send<T>(send: Send<T>, context: CallContext): Promise<T>;
  pages<T>(read: PagedRead<T>, context: CallContext): AsyncIterable<Page<T>>;
}

/** `http` brings the token along. */
export function makePartnerCenterClient(http: Http, connection: PartnerCenterConnection): PartnerCenterClient {
  const root = connection.baseUrl.replace(/\/+$/, '');
  const urlOf = (path: readonly string[], query = '') =>
    `${root}/v1/${path.map(encodeURIComponent).join('/')}${query === '' ? '' : `?${query}`}`;

  function read<T>({ operation, path, query, headers, interpret }: Read<T>, context: CallContext): Promise<T> {
    const url = urlOf(path, query);
    const allHeaders = { 'ms-correlationid': context.correlationId, ...headers };
    return http({ operation, method: 'GET', url, headers: allHeaders, repeatable: true, interpret }, context);
  }

  function send<T>({ path, requestId, ...call }: Send<T>, context: CallContext): Promise<T> {
    const headers = {
      ...(call.body === undefined ? {} : { 'content-type': 'application/json; charset=utf-8' }),
      'ms-correlationid': context.correlationId,
      ...(requestId === undefined ? {} : { 'ms-requestid': requestId }),
    };
    return http({ ...call, url: urlOf(path), headers, repeatable: false }, context);
  }

  async function* pages<T>(paged: PagedRead<T>, context: CallContext): AsyncIterable<Page<T>> {
    const seen = new Set<string>();
    let cursor = paged.cursor;
    do {
      const query = cursor === undefined ? paged.query : paged.nextQuery;
      const at = cursor;
      if (at !== undefined) seen.add(at);
      const page: Page<T> = await read(
        {
          operation: paged.operation,
          path: paged.path,
          ...(query === undefined ? {} : { query }),
          ...(at === undefined ? {} : { headers: { 'ms-continuationtoken': at } }),
          interpret: (answer) => pageIn(answer, paged.isValid, seen),
        },
        context,
      );
      yield page;
      cursor = page.cursor;
    } while (cursor !== undefined);
  }

  return { read, send, pages };
}

/** A missing resource lists nothing: a batch that was accepted may not be there yet. */
function pageIn<T>(answer: Answer, isValid: Validator<WirePage<T>>, seen: ReadonlySet<string>): Page<T> {
  if (answer.status === 403) throw denied(answer);
  if (answer.status === 404) return { items: [] };
  if (answer.status !== 200) throw unexpected(answer);
  const page = readJson(answer, isValid);
  const next = nextPageToken(page, answer.headers);
  if (next !== undefined && seen.has(next)) {
    throw new ContractViolation(`${answer.operation} leads to the same page again (request ${answer.requestId})`);
  }
  return next === undefined ? { items: page.items } : { items: page.items, cursor: next };
}
