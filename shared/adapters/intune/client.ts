import type { GrantCode } from '../../domain/reasons/grants.ts';
import type { CustomerRef } from '../../domain/registering/submission.ts';
import type { IntuneConnection } from '../../domain/settings/connection.ts';
import type { PlatformWords } from '../../domain/verdict.ts';
import { AccessDenied, ContractViolation } from '../../errors.ts';
import type { CallContext } from '../../ports.ts';
import type { Validator } from '../../schema-check.ts';
import { parsedOrNothing, readJson, unexpected } from '../http/answer.ts';
import type { Answer, Call } from '../http/http.ts';
import { platformWords } from '../http/platform-words.ts';
import { isValid, type WirePage } from './answers.ts';
import type { HttpFor } from './auth.ts';

type GraphCall<T> = Omit<Call<T>, 'url' | 'headers'> & {
  readonly path: string;
  /** Names the call for Microsoft's support; absent: the id of this step. */
  readonly requestId?: string;
};

/** Microsoft Graph's manners: addresses, headers and pages. */
export interface GraphClient {
  call<T>(customer: CustomerRef, call: GraphCall<T>, context: CallContext): Promise<T>;
  /** Every item of a list, page after page. */
  items<T>(customer: CustomerRef, list: GraphList<T>, context: CallContext): AsyncIterable<T>;
  /** The pages of a list, from the link that led to one of them on. */
  pages<T>(
    customer: CustomerRef,
    list: GraphList<T>,
    link: string | undefined,
    context: CallContext,
  ): AsyncIterable<GraphPage<T>>;
}

interface GraphPage<T> {
  readonly items: readonly T[];
  /** The link to the next page; absent on the last one. */
  readonly cursor?: string;
}

interface GraphList<T> {
  readonly operation: string;
  readonly path: string;
  readonly isValid: Validator<WirePage<T>>;
}

export function makeGraphClient(httpFor: HttpFor, connection: IntuneConnection): GraphClient {
  const root = connection.baseUrl.replace(/\/+$/, '');

  function send<T>(
    customer: CustomerRef,
    { requestId, ...call }: Omit<GraphCall<T>, 'path'> & { readonly url: string },
    context: CallContext,
  ): Promise<T> {
    const headers = {
      'client-request-id': requestId ?? context.correlationId,
      ...(call.body === undefined ? {} : { 'content-type': 'application/json; charset=utf-8' }),
    };
    return httpFor(customer.tenantId)({ ...call, headers }, context);
  }

  async function* pages<T>(
    customer: CustomerRef,
    list: GraphList<T>,
    link: string | undefined,
    context: CallContext,
  ): AsyncIterable<GraphPage<T>> {
    const seen = new Set<string>();
    let next = link ?? `${root}${list.path}`;
    // A link to another host would hand it the customer's token; a link seen before would never end.
    const leadsAstray = (to: string): boolean => !to.startsWith(`${root}/`) || seen.has(to);
    if (leadsAstray(next)) throw new ContractViolation(`${list.operation}: the page to go on at leads astray`);
    for (;;) {
      seen.add(next);
      const { items, cursor } = await send(
        customer,
        {
          operation: list.operation,
          method: 'GET',
          url: next,
          repeatable: true,
          interpret: (answer) => {
            denyAccess(answer);
            if (answer.status !== 200) throw unexpected(answer);
            const page: WirePage<T> = readJson(answer, list.isValid);
            const after = page['@odata.nextLink'] || undefined;
            if (after !== undefined && leadsAstray(after)) {
              throw new ContractViolation(
                `${list.operation}: the next page leads astray (request ${answer.requestId})`,
              );
            }
            return { items: page.value, ...(after === undefined ? {} : { cursor: after }) };
          },
        },
        context,
      );
      yield { items, ...(cursor === undefined ? {} : { cursor }) };
      if (cursor === undefined) return;
      next = cursor;
    }
  }

  async function* items<T>(customer: CustomerRef, list: GraphList<T>, context: CallContext): AsyncIterable<T> {
    for await (const page of pages(customer, list, undefined, context)) yield* page.items;
  }

  return {
    call: (customer, { path, ...call }, context) => send(customer, { ...call, url: `${root}${path}` }, context),
    items,
    pages,
  };
}

/** A 403 means that the customer's consent or licence is missing. */
export function denyAccess(answer: Answer): void {
  if (answer.status !== 403) return;
  const grant: GrantCode = 'graph_consent_missing';
  throw new AccessDenied(grant, `${answer.operation}: 403 (request ${answer.requestId})`);
}

/** What a refusal says. */
export function wordsOf(answer: Answer): PlatformWords {
  const body = parsedOrNothing(answer);
  const error = isValid.fault(body) ? body.error : {};
  return platformWords(error.code ?? answer.status, null, error.message);
}
