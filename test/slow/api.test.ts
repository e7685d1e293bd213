import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { expect } from 'chai';
import { after, before, describe, it } from 'mocha';
import { type Stack, startStack } from '../../local/stack.ts';
import { principalHeader } from '../functions/api-world.ts';

/** What of an answer these tests look at. */
interface Answered {
  readonly status: number;
  readonly headers: Headers;
  readonly body: Readonly<Record<string, unknown>> & {
    readonly url?: string;
    readonly follow?: string;
    readonly uploadId?: string;
    readonly taken?: boolean;
    readonly headers?: Readonly<Record<string, string>>;
    readonly summary?: { readonly stage: string; readonly counts: Readonly<Record<string, number>> };
    readonly files?: readonly { readonly name: string; readonly href: string }[];
    readonly link?: { readonly linkId: string };
  };
}

describe('the API of a running stack', () => {
  let folder: string;
  let stack: Stack;
  let base: string;
  let cookie: string;

  const ask = async (path: string, init: RequestInit = {}, as = cookie): Promise<Answered> => {
    const method = init.method ?? 'GET';
    const headers = { cookie: as, 'x-requested-with': 'test', ...init.headers };
    const response = await fetch(`${base}${path}`, { redirect: 'manual', ...init, method, headers });
    const text = await response.text();
    const isJson = (response.headers.get('content-type') ?? '').includes('json');
    return { status: response.status, headers: response.headers, body: isJson ? JSON.parse(text) : {} };
  };
  const post = (path: string, body: unknown = {}, as = cookie) =>
    ask(path, { method: 'POST', body: JSON.stringify(body) }, as);
  const signedInAs = async (id: string): Promise<string> => {
    const { headers } = await post('/api/sign-in/local', { as: id }, '');
    return (headers.get('set-cookie') ?? '').split(';')[0] ?? '';
  };
  /** Asks again until it is so. */
  const until = async (path: string, isSo: (body: Answered['body']) => boolean): Promise<Answered['body']> => {
    for (;;) {
      const { status, body } = await ask(path);
      if (status === 200 && isSo(body)) return body;
      await wait(200);
    }
  };
  const drop = async (fileName: string, text: string, as = cookie): Promise<string> => {
    const { status, body } = await post('/api/partners/tailwind/uploads', { fileName, customer: 'contoso' }, as);
    expect(status).to.equal(201);
    const put = await fetch(body.url ?? '', { method: 'PUT', body: text, headers: { ...body.headers } });
    expect(put.status).to.equal(201);
    const again = await fetch(body.url ?? '', { method: 'PUT', body: 'other', headers: { ...body.headers } });
    expect(again.status).to.be.oneOf([403, 409]);
    const { uploadId } = await until(body.follow ?? '', ({ taken }) => taken === true);
    return `/api/partners/tailwind/uploads/${uploadId}`;
  };
  const done = ({ summary }: Answered['body']): boolean => summary?.stage === 'done';

  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'api-'));
    stack = await startStack({ dataDir: folder, storageInMemory: true, jobSeconds: 0.2 });
    base = stack.hosts[0]?.baseUrl ?? '';
    cookie = await signedInAs('tailwind:uploader');
  });
  after(async () => {
    await stack?.stop();
    await rm(folder, { recursive: true, force: true });
  });

  const header = 'Device Serial Number,Windows Product ID,Hardware Hash,Manufacturer name,Device model,Group Tag';

  it('takes a file by a link that works once, tells its rows, sends a corrected one again, and gives the report away', async () => {
    const upload = await drop('May.csv', `${header}\r\nSYNAPI1,,,LENOVO,20XW,Sales\r\nTBD,,,LENOVO,20XW,Sales\r\n`);
    const first = await until(upload, done);
    expect(first.summary?.counts).to.deep.equal({ registered: 1, rejected: 1 });
    const rows = await ask(`${upload}/rows?correctable=true`);
    expect(rows.body['rows']).to.have.nested.property('[0].row', 3);
    const edit = { rows: [{ row: 3, cells: [{ at: 0, value: 'SYNAPI2' }] }] };
    const corrected = await post(`${upload}/corrections`, edit);
    expect(corrected.status).to.equal(201);
    const second = await until(`/api/partners/tailwind/uploads/${corrected.body.uploadId}`, done);
    expect(second.summary?.counts).to.deep.equal({ registered: 1 });
    const page = first.files?.find(({ name }) => name === 'report.html');
    const { status, headers } = await ask(page?.href ?? '');
    expect(status).to.equal(302);
    const report = await fetch(headers.get('location') ?? '');
    expect(await report.text()).to.contain('May.csv');
    const other = (headers.get('location') ?? '').replace('report.html', 'report.json');
    expect((await fetch(other)).status).to.equal(403);
  });

  it('lets the page put files from another origin, and nothing else', async () => {
    const { body } = await post('/api/partners/tailwind/uploads', { fileName: 'June.csv' });
    const preflight = (method: string) =>
      fetch(body.url ?? '', {
        method: 'OPTIONS',
        headers: {
          origin: base,
          'access-control-request-method': method,
          'access-control-request-headers': 'x-ms-blob-type',
        },
      });
    expect((await preflight('PUT')).status).to.equal(200);
    expect((await preflight('DELETE')).status).to.equal(403);
  });

  it('knows nobody by a header that anybody can write, and keeps a session from scripts and other pages', async () => {
    const spoofed = { 'x-ms-client-principal': principalHeader('00000000-0000-4000-8000-000000000001') };
    expect((await ask('/api/me', { headers: spoofed }, '')).status).to.equal(401);
    const { headers } = await post('/api/sign-in/local', { as: 'operator' }, '');
    expect(headers.get('set-cookie'))
      .to.match(/HttpOnly/i)
      .and.to.match(/SameSite=Strict/i)
      .and.to.match(/Path=\//i);
  });

  it('opens the partner of a personal link until it is revoked', async () => {
    const operator = await signedInAs('operator');
    const made = await post('/api/operator/partners/tailwind/links', { person: 'Kim', days: 1 }, operator);
    const secret = (made.body.url ?? '').split('#link=')[1] ?? '';
    const opened = await post('/api/sign-in/link', { secret }, '');
    const kim = (opened.headers.get('set-cookie') ?? '').split(';')[0] ?? '';
    expect((await ask('/api/me', {}, kim)).body).to.include({ name: 'Kim', signedInBy: 'link' });
    await drop('Kim.csv', `${header}\r\nSYNAPI3,,,LENOVO,20XW,Sales\r\n`, kim);
    const link = `/api/operator/partners/tailwind/links/${made.body.link?.linkId}/revoke`;
    expect((await post(link, {}, operator)).status).to.equal(204);
    expect((await ask('/api/me', {}, kim)).status).to.equal(401);
  });
});
