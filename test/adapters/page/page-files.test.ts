import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { expect } from 'chai';
import { after, before, describe, it } from 'mocha';
import { type AnswerWithPage, makeAnswerWithPage } from '../../../shared/adapters/page/page-files.ts';
import { buildPage } from '../../../tools/build-page.ts';

describe('the page', function () {
  this.timeout(20_000);
  let folder: string;
  let answer: AnswerWithPage;
  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'page-'));
    await buildPage(folder);
    answer = makeAnswerWithPage(folder, 'https://files.example');
  });
  after(() => rm(folder, { recursive: true }));

  const index = async (): Promise<string> => String((await answer('', '')).body);
  /** Everything the index names: what a first visit loads. */
  const named = async (): Promise<readonly string[]> =>
    [...(await index()).matchAll(/(?:src|href)="\/([^"]+)"/g)].map(([, name = '']) => name);

  it('is at the root, is never kept, and names its files by a hash of their content, which are kept for a year', async () => {
    const { status, headers } = await answer('', '');
    expect(status).to.equal(200);
    expect(headers).to.include({ 'content-type': 'text/html; charset=utf-8', 'cache-control': 'no-store' });
    const names = await named();
    expect(names.map((name) => name.replace(/-[A-Z0-9]{8}\./, '.')).sort()).to.deep.equal([
      'icon.svg',
      'main.css',
      'main.js',
    ]);
    for (const name of names) {
      const file = await answer(name, '');
      expect(file.status).to.equal(200);
      expect(file.headers['cache-control']).to.equal('public, max-age=31536000, immutable');
    }
  });

  it('comes compressed to who accepts that', async () => {
    const plain = await answer('', 'identity');
    expect(plain.headers).not.to.have.property('content-encoding');
    const gzip = await answer('', 'gzip, deflate');
    expect(gzip.headers).to.include({ 'content-encoding': 'gzip', vary: 'accept-encoding' });
    expect(gunzipSync(gzip.body).toString()).to.equal(String(plain.body));
    expect((await answer('', 'gzip, br;q=0.9')).headers).to.include({ 'content-encoding': 'br' });
  });

  it('is at most 100 KB for a first visit', async () => {
    const sizes = await Promise.all(
      ['', ...(await named())].map(async (name) => (await answer(name, 'gzip')).body.length),
    );
    expect(sizes.reduce((sum, size) => sum + size, 0)).to.be.below(100_000);
  });

  it('may load nothing but itself, talk to nobody but its API and storage, and be framed by nobody', async () => {
    const { 'content-security-policy': policy = '', ...headers } = (await answer('', '')).headers;
    expect(policy.split('; ')).to.include.members([
      "default-src 'none'",
      "script-src 'self'",
      "style-src 'self'",
      "connect-src 'self' https://files.example",
      "frame-ancestors 'none'",
      "base-uri 'none'",
    ]);
    expect(policy).not.to.contain('unsafe');
    expect(headers).to.include({ 'x-content-type-options': 'nosniff', 'referrer-policy': 'no-referrer' });
    expect(await index()).not.to.match(/<style|\sstyle=|<script(?![^>]*src=)|\son\w+=|https?:/);
  });

  it('is nothing but what was built: other names are not found, with the same headers', async () => {
    for (const name of ['main.tsx', '../package.json', '.env', 'index.html.gz', 'main-AAAAAAAA.js', 'x']) {
      const { status, headers } = await answer(name, 'gzip');
      expect([name, status]).to.deep.equal([name, 404]);
      expect(headers).to.have.property('content-security-policy');
    }
    for (const file of await readdir(folder)) expect(file).not.to.match(/\.map$/);
    expect(await readFile(join(folder, 'index.html'), 'utf8')).to.equal(await index());
  });
});
