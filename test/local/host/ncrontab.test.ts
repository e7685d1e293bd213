import { expect } from 'chai';
import { describe, it } from 'mocha';
import { parseSchedule } from '../../../local/host/ncrontab.ts';

const cases: readonly (readonly [schedule: string, after: string, next: string])[] = [
  ['*/15 * * * * *', '2026-11-23T10:00:00Z', '2026-11-23T10:00:15Z'],
  ['*/15 * * * * *', '2026-11-23T10:00:46Z', '2026-11-23T10:01:00Z'],
  ['0 */5 * * * *', '2026-11-23T10:00:00.500Z', '2026-11-23T10:05:00Z'],
  ['*/5 * * * *', '2026-11-23T10:01:00Z', '2026-11-23T10:05:00Z'],
  ['0 30 9 * * Mon-Fri', '2026-11-20T10:00:00Z', '2026-11-23T09:30:00Z'],
  ['0 0 2 1 Jan,Jul *', '2026-11-23T10:00:00Z', '2027-01-01T02:00:00Z'],
  ['0 0 0 29 2 *', '2026-11-23T10:00:00Z', '2028-02-29T00:00:00Z'],
  ['10-12,50 59 23 31 12 *', '2026-12-31T23:59:12Z', '2026-12-31T23:59:50Z'],
  ['0 10/20 * * * *', '2026-11-23T10:30:00Z', '2026-11-23T10:50:00Z'],
  ['00:00:10', '2026-11-23T10:00:03Z', '2026-11-23T10:00:13Z'],
  ['1.00:00:00', '2026-11-23T10:00:03Z', '2026-11-24T10:00:03Z'],
];

describe('timer schedules', () => {
  for (const [schedule, after, next] of cases) {
    it(`"${schedule}" comes at ${next} when it is ${after}`, () => {
      expect(parseSchedule(schedule)(new Date(after)).toISOString()).to.equal(new Date(next).toISOString());
    });
  }

  for (const schedule of [
    '',
    '* * * *',
    '60 * * * * *',
    '* * * 0 * *',
    '* * * * Foo *',
    '*/0 * * * * *',
    '5-1 * * * * *',
  ]) {
    it(`"${schedule}" is no schedule`, () => {
      expect(() => parseSchedule(schedule)).to.throw(/is (not|neither) /);
    });
  }

  it('a day that no month has never comes', () => {
    expect(() => parseSchedule('0 0 0 31 2 *')(new Date())).to.throw('never comes');
  });
});
