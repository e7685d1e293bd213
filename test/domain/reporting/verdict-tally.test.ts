import { expect } from 'chai';
import { describe, it } from 'mocha';
import { makeVerdictTally } from '../../../shared/domain/reporting/verdict-tally.ts';
import { foreignReason } from '../../fakes/foreign-reason.ts';

describe('Counting verdicts', () => {
  it('rows count by verdict and reason; without a reason the verdict says it all', () => {
    const tally = makeVerdictTally();
    tally.count({ kind: 'registered' });
    tally.count({ kind: 'registered' });
    tally.count({ kind: 'refused', reason: { code: 'device_not_found' } });
    expect(tally.all()).to.deep.equal([
      { verdict: 'registered', code: 'none', rows: 2 },
      { verdict: 'refused', code: 'device_not_found', rows: 1 },
    ]);
  });

  it('codes nobody explains are one code: a platform may invent them without end, and write what it likes into them', () => {
    const tally = makeVerdictTally();
    for (const code of ['Zz-1', 'serial SYN123 is bad']) tally.count({ kind: 'refused', reason: foreignReason(code) });
    expect(tally.all()).to.deep.equal([{ verdict: 'refused', code: 'other', rows: 2 }]);
  });
});
