import { expect } from 'chai';
import { describe, it } from 'mocha';
import { timeLeft, troubleText } from '../../cli/status.ts';
import type { ConnectionHealth } from '../../shared/usecases/serving/overview.ts';
import type { UploadProgress } from '../../shared/usecases/upload-progress.ts';

const now = new Date('2026-01-05T08:10:00.000Z');
const progress = (change: Partial<UploadProgress>): UploadProgress => ({
  partnerId: 'northwind',
  uploadId: 'a',
  fileName: 'May.xlsx',
  state: 'planned',
  receivedAt: '2026-01-05T08:00:00.000Z',
  check: false,
  holds: [],
  withoutProfile: [],
  rows: 4_000,
  chunks: { total: 4, settled: 1, held: 0, underWay: 3 },
  devices: { total: 4_000, settled: 1_000 },
  counts: {},
  failures: 0,
  ...change,
});

describe('the time an upload may still take', () => {
  it('follows its own pace', () =>
    expect(timeLeft(progress({}), now)).to.equal('about 30 min left at the pace so far'));

  it('is told in hours when it is long', () => {
    const slow = progress({ devices: { total: 4_000, settled: 100 } });
    expect(timeLeft(slow, now)).to.equal('about 7 h left at the pace so far');
  });

  it('is not guessed before anything has come back', () => {
    expect(timeLeft(progress({ state: 'planning' }), now)).to.contain('not known');
    expect(timeLeft(progress({ devices: { total: 4_000, settled: 0 } }), now)).to.contain('not known');
  });

  it('leaves out what waits for a person', () => {
    const some = progress({ chunks: { total: 4, settled: 1, held: 1, underWay: 2 } });
    expect(timeLeft(some, now)).to.contain('without what is held');
    const all = progress({ chunks: { total: 4, settled: 1, held: 3, underWay: 0 } });
    expect(timeLeft(all, now)).to.contain('waits for a person');
  });

  it('is over when it is over', () => {
    expect(timeLeft(progress({ state: 'reported' }), now)).to.equal('');
    expect(timeLeft(progress({ devices: { total: 2, settled: 2 } }), now)).to.contain('report is being written');
  });
});

describe('what status says of connections', () => {
  const health = (change: Partial<ConnectionHealth>): ConnectionHealth => ({
    connectionId: 'fabrikam',
    name: 'Fabrikam',
    platform: 'partnerCenter',
    state: 'well',
    signIn: 'user',
    partners: ['tailwind'],
    width: 6,
    fullWidth: 6,
    waiting: 0,
    held: 0,
    holds: [],
    ...change,
  });

  it('names one that its platform has throttled, and by how much', () =>
    expect(troubleText({ connections: [health({ state: 'throttled', width: 1, waiting: 12 })], alarms: [] })).to.equal(
      '⚠ fabrikam is throttled by its platform: 1 of 6 calls at once (12 chunks under way or waiting)',
    ));

  it('names one that is signed out, since when, what waits and what to do', () => {
    const since = '2026-01-05T08:00:00.000Z';
    const alarm = {
      version: 1,
      kind: 'signedOut',
      id: 'fabrikam',
      code: 'consent_expired',
      since,
      waiting: [],
    } as const;
    const text = troubleText({ connections: [health({ state: 'blocked', held: 3 })], alarms: [alarm] });
    expect(text).to.contain('✖ fabrikam is signed out since 2026-01-05 08:00 UTC (3 chunks held)');
    expect(text).to.contain('Run the connect command');
  });
});
