import { expect } from 'chai';
import fc from 'fast-check';
import { describe, it } from 'mocha';
import { countMissing, decodeMarks, encodeMarks } from '../../../shared/domain/comparing/finding-marks.ts';
import { holds, makeNumberList } from '../../../shared/domain/comparing/number-list.ts';

const marks = fc.uniqueArray(
  fc.nat({ max: 2 ** 31 }).map((value) => value * 50_000),
  { maxLength: 300 },
);
const sortedOf = (values: readonly number[]): Float64Array => {
  const list = makeNumberList('long');
  for (const value of values) list.push(value);
  return list.sorted();
};

describe('marks of findings', () => {
  it('come back as they were stored', () => {
    fc.assert(
      fc.property(marks, (values) => {
        expect([...decodeMarks(encodeMarks(sortedOf(values)))]).to.deep.equal(values.toSorted((a, b) => a - b));
      }),
    );
  });

  it('are found and missed as those of a set', () => {
    fc.assert(
      fc.property(marks, marks, (ours, theirs) => {
        const other = new Set(theirs);
        const sorted = sortedOf(theirs);
        for (const mark of [...ours, ...theirs]) expect(holds(sorted, mark)).to.equal(other.has(mark));
        expect(countMissing(sortedOf(ours), sorted)).to.equal(ours.filter((mark) => !other.has(mark)).length);
      }),
    );
  });

  it('a stored text that was cut off loses its last mark and no other', () => {
    const text = encodeMarks(sortedOf([1, 2, 3]));
    expect([...decodeMarks(text.slice(0, 28))]).to.deep.equal([1, 2]);
  });
});

describe('a list of numbers', () => {
  it('keeps short and long numbers by position, and may change them', () => {
    for (const kind of ['short', 'long'] as const) {
      const list = makeNumberList(kind);
      for (let value = 0; value < 200; value += 1) list.push(value);
      list.set(7, 4711);
      expect([list.length(), list.at(6), list.at(7), list.at(199), list.at(200)]).to.deep.equal([200, 6, 4711, 199, 0]);
    }
  });
});
