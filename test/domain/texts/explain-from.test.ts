import { expect } from 'chai';
import { describe, it } from 'mocha';
import { explanations } from '../../../shared/domain/reasons/codes.ts';
import { english } from '../../../shared/domain/texts/en.ts';

const { explain } = english;

describe('An explanation', () => {
  it('follows the detail of a reason where there are closer words', () => {
    const plain = explain({ code: 'relationship_missing' });
    const linked = explain({ code: 'relationship_missing', params: { detail: 'link', link: 'https://x' } });
    expect(linked?.advice).to.contain('{link}').and.not.equal(plain?.advice);
  });

  it('says what happened, what to do and who does it, in sentences', () => {
    for (const [code, { happened, advice }] of explanations) {
      for (const text of [happened, advice]) expect(text, code).to.match(/^\S.*[.}]$/s);
    }
  });

  it('is not made up for a code nobody knows', () => {
    expect(explain({ code: 'nonsense' })).to.equal(undefined);
    expect(explain({ code: '__proto__' })).to.equal(undefined);
  });
});
