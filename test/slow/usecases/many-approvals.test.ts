import { expect } from 'chai';
import { afterEach, beforeEach, describe, it } from 'mocha';
import { makeIntune } from '../../../shared/adapters/intune/intune.ts';
import type { Partner } from '../../../shared/domain/settings/partner.ts';
import { hashOf, intuneConnection, platformSecrets } from '../../contracts/simulated-platforms.ts';
import { countingContext, memorySecrets, quickTiming } from '../../fakes/platform-ports.ts';
import { handleVisible, onlyReport, reportsOf, runUntilQuiet } from '../../fakes/run-host.ts';
import { goodFile } from '../../fakes/sample-settings.ts';
import { makeHost, makeWorld } from '../../fakes/world.ts';
import { aWorld, contoso } from '../../simulators/a-world.ts';
import { ask, type Simulated, simulated } from '../../simulators/simulated.ts';

const minute = 60_000;
const serials = Array.from({ length: 100 }, (_, index) => `SN${1000 + index}`);
const sheet = [
  'Action,Customer,Manufacturer,Model,Serial Number',
  ...serials.map((serial) => `deregister,contoso.example,Contoso,Book 1,${serial}`),
].join('\r\n');

describe('A hundred removals that each want a second person’s approval', () => {
  let sim: Simulated;
  let world: ReturnType<typeof makeWorld>;
  let host: ReturnType<typeof makeHost>;
  /** Calls since the last time this was asked. */
  let since = 0;
  const calls = async () => {
    const { counts, calls: all } = (await sim.truth(`/calls?since=${since}`)).json;
    since = all.at(-1)?.sequence ?? since;
    return [counts['intune.deleteDevice'] ?? 0, counts['intune.listApprovals'] ?? 0];
  };
  const start = async (multiAdminApproval: 'requestsShown' | 'requestsHidden') => {
    const partner: Partner = {
      partnerId: 'northwind',
      name: 'Northwind',
      connections: ['intune'],
      customers: [{ customerTenantId: contoso, name: 'Contoso', domains: ['contoso.example'] }],
      confirmRemovals: false,
    };
    world = makeWorld([partner], []);
    const { clock } = world;
    sim = await simulated({ now: () => clock.now().getTime() });
    const deps = { clock, secrets: memorySecrets(platformSecrets), fetch, random: () => 0.5, timing: quickTiming };
    const connection = intuneConnection(sim);
    world.folder.connections.set('intune', goodFile(connection));
    const intune = makeIntune({ ...deps, connection });
    const devices = serials.map((serial, position) => ({ position, identity: hashOf(serial) }));
    const submission = { chunkId: 'before', requestId: 'before', customer: { tenantId: contoso }, devices };
    await intune.registrar.submit(submission, countingContext());
    clock.move(minute);
    await sim.world({ ...aWorld, customers: aWorld.customers.map((one) => ({ ...one, multiAdminApproval })) });
    world.clientOf = () => intune;
    since = 0;
    await calls();
    host = makeHost(world);
    await world.drop('northwind/May.csv', sheet);
    await handleVisible(world, host);
  };
  beforeEach(() => start('requestsShown'));
  afterEach(() => sim.stop());

  const pass = async (minutes: number) => {
    for (let passed = 0; passed < minutes; passed += 1) {
      world.clock.move(minute);
      await host.repair();
      await handleVisible(world, host);
    }
  };
  it('file one request each, at once; each further try costs one removal and one list; and approved all go through', async () => {
    expect(await calls()).to.deep.equal([101, 1]);
    // Tried again after one minute, two, four, eight, and then every fifteen.
    await pass(60);
    expect(await calls()).to.deep.equal([6, 6]);
    expect(onlyReport(world).head.holds).to.deep.equal([
      { code: 'approval_needed', params: { customer: 'Contoso' }, rows: 100 },
    ]);
    expect((await ask(`${sim.adminUrl}/approvals/approved`, { method: 'POST' })).status).to.equal(204);
    await runUntilQuiet(world, host);
    expect(onlyReport(world).head.counts).to.deep.equal({ deregistered: 100 });
    expect(await calls()).to.deep.equal([101, 1]);
    const { devices } = (await sim.truth('/devices')).json;
    expect(devices.filter(({ leaving }: { leaving?: object }) => leaving !== undefined)).to.have.length(100);
  });

  it('reach the report as refused, each of them, once the requests are rejected', async () => {
    await ask(`${sim.adminUrl}/approvals/rejected`, { method: 'POST' });
    await runUntilQuiet(world, host);
    expect(onlyReport(world).head.counts).to.deep.equal({ refused: 100 });
    const { devices } = (await sim.truth('/devices')).json;
    expect(devices.filter(({ leaving }: { leaving?: object }) => leaving === undefined)).to.have.length(100);
  });

  it('cost one removal and one list at each try where the requests are hidden', async () => {
    await sim.stop();
    await start('requestsHidden');
    expect(await calls()).to.deep.equal([1, 1]);
    await pass(2);
    expect(await calls()).to.deep.equal([1, 1]);
    expect(reportsOf(world).size).to.be.lessThan(2);
  });
});
