import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { cp, mkdtemp, readdir, rm, symlink } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { expect } from 'chai';
import { after, before, describe, it } from 'mocha';
import { dropFile, followUpload } from '../../local/dropped-file.ts';
import { type Stack, startStack } from '../../local/stack.ts';
import { makeApp } from '../../shared/app.ts';
import { readConfig } from '../../shared/config.ts';
import { notOnWindows } from '../fakes/not-on-windows.ts';
import { shown } from '../typed-commands.ts';

/** What a checkout does not have. */
const left = ['.git', 'node_modules', '.cache', '.data', 'dist', 'reports', 'coverage'];

describe('What the documents tell people to type, typed in a fresh checkout', () => {
  let folder = '';
  let checkout = '';
  let stack: Stack | undefined;
  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'typed-'));
    checkout = join(folder, 'checkout');
    for (const name of await readdir('.')) {
      if (!left.includes(name)) await cp(name, join(checkout, name), { recursive: true });
    }
    await symlink(resolve('node_modules'), join(checkout, 'node_modules'), 'junction');
    const devices = join(checkout, 'devices.xlsx');
    await cp('local/samples/tailwind/08-tuple-list.xlsx', devices);
    // What the operator's commands work on.
    stack = await startStack({ dataDir: join(folder, 'stack'), storageInMemory: true, jobSeconds: 0.2 });
    const dropped = await dropFile(stack.connectionString, { path: devices, partner: 'tailwind' });
    await followUpload(makeApp(readConfig(stack.env)), dropped, () => undefined, AbortSignal.timeout(1_200_000));
  });
  after(async () => {
    await stack?.stop();
    await rm(folder, { recursive: true, force: true, maxRetries: 10 });
  });

  /** Types it; says what it printed and its exit code. `until`: what to wait for before pressing Ctrl-C. */
  async function type(command: string, until?: RegExp): Promise<{ readonly said: string; readonly code: unknown }> {
    const child: ChildProcess = spawn(command, {
      cwd: checkout,
      shell: true,
      // A group of its own, as a terminal makes one: Ctrl-C reaches all of it.
      detached: until !== undefined,
      env: { ...process.env, ...(command.includes('cli') ? stack?.env : {}) },
    });
    let said = '';
    let pressed = false;
    const pressCtrlC = (): void => {
      if (pressed || until === undefined || child.pid === undefined) return;
      pressed = true;
      process.kill(-child.pid, 'SIGINT');
    };
    // It would outlive this test.
    const late = setTimeout(pressCtrlC, 1_200_000);
    for (const stream of [child.stdout, child.stderr]) {
      stream?.setEncoding('utf8').on('data', (piece: string) => {
        said += piece;
        if (until?.test(said) === true) pressCtrlC();
      });
    }
    const [code] = await once(child, 'close');
    clearTimeout(late);
    return { said, code };
  }

  for (const [text, how] of Object.entries(shown)) {
    if (how.by !== 'run') continue;
    const body = async (): Promise<void> => {
      const { said, code } = await type(how.typed ?? text, how.stays === true ? how.says : undefined);
      expect(said).to.match(how.says);
      if (how.stays !== true) expect(code, said).to.equal(how.code ?? 0);
    };
    if (how.stays === true) notOnWindows('no program can press Ctrl-C there', text, body);
    else it(text, body);
  }
});
