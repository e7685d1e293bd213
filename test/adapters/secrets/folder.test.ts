import { mkdtemp, readdir, rm, stat, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { afterEach, beforeEach, describe, it } from 'mocha';
import { makeSecretsFolder } from '../../../shared/adapters/secrets/folder.ts';
import { notOnWindows } from '../../fakes/not-on-windows.ts';
import { thrownBy } from '../../fakes/thrown-by.ts';

describe('secrets in a folder', () => {
  let folder = '';
  beforeEach(async () => {
    folder = join(await mkdtemp(join(tmpdir(), 'secrets-')), 'own');
  });
  afterEach(() => rm(join(folder, '..'), { recursive: true }));

  it('at first there are none', async () => expect(await makeSecretsFolder(folder).read('app')).to.equal(undefined));

  it('are written by whoever saw the newest version, and by nobody else', async () => {
    const secrets = makeSecretsFolder(folder);
    expect(await secrets.write('app', 'first', undefined)).to.equal(true);
    expect(await secrets.write('app', 'other', undefined)).to.equal(false);
    const first = await secrets.read('app');
    expect(first?.value).to.equal('first');
    expect(await secrets.write('app', 'second', first?.etag)).to.equal(true);
    expect(await secrets.write('app', 'third', first?.etag)).to.equal(false);
    expect((await secrets.read('app'))?.value).to.equal('second');
  });

  it('written by many at once are written by one, and nothing is left beside them', async () => {
    const written = await Promise.all(
      Array.from({ length: 8 }, (_, index) => makeSecretsFolder(folder).write('app', String(index), undefined)),
    );
    expect(written.filter(Boolean)).to.have.length(1);
    expect(await readdir(folder)).to.deep.equal(['app']);
  });

  notOnWindows('files have no mode there', 'can be read by nobody else on the machine', async () => {
    await makeSecretsFolder(folder).write('app', 'first', undefined);
    expect((await stat(join(folder, 'app'))).mode & 0o077).to.equal(0);
    expect((await stat(folder)).mode & 0o077).to.equal(0);
  });

  it('can be written again after a process died while it wrote', async () => {
    const secrets = makeSecretsFolder(folder);
    await secrets.write('app', 'first', undefined);
    const lock = join(folder, 'app.lock');
    await writeFile(lock, 'half');
    const etag = (await secrets.read('app'))?.etag;
    expect(await secrets.write('app', 'second', etag)).to.equal(false);
    await utimes(lock, new Date(0), new Date(0));
    expect(await secrets.write('app', 'second', etag)).to.equal(true);
  });

  for (const name of ['', '..', '../app', 'a/b', 'a.b', 'a'.repeat(128), 'a\u0000']) {
    it(`${JSON.stringify(name).slice(0, 20)} is not the name of one`, async () =>
      expect(await thrownBy(makeSecretsFolder(folder).read(name))).to.be.instanceOf(Error));
  }
});
