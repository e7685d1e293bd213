import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { afterEach, beforeEach, describe, it } from 'mocha';
import { lockData } from '../../local/data-lock.ts';
import { thrownBy } from '../fakes/thrown-by.ts';

describe('a data folder', () => {
  let folder = '';
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'lock-'));
  });
  afterEach(() => rm(folder, { recursive: true, force: true }));

  it('is refused to a second process, with what to do, until the first gives it back', async () => {
    const unlock = await lockData(folder);
    const error = await thrownBy(lockData(folder));
    expect(String(error)).to.contain(`in use by process ${process.pid}`).and.contain('--data DIR');
    await unlock();
    await (await lockData(folder))();
    expect(await readdir(folder)).to.deep.equal([]);
  });

  it('is taken over from a process that was killed', async () => {
    const gone = spawn(process.execPath, ['-e', '']);
    await once(gone, 'exit');
    await writeFile(join(folder, 'in-use'), `${gone.pid}\n`);
    await (await lockData(folder))();
  });
});
