import { expect } from 'chai';
import { describe, it } from 'mocha';
import { runChaos } from '../../chaos/run-chaos.ts';
import { runVirtual } from '../../chaos/virtual/run-virtual.ts';

describe('Chaos', () => {
  it('250 devices, 4 hosts killed, platforms that misbehave: nothing is lost, doubled or wrong', async () => {
    const { problems, ...result } = await runChaos({
      devices: 250,
      kills: 4,
      seed: 1,
      hosts: 2,
      faultyStorage: true,
      twins: true,
      say: () => undefined,
    });
    expect(problems).to.deep.equal([]);
    // The last file may have a twin with the same devices.
    expect(result.devices).to.be.at.least(250);
    expect(result).to.include({ kills: 4, lost: 0, doubled: 0, wrongVerdicts: 0 });
    expect(result.submissions).to.be.at.most(result.minimumSubmissions);
    expect(result.chunks).to.be.greaterThan(10);
  });

  it('2,000 drawn schedules: nothing is lost, doubled or wrong', async () => {
    const { problems } = await runVirtual({ seed: 10_001, schedules: 2_000 });
    expect(problems).to.deep.equal([]);
  });
});
