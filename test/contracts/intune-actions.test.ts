import { expect } from 'chai';
import { afterEach, beforeEach, describe, it } from 'mocha';
import { makeIntune } from '../../shared/adapters/intune/intune.ts';
import type { LocatedDevice } from '../../shared/domain/registering/device-actions.ts';
import { AccessDenied, SubmissionUnknown } from '../../shared/errors.ts';
import { countingContext, memorySecrets, quickTiming } from '../fakes/platform-ports.ts';
import { thrownBy } from '../fakes/thrown-by.ts';
import { aWorld, contoso, northwind } from '../simulators/a-world.ts';
import { type Simulated, simulated } from '../simulators/simulated.ts';
import { carryThrough } from './carry-through.ts';
import { hashOf, intuneConnection, platformSecrets } from './simulated-platforms.ts';

const customer = { tenantId: contoso };

describe('Registered devices in Intune', () => {
  let sim: Simulated;
  let intune: ReturnType<typeof makeIntune>;
  beforeEach(async () => {
    sim = await simulated();
    const clock = { now: () => new Date(sim.clock.now) };
    const deps = { clock, secrets: memorySecrets(platformSecrets), fetch, random: () => 0.5, timing: quickTiming };
    intune = makeIntune({ ...deps, connection: { ...intuneConnection(sim), identifiersPerCall: 20 } });
  });
  afterEach(() => sim.stop());

  const register = async (...serials: readonly string[]): Promise<void> => {
    const devices = serials.map((serial, position) => ({ position, identity: hashOf(serial) }));
    const submission = { chunkId: 'chunk-1', requestId: crypto.randomUUID(), customer, groupTag: 'Kiosk', devices };
    await carryThrough({ ...intune, pass: () => sim.pass() }, submission);
  };
  const locate = async (serial: string, context = countingContext()): Promise<LocatedDevice> => {
    const [found] = await intune.deviceActions.locate(customer, [{ position: 0, serial }], context);
    if (found?.kind !== 'one') throw new Error(`${serial}: ${found?.kind}`);
    return found.device;
  };
  const later = () => sim.pass(30_000);
  const remove = (device: LocatedDevice) => intune.deviceActions.remove(customer, device, countingContext());
  const change = (device: LocatedDevice, to: object) =>
    intune.deviceActions.change?.(customer, device, to, countingContext());

  it('are asked for one by one where few are wanted, and found by the whole serial number', async () => {
    await sim.behave({ graphPageSize: 2 });
    await register('SYN1', 'SYN10', 'SYN11', 'SYN2');
    const context = countingContext();
    expect(await locate('SYN1', context)).to.include({ serial: 'SYN1', groupTag: 'Kiosk' });
    // A filter that three devices fit, in pages of two.
    expect(context.counts.get('listDevices')).to.equal(2);
  });

  it('with a serial number the filter does not take are found in the whole list', async () => {
    await register('SYN-1', 'SYN-10');
    expect(await locate('SYN-1')).to.have.property('serial', 'SYN-1');
  });

  it('that are enrolled are not removed until Intune has let go of them', async () => {
    await register('SYN1');
    await sim.world({ ...aWorld, enrolledDevices: ['SYN1'] });
    // Also where the service itself would not mind.
    await sim.behave({ deleteEnrolled: 'accept' });
    const device = await locate('SYN1');
    expect(device.managedDeviceId).to.be.a('string');
    expect(await remove(device)).to.deep.equal({ kind: 'blocked', reason: { code: 'enrolled_in_intune' } });
    await sim.world(aWorld);
    expect(await remove(device)).to.deep.equal({ kind: 'removed' });
  });

  it('are looked at once more before they are removed: an id that is another device’s removes nothing', async () => {
    await register('SYN1', 'SYN2');
    const device = await locate('SYN1');
    const wrong = { ...device, serial: 'SYN2' };
    expect(await remove(wrong)).to.deep.equal({
      kind: 'blocked',
      reason: { code: 'listed_as_other_device', params: { listed: 'SYN1' } },
    });
  });

  it('get another tag, user and name, each only if it is named', async () => {
    await register('SYN1');
    const device = await locate('SYN1');
    expect(await change(device, { groupTag: 'Desk' })).to.deep.equal({ kind: 'changed' });
    later();
    expect(await locate('SYN1'))
      .to.include({ groupTag: 'Desk' })
      .and.not.have.property('assignedUser');
    await change(device, { userPrincipalName: 'ada@contoso.example', deviceName: 'DESK-1' });
    later();
    expect(await locate('SYN1')).to.include({ groupTag: 'Desk', assignedUser: 'ada@contoso.example' });
    await change(device, { userPrincipalName: '' });
    later();
    expect(await locate('SYN1'))
      .to.include({ groupTag: 'Desk' })
      .and.not.have.property('assignedUser');
    expect((await sim.truth('/calls')).json.counts).to.include({ 'intune.updateDevice': 2, 'intune.unassignUser': 1 });
  });

  it('that are gone can’t be changed, and a change whose answer was lost may have been made', async () => {
    await register('SYN1');
    const device = await locate('SYN1');
    await sim.rules({ kind: 'resetAfter', operation: 'intune.updateDevice', times: 1 });
    expect(await thrownBy(change(device, { groupTag: 'Desk' }) ?? Promise.resolve())).to.be.instanceOf(
      SubmissionUnknown,
    );
    later();
    expect(await locate('SYN1')).to.have.property('groupTag', 'Desk');
    await remove(device);
    later();
    expect(await change(device, { groupTag: 'Other' })).to.deep.equal({ kind: 'gone' });
  });

  it('of a customer who let the app only read can’t be changed', async () => {
    await sim.world({ ...aWorld, registered: [{ serialNumber: 'SYN1', customerTenantId: northwind }] });
    sim.pass(15 * 60 * 1000);
    const there = { tenantId: northwind };
    const [found] = await intune.deviceActions.locate(there, [{ position: 0, serial: 'SYN1' }], countingContext());
    if (found?.kind !== 'one') throw new Error(found?.kind);
    const error = await thrownBy(intune.deviceActions.remove(there, found.device, countingContext()));
    expect(error).to.be.instanceOf(AccessDenied).and.have.property('grant', 'graph_consent_missing');
  });
});

describe('Corporate identifiers in Intune', () => {
  let sim: Simulated;
  beforeEach(async () => {
    sim = await simulated();
  });
  afterEach(() => sim.stop());

  const deviceOf = (position: number, serial = `SN-${position}`) => ({
    position,
    manufacturer: 'Fabrikam, Inc.',
    model: 'Book  1.5',
    serial,
  });
  const importAll = (devices: readonly ReturnType<typeof deviceOf>[], context = countingContext()) => {
    const clock = { now: () => new Date(sim.clock.now) };
    const deps = { clock, secrets: memorySecrets(platformSecrets), fetch, random: () => 0.5, timing: quickTiming };
    const connection = { ...intuneConnection(sim), identifiersPerCall: 20 };
    const { importIdentifiers } = makeIntune({ ...deps, connection }).deviceActions;
    if (importIdentifiers === undefined) throw new Error('there is no such call');
    return importIdentifiers(customer, devices, context);
  };
  const kindsOf = (results: readonly { readonly kind: string }[]) => results.map(({ kind }) => kind);
  const listed = async (): Promise<readonly string[]> =>
    (await sim.truth('/identifiers')).json.identifiers.map(({ identifier }: { identifier: string }) => identifier);

  it('are sent without commas and periods, as Intune takes them', async () => {
    expect(kindsOf(await importAll([deviceOf(1)]))).to.deep.equal(['added']);
    expect(await listed()).to.deep.equal(['Fabrikam Inc,Book 15,SN-1']);
  });

  it('of which nothing is left without them are not sent', async () => {
    expect(await importAll([deviceOf(1, '..,')])).to.deep.equal([
      {
        position: 1,
        kind: 'rejected',
        reason: { code: 'identifier_not_allowed', params: { part: 'the serial number' } },
      },
    ]);
    expect((await sim.truth('/calls')).json.counts['intune.importIdentifiers']).to.equal(undefined);
  });

  it('that are there already are told as such', async () => {
    await importAll([deviceOf(1)]);
    expect(kindsOf(await importAll([deviceOf(1), deviceOf(2)]))).to.deep.equal(['alreadyThere', 'added']);
  });

  it('that the service can’t read refuse no others: the call is halved until they stand alone', async () => {
    // A tenant whose service takes one at a time stands for a rule nobody knows.
    const devices = Array.from({ length: 25 }, (_, position) => deviceOf(position));
    await sim.behave({ identifiersMaximum: 6 });
    expect(kindsOf(await importAll(devices))).to.deep.equal(devices.map(() => 'added'));
    expect(await listed()).to.have.length(25);
  });

  it('whose answer was lost are perhaps there, and sending them again does no harm', async () => {
    await sim.rules({ kind: 'resetAfter', operation: 'intune.importIdentifiers', times: 1 });
    expect(await thrownBy(importAll([deviceOf(1)]))).to.be.instanceOf(SubmissionUnknown);
    expect(kindsOf(await importAll([deviceOf(1)]))).to.deep.equal(['alreadyThere']);
    expect(await listed()).to.have.length(1);
  });
});
