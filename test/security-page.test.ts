import { expect } from 'chai';
import { describe, it } from 'mocha';
import { missingTests, tableRows } from './named-tests.ts';

describe('the threat table', () => {
  it('names tests that exist: every file, and every rule by its first words', async () => {
    const shownBy = (await tableRows('docs/security.md', /^ [0-9, ]+$/)).map((cells) => cells.at(-1) ?? '');
    expect(shownBy.length).to.be.greaterThan(20);
    expect(await missingTests(shownBy)).to.deep.equal([]);
  });
});
