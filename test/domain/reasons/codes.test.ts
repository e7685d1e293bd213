import { expect } from 'chai';
import { describe, it } from 'mocha';
import { refusedWith } from '../../../shared/adapters/http/platform-words.ts';
import type { Reason } from '../../../shared/domain/reason.ts';
import { explained } from '../../../shared/domain/reporting/report-lines.ts';
import { english } from '../../../shared/domain/texts/en.ts';
import { AccessDenied } from '../../../shared/errors.ts';
import { foreignReason } from '../../fakes/foreign-reason.ts';

const inWords = (reason: Reason) => explained(reason, english);

describe('Reason codes', () => {
  it('do not compile where they are misspelt, have no words, or are no missing grant', () => {
    // Each of these lines is an error of the compiler; were it not, the unused expectation would be one.
    const wrong = [
      // @ts-expect-error misspelt
      (): Reason => ({ code: 'no_anser' }),
      // @ts-expect-error the closer words of a detail are no code of their own
      (): Reason => ({ code: 'hash_truncated:stub' }),
      // @ts-expect-error a code, but nothing anybody could grant
      () => new AccessDenied('no_answer', ''),
    ];
    expect(wrong).to.have.lengthOf(3);
  });

  it('of another release are shown as they are', () => {
    expect(inWords(foreignReason('from_next_year', { found: 'x' }))).to.deep.equal({
      happened: english.line.unexplained('from_next_year'),
      advice: english.line.unexplainedAdvice,
      who: 'operator',
    });
    expect(english.explain({ code: '__proto__' })).to.equal(undefined);
  });

  it('of a call that was refused as a whole carry what the platform said', () => {
    const { reason } = refusedWith({ code: '400', text: 'Bad customer.' });
    expect(reason && inWords(reason).happened).to.contain('400 · Bad customer.');
  });
});
