import { expect } from 'chai';
import { describe, it } from 'mocha';
import { type Absence, categoryOf, judgeAbsence } from '../../../shared/domain/comparing/comparison.ts';
import { categoryTexts, findingTexts } from '../../../shared/domain/comparing/comparison-texts.ts';
import { listsEveryDevice, platforms } from '../../../shared/domain/platforms.ts';

const absence = (changes: Partial<Absence> = {}): Absence => ({
  identity: 'tuple',
  registeredAt: '2026-01-01T00:00:00.000Z',
  listsAll: false,
  complete: true,
  settledBefore: '2026-01-02T00:00:00.000Z',
  lookalike: false,
  elsewhere: undefined,
  ...changes,
});

describe('a device of ours that is not listed', () => {
  it('is missing where the listing would have shown it', () => {
    expect(judgeAbsence(absence())).to.equal('missing');
    expect(judgeAbsence(absence({ identity: 'hardwareHash', registeredAt: undefined, listsAll: true }))).to.equal(
      'missing',
    );
  });

  it('is not called missing when it was sent by PKID, or nobody recorded how', () => {
    expect(judgeAbsence(absence({ identity: 'pkid' }))).to.equal('pkid_not_listed');
    expect(judgeAbsence(absence({ identity: undefined }))).to.equal('identity_not_recorded');
  });

  it('is not called missing when it was there before us and the platform lists only its partner’s own', () => {
    expect(judgeAbsence(absence({ registeredAt: undefined }))).to.equal('registered_before_us');
  });

  it('is not called missing before the usual job time has passed', () => {
    expect(judgeAbsence(absence({ registeredAt: '2026-01-02T00:00:00.001Z' }))).to.equal('too_recent');
    expect(judgeAbsence(absence({ registeredAt: '2026-01-02T00:00:00.000Z' }))).to.equal('missing');
  });

  it('is elsewhere when another place of the same partner has it, and unclear when its serial number is listed', () => {
    expect(judgeAbsence(absence({ elsewhere: 'sameCustomer' }))).to.equal('other_connection');
    expect(judgeAbsence(absence({ elsewhere: 'otherCustomer', identity: 'pkid' }))).to.equal('other_customer');
    expect(judgeAbsence(absence({ lookalike: true, elsewhere: 'sameCustomer' }))).to.equal('names_differ');
  });
});

describe('the words of a comparison', () => {
  it('are there for every finding and category, and speak of no other partner', () => {
    expect(Object.keys(findingTexts).sort()).to.deep.equal(Object.keys(categoryOf).sort());
    const said = [...Object.values(findingTexts), ...Object.values(categoryTexts)].flatMap((texts) =>
      Object.values(texts),
    );
    for (const text of said)
      expect(text)
        .to.match(/\S/)
        .and.not.to.match(/another partner|other partners/i);
  });

  it('only Intune is taken to list every device of a customer', () => {
    const names = Object.keys(platforms) as (keyof typeof platforms)[];
    expect(names.filter(listsEveryDevice)).to.deep.equal(['intune']);
  });
});
