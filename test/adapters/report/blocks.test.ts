import { expect } from 'chai';
import fc from 'fast-check';
import { describe, it } from 'mocha';
import { makeBlocks } from '../../../shared/adapters/report/blocks.ts';

/** A slow place that remembers a copy of what it was given: blocks are filled anew. */
const makePlace = () => {
  const got: Buffer[] = [];
  let inside = 0;
  return {
    put: async (bytes: Uint8Array): Promise<void> => {
      inside += 1;
      expect(inside).to.equal(1);
      await new Promise((resolve) => setImmediate(resolve));
      got.push(Buffer.from(bytes));
      inside -= 1;
    },
    text: () => Buffer.concat(got).toString('utf8'),
  };
};

describe('text gathered to blocks', () => {
  it('arrives whole and in order, however long the pieces', () =>
    fc.assert(
      fc.asyncProperty(
        fc.array(fc.tuple(fc.constantFrom('a', 'é', '✔', '😀'), fc.nat(150_000)), { maxLength: 12 }),
        async (pieces) => {
          const place = makePlace();
          const blocks = makeBlocks(place.put);
          const texts = pieces.map(([unit, times]) => unit.repeat(times));
          for (const text of texts) await blocks.write(text);
          await blocks.end();
          expect(place.text() === texts.join('')).to.equal(true);
        },
      ),
      { numRuns: 20 },
    ));

  it('waits only when a block is full', () => {
    const blocks = makeBlocks(makePlace().put);
    expect(blocks.write('short')).to.equal(undefined);
  });

  it('tells the writer when the place fails, at the next block or at the end', async () => {
    const blocks = makeBlocks(() => Promise.reject(new Error('disk full')));
    const failure = await blocks.end().catch((error: unknown) => error);
    expect(failure).to.be.an('error').with.property('message', 'disk full');
    const more = makeBlocks(() => Promise.reject(new Error('disk full')));
    const later = await (async () => {
      for (let piece = 0; piece < 10; piece += 1) await more.write('x'.repeat(60_000));
    })().catch((error: unknown) => error);
    expect(later).to.be.an('error').with.property('message', 'disk full');
  });
});
