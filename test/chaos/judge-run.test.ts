import { expect } from 'chai';
import { describe, it } from 'mocha';
import { chunkIdOf, requestIdOf } from '../../shared/domain/ids.ts';
import type { ExpectedRow } from './deliveries.ts';
import { type Judgement, judgeRun, neededChunks, type Outcome, type Truth } from './judge-run.ts';

const customerTenantId = 'contoso';
const groupTag = 'Wave-1';
const uploadId = 'upload';
const expected: readonly ExpectedRow[] = [
  { verdict: 'registered', device: 'S-1', customerTenantId, groupTag },
  { verdict: 'duplicate', device: 'S-1', customerTenantId, groupTag },
  { verdict: 'rejected', device: 'S-2', customerTenantId, groupTag },
];
const right: Outcome = {
  ...{ fileName: 'May.csv', uploadId, chunks: 1, expected },
  reported: expected.map(({ verdict }, index) => ({ row: index + 2, status: verdict })),
};
const acceptedAt = '2026-01-05T08:00:00.000Z';
const submission: Truth['submissions'][number] = {
  ...{ jobId: 'job-1', platform: 'partnerCenter', kind: 'createBatch', customerTenantId, batchId: groupTag },
  ...{ requestId: requestIdOf(chunkIdOf(uploadId, 0), 1), acceptedAt, outcomes: { registered: 1 }, sent: ['S-1'] },
};
const device: Truth['devices'][number] = {
  ...{ customerTenantId, groupTag, submissionId: 'job-1', sent: { serialNumber: 'S-1' } },
};
const truth: Truth = {
  devices: [device],
  submissions: [submission],
  calls: [{ at: acceptedAt, status: 202, operation: 'partnerCenter.createBatch' }],
};
const judge = (outcome: Partial<Outcome>, heard: Partial<Truth> = {}): Judgement =>
  judgeRun([{ ...right, ...outcome }], { ...truth, ...heard }, [], 60);
const reported = right.reported ?? [];

describe('The judge of runs', () => {
  it('finds nothing where everything is right, and counts what was needed by itself', () => {
    expect(judge({})).to.deep.equal({
      ...{ lost: 0, doubled: 0, wrongVerdicts: 0, unanswered: 0, submissions: 1, minimumSubmissions: 1, problems: [] },
    });
    const rows = Array.from({ length: 121 }, (_, index) => ({ ...right.expected[0], device: `S-${index}` }));
    expect(neededChunks(rows as readonly ExpectedRow[], 60)).to.equal(3);
  });

  const planted: readonly (readonly [string, Judgement, Partial<Judgement>])[] = [
    ['a row that is missing', judge({ reported: reported.slice(1) }), { lost: 1 }],
    ['a row twice', judge({ reported: [...reported.slice(0, 1), ...reported] }), { doubled: 1 }],
    ['a row not in the file', judge({ reported: [...reported, { row: 9, status: 'rejected' }] }), { wrongVerdicts: 1 }],
    ['rows out of order', judge({ reported: reported.toReversed() }), { wrongVerdicts: 1 }],
    ['files that contradict each other', judge({ contradictions: ['report.csv has 2 rows'] }), { wrongVerdicts: 1 }],
    ['more chunks than the rows need', judge({ chunks: 2 }), { wrongVerdicts: 1 }],
    [
      'a device nobody asked for',
      judge({}, { devices: [device, { ...device, sent: { serialNumber: 'S-9' } }] }),
      { doubled: 1 },
    ],
    [
      'a call that was not needed',
      judge({}, { submissions: [submission, { ...submission, jobId: 'job-2' }] }),
      { submissions: 2, minimumSubmissions: 1 },
    ],
  ];
  it('finds nothing where a platform takes the tag with each device', () => {
    const { batchId: _batch, ...bare } = submission;
    expect(judge({}, { submissions: [bare] }).problems).to.deep.equal([]);
  });

  it('finds a device held twice, for each row that names it', () => {
    expect(judge({}, { devices: [device, device] })).to.include({ wrongVerdicts: 2 });
  });

  it('asks for no report of a version that was gone before anything was sent of it', () => {
    const { reported: _none, ...unreported } = { ...right, standing: false };
    const nothing = { devices: [], submissions: [], calls: [] };
    expect(judgeRun([unreported], nothing, [], 60)).to.deep.include({ lost: 0, minimumSubmissions: 0, problems: [] });
    expect(judgeRun([unreported], truth, [], 60)).to.include({ lost: 3 });
  });

  it('wants one of two files at once to say registered of each device', () => {
    const [first] = expected;
    if (first === undefined) throw new Error('There is no row.');
    const saying = (id: string, status: string): Outcome => ({
      ...{ fileName: `${id}.csv`, uploadId: id, chunks: 1, expected: [{ ...first, shared: true }] },
      reported: [{ row: 2, status }],
    });
    const wrongWith = (one: string, other: string): number =>
      judgeRun([saying(uploadId, one), saying('twin', other)], truth, [], 60).wrongVerdicts;
    expect(wrongWith('registered', 'alreadyRegistered')).to.equal(0);
    expect(wrongWith('registered', 'registered')).to.equal(1);
    expect(wrongWith('alreadyRegistered', 'alreadyRegistered')).to.equal(1);
    const unknown = (id: string): Outcome => ({
      ...saying(id, 'unknown'),
      reported: [{ row: 2, status: 'unknown', code: 'no_answer' }],
    });
    const pair = [unknown('lost'), saying('twin', 'alreadyRegistered')];
    expect(judgeRun(pair, truth, [1, 2, 3, 4], 60)).to.include({ wrongVerdicts: 0, unanswered: 1 });
    expect(
      judgeRun([unknown('lost'), saying('one', 'registered'), saying('two', 'registered')], truth, [1, 2, 3, 4], 60),
    )
      .to.have.property('wrongVerdicts')
      .that.is.greaterThan(0);
  });

  it('wants a device that somebody else registered for the customer to be there already', () => {
    const rows: readonly ExpectedRow[] = [
      { verdict: 'alreadyRegistered', device: 'S-1', customerTenantId, heldBefore: true },
    ];
    const { batchId: _batch, ...untagged } = submission;
    const there = { customerTenantId, submissionId: 'theirs', sent: { serialNumber: 'S-1' } };
    const problemsOf = (status: string, devices: Truth['devices']): number =>
      judgeRun(
        [{ ...right, expected: rows, reported: [{ row: 2, status }] }],
        { ...truth, devices, submissions: [untagged] },
        [],
        60,
      ).problems.length;
    expect(problemsOf('alreadyRegistered', [there])).to.equal(0);
    expect(problemsOf('registered', [there])).to.equal(1);
    expect(problemsOf('alreadyRegistered', [{ ...there, submissionId: 'job-1' }])).to.equal(1);
  });

  it('lets a device that was there before be registered only where the row says so and its batch lists nameless devices', () => {
    const rows: readonly ExpectedRow[] = [
      { verdict: 'alreadyRegistered', device: 'S-1', customerTenantId, groupTag: 'Sales', heldBefore: true },
    ];
    const there = { customerTenantId, submissionId: 'theirs', sent: { serialNumber: 'S-1' } };
    const nameless = { customerTenantId, groupTag: 'Sales', submissionId: 'x', sent: { productKey: '3305100000001' } };
    const wrongWith = (devices: Truth['devices'], ...remarks: readonly { readonly code: string }[]): number =>
      judgeRun(
        [{ ...right, expected: rows, reported: [{ row: 2, status: 'registered', remarks }] }],
        { ...truth, devices, submissions: [] },
        [],
        60,
      ).wrongVerdicts;
    const doubt = { code: 'confirmed_by_resend' };
    expect([
      wrongWith([there, nameless], doubt),
      wrongWith([there, nameless]),
      wrongWith([there], doubt),
    ]).to.deep.equal([0, 1, 1]);
  });

  it('lets a row be unknown after four calls were lost, unless the platform lists its device', () => {
    const unknown = { ...right, reported: reported.map((row) => ({ ...row, status: 'unknown', code: 'no_answer' })) };
    const nothing = { devices: [], submissions: [] };
    const cuts = [1, 2, 3, 4];
    const open = right.expected.length;
    expect(judgeRun([unknown], { ...truth, ...nothing }, cuts, 60)).to.include({ unanswered: open, lost: 0 });
    expect(judgeRun([unknown], { ...truth, ...nothing }, [], 60)).to.include({ unanswered: 0, lost: open });
    expect(judgeRun([unknown], truth, cuts, 60).lost).to.be.greaterThan(0);
    const again: Outcome = {
      ...{ fileName: 'again.csv', uploadId: 'again', chunks: 1, reported: [{ row: 2, status: 'registered' }] },
      expected: [{ verdict: 'alreadyRegistered', device: 'S-1', customerTenantId, groupTag }],
    };
    const byAgain = { ...submission, requestId: requestIdOf(chunkIdOf('again', 0), 1) };
    const after = { ...truth, submissions: [byAgain] };
    expect(judgeRun([again], after, cuts, 60).wrongVerdicts).to.equal(1);
    expect(judgeRun([unknown, again], after, cuts, 60).wrongVerdicts).to.equal(0);
  });

  it('lets devices be sent once more whose results a job did not tell, and no others', () => {
    const again = { ...submission, jobId: 'job-2', requestId: requestIdOf(chunkIdOf(uploadId, 0), 2) };
    const problemsOf = (odd: Truth['submissions'][number]['odd']): number =>
      judge({}, { submissions: [odd === undefined ? submission : { ...submission, odd }, again] }).problems.length;
    expect([problemsOf({ drop: 0.3 }), problemsOf({ emptyResults: true }), problemsOf(undefined)]).to.deep.equal([
      0, 0, 1,
    ]);
  });

  for (const [what, judgement, wrong] of planted) {
    it(`finds ${what}`, () => {
      expect(judgement).to.include(wrong);
      expect(judgement.problems).to.have.length(1);
    });
  }
});
