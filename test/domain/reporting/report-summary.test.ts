import { expect } from 'chai';
import { describe, it } from 'mocha';
import type { ProfileFault } from '../../../shared/domain/planning/upload-state.ts';
import type { Explanation } from '../../../shared/domain/reasons/explanation.ts';
import type { ReportHead, ReportRow } from '../../../shared/domain/reporting/report.ts';
import {
  countTone,
  makeCustomerName,
  makeRowTally,
  summarise,
} from '../../../shared/domain/reporting/report-summary.ts';
import { german } from '../../../shared/domain/texts/de.ts';
import { english } from '../../../shared/domain/texts/en.ts';
import type { Verdict, VerdictCounts } from '../../../shared/domain/verdict.ts';
import { foreignReason } from '../../fakes/foreign-reason.ts';

const explanations: Readonly<Record<string, Explanation>> = {
  no_header: { happened: 'No titles were found.', advice: 'Start from a template.', who: 'uploader' },
  consent: { happened: 'Consent of {customer} is missing.', advice: 'Send {link}.', who: 'customer' },
  short: { happened: '{digits} digits in {sheet}.', advice: 'Type it again.', who: 'uploader' },
};
const words = { ...english, explain: ({ code }: { readonly code: string }) => explanations[code] };

const headOf = (counts: VerdictCounts, changes: Partial<ReportHead> = {}): ReportHead => ({
  version: 1,
  kind: 'final',
  sequence: 1,
  partnerId: 'p',
  partnerName: 'P',
  uploadId: 'u',
  fileName: 'f.csv',
  receivedAt: '2026-07-14T08:12:30.000Z',
  writtenAt: '2026-07-14T08:12:30.000Z',
  timeZone: 'UTC',
  notices: [],
  sheets: [],
  rows: Object.values(counts).reduce((sum, count) => sum + count, 0),
  counts,
  groups: [],
  notSent: [],
  calls: {},
  holds: [],
  ...changes,
});
const summaryOf = (
  counts: VerdictCounts,
  changes: Partial<ReportHead> = {},
  withoutProfile: readonly ProfileFault[] = [],
) => summarise(headOf(counts, changes), { reasons: [], toRetry: counts.rejected ?? 0, withoutProfile }, words);
const rowOf = (verdict: Verdict): ReportRow => ({ row: 1, cells: [], verdict });

describe('the summary of a report', () => {
  it('says in one sentence how it went', () => {
    expect(summaryOf({ registered: 120 }).headline).to.equal('All 120 rows are done.');
    expect(summaryOf({ registered: 1 }).headline).to.equal('The only row is done.');
    expect(summaryOf({ registered: 1, rejected: 1 }).headline).to.equal('1 of 2 rows is done, 1 needs action.');
    expect(summaryOf({ registered: 1200, rejected: 2, held: 3 }).headline).to.equal(
      '1,200 of 1,205 rows are done, 2 need action, 3 are still open.',
    );
    expect(summaryOf({ duplicate: 2 }).headline).to.equal('All 2 rows are done.');
    expect(summaryOf({ held: 1 }).headline).to.equal('0 of 1 row are done, 1 is still open.');
    expect(summaryOf({}).headline).to.equal('The file has no device rows.');
  });

  it('speaks of good rows, not of done ones, when nothing was sent', () => {
    expect(summaryOf({ wouldRegister: 3 }, { kind: 'check' }).headline).to.equal('All 3 rows are good.');
    expect(summaryOf({ wouldRegister: 1 }, { kind: 'check' }).headline).to.equal('The only row is good.');
    const mixed = summaryOf({ wouldRegister: 1, rejected: 1 }, { kind: 'check' });
    expect(mixed.headline).to.equal('1 of 2 rows is good, 1 needs action.');
    expect(summaryOf({ wouldRegister: 2, rejected: 1 }, { kind: 'check' }).headline).to.contain('2 of 3 rows are good');
  });

  it('a refused file says so, why, and what to do', () => {
    const summary = summaryOf({}, { refused: { code: 'no_header' } });
    expect(summary.headline).to.equal('Nothing was sent. No titles were found.');
    expect(summary.tone).to.equal('bad');
    expect(summary.next[0]).to.equal('Start from a template.');
    expect(summary.next[1]).to.match(/^Correct the file and drop it again\./);
  });

  it('of a follow-up says how the first file stands with it', () => {
    const followUpOf = [{ uploadId: 'u0', fileName: 'May.csv', rows: 3, counts: { registered: 2, rejected: 1 } }];
    expect(summaryOf({ registered: 1 }, { followUpOf }).notices).to.deep.equal([
      'This file follows up May.csv. Combined result for that file: 2 ✔ Registered, 1 ✖ Rejected, not sent.',
    ]);
  });

  it('of a check says how long sending would take and whom it would reach, and no more than can be known', () => {
    const who = {
      connectionId: 'pc',
      platform: 'partnerCenter',
      customerTenantId: 't',
      customerName: 'Contoso',
    } as const;
    const customers = [
      { ...who, answer: 'yes' },
      { ...who, answer: 'no', reason: { code: 'no_header' } },
      { ...who, answer: 'unknown' },
      { ...who, answer: 'notAsked' },
    ] as const;
    const full = { chunks: 3, calls: 6, seconds: 1200, known: 1, customers };
    const { forecast } = summaryOf({ wouldRegister: 1 }, { kind: 'check', forecast: full });
    expect(forecast[0]).to.equal('Estimated time: up to 20 minutes.');
    expect(forecast[1]).to.contain('1 device was registered');
    expect(forecast.slice(2).map((line) => line.slice(0, 1))).to.deep.equal(['✔', '✖', '?', '►']);
    const bare = { chunks: 1, calls: 0, seconds: 0, known: 0, customers: [] };
    expect(summaryOf({ wouldRegister: 1 }, { kind: 'check', forecast: bare }).forecast).to.deep.equal([]);
    expect(summaryOf({ wouldRegister: 1 }, { kind: 'check' }).forecast).to.deep.equal([]);
  });

  it('is coloured by the worst that happened', () => {
    expect(summaryOf({ registered: 1, unknown: 1, held: 1 }).tone).to.equal('bad');
    expect(summaryOf({ registered: 1, held: 1 }).tone).to.equal('waiting');
    expect(summaryOf({ registered: 1 }).tone).to.equal('good');
    expect(summaryOf({}).tone).to.equal('quiet');
  });

  it('has one sentence for each next step, and one if there is none', () => {
    const { next } = summaryOf({ registered: 5, rejected: 1, unknown: 2, held: 1, duplicate: 4 });
    expect(next).to.have.lengthOf(3);
    expect(next[0]).to.match(/^✖ 1 row not sent: correct it /);
    expect(summaryOf({ registered: 5 }).next).to.deep.equal(['Nothing is left to do.']);
    expect(summaryOf({ rejected: 1 }, { kind: 'provisional' }).next.at(-1)).to.contain('comes with the final report');
    expect(summaryOf({ held: 1 }, { kind: 'provisional' }).next).to.have.lengthOf(1);
    const every = { rejected: 2, refused: 2, unknown: 2, handedOff: 2, held: 2, inProgress: 2, wouldRegister: 2 };
    expect(summaryOf(every).next).to.have.lengthOf(7);
  });

  it('points to the retry workbook only where there is one', () => {
    expect(summaryOf({ rejected: 1 }).next[0]).to.contain('retry workbook');
    expect(summaryOf({ refused: 1 }).next[0]).not.to.contain('retry workbook');
    expect(summaryOf({ refused: 1, rejected: 1 }).next[1]).to.contain('retry workbook');
    for (const kind of ['check', 'provisional'] as const) {
      const { next } = summaryOf({ rejected: 2, refused: 1 }, { kind });
      expect(next.slice(0, 2)).to.deep.equal([
        '✖ 2 rows not sent: correct them in your file.',
        '✖ 1 row refused by the platform: read "What to do".',
      ]);
    }
  });

  it('shows a bar for each verdict that occurred, as its share of all rows', () => {
    const { bars } = summaryOf({ registered: 3, refused: 1, duplicate: 0 });
    expect(bars.map(({ kind, rows, share }) => [kind, rows, share])).to.deep.equal([
      ['registered', 3, 0.75],
      ['refused', 1, 0.25],
    ]);
  });

  it('names customers, group tags and what is open', () => {
    const group = { customerTenantId: 't1', platform: 'intune', connectionId: 'c', chunks: 2 } as const;
    const named = { ...group, customerTenantId: 't2', customerName: 'Fabrikam', groupTag: 'K' };
    const groups = [
      { ...group, counts: { registered: 1, duplicate: 1 } },
      { ...named, counts: { rejected: 1, held: 2 } },
    ];
    const holds = [{ ...foreignReason('consent', { customer: 'Fabrikam', link: 'https://x.example' }), rows: 2 }];
    const notSent = [
      { customerTenantId: 't2', customerName: 'Fabrikam', counts: { rejected: 1 } },
      { customerTenantId: 't3', counts: { duplicate: 2 } },
      { counts: { rejected: 3, ignored: 1 } },
    ];
    const summary = summaryOf({ registered: 1 }, { groups, notSent, holds, notices: [{ code: 'no_header' }] });
    const unsent = { groupTag: '', platform: 'Not sent', good: 0, waiting: 0 };
    expect(summary.groups.slice(2)).to.deep.equal([
      { ...unsent, customer: 'Fabrikam', bad: 1, quiet: 0 },
      { ...unsent, customer: 't3', bad: 0, quiet: 2 },
      { ...unsent, customer: '(not known)', bad: 3, quiet: 1 },
    ]);
    expect(summary.groups.slice(0, 2)).to.deep.equal([
      {
        customer: 't1',
        groupTag: '(none)',
        platform: 'Microsoft Intune',
        good: 1,
        bad: 0,
        waiting: 0,
        quiet: 1,
      },
      {
        customer: 'Fabrikam',
        groupTag: 'K',
        platform: 'Microsoft Intune',
        good: 0,
        bad: 1,
        waiting: 2,
        quiet: 0,
      },
    ]);
    expect(summary.open).to.deep.equal(['Fabrikam: Consent of Fabrikam is missing.']);
    expect(summary.next[0]).to.equal('► Fabrikam (2 rows): Send https://x.example.');
    expect(summary.notices).to.deep.equal(['No titles were found. Start from a template.']);
    const nameOf = makeCustomerName(groups);
    expect([nameOf('t1'), nameOf('t2'), nameOf('t3')]).to.deep.equal(['t1', 'Fabrikam', 't3']);
  });

  it('names the operator where only they can take the step', () => {
    const holds = [{ code: 'consent_expired', params: { customer: 'Fabrikam' }, rows: 1 } as const];
    const { next } = summarise(
      headOf({ held: 1 }, { kind: 'provisional', holds }),
      { reasons: [], toRetry: 0, withoutProfile: [] },
      english,
    );
    expect(next[0]).to.match(/^► Fabrikam \(1 row\): Run the connect command .* Who acts: Operator of this service\.$/);
  });

  it('is led by devices without their profile: verdicts alone never make it "all done"', () => {
    const fault = {
      customerTenantId: 't2',
      code: 'profile_refused',
      because: { code: 'profile_not_found' },
      rows: 3,
    };
    const group = { platform: 'partnerCenter', connectionId: 'pc', chunks: 1, counts: { registered: 3 } } as const;
    const groups = [{ ...group, customerTenantId: 't2', customerName: 'Fabrikam' }];
    const totals = { reasons: [], toRetry: 0, withoutProfile: [fault] };
    const summary = summarise(headOf({ registered: 3 }, { groups }), totals, english);
    expect(summary.tone).to.equal('bad');
    expect(summary.headline).to.equal('3 of 3 rows are done, 3 without a deployment profile.');
    expect(summary.next[0]).to.match(/^✖ Fabrikam: 3 devices are registered without a deployment profile\./);
    expect(summary.next[0])
      .to.contain('does not exist for this customer')
      .and.contain('The operator corrects profileId');
    expect(summary.next[0]).to.contain('partners/p.json');
    expect(summary.next).not.to.include(english.report.nothing);
    const inGerman = summarise(headOf({ registered: 3 }, { groups }), totals, german);
    expect(inGerman.next[0]).to.match(/^✖ Fabrikam: 3 Geräte sind ohne Bereitstellungsprofil registriert\./);
  });

  it('of a refused file that may be no list of devices points to the template', () => {
    const stepsOf = (code: string) =>
      summarise(headOf({}, { refused: foreignReason(code) }), { reasons: [], toRetry: 0, withoutProfile: [] }, english)
        .next;
    expect(stepsOf('not_a_spreadsheet')[1]).to.contain('template (autopilot-devices)');
    expect(stepsOf('limit_rows')[1]).to.equal('Then drop the file again.');
    expect(stepsOf('partner_suspended')).to.deep.equal(['Ask the operator of this service.']);
  });

  it('counts tones over kinds', () => {
    expect(countTone({ registered: 1, alreadyRegistered: 2, refused: 4 }, 'good')).to.equal(3);
  });
});

describe('counting rows as they go by', () => {
  it('counts reasons by verdict, most frequent first, with what their parameters say', () => {
    const tally = makeRowTally(words);
    tally.count(rowOf({ kind: 'registered' }));
    tally.count(rowOf({ kind: 'ignored', reason: foreignReason('note') }));
    tally.count(rowOf({ kind: 'rejected', reason: foreignReason('short', { digits: 12, sheet: 'A' }) }));
    tally.count(rowOf({ kind: 'rejected', reason: foreignReason('short', { digits: 12, sheet: 'B' }) }));
    tally.count(rowOf({ kind: 'rejected', reason: foreignReason('short', { digits: 12, sheet: 'B' }) }));
    expect(tally.totals().reasons).to.deep.equal([
      { kind: 'rejected', code: 'short', params: { digits: 12, sheet: 'A, B' }, rows: 3 },
      { kind: 'ignored', code: 'note', params: {}, rows: 1 },
    ]);
    const { reasons } = summarise(headOf({ rejected: 3 }), tally.totals(), words);
    expect(reasons[0]).to.include({ rows: 3, code: 'short', happened: '12 digits in A, B.', who: 'uploader' });
  });

  it('names every part that any of the rows lacks, and of many values the first few', () => {
    const tally = makeRowTally(english);
    for (const missing of ['serial', 'manufacturer, model', 'model'])
      tally.count(rowOf({ kind: 'rejected', reason: { code: 'incomplete_tuple', params: { missing } } }));
    for (let digits = 1; digits < 9; digits += 1)
      tally.count(rowOf({ kind: 'rejected', reason: { code: 'pkid_bad_length', params: { digits } } }));
    const [lengths, parts] = tally.totals().reasons;
    expect(lengths?.params).to.deep.equal({ digits: '1, 2, 3, 4, 5, …' });
    expect(parts?.params).to.deep.equal({ missing: 'serial, manufacturer, model' });
  });

  it('tells causes of one code apart by their detail', () => {
    const tally = makeRowTally(words);
    tally.count(rowOf({ kind: 'rejected', reason: foreignReason('cell', { detail: 'date' }) }));
    tally.count(rowOf({ kind: 'rejected', reason: foreignReason('cell', { detail: 'number' }) }));
    expect(tally.totals().reasons).to.have.lengthOf(2);
  });

  it('stays small when a platform invents a code for every row', () => {
    const tally = makeRowTally(words);
    for (let code = 0; code < 500; code += 1) tally.count(rowOf({ kind: 'refused', reason: foreignReason(`${code}`) }));
    expect(tally.totals().reasons).to.have.lengthOf(201);
    expect(tally.totals().reasons[0]).to.include({ code: '(other codes)', rows: 300 });
  });

  it('notices when rows and head do not say the same', () => {
    const tally = makeRowTally(words);
    tally.count(rowOf({ kind: 'registered' }));
    expect(tally.contradiction(headOf({ registered: 1 }))).to.equal(undefined);
    expect(tally.contradiction(headOf({ registered: 2 }))).to.equal('the head counts 2 rows, 1 came');
    expect(tally.contradiction(headOf({ held: 1 }))).to.equal('the head counts 0 rows as registered, 1 came');
    expect(tally.contradiction(headOf({ registered: 1, held: 1 }, { rows: 1 }))).to.equal(
      'the head counts 1 rows as held, 0 came',
    );
  });
});
