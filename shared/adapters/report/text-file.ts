import { open } from 'node:fs/promises';
import { makeOneBehind } from './one-behind.ts';

const blockLength = 64 * 1024;

export interface TextFile {
  /** Resolves when there is room for more. */
  write(text: string): Promise<void> | undefined;
  finish(): Promise<void>;
  abandon(): Promise<void>;
}

/** A text file that only this user can read, written forward in blocks. */
export const makeTextFile = async (path: string): Promise<TextFile> => {
  const file = await open(path, 'wx', 0o600);
  let waiting: string[] = [];
  let length = 0;
  const jobs = makeOneBehind();
  const put = (): Promise<void> => {
    const block = waiting.join('');
    waiting = [];
    length = 0;
    return jobs.add(() => file.writeFile(block));
  };
  return {
    write(text) {
      waiting.push(text);
      length += text.length;
      return length < blockLength ? undefined : put();
    },
    async finish() {
      await put();
      await jobs.done();
      await file.close();
    },
    abandon: () => file.close(),
  };
};
