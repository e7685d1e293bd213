import { expect } from 'chai';
import { describe, it } from 'mocha';
import { deviceKeys } from '../../../shared/domain/device-key.ts';
import type { ChunkState } from '../../../shared/domain/registering/chunk-state.ts';
import type { Partner } from '../../../shared/domain/settings/partner.ts';
import { ContractViolation } from '../../../shared/errors.ts';
import { noSuchProfile } from '../../fakes/pretend-profiles.ts';
import { onlyReport, runUntilQuiet } from '../../fakes/run-host.ts';
import { contoso, fabrikam, goodFile, northwind } from '../../fakes/sample-settings.ts';
import { deviceOf, salesSheet } from '../../fakes/sheets.ts';
import { thrownBy } from '../../fakes/thrown-by.ts';
import { type Host, makeHost, makeWorld, type World } from '../../fakes/world.ts';

const minute = 60_000;
const withProfile: Partner = { ...northwind, customers: [{ ...contoso, profileId: 'p-1' }, fabrikam] };

/** A file with two of Contoso's devices, and one that another customer holds, dropped by this partner. */
async function dropped(partner: Partner = withProfile) {
  const world = makeWorld([partner]);
  const host = makeHost(world);
  world.platforms.pc.hold(deviceOf('S-3'), fabrikam.customerTenantId, undefined);
  await world.dropUnseen('northwind/May.csv', salesSheet(3));
  const intake = await host.intakeUpload('northwind/May.csv');
  if (intake.kind !== 'planned') throw new Error(`It is ${intake.kind}.`);
  const state = async (): Promise<ChunkState> => {
    const there = await world.ports.chunks.read(intake.uploadId, 0);
    if (there === undefined) throw new Error('There is no chunk.');
    return there.value;
  };
  const step = async () => {
    const { partnerId, uploadId, chunk, step } = await state();
    return host.registerChunk({ version: 1, partnerId, uploadId, chunk, step });
  };
  return { world, host, state, step, ...world.platforms.pc.profiles };
}

/** The same, up to where all verdicts are known and the profile comes next. */
async function assigning() {
  const chunk = await dropped();
  await chunk.step();
  chunk.world.clock.move(2 * minute);
  expect(await chunk.step()).to.include({ to: 'assigning', by: 'assigning' });
  return chunk;
}

const change = (world: World, partner: Partial<Partner>) =>
  world.folder.partners.set('northwind', goodFile({ ...withProfile, ...partner }));

const finish = async ({ world, host }: { readonly world: World; readonly host: Host }) => {
  await runUntilQuiet(world, host);
  const { head, rows } = onlyReport(world);
  return { head, codes: rows.map(({ verdict }) => [verdict.kind, ...(verdict.remarks ?? []).map(({ code }) => code)]) };
};

/** The verdicts these devices have with and without a profile, and a remark on those registered. */
const remarked = (...remarks: readonly string[]) => [
  ['registered', ...remarks],
  ['registered', ...remarks],
  ['refused'],
];

describe('a chunk whose customer has a deployment profile', () => {
  it('gets it as a step of its own after the verdicts', async () => {
    const chunk = await assigning();
    expect(await chunk.state()).not.to.have.any.keys('receipt', 'counts');
    expect(await chunk.step()).to.include({ to: 'assigning', by: 'assignmentAccepted' });
    expect(await chunk.step()).to.deep.equal({ kind: 'settled' });
    expect((await finish(chunk)).codes).to.deep.equal(remarked('profile_assigned'));
    expect(chunk.profileOf(deviceOf('S-1'))).to.equal('p-1');
    expect(chunk.profileOf(deviceOf('S-3'))).to.equal(undefined);
  });

  it('has the same verdicts, counts and submissions as without', async () => {
    const [one, other] = [await dropped(), await dropped(northwind)];
    const [profiled, plain] = [await finish(one), await finish(other)];
    expect(profiled.codes.map(([kind]) => kind)).to.deep.equal(plain.codes.map(([kind]) => kind));
    expect(plain.codes).to.deep.equal(remarked());
    expect((await one.state()).counts).to.deep.equal((await other.state()).counts);
    expect(one.world.platforms.pc.accepted).to.have.length(other.world.platforms.pc.accepted.length);
    expect((await other.state()).calls).not.to.have.any.keys('assign', 'pollAssignment');
  });

  it('shows its verdicts while the profile is still being assigned', async () => {
    const chunk = await assigning();
    const { partnerId, uploadId } = await chunk.state();
    await chunk.host.writeReport({ version: 1, partnerId, uploadId });
    const { head, rows } = onlyReport(chunk.world);
    expect(head.kind).to.equal('provisional');
    expect(rows.map(({ verdict }) => verdict.kind)).to.deep.equal(['registered', 'registered', 'refused']);
    expect((await chunk.host.readProgress({ partnerId, uploadId }))?.chunks).to.include({ underWay: 1, settled: 0 });
  });

  it('without a registered device settles at once', async () => {
    const chunk = await dropped();
    chunk.world.platforms.pc.how.submits = ['turnedDown'];
    expect(await chunk.step()).to.deep.equal({ kind: 'settled' });
  });

  it('is found by repair when its message is lost', async () => {
    const chunk = await assigning();
    for (let letter = chunk.world.post.receive(); letter; letter = chunk.world.post.receive())
      chunk.world.post.done(letter);
    expect((await finish(chunk)).codes).to.deep.equal(remarked('profile_assigned'));
  });
});

describe('an assignment that does not go well', () => {
  it('refused for one device says so on its row', async () => {
    const chunk = await assigning();
    chunk.how.refusing.add(deviceKeys(deviceOf('S-2'))[0]);
    expect((await finish(chunk)).codes).to.deep.equal([
      ['registered', 'profile_assigned'],
      ['registered', 'profile_refused', noSuchProfile.code],
      ['refused'],
    ]);
  });

  it('refused as a whole says so on every registered row', async () => {
    const chunk = await assigning();
    chunk.how.assigns = ['refused'];
    expect((await finish(chunk)).codes).to.deep.equal(remarked('profile_refused', noSuchProfile.code));
  });

  it('is repeated when an answer or a job is lost, devices are not listed yet, or the platform is away', async () => {
    const chunk = await assigning();
    chunk.how.assigns = ['answerLost', 'nothing', 'unavailable', undefined];
    chunk.how.polls = ['running', 'lost', 'unavailable'];
    expect((await finish(chunk)).codes).to.deep.equal(remarked('profile_assigned'));
    expect((await chunk.state()).calls).to.include({ assign: 5, pollAssignment: 4 });
  });

  for (const [name, mishaps] of [
    ['that may not be made', ['denied']],
    ['for devices that are not listed at all', Array.from({ length: 5 }, () => 'nothing' as const)],
    ['of a platform that stays away', Array.from({ length: 99 }, () => 'unavailable' as const)],
  ] as const) {
    it(`${name} is soon left unconfirmed`, async () => {
      const chunk = await assigning();
      chunk.how.assigns = [...mishaps];
      const began = chunk.world.clock.now().getTime();
      expect((await finish(chunk)).codes).to.deep.equal(remarked('profile_not_confirmed'));
      expect(chunk.world.clock.now().getTime() - began).to.be.below(45 * minute);
    });
  }

  it('whose job never ends, or is lost each time, is left unconfirmed', async () => {
    for (const mishap of ['running', 'lost'] as const) {
      const chunk = await assigning();
      chunk.how.polls = Array.from({ length: 5_000 }, () => mishap);
      expect((await finish(chunk)).codes).to.deep.equal(remarked('profile_not_confirmed'));
    }
  });

  it('answered in a way nobody can read is loud, and left unconfirmed in the end', async () => {
    const chunk = await assigning();
    chunk.how.assigns = Array.from({ length: 9 }, () => 'unreadable');
    expect(await thrownBy(chunk.step())).to.be.instanceOf(ContractViolation);
    chunk.world.clock.move(31 * minute);
    expect(await chunk.step()).to.deep.equal({ kind: 'settled' });
  });
});

describe('settings that change while a profile is assigned', () => {
  const changes: Readonly<Record<string, (world: World) => unknown>> = {
    'a suspended partner': (world) => change(world, { state: 'suspended' }),
    'a removed partner': (world) => world.folder.partners.clear(),
    'a customer that was taken away': (world) => change(world, { customers: [fabrikam] }),
    'a connection that is gone': (world) =>
      change(world, { connections: ['oem'], customers: [{ ...contoso, connections: ['oem'] }] }),
    'settings that can not be used': (world) =>
      world.folder.partners.set('northwind', { version: '2', faults: ['it is not JSON'] }),
  };
  for (const [name, apply] of Object.entries(changes)) {
    it(`of ${name} end it; the verdicts stay, and nothing is held`, async () => {
      const chunk = await assigning();
      apply(chunk.world);
      expect(await chunk.step()).to.deep.equal({ kind: 'settled' });
      expect((await finish(chunk)).codes).to.deep.equal(remarked('profile_not_confirmed'));
      expect((await chunk.state()).calls).not.to.have.property('assign');
    });
  }
});
