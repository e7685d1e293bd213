import { createHash } from 'node:crypto';
import { expect } from 'chai';
import { describe, it } from 'mocha';
import { runSchedule } from './run-schedule.ts';
import { runVirtual } from './run-virtual.ts';

describe('Schedules of several hosts, drawn by a seed', () => {
  it('forty of them: nothing is lost, doubled or wrong, and hosts died in them', async () => {
    const { problems, ...result } = await runVirtual({ seed: 1, schedules: 40 });
    expect(problems).to.deep.equal([]);
    expect(result).to.include({ schedules: 40, lost: 0, doubled: 0, wrongVerdicts: 0 });
    expect(result.uploads).to.be.greaterThan(80);
    expect(result.kills).to.be.greaterThan(24);
  });

  it('the same seed gives the same effects in the same order', async () => {
    const digestOf = async (seed: number): Promise<string> => {
      const hash = createHash('sha256');
      await runSchedule(seed, { onStep: (line) => hash.update(line) });
      return hash.digest('hex');
    };
    const first = await digestOf(311);
    expect(await digestOf(117)).not.to.equal(first);
    expect(await digestOf(311)).to.equal(first);
  });

  it('without a disturbance it ends with as many submissions as are needed', async () => {
    for (let seed = 1; seed <= 10; seed++) {
      const { problems, disturbances, crashes } = await runSchedule(seed, { disturbances: 0 });
      expect({ problems, disturbances, crashes }).to.deep.equal({ problems: [], disturbances: [], crashes: 0 });
    }
  });
});
