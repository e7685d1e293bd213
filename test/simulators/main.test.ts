import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { expect } from 'chai';
import { afterEach, beforeEach, describe, it } from 'mocha';
import { readOptions } from '../../simulators/options.ts';
import { notOnWindows } from '../fakes/not-on-windows.ts';

const main = fileURLToPath(new URL('../../simulators/main.ts', import.meta.url));

describe('the simulators as a program', () => {
  let folder: string;
  let child: ChildProcess | undefined;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'simulators-'));
  });
  afterEach(() => {
    child?.kill('SIGKILL');
    // On Windows the killed process lets go of its files a moment later.
    rmSync(folder, { recursive: true, maxRetries: 10 });
  });

  const start = async (): Promise<Record<string, string>> => {
    child = spawn(process.execPath, [main, '--data', folder], { stdio: ['ignore', 'pipe', 'inherit', 'ipc'] });
    if (!child.stdout) throw new Error('no output');
    const [line] = await once(createInterface(child.stdout), 'line');
    return JSON.parse(String(line));
  };

  const codeOf = async (ended: ChildProcess | undefined): Promise<unknown> =>
    ended === undefined ? undefined : (await once(ended, 'exit'))[0];

  it('says in one line where it listens, and keeps its state over SIGKILL', async () => {
    const first = await start();
    expect(first).to.include({ ready: true, secretsFile: join(folder, 'secrets.json') });
    const plan = { behaviour: { replay: 'dedupe' } };
    const headers = { 'content-type': 'application/json' };
    await fetch(`${first['adminUrl']}/faults`, { method: 'PUT', headers, body: JSON.stringify(plan) });
    child?.kill('SIGKILL');
    if (child) await once(child, 'exit');
    const second = await start();
    expect(await (await fetch(`${second['adminUrl']}/faults`)).json()).to.deep.equal(plan);
  });

  notOnWindows('it has no signal that asks', 'ends quietly on SIGTERM', async () => {
    await start();
    child?.kill('SIGTERM');
    expect(await codeOf(child)).to.equal(0);
  });

  it('ends quietly when the process that started it is gone', async () => {
    await start();
    child?.disconnect();
    expect(await codeOf(child)).to.equal(0);
  });

  it('ends with 2 and one line when a file is wrong', async () => {
    const file = join(folder, 'faults.json');
    writeFileSync(file, '{"seed":"x"}');
    child = spawn(process.execPath, [main, '--data', folder, '--faults', file], {
      stdio: ['ignore', 'ignore', 'pipe'],
    });
    let said = '';
    child.stderr?.setEncoding('utf8').on('data', (piece: string) => {
      said += piece;
    });
    const [code] = await once(child, 'close');
    expect([code, said]).to.deep.equal([2, `simulators: ${file}: /seed must be number\n`]);
  });

  describe('its options', () => {
    it('are all read', () => {
      const args = [
        '--data',
        'd',
        '--port',
        '0',
        '--job-seconds',
        '0.5',
        '--seed',
        '3',
        '--world',
        'w',
        '--faults',
        'f',
        '--secrets',
        's',
      ];
      expect(readOptions(args)).to.deep.equal({
        ok: true,
        options: {
          dataDir: resolve('d'),
          port: 0,
          jobMilliseconds: 500,
          seed: 3,
          worldFile: resolve('w'),
          faultsFile: resolve('f'),
          secretsFile: resolve('s'),
        },
      });
    });

    for (const args of [
      [],
      ['--bogus'],
      ['x'],
      ['--data', 'd', '--port'],
      ['--data', 'd', '--port', '-1'],
      ['--data', 'd', '--port', '70000'],
      ['--data', 'd', '--seed', '1.5'],
      ['--data', 'd', '--job-seconds', ''],
    ]) {
      it(`${args.join(' ') || 'none at all'} is refused in one line`, () => {
        const read = readOptions(args);
        expect(read.ok).to.equal(false);
        if (!read.ok) expect(read.problem).to.match(/^[^\n]+Usage: npm run simulators[^\n]+$/);
      });
    }
  });
});
