import { expect } from 'chai';
import { afterEach, beforeEach, describe, it } from 'mocha';
import { makePartnerCenter } from '../../shared/adapters/partner-center/partner-center.ts';
import type { Identity } from '../../shared/domain/identity.ts';
import type { WantedDevice } from '../../shared/domain/registering/device-actions.ts';
import { countingContext, memoryBatches, memorySecrets, pkid, quickTiming, tuple } from '../fakes/platform-ports.ts';
import { contoso } from '../simulators/a-world.ts';
import { type Simulated, simulated } from '../simulators/simulated.ts';
import { carryThrough } from './carry-through.ts';
import { partnerCenterConnection, platformSecrets } from './simulated-platforms.ts';

const customer = { tenantId: contoso };

describe('Registered devices on Partner Center', () => {
  let sim: Simulated;
  let pc: ReturnType<typeof makePartnerCenter>;
  beforeEach(async () => {
    sim = await simulated();
    const clock = { now: () => new Date(sim.clock.now) };
    const deps = { clock, secrets: memorySecrets(platformSecrets), fetch, random: () => 0.5, timing: quickTiming };
    pc = makePartnerCenter({ ...deps, batches: memoryBatches(), connection: partnerCenterConnection(sim) });
    await register('PO-1', tuple('SN-1'), tuple('SN-2'));
    await register('PO-2', tuple('SN-3'), tuple('SN-4'));
    await register('PO-3', tuple('SN-5'));
  });
  afterEach(() => sim.stop());

  const register = async (groupTag: string, ...identities: readonly Identity[]): Promise<void> => {
    const devices = identities.map((identity, position) => ({ position, identity }));
    const submission = { chunkId: groupTag, requestId: crypto.randomUUID(), customer, groupTag, devices };
    await carryThrough({ ...pc, pass: () => sim.pass() }, submission);
  };
  const look = async (...wanted: readonly Omit<WantedDevice, 'position'>[]) => {
    const context = countingContext();
    const asked = wanted.map((device, position) => ({ ...device, position }));
    const found = await pc.deviceActions.locate(customer, asked, context);
    return { found, batches: context.counts.get('listBatches') ?? 0, lists: context.counts.get('listDevices') ?? 0 };
  };
  const whole = { manufacturer: 'Contoso', model: 'Book 1' };

  it('are found in whatever batch they lie, with the batch that names their tag', async () => {
    const { found, lists } = await look({ serial: 'SN-4' });
    expect(found[0]).to.have.property('kind', 'one');
    expect(found[0]).to.have.nested.property('device.batchId', 'PO-2');
    expect(lists).to.equal(3);
  });

  it('wholly named ones are found in the batch they were sent to, and no other is listed', async () => {
    const { found, lists } = await look(
      { serial: 'SN-3', ...whole, groupTag: 'po-2' },
      { serial: 'SN-4', ...whole, groupTag: 'PO-2' },
    );
    expect(found.map(({ kind }) => kind)).to.deep.equal(['one', 'one']);
    expect(lists).to.equal(1);
  });

  it('that are not where they were sent to are looked for elsewhere', async () => {
    const { found, lists } = await look({ serial: 'SN-5', ...whole, groupTag: 'PO-1' });
    expect(found[0]).to.have.nested.property('device.batchId', 'PO-3');
    expect(lists).to.equal(3);
  });

  it('are looked for once more in their batch alone', async () => {
    const [first] = (await look({ serial: 'SN-5' })).found;
    if (first?.kind !== 'one') throw new Error(first?.kind);
    const { found, batches, lists } = await look(first.device);
    expect(found[0]).to.have.property('kind', 'one');
    expect([batches, lists]).to.deep.equal([0, 1]);
  });

  it('known by a PKID can’t be found, nor can others be called gone while they are listed without a name', async () => {
    await register('PO-4', pkid(1_234_567));
    const { found } = await look({ pkid: '0000001234567' }, { serial: 'SN-9' }, { serial: 'SN-1' });
    expect(found.map((one) => (one.kind === 'notResolvable' ? one.reason.code : one.kind))).to.deep.equal([
      'pkid_not_listed',
      'unnamed_devices_listed',
      'one',
    ]);
  });

  it('are removed by the id alone, and their batch stays', async () => {
    const [found] = (await look({ serial: 'SN-5' })).found;
    if (found?.kind !== 'one') throw new Error(found?.kind);
    await pc.deviceActions.remove(customer, found.device, countingContext());
    sim.pass(30_000);
    expect((await sim.partnerCenter('/deviceBatches')).json.items.map(({ id }: { id: string }) => id)).to.include(
      'PO-3',
    );
    expect((await look({ serial: 'SN-5' })).found[0]).to.have.property('kind', 'none');
    expect(pc.deviceActions).to.not.have.property('change');
  });
});
