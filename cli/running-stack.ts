import { readFileSync } from 'node:fs';
import { rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

/** Where the local stack of a data folder answers while it runs. */
export interface RunningStack {
  readonly pid: number;
  /** The settings a command needs to work on it. */
  readonly env: Readonly<Record<string, string>>;
  /** The Functions host, which also serves the page. */
  readonly hostUrl: string;
  /** Whose file it is when a command does not say. */
  readonly partner: string;
}

const fileIn = (dataDir: string): string => join(dataDir, 'running.json');

export const isRunning = (pid: number): boolean => {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    // It runs, but belongs to somebody else.
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
};

/** Lets commands find a stack; returns what takes the note away again. */
export async function announceStack(dataDir: string, stack: RunningStack): Promise<() => Promise<void>> {
  const file = fileIn(dataDir);
  await writeFile(file, `${JSON.stringify(stack, undefined, 2)}\n`, { mode: 0o600 });
  return () => rm(file, { force: true });
}

/** The stack that runs on this data folder (default: that of `npm start`); undefined: none does. */
export function findRunningStack(dataDir = '.data'): RunningStack | undefined {
  try {
    const stack: RunningStack = JSON.parse(readFileSync(fileIn(dataDir), 'utf8'));
    return isRunning(stack.pid) ? stack : undefined;
  } catch {
    return undefined;
  }
}
