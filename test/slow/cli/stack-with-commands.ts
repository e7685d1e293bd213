import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { announceStack } from '../../../cli/running-stack.ts';
import { startStack } from '../../../local/stack.ts';

/** A stack that runs in a folder, and the command line called from there. */
export interface StackWithCommands {
  readonly folder: string;
  cli(...args: readonly string[]): Promise<{ readonly code: unknown; readonly said: string }>;
  /** The last line, which `--json` prints. */
  jsonIn(said: string): ReturnType<typeof JSON.parse>;
  stop(): Promise<void>;
}

export async function startStackWithCommands(): Promise<StackWithCommands> {
  const folder = await mkdtemp(join(tmpdir(), 'verbs-'));
  const dataDir = join(folder, '.data');
  const stack = await startStack({ dataDir, storageInMemory: true, jobSeconds: 0.2 });
  const hostUrl = stack.hosts[0]?.baseUrl ?? '';
  await announceStack(dataDir, { pid: process.pid, env: stack.env, hostUrl, partner: 'tailwind' });
  return {
    folder,
    cli: async (...args) => {
      const { AzureWebJobsStorage: _storage, npm_package_json: _npm, ...env } = process.env;
      const child = spawn(process.execPath, [resolve('cli/main.ts'), ...args], { cwd: folder, env });
      let said = '';
      for (const stream of [child.stdout, child.stderr]) {
        stream.on('data', (piece: Buffer) => {
          said += String(piece);
        });
      }
      const [code] = await once(child, 'close');
      return { code, said };
    },
    jsonIn: (said) => JSON.parse(said.trimEnd().split('\n').at(-1) ?? ''),
    stop: async () => {
      await stack.stop();
      await rm(folder, { recursive: true, force: true, maxRetries: 10 });
    },
  };
}
