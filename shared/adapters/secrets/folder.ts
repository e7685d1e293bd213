import { createHash, randomUUID } from 'node:crypto';
import { link, mkdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { secretLockLife } from '../../domain/waits.ts';
import type { Secrets } from '../../ports.ts';
import { endOf } from './certificate-end.ts';

const versionOf = (value: string): string => createHash('sha256').update(value).digest('hex').slice(0, 16);
const isCode = (error: unknown, code: string): boolean =>
  error instanceof Error && 'code' in error && error.code === code;

async function breakOldLock(lock: string): Promise<void> {
  try {
    const { mtimeMs } = await stat(lock);
    if (Date.now() - mtimeMs > secretLockLife) await rm(lock, { force: true });
  } catch (error) {
    if (!isCode(error, 'ENOENT')) throw error;
  }
}

/** Secrets as files only their owner can read; for a laptop, where there is no vault. */
export function makeSecretsFolder(folder: string): Secrets {
  const pathOf = (name: string): string => {
    if (!/^[A-Za-z0-9-]{1,127}$/.test(name)) throw new Error(`"${name}" is not the name of a secret.`);
    return join(folder, name);
  };
  const read: Secrets['read'] = async (name) => {
    try {
      const [value, { mtime }] = await Promise.all([readFile(pathOf(name), 'utf8'), stat(pathOf(name))]);
      return { value, etag: versionOf(value), storedAt: mtime };
    } catch (error) {
      if (isCode(error, 'ENOENT')) return undefined;
      throw error;
    }
  };
  return {
    read,
    about: async (name) => {
      const there = await read(name);
      if (there === undefined) return undefined;
      const { mtime } = await stat(pathOf(name));
      return { changedAt: mtime.toISOString(), ...endOf(there.value) };
    },
    write: async (name, value, etag) => {
      await mkdir(folder, { recursive: true, mode: 0o700 });
      const draft = `${pathOf(name)}.${randomUUID()}`;
      const lock = `${pathOf(name)}.lock`;
      await writeFile(draft, value, { mode: 0o600 });
      try {
        await breakOldLock(lock);
        // A hard link is made by one process only; whoever has it may compare and replace.
        await link(draft, lock);
        try {
          if ((await read(name))?.etag !== etag) return false;
          await rename(draft, pathOf(name));
          return true;
        } finally {
          await rm(lock, { force: true });
        }
      } catch (error) {
        if (isCode(error, 'EEXIST')) return false;
        throw error;
      } finally {
        await rm(draft, { force: true });
      }
    },
  };
}
