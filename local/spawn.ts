import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { compileCache } from './compile-cache.ts';

/** A part of the local stack in a process of its own, ready. */
export interface SpawnedPart<Ready> {
  /** The line of JSON it printed when it was ready. */
  readonly ready: Ready;
  readonly pid: number;
  /** Resolves to the exit code; `null` when a signal ended it. */
  readonly exited: Promise<number | null>;
  /** Asks it to finish what it does and stop; resolves to its exit code. */
  stop(): Promise<number | null>;
  /** SIGKILL: what runs is cut off. */
  kill(): Promise<void>;
}

export interface SpawnOptions {
  /** The command's options without their dashes, e.g. `{ data: '.data', 'blob-port': '10000' }`. */
  readonly options: Readonly<Record<string, string>>;
  readonly env?: Readonly<Record<string, string>>;
  /** Options of Node itself, e.g. `--inspect`. */
  readonly nodeOptions?: readonly string[];
  /** Called with each line it writes to stderr: structured log lines, and a crash's trace. */
  readonly onLine?: (line: string) => void;
}

const keptLines = 20;

/** Starts one of the local commands as a child process, so that any one part can be killed; it ends when this process does. */
export async function spawnPart<Ready>(file: URL, part: SpawnOptions): Promise<SpawnedPart<Ready>> {
  const { options, env, nodeOptions = [], onLine } = part;
  // In one word: a value may start with a dash.
  const args = Object.entries(options).map(([name, value]) => `--${name}=${value}`);
  const child = spawn(process.execPath, [...nodeOptions, fileURLToPath(file), ...args], {
    env: { ...compileCache(), ...process.env, ...env },
    // Through the channel the child notices when this process is gone.
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
  });
  const exited = exitOf(child);
  if (child.stderr === null || child.stdout === null) throw new Error('A child process without its streams');
  const lastWords: string[] = [];
  createInterface(child.stderr).on('line', (line) => {
    lastWords.push(line);
    if (lastWords.length > keptLines) lastWords.shift();
    onLine?.(line);
  });
  const firstLine = once(createInterface(child.stdout), 'line').then(([line]) => String(line));
  const died = exited.then((code) => {
    throw new Error(`${fileURLToPath(file)} ended with code ${code} before it was ready:\n${lastWords.join('\n')}`);
  });
  const ready: Ready = JSON.parse(await Promise.race([firstLine, died]));
  return {
    ready,
    pid: child.pid ?? 0,
    exited,
    stop: () => {
      // Windows knows no SIGTERM: there every signal cuts a process off. The end of the channel asks, too.
      if (process.platform === 'win32' && child.connected) child.disconnect();
      else child.kill('SIGTERM');
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
