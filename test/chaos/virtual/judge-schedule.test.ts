import { expect } from 'chai';
import { describe, it } from 'mocha';
import type { Verdict, VerdictKind } from '../../../shared/domain/verdict.ts';
import type { PlainReport } from '../../fakes/memory-reports.ts';
import {
  type FileVersion,
  type HeldDevice,
  judgeSchedule,
  type ScheduleFacts,
  type SheetRow,
  type SubmitCall,
} from './judge-schedule.ts';

const customer = 'contoso';
const device = (serial: string, connectionId = 'pc'): SheetRow & { readonly kind: 'device' } => ({
  ...{ kind: 'device', serial, domain: 'contoso.example', connectionId, customer, groupTag: 'Sales' },
});
const file = (uploadId: string, rows: readonly SheetRow[]): FileVersion => ({
  ...{ uploadId, fileName: `${uploadId}.csv`, standing: true, rows },
});
const rows: readonly SheetRow[] = [
  device('S-1'),
  { ...device('S-1'), kind: 'duplicate', of: 2 },
  { kind: 'rejected', serial: 'S-2', domain: 'nobody.example' },
];
const verdicts: readonly Verdict[] = [
  { kind: 'registered' },
  { kind: 'duplicate', duplicateOf: { row: 2 } },
  { kind: 'rejected' },
];

const report = (
  { uploadId, rows: of }: FileVersion,
  given: readonly Verdict[],
  kind: PlainReport['head']['kind'] = 'final',
): PlainReport => ({
  head: {
    ...{ version: 1, kind, sequence: 1, partnerId: 'northwind', partnerName: 'Northwind', uploadId },
    ...{ fileName: `${uploadId}.csv`, receivedAt: '', writtenAt: '', timeZone: 'UTC', notices: [], sheets: [] },
    ...{ rows: of.length, counts: {}, groups: [], notSent: [], calls: {}, holds: [] },
  },
  rows: given.map((verdict, index) => ({ row: index + 2, cells: [of[index]?.serial ?? ''], verdict })),
});
const call = (change: Partial<SubmitCall> = {}): SubmitCall => ({
  ...{ chunkId: 'up-0000', connectionId: 'pc', customer, groupTag: 'Sales', serials: ['S-1'] },
  ...{ accepted: true, clean: true, silent: false, late: false, began: 1, ended: 2 },
  ...change,
});
const held = (change: Partial<HeldDevice> = {}): HeldDevice => ({
  ...{ connectionId: 'pc', serial: 'S-1', customer, groupTag: 'Sales', by: 'up-0000' },
  ...change,
});
const { by: _by, ...heldBefore } = held();

const upload = file('up', rows);
const right: ScheduleFacts = {
  versions: [upload],
  reports: [report(upload, verdicts)],
  held: [held()],
  calls: [call()],
  cut: [],
  stumbling: [],
  removed: [],
  unlisted: ['oem'],
  mostDevices: { pc: 2, oem: 3 },
};
const kindsOf = (change: Partial<ScheduleFacts>): readonly string[] =>
  judgeSchedule({ ...right, ...change }).map(({ kind }) => kind);
const saying = (kind: VerdictKind): readonly PlainReport[] => [report(upload, [{ kind }, ...verdicts.slice(1)])];

describe('The judge of schedules', () => {
  it('finds nothing where everything is right', () => {
    expect(judgeSchedule(right)).to.deep.equal([]);
  });

  const twin = file('twin', [device('S-1')]);
  const both = [...right.versions, twin];
  const planted: readonly (readonly [string, Partial<ScheduleFacts>, string])[] = [
    ['a missing report', { reports: [] }, 'noFinalReport'],
    ['a report that is not final', { reports: [report(upload, verdicts, 'provisional')] }, 'noFinalReport'],
    [
      'no report for a version that was overwritten after it was sent',
      { versions: [{ ...upload, standing: false }], reports: [] },
      'noFinalReport',
    ],
    ['two reports', { reports: [...right.reports, ...right.reports] }, 'twoReports'],
    ['a row that is missing', { reports: [report(upload, verdicts.slice(0, 2))] }, 'rowsDiffer'],
    ['a row too many', { reports: [report(upload, [...verdicts, { kind: 'rejected' }])] }, 'rowsDiffer'],
    [
      'rows in another order',
      { reports: right.reports.map((one) => ({ ...one, rows: one.rows.toReversed() })) },
      'rowsDiffer',
    ],
    ['a row under way in a final report', { reports: saying('inProgress') }, 'wrongVerdict'],
    ['a row that is refused and held', { reports: saying('refused') }, 'wrongVerdict'],
    [
      'the wrong row named by a duplicate',
      { reports: [report(upload, verdicts.with(1, { kind: 'duplicate', duplicateOf: { row: 4 } }))] },
      'wrongVerdict',
    ],
    ['registered, and not held', { held: [] }, 'notHeld'],
    ['registered, and held for another customer', { held: [held({ customer: 'fabrikam' })] }, 'notHeld'],
    ['registered, and held under another tag', { held: [held({ groupTag: 'Lab' })] }, 'otherTag'],
    ['registered by somebody else before', { held: [heldBefore] }, 'claimsOthers'],
    ['unknown, though the platform lists it', { reports: saying('unknown') }, 'unknownThoughListed'],
    ['unknown although the platform answered', { reports: saying('unknown'), held: [] }, 'wrongVerdict'],
    ['nobody says registered', { reports: saying('alreadyRegistered') }, 'twinsNeitherClaims'],
    [
      'two files say registered',
      { versions: both, reports: [...right.reports, report(twin, [{ kind: 'registered' }])] },
      'twinsBothClaim',
    ],
    [
      'the wrong one of two files says registered',
      { versions: both, reports: [...saying('alreadyRegistered'), report(twin, [{ kind: 'registered' }])] },
      'otherClaims',
    ],
    ['a device sent in two chunks', { calls: [call(), call({ chunkId: 'up-0001' })] }, 'doubled'],
    ['a device nobody asked for', { calls: [call({ serials: ['S-1', 'S-9'] })] }, 'neverAsked'],
    ['a device sent under another tag', { calls: [call({ groupTag: 'Lab' })] }, 'neverAsked'],
    ['a call that was not needed', { calls: [call(), call({ began: 3, ended: 4 })] }, 'unneededCall'],
    ['more chunks than needed', { calls: [call(), call({ chunkId: 'up-0001', serials: [] })] }, 'tooManyChunks'],
  ];
  for (const [what, change, kind] of planted) {
    it(`finds ${what}`, () => {
      expect(kindsOf(change)).to.include(kind);
    });
  }

  it('lets a row be unknown after four calls were lost, or announced by a process that ended before it made them', () => {
    const lost = { clean: false, accepted: false };
    const facts = { reports: saying('unknown'), held: [], calls: [call(lost), call(lost), call(lost)] };
    expect(kindsOf(facts)).to.deep.equal(['wrongVerdict']);
    expect(kindsOf({ ...facts, cut: ['up-0000'] })).to.deep.equal([]);
  });

  it('lets a call be made again whose answer was lost, and one that came late', () => {
    expect(kindsOf({ calls: [call({ clean: false }), call({ began: 3, ended: 4 })] })).to.deep.equal([]);
    expect(kindsOf({ calls: [call(), call({ late: true, began: 3, ended: 4 })] })).to.deep.equal([]);
  });

  it('lets what was there before pass as registered only where an answer was lost and looking can’t tell', () => {
    const oem = file('up', [device('S-1', 'oem')]);
    const facts = {
      versions: [oem],
      reports: [report(oem, [{ kind: 'registered' }])],
      held: [{ ...heldBefore, connectionId: 'oem' }],
    };
    expect(kindsOf({ ...facts, calls: [call({ connectionId: 'oem', clean: false })] })).to.deep.equal([]);
    expect(kindsOf({ ...facts, calls: [call({ connectionId: 'oem' })] })).to.deep.equal(['claimsOthers']);
    const calls = [call({ clean: false })];
    expect(kindsOf({ held: [heldBefore], calls })).to.deep.equal([]);
    expect(kindsOf({ held: [{ ...heldBefore, groupTag: 'Lab' }], calls })).to.deep.equal(['claimsOthers']);
  });
});
