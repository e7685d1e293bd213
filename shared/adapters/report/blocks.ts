/** Bytes of one block; a text may need three bytes for each of its characters. */
const blockSize = 256 * 1024;
const bytesPerCharacter = 3;

/** Text on its way to a slow place, gathered to blocks. Await each `write` before the next. */
interface Blocks {
  /** Resolves when there is room for more; undefined: there is. */
  write(text: string): Promise<void> | undefined;
  /** Hands over what is left and waits for the slow place. */
  end(): Promise<void>;
}

/**
 * Two blocks take turns: while one is put away, the other is filled. So a writer and its disk work side by side, and
 * memory stays at two blocks, whatever is written.
 */
export const makeBlocks = (put: (bytes: Uint8Array) => Promise<void>): Blocks => {
  let block = Buffer.allocUnsafe(blockSize);
  let other = Buffer.allocUnsafe(blockSize);
  let used = 0;
  let last = Promise.resolve();
  /** Resolves when the block before this one has been put away, and with it the room to fill. */
  const hand = (bytes: Uint8Array): Promise<void> => {
    const before = last;
    last = before.then(() => put(bytes));
    // Whoever hands over the next block, or ends, gets the failure; until then it is not an unhandled one.
    last.catch(() => undefined);
    return before;
  };
  const turn = (): Promise<void> => {
    const full = block.subarray(0, used);
    [block, other] = [other, block];
    used = 0;
    return hand(full);
  };
  const writeLarge = async (text: string): Promise<void> => {
    await turn();
    await hand(Buffer.from(text));
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
