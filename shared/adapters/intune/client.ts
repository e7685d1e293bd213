import { type KeptAnswer, makeKeptAnswer } from '../../domain/kept-answer.ts';
import type { GrantCode } from '../../domain/reasons/grants.ts';
import type { CustomerRef } from '../../domain/registering/submission.ts';
import type { IntuneConnection } from '../../domain/settings/connection.ts';
import type { PlatformWords } from '../../domain/verdict.ts';
import { approvalsAge } from '../../domain/waits.ts';
import { AccessDenied, ContractViolation } from '../../errors.ts';
import type { CallContext, Clock } from '../../ports.ts';
import type { Validator } from '../../schema-check.ts';
import { parsedOrNothing, readJson, unexpected } from '../http/answer.ts';
import type { Answer, Call } from '../http/http.ts';
import { platformWords } from '../http/platform-words.ts';
import { isValid, type WireApproval, type WirePage } from './answers.ts';
import {
  type Approvals,
  approvalKey,
  approvalNeeded,
  approvalOf,
  approvalRequests,
  justified,
  refusalOf,
  wantsApproval,
} from './approval.ts';
import type { HttpFor } from './auth.ts';

type GraphCall<T> = Omit<Call<T>, 'url' | 'headers'> & {
  readonly path: string;
  /** Names the call for Microsoft's support; absent: the id of this step. */
  readonly requestId?: string;
  readonly headers?: Readonly<Record<string, string>>;
};

type Write = Omit<GraphCall<never>, 'interpret' | 'repeatable' | 'headers' | 'body'> & { readonly body?: string };

/** Microsoft Graph's manners: addresses, headers and pages. */
export interface GraphClient {
  call<T>(customer: CustomerRef, call: GraphCall<T>, context: CallContext): Promise<T>;
  /**
   * A write that is never repeated, and that the customer's Intune may want a second person's approval of: then it throws
   * `AccessDenied` (`approval_needed`) until the very same write is approved, and carries it out when it is asked for again.
   */
  write<T>(
    customer: CustomerRef,
    call: Write & { readonly interpret: (answer: Answer) => T },
    context: CallContext,
  ): Promise<T>;
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

export function makeGraphClient(httpFor: HttpFor, connection: IntuneConnection, clock: Clock): GraphClient {
  const root = connection.baseUrl.replace(/\/+$/, '');

  function send<T>(
    customer: CustomerRef,
    { requestId, headers: more, ...call }: Omit<GraphCall<T>, 'path'> & { readonly url: string },
    context: CallContext,
  ): Promise<T> {
    const headers = {
      'client-request-id': requestId ?? context.correlationId,
      ...(call.body === undefined ? {} : { 'content-type': 'application/json; charset=utf-8' }),
      ...more,
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
    // A link to another host would give it the customer's token; a link seen before would never end.
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

  async function listApprovals(customer: CustomerRef, context: CallContext): Promise<Approvals> {
    const list = { operation: 'listApprovals', path: approvalRequests, isValid: isValid.approvals };
    const all: WireApproval[] = [];
    try {
      for await (const one of items(customer, list, context)) all.push(one);
    } catch (error) {
      if (error instanceof AccessDenied) return 'hidden';
      throw error;
    }
    return all;
  }

  /** The requests of customers that want approval, for a moment: of a hundred writes each has its own, and one list tells of all. */
  const demands = new Map<string, KeptAnswer<Approvals>>();
  const demandsOf = (tenantId: string): KeptAnswer<Approvals> => {
    const now = () => clock.now().getTime();
    const kept = demands.get(tenantId) ?? makeKeptAnswer<Approvals>(now, (_all, askedMs) => askedMs + approvalsAge);
    demands.set(tenantId, kept);
    return kept;
  };

  async function write<T>(
    customer: CustomerRef,
    { path, interpret, ...call }: Write & { readonly interpret: (answer: Answer) => T },
    context: CallContext,
  ): Promise<T> {
    const { operation } = call;
    type Written = { readonly kind: 'done'; readonly value: T } | { readonly kind: 'held'; readonly answer: Answer };
    const attempt = async (headers: Readonly<Record<string, string>>): Promise<Written> => {
      const read = (answer: Answer): Written =>
        wantsApproval(answer) ? { kind: 'held', answer } : { kind: 'done', value: interpret(answer) };
      const sent = { ...call, headers, url: `${root}${path}`, repeatable: false, interpret: read };
      const written = await send(customer, sent, context);
      if (written.kind === 'done' && !('x-msft-approval-code' in headers)) demands.delete(customer.tenantId);
      return written;
    };
    const requests = demandsOf(customer.tenantId);
    // Known to be wanted: asking without it would only be refused once more.
    const first = requests.isFresh() ? undefined : await attempt({});
    if (first?.kind === 'done') return first.value;
    const key = approvalKey(call.method, path, call.body ?? '', call.requestId);
    const approval = approvalOf(await requests.get(() => listApprovals(customer, context)), key, clock);
    if (approval.kind === 'waits') throw approvalNeeded(operation);
    if (approval.kind === 'refused') {
      const held = first ?? (await attempt({}));
      return held.kind === 'done' ? held.value : interpret(refusalOf(held.answer, approval.status));
    }
    const headers =
      approval.kind === 'approved' ? { 'x-msft-approval-code': approval.code } : justified(operation, key);
    const second = await attempt(headers);
    if (second.kind === 'done') return second.value;
    throw approvalNeeded(operation);
  }

  return {
    write,
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
