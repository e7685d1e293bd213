import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { makeAnswerWithPage, type PageAnswer } from '../../shared/adapters/page/page-files.ts';
import { buildPage } from '../../tools/build-page.ts';
import { open, recorded, written } from './recorded-answers.ts';

/** Who looks at the page; nobody: not signed in; down: the API does not answer. */
export type Looking = 'nobody' | 'reseller' | 'operator' | 'down';

/** The page on a loopback address, with recorded answers in place of the API: states that are hard to bring about. */
export interface RecordedPage {
  readonly url: string;
  readonly look: (as: Looking) => void;
  /** Calls of the API so far, e.g. `POST /sign-in/link`. */
  readonly asked: readonly string[];
  stop(): Promise<void>;
}

const json = (status: number, value: unknown): PageAnswer => ({
  status,
  headers: { 'content-type': 'application/json' },
  body: JSON.stringify(value),
});
const problem = (status: number): PageAnswer => json(status, { title: 'No.', status, code: 'no', advice: '' });

function apiAnswer(method: string, call: string, query: URLSearchParams, looking: Looking): PageAnswer {
  const free: Readonly<Record<string, unknown>> = open;
  const answers: Readonly<Record<string, unknown>> = written;
  if (looking === 'down') return problem(503);
  if (free[call] !== undefined) return json(200, free[call]);
  if (looking === 'nobody') return problem(401);
  const value = method === 'POST' ? answers[call] : recorded(call, query, looking);
  return value === undefined ? problem(404) : json(200, value);
}

/** `instead`: answers that stand in for recorded ones; undefined: the recorded one holds. */
export async function startRecordedPage(
  instead: (call: string, query: URLSearchParams) => unknown = () => undefined,
): Promise<RecordedPage> {
  const folder = await mkdtemp(join(tmpdir(), 'page-'));
  await buildPage(folder);
  const files = makeAnswerWithPage(folder, 'http://127.0.0.1:1');
  const asked: string[] = [];
  let looking: Looking = 'reseller';
  const answer = async (method: string, { pathname, searchParams }: URL): Promise<PageAnswer> => {
    if (!pathname.startsWith('/api/')) return files(pathname.slice(1), 'gzip');
    const call = pathname.slice('/api'.length);
    asked.push(`${method} ${call}`);
    if (searchParams.has('order')) asked.push(`${method} ${call}?order=${searchParams.get('order')}`);
    const other = instead(call, searchParams);
    return other === undefined ? apiAnswer(method, call, searchParams, looking) : json(200, other);
  };
  const server = createServer((request, response) => {
    void answer(request.method ?? 'GET', new URL(request.url ?? '/', 'http://localhost')).then(
      ({ status, headers, body }) => {
        response.writeHead(status, headers);
        response.end(body);
      },
    );
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('The server has no address');
  return {
    url: `http://127.0.0.1:${address.port}`,
    look: (as) => {
      looking = as;
    },
    asked,
    stop: async () => {
      await new Promise<void>((done) => {
        server.close(() => done());
        server.closeAllConnections();
      });
      await rm(folder, { recursive: true });
    },
  };
}
