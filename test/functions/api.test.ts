import { Ajv2020 } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import { expect } from 'chai';
import { describe, it } from 'mocha';
import type { Answer } from '../../functions/api/answer.ts';
import { handlers } from '../../functions/api/handlers.ts';
import contract from '../../schemas/openapi.json' with { type: 'json' };
import { uploadIdOf } from '../../shared/domain/ids.ts';
import { trusted } from '../../shared/schema-check.ts';
import { handleVisible } from '../fakes/run-host.ts';
import { salesSheet } from '../fakes/sheets.ts';
import { apiWorld, bodyOf, people, principalHeader, type Request } from './api-world.ts';

const ajv = new Ajv2020({ ...trusted, allErrors: true, strict: true });
addFormats.default(ajv);
ajv.addVocabulary(Object.keys(contract));
ajv.addSchema(contract, 'openapi.json');

const as = (objectId: string, more: Readonly<Record<string, string>> = {}) => ({
  headers: { 'x-requested-with': 'test', 'x-ms-client-principal': principalHeader(objectId), ...more },
});
const operator = as(people.operator);
const uploader = as(people.uploader);
const post = (who: Request, body?: unknown): Request => ({ ...who, method: 'POST', body });

type Described = {
  readonly $ref?: string;
  readonly description?: string;
  readonly content?: Readonly<Record<string, { readonly schema: object }>>;
};
const pathsOf: Readonly<
  Record<string, Readonly<Record<string, { readonly responses: Readonly<Record<string, Described>> }>>>
> = contract.paths;
const responses: Readonly<Record<string, Described>> = contract.components.responses;

/** The answer fits what the contract says of this operation and status. */
function expectFits(path: string, method: 'get' | 'post', answer: Answer): void {
  const described = pathsOf[path]?.[method]?.responses[answer.status];
  expect(described, `${method} ${path}: ${answer.status}`).not.to.equal(undefined);
  const response = responses[described?.$ref?.split('/').at(-1) ?? ''] ?? described;
  const type = answer.headers['content-type'] ?? '';
  const schema = response?.content?.[type]?.schema;
  if (answer.body === undefined) return;
  expect(schema, `${method} ${path}: ${type}`).not.to.equal(undefined);
  const ref = JSON.parse(JSON.stringify(schema).replaceAll('"#/', '"openapi.json#/'));
  const validate = ajv.compile(ref);
  expect(validate(bodyOf(answer)), `${path}: ${ajv.errorsText(validate.errors)}`).to.equal(true);
}

/** Every reason in an answer, in words, with where it stands. */
function reasonsIn(value: unknown, at = ''): readonly (readonly [at: string, words: string])[] {
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([name, part]): readonly (readonly [string, string])[] =>
    (name === 'happened' || name === 'advice') && typeof part === 'string' && part !== ''
      ? [[`${at}/${name}`, part]]
      : reasonsIn(part, `${at}/${name}`),
  );
}

describe('the API', () => {
  it('tells reasons in the language that is asked for, else in the partner’s own', async () => {
    const { ask, upload, world, app } = await apiWorld();
    await world.drop('northwind/refused.csv', 'nothing,of,use\r\n1,2,3');
    await handleVisible(world, app);
    world.platforms.pc.how.permit = { kind: 'missing', reason: { code: 'consent_missing' } };
    const held = await world.drop('northwind/held.csv', salesSheet(2));
    await handleVisible(world, app);
    const own = '/partners/northwind';
    const waiting = uploadIdOf('uploads', held.name, held.etag);
    const paths = [
      `${own}/uploads`,
      `${own}/uploads?show=held`,
      `${own}/uploads/${upload}`,
      `${own}/uploads/${upload}/rows`,
      `${own}/uploads/${waiting}`,
      `${own}/devices?serial=S-1`,
      '/operator/overview',
      '/operator/uploads',
      '/operator/connections',
    ];
    for (const path of paths) {
      const words = async (language: string) =>
        reasonsIn(bodyOf(await ask(path, as(people.operator, { 'accept-language': language }))));
      const [english, german] = [await words('en-GB,en;q=0.9,de;q=0.5'), await words('de-AT, en;q=0.7')];
      expect(english, path).not.to.deep.equal([]);
      expect(german.map(([at]) => at)).to.deep.equal(english.map(([at]) => at));
      const same = german.filter(([, text], at) => text === english[at]?.[1]);
      expect(same, path).to.deep.equal([]);
      expect(await words('fr'), path).to.deep.equal(english);
    }
  });

  it('answers each operation of the contract', () => {
    const ids = Object.values(contract.paths).flatMap((methods) =>
      Object.values(methods).map(({ operationId }) => operationId),
    );
    expect(Object.keys(handlers).sort()).to.deep.equal(ids.sort());
  });

  it('answers as the contract says, with what is held, failing and suspended', async () => {
    const { ask, upload, link, world, app } = await apiWorld();
    await link();
    world.platforms.pc.how.permit = { kind: 'missing', reason: { code: 'consent_missing' } };
    await world.drop('northwind/held.csv', salesSheet(2));
    await handleVisible(world, app);
    await ask('/operator/partners/northwind/suspend', post(operator, { reason: 'wrong tenant' }));
    const key = { partnerId: 'northwind', uploadId: upload };
    await world.ports.deliveries.write({
      ...key,
      ...{ event: 'finished', state: 'delivered', attempts: 1, last: '200', at: '2026-01-05T08:00:00.000Z' },
    });
    const own = '/partners/{partner}';
    const asked: readonly (readonly [path: string, query?: string])[] = [
      ['/sign-in'],
      ['/me'],
      [`${own}/uploads`],
      [`${own}/uploads`, '?show=held'],
      [`${own}/uploads/{upload}`],
      [`${own}/uploads/{upload}/rows`],
      [`${own}/dropped`, '?file=May.csv'],
      [`${own}/comparisons`],
      [`${own}/devices`, '?serial=s-1'],
      [`${own}/deliveries`],
      ['/operator/overview'],
      ['/operator/uploads'],
      ['/operator/failures'],
      ['/operator/partners'],
      ['/operator/connections'],
      ['/operator/partners/{partner}/links'],
    ];
    for (const [path, query = ''] of asked) {
      const where = path.replace('{partner}', 'northwind').replace('{upload}', upload);
      const answer = await ask(`${where}${query}`, operator);
      expect(answer.status, path).to.equal(200);
      expectFits(path, 'get', answer);
    }
    for (const path of ['/me', '/partners/tailspin/uploads', '/operator/overview'])
      expectFits(path.replace('tailspin', '{partner}'), 'get', await ask(path));
  });

  it('answers writes as the contract says', async () => {
    const { ask, upload, check } = await apiWorld();
    const own = '/partners/{partner}';
    const asked: readonly (readonly [path: string, body?: unknown])[] = [
      [`${own}/uploads`, { fileName: 'July.xlsx', customer: 'contoso', check: true, bytes: 10 }],
      [`${own}/uploads`, { fileName: '..' }],
      [`${own}/uploads`, { fileName: 'July.xlsx', bytes: 1e12 }],
      [`${own}/uploads`, { fileName: 7 }],
      [`${own}/uploads/{upload}/corrections`, { same: [{ where: {}, cells: [{ meaning: 'groupTag', value: 'A' }] }] }],
      [`${own}/uploads/{upload}/corrections`, {}],
      [`${own}/uploads/{upload}/release`],
      [`${own}/uploads/{upload}/cancel`],
      [`${own}/uploads/{check}/send`],
      ['/operator/partners/{partner}/links', { person: 'Kim', days: 2 }],
      ['/operator/partners/{partner}/suspend', { reason: 'x' }],
      ['/operator/connections/{connection}/resume'],
    ];
    const heard: number[] = [];
    for (const [path, body] of asked) {
      const where = path.replace('{partner}', 'northwind').replace('{upload}', upload).replace('{connection}', 'pc');
      const answer = await ask(where.replace('{check}', check), post(operator, body));
      heard.push(answer.status);
      expectFits(path.replace('{check}', '{upload}'), 'post', answer);
    }
    expect(heard).to.deep.equal([201, 400, 413, 400, 201, 409, 200, 200, 201, 201, 204, 204]);
  });

  it('what belongs to another partner, what is not there and what can not be look the same', async () => {
    const { ask, upload } = await apiWorld();
    const answers = await Promise.all(
      [
        `/partners/northwind/uploads/${upload}`,
        `/partners/tailspin/uploads/${upload}`,
        `/partners/tailspin/uploads/${'f'.repeat(24)}`,
        `/partners/nobody-here/uploads/${upload}`,
        '/partners/northwind/uploads',
        '/partners/nobody-here/uploads',
        `/partners/northwind%2F..%2Ftailspin/uploads/${upload}`,
      ].map((path) => ask(path, as(people.stranger))),
    );
    const [first] = answers;
    expect(first?.status).to.equal(404);
    for (const answer of answers) expect(answer).to.deep.equal(first);
  });

  it('stores nothing anywhere, runs nothing, and tells nobody where one came from', async () => {
    const { ask } = await apiWorld();
    for (const answer of [await ask('/me', uploader), await ask('/me'), await ask('/nothing')]) {
      expect(answer.headers).to.include({
        'cache-control': 'no-store',
        'referrer-policy': 'no-referrer',
        'x-content-type-options': 'nosniff',
      });
      expect(answer.headers['content-security-policy']).to.contain("default-src 'none'; frame-ancestors 'none'");
    }
  });

  it('says what it was, and only once while it does not change', async () => {
    const { ask } = await apiWorld();
    const first = await ask('/partners/northwind/uploads', uploader);
    const etag = first.headers['etag'] ?? '';
    const again = await ask('/partners/northwind/uploads', as(people.uploader, { 'if-none-match': etag }));
    expect([again.status, again.body, again.headers['etag']]).to.deep.equal([304, undefined, etag]);
    const other = await ask('/partners/northwind/uploads', as(people.uploader, { 'if-none-match': '"x"' }));
    expect(other.status).to.equal(200);
  });

  it('takes a change only from its own page or a script', async () => {
    const { ask, upload } = await apiWorld();
    const from = async (more: Readonly<Record<string, string>>): Promise<number> =>
      (await ask(`/partners/northwind/uploads/${upload}/release`, post(as(people.uploader, more)))).status;
    expect(await from({ 'x-requested-with': '' })).to.equal(403);
    expect(await from({ 'sec-fetch-site': 'cross-site' })).to.equal(403);
    expect(await from({ 'sec-fetch-site': 'same-site' })).to.equal(403);
    expect(await from({ origin: 'https://evil.example' })).to.equal(403);
    expect(await from({ origin: 'null' })).to.equal(403);
    expect(await from({ origin: 'https://app.example' })).to.equal(200);
    expect(await from({ 'sec-fetch-site': 'same-origin', origin: 'https://app.example' })).to.equal(200);
    expect(await from({})).to.equal(200);
  });

  it('refuses too much, too often, and what is no JSON, in plain words', async () => {
    const { ask, world } = await apiWorld();
    const begin = (body: unknown, more = {}) =>
      ask('/partners/northwind/uploads', post(as(people.uploader, more), body));
    expect((await begin('{"fileName":')).status).to.equal(400);
    expect((await begin('x'.repeat(1_000_001))).status).to.equal(413);
    expect((await begin({}, { 'content-length': '2000000' })).status).to.equal(413);
    expect((await ask('/partners/northwind/uploads', { ...uploader, method: 'POST', body: [] })).status).to.equal(400);
    expect((await ask('/me', { ...uploader, method: 'POST' })).status).to.equal(405);
    const statusOf = async (query: string) => (await ask(`/partners/northwind/devices${query}`, uploader)).status;
    const asked = ['', '?serial=S-1&order=PO1', '?order=PO1'];
    expect(await Promise.all(asked.map(statusOf))).to.deep.equal([400, 400, 200]);
    const now = [
      '?order=PO1&ask=true',
      '?serial=S-1&ask=true&customer=nobody',
      ...Array(5).fill('?serial=S-1&ask=true'),
    ];
    expect(await Promise.all(now.map(statusOf))).to.deep.equal([400, 400, 200, 200, 200, 200, 429]);
    expect(await statusOf('?serial=S-1')).to.equal(200);
    const guess = () =>
      ask('/sign-in/link', post({ headers: { 'x-requested-with': 'x' } }, { secret: 'y'.repeat(40) }));
    const heard = new Set<number>();
    for (let tries = 0; tries < 12; tries += 1) heard.add((await guess()).status);
    expect([...heard]).to.deep.equal([401, 429]);
    expect((await guess()).headers['retry-after']).to.equal('60');
    world.clock.move(61_000);
    expect((await guess()).status).to.equal(401);
    const problem = bodyOf(await guess());
    expect(problem).to.include.keys('title', 'status', 'code', 'advice');
  });

  it('tells of its own mistakes only that there was one', async () => {
    const { ask, world, failures } = await apiWorld();
    world.ports.open.list = () => {
      throw new Error('secret detail');
    };
    const answer = await ask('/operator/overview', operator);
    expect(answer.status).to.equal(500);
    expect(String(answer.body)).not.to.contain('secret detail');
    expect(failures).to.have.length(1);
  });
});

describe('signing in', () => {
  it('by a header counts only where the deployment proves that Azure wrote it', async () => {
    const { ask } = await apiWorld({ platform: false });
    expect((await ask('/me', operator)).status).to.equal(401);
  });

  it('counts Entra only, by the id of the person or of a group', async () => {
    const { ask } = await apiWorld();
    const status = async (header: string): Promise<number> =>
      (await ask('/operator/overview', { headers: { 'x-ms-client-principal': header } })).status;
    expect(await status(principalHeader(people.stranger, [people.group]))).to.equal(200);
    expect(await status(principalHeader(people.stranger))).to.equal(403);
    expect(await status(principalHeader(people.operator, [], 'google'))).to.equal(401);
    expect(await status(principalHeader('Olga'))).to.equal(401);
    expect(await status('no base64 of JSON')).to.equal(401);
    expect(await status(Buffer.from('{"auth_typ":"aad","claims":7}').toString('base64'))).to.equal(401);
  });

  it('locally one chooses who to be; elsewhere there is no such address', async () => {
    const { ask } = await apiWorld({ platform: false, local: true });
    const choices = bodyOf(await ask('/sign-in/local'));
    expect(choices).to.have.nested.property('choices[0].id', 'operator');
    const choose = (id: string) => ask('/sign-in/local', post({ headers: { 'x-requested-with': 'x' } }, { as: id }));
    const chosen = await choose('northwind:viewer');
    expect(chosen.cookie?.value).to.equal('local.northwind:viewer');
    expect((await choose('northwind:owner')).status).to.equal(404);
    const cookie = `autopilot-session=${encodeURIComponent(chosen.cookie?.value ?? '')}`;
    const me = bodyOf(await ask('/me', { headers: { cookie } }));
    expect(me).to.include({ signedInBy: 'local', operator: false, signOut: '/api/sign-out' });
    expect(me).to.have.nested.property('partners[0].role', 'viewer');
    const other = await apiWorld({ local: false });
    expect((await other.ask('/me', { headers: { cookie } })).status).to.equal(401);
  });

  it('a personal link is an address of the page, with its secret where only a browser sees it', async () => {
    const { ask } = await apiWorld();
    const made = bodyOf(await ask('/operator/partners/northwind/links', post(operator, { person: 'Kim', days: 1 })));
    const url = new URL(String(Object(made)['url']));
    expect(`${url.pathname}${url.search}`).to.equal('/');
    const opened = await ask('/sign-in/link', post(uploader, { secret: url.hash.replace('#link=', '') }));
    expect(opened.status).to.equal(204);
  });

  it('with a personal link makes a cookie that says no more than the link, and the link is never answered again', async () => {
    const { ask, link } = await apiWorld();
    const { secret, cookie } = await link(1);
    const opened = await ask('/sign-in/link', post({ headers: { 'x-requested-with': 'x' } }, { secret }));
    expect([opened.status, opened.cookie?.value]).to.deep.equal([204, `link.${secret}`]);
    expect(opened.cookie?.maxAge).to.be.within(1, 24 * 3600);
    const me = await ask('/me', { headers: { cookie } });
    expect(bodyOf(me)).to.deep.include({ name: 'Kim', signedInBy: 'link', operator: false, signOut: '/api/sign-out' });
    const list = await ask('/operator/partners/northwind/links', operator);
    expect(`${me.body}${list.body}`).not.to.contain(secret);
  });
});
