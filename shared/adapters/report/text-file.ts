import { open } from 'node:fs/promises';
import { makeBlocks } from './blocks.ts';

interface TextFile {
  /** Resolves when there is room for more. */
  write(text: string): Promise<void> | undefined;
  finish(): Promise<void>;
  abandon(): Promise<void>;
}

/** A text file that only this user can read, written forward in blocks. */
export const makeTextFile = async (path: string): Promise<TextFile> => {
  const file = await open(path, 'wx', 0o600);
  const blocks = makeBlocks((bytes) => file.writeFile(bytes));
  return {
    write: blocks.write,
    async finish() {
      await blocks.end();
      await file.close();
    },
    abandon: () => file.close(),
  };
};
