import { expect } from 'chai';
import { afterEach, describe, it } from 'mocha';
import { makePartnerCenter } from '../../shared/adapters/partner-center/partner-center.ts';
import type { Partner } from '../../shared/domain/settings/partner.ts';
import { pollDelay } from '../../shared/domain/waits.ts';
import { memoryBatches, memorySecrets, quickTiming } from '../fakes/platform-ports.ts';
import { onlyReport, runUntilQuiet } from '../fakes/run-host.ts';
import { makeHost, makeWorld } from '../fakes/world.ts';
import { contoso } from '../simulators/a-world.ts';
import { type Simulated, simulated } from '../simulators/simulated.ts';
import { partnerCenterConnection, platformSecrets } from './simulated-platforms.ts';

const jobMilliseconds = 60_000;
const header = 'Device Serial Number,Manufacturer name,Device model,Group Tag';

/** The whole product on the real client of Partner Center and its simulator; both sides live by the same clock. */
async function drop(devices: number) {
  const time = { now: () => Date.UTC(2026, 0, 5, 8) };
  const sim = await simulated({ now: () => time.now(), jobMilliseconds });
  const connection = partnerCenterConnection(sim);
  const partner: Partner = {
    partnerId: 'northwind',
    name: 'Northwind',
    connections: [connection.connectionId],
    customers: [{ customerTenantId: contoso, name: 'Contoso', domains: [] }],
  };
  const world = makeWorld([partner], [connection]);
  time.now = () => world.clock.now().getTime();
  const deps = {
    clock: world.clock,
    secrets: memorySecrets(platformSecrets),
    fetch,
    random: () => 0.5,
    timing: quickTiming,
  };
  const client = makePartnerCenter({ ...deps, batches: memoryBatches(), connection });
  const whole = { ...world, clientOf: () => client };
  const rows = Array.from({ length: devices }, (_, at) => `SN-${at},Contoso,Book 1,Sales`);
  await whole.drop('northwind/May.csv', [header, ...rows].join('\r\n'));
  await runUntilQuiet(whole, makeHost(whole));
  const report = onlyReport(whole);
  return { sim, report, seen: (await sim.truth('/calls')).json.counts };
}

describe('what an upload costs Partner Center', () => {
  let sim: Simulated | undefined;
  afterEach(() => sim?.stop());

  /** How often the schedule looks at a job before it is over, and once after. */
  let polls = 0;
  for (let at = 0; at < jobMilliseconds; polls += 1) at += pollDelay(polls);

  it('1,000 devices: one token, one customer look-up, one batch list, one submission and the polls of the schedule', async () => {
    const run = await drop(1000);
    sim = run.sim;
    expect(run.report.rows.every(({ verdict }) => verdict.kind === 'registered')).to.equal(true);
    expect(run.seen).to.deep.equal({
      'entra.token': 1,
      'partnerCenter.getCustomer': 1,
      'partnerCenter.listBatches': 1,
      'partnerCenter.createBatch': 1,
      'partnerCenter.jobStatus': polls,
    });
    const { token, getCustomer, listBatches, createBatch, jobStatus, ...others } = run.report.head.calls;
    expect([token, getCustomer, listBatches, createBatch, jobStatus]).to.deep.equal([1, 1, 1, 1, polls]);
    expect(others).to.deep.equal({});
  });

  it('2,500 devices of one customer, three chunks: still one token, one customer look-up and one batch list', async () => {
    const run = await drop(2500);
    sim = run.sim;
    expect(run.report.rows).to.have.length(2500);
    expect(run.seen).to.deep.equal({
      'entra.token': 1,
      'partnerCenter.getCustomer': 1,
      'partnerCenter.listBatches': 1,
      'partnerCenter.createBatch': 1,
      'partnerCenter.appendDevices': 2,
      'partnerCenter.jobStatus': 3 * polls,
    });
    expect(Object.values(run.report.head.calls).reduce((sum, count) => sum + count, 0)).to.equal(6 + 3 * polls);
    expect(run.report.head.calls).to.include({ getCustomer: 1 });
  });
});
