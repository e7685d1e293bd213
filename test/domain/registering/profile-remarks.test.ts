import { expect } from 'chai';
import fc from 'fast-check';
import { describe, it } from 'mocha';
import type { Reason } from '../../../shared/domain/reason.ts';
import { allRefused, nothingConfirmed, remarkProfiles } from '../../../shared/domain/registering/profile-remarks.ts';
import { countVerdicts, type Verdict, verdictKinds } from '../../../shared/domain/verdict.ts';

const reason: Reason = { code: 'profile_not_found' };
const found: Reason = { code: 'found_on_platform' };
const verdicts: readonly (Verdict | null)[] = [
  { kind: 'registered', remarks: [found] },
  { kind: 'alreadyRegistered' },
  { kind: 'registered' },
  { kind: 'refused', reason: { code: 'platform_refused' } },
  null,
];
const remarksOf = (all: readonly (Verdict | null)[]) => all.map((verdict) => verdict?.remarks?.map(({ code }) => code));

describe('remarks on deployment profiles', () => {
  it('say of each registered device what is known, and nothing of the others', () => {
    const outcome = { assigned: [0, 3, 4], refused: new Map([[1, reason]]) };
    expect(remarksOf(remarkProfiles(verdicts, outcome))).to.deep.equal([
      ['found_on_platform', 'profile_assigned'],
      ['profile_refused', 'profile_not_found'],
      ['profile_not_confirmed'],
      undefined,
      undefined,
    ]);
  });

  it('a refusal of the whole assignment is one of each registered device', () => {
    const remarked = remarkProfiles(verdicts, allRefused(verdicts, reason));
    expect(
      remarksOf(remarked)
        .slice(0, 3)
        .map((codes) => codes?.at(-1)),
    ).to.deep.equal([reason.code, reason.code, reason.code]);
    expect(remarked.slice(3)).to.deep.equal(verdicts.slice(3));
  });

  it('never change a verdict, whatever the platform says', () => {
    const anyVerdicts = fc.array(fc.option(fc.record({ kind: fc.constantFrom(...verdictKinds) })));
    const positions = fc.array(fc.nat(20));
    fc.assert(
      fc.property(anyVerdicts, positions, positions, (before, assigned, refused) => {
        const outcomes = [
          nothingConfirmed,
          allRefused(before, reason),
          { assigned, refused: new Map(refused.map((position) => [position, reason])) },
        ];
        for (const outcome of outcomes) {
          const after = remarkProfiles(before, outcome);
          expect(after.map((verdict) => verdict?.kind)).to.deep.equal(before.map((verdict) => verdict?.kind));
          expect(countVerdicts(after)).to.deep.equal(countVerdicts(before));
        }
      }),
    );
  });
});
