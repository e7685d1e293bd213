import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { UsageError } from '../cli/command-line.ts';
import { isRunning } from '../cli/running-stack.ts';

/**
 * Takes a data folder for this process: two storage emulators on one folder would destroy each other's files. Returns
 * what gives it back; throws `UsageError` while another process has it. What a killed process left is taken over.
 */
export async function lockData(folder: string): Promise<() => Promise<void>> {
  await mkdir(folder, { recursive: true });
  const file = join(folder, 'in-use');
  const take = () => writeFile(file, `${process.pid}\n`, { flag: 'wx' });
  try {
    await take();
  } catch {
    const owner = Number((await readFile(file, 'utf8').catch(() => '')).trim());
    if (owner > 0 && isRunning(owner)) {
      throw new UsageError(
        `${folder} is in use by process ${owner}. Stop that one first, or name another folder with --data DIR.`,
      );
    }
    await rm(file, { force: true });
    await take();
  }
  return () => rm(file, { force: true });
}
