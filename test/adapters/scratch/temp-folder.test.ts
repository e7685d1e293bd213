import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { afterEach, beforeEach, describe, it } from 'mocha';
import { openTempFolder } from '../../../shared/adapters/scratch/temp-folder.ts';

const code = new URL('../../../shared/adapters/scratch/temp-folder.ts', import.meta.url).href;

describe('the folder for temporary files', () => {
  let parent = '';
  beforeEach(() => {
    parent = mkdtempSync(join(tmpdir(), 'temp-folder-'));
  });
  afterEach(() => rmSync(parent, { recursive: true, force: true }));

  it('of a process that was killed is removed by the next one, with everything in it', () => {
    const script = `
      import { mkdirSync, writeFileSync } from 'node:fs';
      import { openTempFolder } from ${JSON.stringify(code)};
      const folder = openTempFolder(${JSON.stringify(parent)});
      mkdirSync(folder + '/report-1');
      writeFileSync(folder + '/report-1/retry.xlsx', 'a hash');
      process.kill(process.pid, 'SIGKILL');`;
    const killed = spawnSync(process.execPath, ['--input-type=module', '--eval', script]);
    expect(killed.status, killed.stderr.toString()).to.equal(null);
    expect(readdirSync(parent, { recursive: true })).to.have.length(3);
    const mine = openTempFolder(parent);
    expect(readdirSync(parent).map((name) => join(parent, name))).to.deep.equal([mine]);
  });

  it('of a process that runs is left alone, and so is what is not ours', () => {
    const first = openTempFolder(parent);
    const running = join(parent, `autopilot-batch-${process.ppid}-x`);
    const others = join(parent, 'autopilot-batches');
    for (const path of [running, others]) mkdirSync(path);
    writeFileSync(join(first, 'in-use'), '');
    const second = openTempFolder(parent);
    const left = readdirSync(parent).map((name) => join(parent, name));
    expect(left).to.have.members([first, second, running, others]);
  });

  it('of an earlier process that had the same id is removed: in a container ids come again', () => {
    const earlier = join(parent, `autopilot-batch-${process.pid}-x`);
    mkdirSync(earlier);
    utimesSync(earlier, new Date(0), new Date(0));
    const mine = openTempFolder(parent);
    expect(readdirSync(parent).map((name) => join(parent, name))).to.deep.equal([mine]);
  });
});
