import type { Call, Reply, Route } from '../call.ts';
import { jsonObject, parseJson } from '../json.ts';
import { matchRoute } from '../router.ts';
import { refuseGraph } from './access.ts';

/** https://learn.microsoft.com/graph/json-batching: up to 20 requests, each answered by itself; the whole is always 200. */
const most = 20;

function answerOne(routes: readonly Route[], root: string, call: Call, given: unknown): object {
  const request = jsonObject(given);
  const id = request?.text('id') ?? '';
  const [path = '', search = ''] = `${root}${request?.text('url') ?? ''}`.split('?', 2);
  const method = request?.text('method')?.toUpperCase() ?? '';
  const match = matchRoute(routes, method, path);
  const body = request?.get('body');
  const single: Call = {
    ...call,
    method,
    path,
    query: new URLSearchParams(search),
    params: match?.params ?? {},
    body: body === undefined ? Buffer.alloc(0) : Buffer.from(JSON.stringify(body)),
  };
  const reply = match
    ? match.route.answer(single)
    : refuseGraph({ status: 404, code: 404, text: 'Resource not found for the segment.' }, call);
  return {
    id,
    status: reply.status,
    headers: { ...reply.headers },
    ...(reply.json === undefined ? {} : { body: reply.json }),
  };
}

/** `$batch` of one version, over its routes. */
export function batchRoute(routes: readonly Route[], root: string): Route {
  return {
    operation: 'intune.batch',
    method: 'POST',
    path: `${root}/$batch`,
    answer: (call): Reply => {
      const parsed = parseJson(call.body);
      const requests = parsed.ok ? jsonObject(parsed.value)?.get('requests') : undefined;
      if (!Array.isArray(requests) || requests.length === 0 || requests.length > most) {
        return refuseGraph({ status: 400, code: 400, text: `requests must hold 1 to ${most} requests.` }, call);
      }
      return { status: 200, json: { responses: requests.map((one) => answerOne(routes, root, call, one)) } };
    },
  };
}
