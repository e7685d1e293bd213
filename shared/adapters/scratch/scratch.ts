import { randomUUID } from 'node:crypto';
import { open, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { textLines } from '../../domain/text-lines.ts';
import type { Scratch, ScratchFile } from '../../ports.ts';

const blockLength = 256 * 1024;

/** One JSON text a line in a file that no other user can open; its name is removed at once where the system allows it. */
async function openFile<T>(folder: string): Promise<ScratchFile<T>> {
  const path = join(folder, `compare-${randomUUID()}`);
  const handle = await open(path, 'wx+', 0o600);
  const removed = await rm(path).then(
    () => true,
    () => false,
  );
  let waiting: string[] = [];
  let length = 0;
  let end = 0;
  const flush = async (): Promise<void> => {
    const bytes = Buffer.from(waiting.join(''));
    waiting = [];
    length = 0;
    await handle.write(bytes, 0, bytes.length, end);
    end += bytes.length;
  };
  return {
    add(value) {
      const line = `${JSON.stringify(value)}\n`;
      waiting.push(line);
      length += line.length;
      return length < blockLength ? undefined : flush();
    },
    async *read() {
      await flush();
      if (end === 0) return;
      const text = handle.createReadStream({ start: 0, end: end - 1, autoClose: false, encoding: 'utf8' });
      for await (const line of textLines(text)) {
        const value: T = JSON.parse(line);
        yield value;
      }
    },
    async close() {
      await handle.close();
      if (!removed) await rm(path, { force: true });
    },
  };
}

/** Scratch files below a folder of this machine. */
export const makeScratch = (folder: string): Scratch => ({ open: () => openFile(folder) });
