import { expect } from 'chai';
import fc from 'fast-check';
import { describe, it } from 'mocha';
import { cutVisibly } from '../../shared/domain/cut-text.ts';

describe('a text that is too long', () => {
  it('is cut where one can see it, and stays as it is where it fits', () => {
    expect(cutVisibly('a'.repeat(20), 20)).to.equal('a'.repeat(20));
    expect(cutVisibly('a'.repeat(21), 20)).to.equal(`${'a'.repeat(13)}… (cut)`);
    expect(cutVisibly(`${'a'.repeat(12)}😀${'b'.repeat(20)}`, 20)).to.equal(`${'a'.repeat(12)}… (cut)`);
  });

  it('never is longer than it may be, and never ends in half a character', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 60 }), fc.integer({ min: 7, max: 60 }), (text, limit) => {
        const short = cutVisibly(text, limit);
        expect(short.length).to.be.at.most(limit);
        expect(short.isWellFormed()).to.equal(true);
        if (text.length > limit) expect(short.endsWith('… (cut)')).to.equal(true);
      }),
    );
  });
});
