import { expect } from 'chai';
import fc from 'fast-check';
import { describe, it } from 'mocha';
import { makeSheetNames } from '../../../../shared/adapters/report/workbook/sheet-names.ts';

describe('names of sheets', () => {
  it('stay as the uploader wrote them where Excel opens them', () => {
    const name = makeSheetNames();
    expect([name('Geräte 2026'), name('Mai')]).to.deep.equal(['Geräte 2026', 'Mai']);
  });

  it('are never one Excel refuses', () => {
    const name = makeSheetNames(['Summary']);
    const wanted = ['a/b:c*[d]?\\', "'quoted'", '', 'History', 'summary', 'Mai', 'MAI', 'x'.repeat(40), 'x'.repeat(40)];
    expect(wanted.map(name)).to.deep.equal([
      ...['a b c  d', 'quoted', 'Sheet', 'History (2)', 'summary (2)', 'Mai', 'MAI (2)'],
      ...['x'.repeat(31), `${'x'.repeat(27)} (2)`],
    ]);
  });

  it('are at most 31 characters and never the same twice, whatever is wanted', () => {
    fc.assert(
      fc.property(fc.array(fc.string({ maxLength: 40, unit: 'grapheme' }), { maxLength: 30 }), (wanted) => {
        const names = wanted.map(makeSheetNames());
        expect(new Set(names.map((name) => name.toLowerCase())).size).to.equal(names.length);
        for (const name of names) expect(name).to.match(/^[^*?:\\/[\]]{1,31}$/);
      }),
    );
  });
});
