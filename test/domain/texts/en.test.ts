import { expect } from 'chai';
import { describe, it } from 'mocha';
import { english } from '../../../shared/domain/texts/en.ts';

const collect = (value: unknown): readonly string[] => {
  if (typeof value === 'string') return [value];
  return value !== null && typeof value === 'object' ? Object.values(value).flatMap(collect) : [];
};

describe('the English texts', () => {
  it('none is empty or has white space around it', () => {
    for (const text of collect(english)) expect(text).to.equal(text.trim()).and.not.equal('');
  });

  it('count one row as one', () => {
    expect(english.rows(1)).to.equal('1 row');
    expect(english.rows(12345)).to.equal('12,345 rows');
    expect(english.report.open(1)).to.equal('1 is still open');
    expect(english.page.shortened(1000, 2500)).to.contain('1,000 of 2,500 rows');
  });
});
