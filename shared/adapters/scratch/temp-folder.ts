import { mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';

const prefix = 'autopilot-batch-';
const folderName = new RegExp(`^${prefix}(\\d+)-`);

/** Does the process that made a folder still run? Of two lives of one process id, only the later can be this process. */
function isInUse(path: string, pid: number, startedAt: number): boolean {
  if (pid === process.pid) return statSync(path).mtimeMs >= startedAt;
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
}

/**
 * A private folder for this process below `parent`. Folders of processes that are gone are removed first: what was
 * killed in the middle leaves files behind that can hold serials and hashes.
 */
export function openTempFolder(parent: string): string {
  const startedAt = Date.now() - process.uptime() * 1000;
  for (const name of readdirSync(parent)) {
    const pid = folderName.exec(name)?.[1];
    if (pid === undefined) continue;
    const path = join(parent, name);
    try {
      if (!isInUse(path, Number(pid), startedAt)) rmSync(path, { recursive: true, force: true });
    } catch {
      // Another process is removing it, or it belongs to somebody else.
    }
  }
  return mkdtempSync(join(parent, `${prefix}${process.pid}-`));
}
