/** Bytes of one block; a text may need three bytes for each of its characters. */
const blockSize = 256 * 1024;
const bytesPerCharacter = 3;

/** Gathers text into blocks for a slow destination. Await each `write` before the next. */
interface Blocks {
  /** Resolves when there is room for more; undefined: there is. */
  write(text: string): Promise<void> | undefined;
  /** Writes what is left and waits until all of it is written. */
  end(): Promise<void>;
}

/**
 * Two blocks take turns: while one is written, the other is filled. So the disk and its writer work at the same time, and
 * memory stays at two blocks.
 */
export const makeBlocks = (put: (bytes: Uint8Array) => Promise<void>): Blocks => {
  let block = Buffer.allocUnsafe(blockSize);
  let other = Buffer.allocUnsafe(blockSize);
  let used = 0;
  let last = Promise.resolve();
  /** Resolves when the block before this one is written: that one can be filled again. */
  const enqueue = (bytes: Uint8Array): Promise<void> => {
    const before = last;
    last = before.then(() => put(bytes));
    // The next block, or the end, reports the failure; until then it must not count as unhandled.
    last.catch(() => undefined);
    return before;
  };
  const turn = (): Promise<void> => {
    const full = block.subarray(0, used);
    [block, other] = [other, block];
    used = 0;
    return enqueue(full);
  };
  const writeLarge = async (text: string): Promise<void> => {
    await turn();
    await enqueue(Buffer.from(text));
    await last;
  };
  return {
    write(text) {
      const needed = text.length * bytesPerCharacter;
      if (needed > blockSize) return writeLarge(text);
      if (used + needed <= blockSize) {
        used += block.write(text, used);
        return undefined;
      }
      return turn().then(() => {
        used = block.write(text);
      });
    },
    async end() {
      await turn();
      await last;
    },
  };
};
