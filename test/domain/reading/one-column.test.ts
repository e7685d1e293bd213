import { expect } from 'chai';
import { describe, it } from 'mocha';
import { splitLine } from '../../../shared/domain/reading/one-column.ts';
import type { Cell } from '../../../shared/domain/reading/sheet-event.ts';

const text = (value: string): Cell => ({ kind: 'text', text: value });

describe('A line that stands whole in one column', () => {
  it('is taken apart as a text file is: quotes hold a separator together, and a doubled one is a quote', () => {
    const fields = splitLine([text('HP,"Book 14"" x360, silver",CZC0000001,')], ',');
    expect(fields).to.deep.equal([text('HP'), text('Book 14" x360, silver'), text('CZC0000001'), { kind: 'empty' }]);
  });

  it('keeps what stands beside it, so that its row has too many cells', () => {
    expect(splitLine([text('a;b'), text('beside')], ';')).to.have.length(3);
    expect(splitLine([{ kind: 'empty' }, text('beside')], ';')).to.have.length(2);
  });
});
