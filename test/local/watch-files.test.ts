import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { after, before, describe, it } from 'mocha';
import { watchFiles } from '../../local/watch-files.ts';

describe('watching source files', () => {
  let folder = '';
  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'watch-'));
    await mkdir(join(folder, 'domain'));
  });
  after(() => rm(folder, { recursive: true, force: true }));

  it('calls back for a source file in a folder below, not for other files', async () => {
    let stop = () => {};
    const changed = new Promise<string>((resolve) => {
      stop = watchFiles([folder], async (name) => resolve(name));
    });
    await writeFile(join(folder, 'domain', 'notes.md'), 'x');
    await writeFile(join(folder, 'domain', 'verdict.ts'), 'x');
    expect(await changed).to.equal(join('domain', 'verdict.ts'));
    stop();
  });
});
