import { expect } from 'chai';
import { describe, it } from 'mocha';
import type { Explanation } from '../../../shared/domain/reasons/explanation.ts';
import type { ReportRow } from '../../../shared/domain/reporting/report.ts';
import { explained, fill, looks, makeVerdictText, statusWord } from '../../../shared/domain/reporting/report-lines.ts';
import { german } from '../../../shared/domain/texts/de.ts';
import { english } from '../../../shared/domain/texts/en.ts';
import { type Verdict, verdictKinds } from '../../../shared/domain/verdict.ts';
import { foreignReason } from '../../fakes/foreign-reason.ts';

const explanations: Readonly<Record<string, Explanation>> = {
  pkid_bad_length: {
    happened: 'A PKID has 13 digits, this has {digits}.',
    advice: 'Type {digits} again.',
    who: 'uploader',
  },
  '808': { happened: 'It belongs to somebody else.', advice: 'Ask them.', who: 'customer' },
  resent: { happened: 'Confirmed by resend.', advice: '', who: 'nobody' },
};
const words = { ...english, explain: ({ code }: { readonly code: string }) => explanations[code] };
const lineOf = makeVerdictText((id) => (id === 't1' ? 'Fabrikam' : id), words);
const rowOf = (verdict: Verdict, more: Partial<ReportRow> = {}): ReportRow => ({
  row: 7,
  cells: ['a', 'b'],
  verdict,
  ...more,
});

describe('a line of the report', () => {
  it('has a word and a sign for every kind of verdict', () => {
    for (const kind of verdictKinds) {
      const line = lineOf(rowOf({ kind }), 2);
      expect(line.status).to.equal(`${looks[kind].sign} ${english.verdicts[kind]}`);
      expect(line.happened).to.equal(english.kinds[kind].happened);
      expect(line.who).to.equal(looks[kind].who);
    }
    expect(new Set(verdictKinds.map((kind) => statusWord(kind, english))).size).to.equal(verdictKinds.length);
  });

  it('says nobody has to act on a device that was registered before: it is a success', () => {
    const line = lineOf(rowOf({ kind: 'alreadyRegistered' }), 2);
    expect(line).to.include({ who: 'nobody', advice: 'Nothing to do.' });
  });

  it('says in words why a value of the row was left out, in either language', () => {
    const because = { because: 'pkid_bad_length', digits: 12 };
    for (const texts of [english, german]) {
      const { happened } = explained({ code: 'value_not_used', params: because }, texts);
      const why = explained({ code: 'pkid_bad_length', params: because }, texts).happened;
      expect(happened).to.contain(why);
      expect(happened).not.to.match(/pkid_bad_length|…/);
    }
  });

  it('takes words and actor from the reason and fills in its parameters', () => {
    const line = lineOf(rowOf({ kind: 'rejected', reason: { code: 'pkid_bad_length', params: { digits: 12 } } }), 2);
    expect(line).to.include({
      code: 'pkid_bad_length',
      happened: 'A PKID has 13 digits, this has 12.',
      advice: 'Type 12 again.',
      who: 'uploader',
    });
  });

  it('shows a code nobody described as it is', () => {
    const line = lineOf(rowOf({ kind: 'refused', reason: foreignReason('899') }), 2);
    expect(line.code).to.equal('899');
    expect(line.happened).to.contain('899');
    expect(line.who).to.equal('operator');
  });

  it('names the row a duplicate repeats, and its sheet where there is one', () => {
    expect(lineOf(rowOf({ kind: 'duplicate', duplicateOf: { row: 3 } }), 2).happened).to.contain('row 3.');
    const other = lineOf(rowOf({ kind: 'duplicate', duplicateOf: { row: 3, sheet: 'May' } }), 2);
    expect(other.happened).to.contain('row 3 of sheet "May"');
  });

  it("passes on the platform's own words, without a hash in them", () => {
    const platformSaid = { code: '808', name: 'Taken', text: `hash ${'Q1nP7bTz'.repeat(40)} is taken` };
    const line = lineOf(rowOf({ kind: 'refused', reason: foreignReason('808'), platformSaid }), 2);
    expect(line.happened).to.match(/^It belongs to somebody else\. The platform said: "808 · Taken · .*"\.$/);
    expect(line.happened).not.to.contain('Q1nP7bTzQ1nP7bTz');
    expect(lineOf(rowOf({ kind: 'refused', platformSaid: {} }), 2).happened).to.equal(english.kinds.refused.happened);
  });

  it('tells remarks, and cells that stand under no title', () => {
    const verdict: Verdict = { kind: 'registered', remarks: [foreignReason('resent')] };
    const line = lineOf(rowOf(verdict, { cells: ['a', 'b', '', 'Inc.'] }), 2);
    expect(line.remarks).to.deep.equal(['Confirmed by resend.', 'Cells without a column title: Inc.']);
  });

  it('tells where the device went and what it was known by', () => {
    const row = rowOf(
      { kind: 'registered' },
      { platform: 'partnerCenter', customerTenantId: 't1', groupTag: 'K', identityKind: 'pkid' },
    );
    expect(lineOf(row, 2).route).to.equal('Partner Center · Fabrikam · K · PKID');
    expect(lineOf(rowOf({ kind: 'rejected' }, { groupTag: '' }), 2).route).to.equal('');
  });

  it('never shows a place that has no value, nor one of the language itself', () => {
    expect(fill('{a} and {b} and {constructor}', { a: 1 }, english)).to.equal('1 and … and …');
    expect(fill('as it is', undefined, english)).to.equal('as it is');
    expect(explained({ code: 'pkid_bad_length' }, words).happened).to.contain('…');
  });

  it('names parts of a device, sheets and rows in the language of the reader', () => {
    const missing = { code: 'incomplete_tuple', params: { missing: 'manufacturer, model' } } as const;
    expect(explained(missing, english).happened).to.contain('missing: manufacturer, model.');
    expect(explained(missing, german).happened).to.contain('es fehlt: Hersteller, Modell.');
    const unread = {
      code: 'columns_not_read',
      params: { columns: '"Serail" (did you mean "Serial"?)', sheet: 'Mai' },
    } as const;
    expect(explained(unread, english).happened).to.equal(
      'Not read of the sheet "Mai": "Serail" (did you mean "Serial"?).',
    );
    expect(explained(unread, german).happened).to.equal(
      'Nicht gelesen auf dem Blatt „Mai“: "Serail" (gemeint: "Serial"?).',
    );
    const twice = { code: 'serial_of_two_makers', params: { place: 7, sheet: 'Mai' } } as const;
    expect(explained(twice, german).happened).to.match(/^Zeile 7 auf „Mai“ nennt/);
  });

  it('reads what was stored before sheets were named apart', () => {
    const stored = { code: 'columns_not_read', params: { columns: '"PO"', where: ' of the sheet "A"' } } as const;
    expect(explained(stored, english).happened).to.equal('Not read of the sheet "A": "PO".');
    expect(explained({ code: 'columns_not_read', params: { columns: '"PO"' } }, english).happened).to.equal(
      'Not read: "PO".',
    );
  });
});
