import type { App } from '../../shared/wire.ts';
import { type Answer, type Asked, unlessKnown, withSecurityHeaders } from './answer.ts';
import { type Caller, findCaller, roleFor, type SignIn } from './caller.ts';
import { type Operation, readOperations, type Values } from './contract.ts';
import { type Call, handlers } from './handlers.ts';
import { inLanguage } from './language.ts';
import {
  badRequest,
  failed,
  fromElsewhere,
  notAllowed,
  notFound,
  problem,
  signInFirst,
  tooLarge,
  tooMany,
} from './problem.ts';
import { makeRateLimit } from './rate-limit.ts';

/** Requests a minute of one caller, in one instance. */
const most = { read: 600, write: 120, stranger: 120, secret: 10, ask: 6 } as const;
/** Characters of a body. Files go to storage, not through the API. */
const longestBody = 1_000_000;

/** `onFailure`: an operation failed unexpectedly; the caller is told no more than that. */
export type AnswerApi = (asked: Asked, onFailure: (operationId: string, error: unknown) => void) => Promise<Answer>;

/** Who a stranger is for the rate limit: what Azure's front end put last into the header. */
const strangerOf = (asked: Asked): string =>
  `from:${(asked.header('x-forwarded-for') ?? '').split(',').at(-1)?.trim().replace(/:\d+$/, '') ?? ''}`;

/**
 * Does a request that changes something come from our own page, or from a script? No other page can send a header of its
 * own choice without asking first, and this service allows none.
 */
function isFromHere(asked: Asked): boolean {
  if ((asked.header('x-requested-with') ?? '') === '') return false;
  const site = asked.header('sec-fetch-site');
  if (site !== undefined) return site === 'same-origin';
  const origin = asked.header('origin');
  return origin === undefined || URL.parse(origin)?.host === (asked.header('host') ?? asked.url.host);
}

/** Nobody has to do with a partner by its id alone: that it is there must not show. */
function refusalFor(operation: Operation, caller: Caller | undefined, values: Values): Answer | undefined {
  const { access } = operation;
  if (access === 'anyone') return undefined;
  if (caller === undefined) return signInFirst;
  if (access === 'signedIn') return undefined;
  if (access === 'operator') return caller.operator ? undefined : notAllowed;
  const role = roleFor(caller, String(values['partner'] ?? ''));
  if (role === undefined) return notFound;
  return access === 'uploader' && role === 'viewer' ? notAllowed : undefined;
}

async function readBody(asked: Asked, operation: Operation): Promise<{ readonly body: unknown } | Answer> {
  if (operation.bodyFaults === undefined) return { body: undefined };
  const announced = Number(asked.header('content-length') ?? 0);
  const tooLong = tooLarge('That is too much for one request.');
  if (announced > longestBody) return tooLong;
  const text = await asked.text();
  if (text.length > longestBody) return tooLong;
  let body: unknown;
  try {
    body = JSON.parse(text);
  } catch {
    return badRequest(['the body is not JSON']);
  }
  const faults = operation.bodyFaults(body);
  return faults.length === 0 ? { body } : badRequest(faults);
}

/** Answers every request below `/api` by the contract: who may ask, what fits, then the use case. */
export function makeAnswerApi(deps: {
  readonly app: () => App;
  readonly signIn: SignIn;
  readonly now: () => Date;
}): AnswerApi {
  const { app, signIn, now } = deps;
  const operations = readOperations();
  const rateLimit = makeRateLimit(now);

  const wait = (asked: Asked, operation: Operation, caller: Caller | undefined): number | undefined => {
    if (operation.operationId === 'openLink') return rateLimit(`secret ${strangerOf(asked)}`, most.secret);
    if (caller === undefined) return rateLimit(strangerOf(asked), most.stranger);
    // Each of these goes on to the platforms, whose limits all partners share.
    if (operation.operationId === 'findDevice' && asked.url.searchParams.get('ask') === 'true')
      return rateLimit(`ask ${caller.id}`, most.ask);
    const kind = asked.method === 'GET' ? 'read' : 'write';
    return rateLimit(`${kind} ${caller.id}`, most[kind]);
  };

  const act = async (asked: Asked, operation: Operation, parts: Readonly<Record<string, string>>): Promise<Answer> => {
    const caller = await findCaller(asked, app(), signIn);
    const seconds = wait(asked, operation, caller);
    if (seconds !== undefined) return tooMany(seconds);
    const refused = refusalFor(operation, caller, parts);
    if (refused !== undefined) return refused;
    if (asked.method !== 'GET' && !isFromHere(asked)) return fromElsewhere;
    const read = operation.parameters({ ...Object.fromEntries(asked.url.searchParams), ...parts });
    if ('faults' in read) return badRequest(read.faults);
    const body = await readBody(asked, operation);
    if ('status' in body) return body;
    const call: Call = {
      app: inLanguage(app(), asked.header('accept-language')),
      signIn,
      now,
      asked,
      values: read.values,
      body: body.body,
      caller,
    };
    const handler = handlers[operation.operationId];
    return handler === undefined ? notFound : handler(call);
  };

  return async (asked, onFailure) => {
    const here = operations.flatMap((operation) => {
      const parts = operation.match(asked.path);
      return parts === undefined ? [] : [{ operation, parts }];
    });
    const found = here.find(({ operation }) => operation.method === asked.method);
    if (found === undefined) {
      const allow = here.map(({ operation }) => operation.method).join(', ');
      const wrongMethod = {
        title: 'That can’t be done here.',
        status: 405,
        code: 'wrong_method',
        advice: `Use ${allow}.`,
      };
      return withSecurityHeaders(here.length === 0 ? notFound : problem(wrongMethod, { allow }));
    }
    try {
      const answer = await act(asked, found.operation, found.parts);
      return withSecurityHeaders(asked.method === 'GET' ? unlessKnown(answer, asked.header('if-none-match')) : answer);
    } catch (error) {
      onFailure(found.operation.operationId, error);
      return withSecurityHeaders(failed);
    }
  };
}
