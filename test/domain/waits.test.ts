import { expect } from 'chai';
import fc from 'fast-check';
import { describe, it } from 'mocha';
import { holdDelay, pollDelay, retryDelay, transientDelay } from '../../shared/domain/waits.ts';

const minute = 60_000;

describe('waiting', () => {
  for (const [what, delay, longest] of [
    ['for a job', pollDelay, minute],
    ['after passing trouble', (tries: number) => retryDelay(tries), 5 * minute],
    ['before a device is sent again', transientDelay, 10 * minute],
    ['before a hold is tried again', holdDelay, 15 * minute],
  ] as const) {
    it(`${what} grows, and never beyond ${longest / minute} minutes`, () => {
      fc.assert(
        fc.property(fc.nat({ max: 10_000 }), (tries) => {
          expect(delay(tries)).to.be.within(1_000, longest);
          expect(delay(tries + 1)).to.be.at.least(delay(tries));
        }),
      );
      expect(delay(10_000)).to.equal(longest);
    });
  }

  it('for a job is short at first: the first look comes after two seconds', () => {
    expect([0, 1, 2, 20].map(pollDelay)).to.deep.equal([2_000, 3_000, 4_500, minute]);
  });

  it('is at least as long as the platform asked for', () => {
    expect(retryDelay(0, 3_600_000)).to.equal(3_600_000);
    expect(retryDelay(20, 1)).to.equal(5 * minute);
  });
});
