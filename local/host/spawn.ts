import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

/** A host in a process of its own, ready. */
export interface SpawnedHost {
  readonly pid: number;
  readonly baseUrl: string;
  readonly key: string;
  readonly functions: readonly string[];
  /** Resolves to the exit code; `null` when a signal ended it. */
  readonly exited: Promise<number | null>;
  /** Asks it to end what it runs and stop; resolves to its exit code. */
  stop(): Promise<number | null>;
  /** SIGKILL: what runs is cut off. */
  kill(): Promise<void>;
}

export interface SpawnOptions {
  /** The command's options without their dashes: `{ storage, functions: 'dist/functions', visibility: '5' }`. */
  readonly options: Readonly<Record<string, string>>;
  readonly env?: Readonly<Record<string, string>>;
  /** Called with each line the host writes to stderr: structured log lines, and a crash's trace. */
  readonly onLine?: (line: string) => void;
}

/** Starts a host as a child process, so that several can share one storage, and any one can be killed. */
export async function spawnHost({ options, env, onLine = () => {} }: SpawnOptions): Promise<SpawnedHost> {
  const main = fileURLToPath(new URL('main.ts', import.meta.url));
  const args = Object.entries(options).flatMap(([name, value]) => [`--${name}`, value]);
  const child = spawn(process.execPath, [main, ...args], {
    env: { ...process.env, ...env },
    // The channel ends the child when this process is gone.
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
  });
  const exited = exitOf(child);
  const lastWords: string[] = [];
  if (child.stderr === null || child.stdout === null) throw new Error('A child process without its streams');
  createInterface(child.stderr).on('line', (line) => {
    lastWords.splice(0, Math.max(0, lastWords.length - 20), line);
    onLine(line);
  });
  const firstLine = once(createInterface(child.stdout), 'line').then(([line]) => String(line));
  const died = exited.then((code) => {
    throw new Error(`The host ended with code ${code} before it was ready:\n${lastWords.join('\n')}`);
  });
  const ready: Pick<SpawnedHost, 'pid' | 'baseUrl' | 'key' | 'functions'> = JSON.parse(
    await Promise.race([firstLine, died]),
  );
  died.catch(() => undefined);
  return {
    ...ready,
    exited,
    stop: () => {
      child.kill('SIGTERM');
      return exited;
    },
    kill: async () => {
      child.kill('SIGKILL');
      await exited;
    },
  };
}

async function exitOf(child: ChildProcess): Promise<number | null> {
  const [code] = await once(child, 'close');
  return typeof code === 'number' ? code : null;
}
