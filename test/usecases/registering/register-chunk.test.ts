import { readFile } from 'node:fs/promises';
import { expect } from 'chai';
import { describe, it } from 'mocha';
import { deviceKeys } from '../../../shared/domain/device-key.ts';
import type { ChunkState } from '../../../shared/domain/registering/chunk-state.ts';
import { english } from '../../../shared/domain/texts/en.ts';
import type { ChunkMessage } from '../../../shared/domain/work.ts';
import { ContractViolation, ServiceUnavailable } from '../../../shared/errors.ts';
import { gateBefore } from '../../fakes/gate.ts';
import { turnedDown } from '../../fakes/pretend-platform.ts';
import { handleVisible, onlyReport, runUntilQuiet } from '../../fakes/run-host.ts';
import { contoso, fabrikam, goodFile, handOffs, northwind } from '../../fakes/sample-settings.ts';
import { deviceOf, salesSheet, sheetOf } from '../../fakes/sheets.ts';
import { thrownBy } from '../../fakes/thrown-by.ts';
import { type Host, makeHost, makeWorld, type World, worldTimes } from '../../fakes/world.ts';

const minute = 60_000;
const hour = 60 * minute;
const day = 24 * hour;

/** A file with one chunk of Contoso's devices, planned and released; nothing was sent yet. */
async function releasedChunk(devices = 2, text = salesSheet(devices)) {
  const world = makeWorld();
  const host = makeHost(world, undefined, { ...worldTimes, giveUp: 4 * hour });
  await world.dropUnseen('northwind/May.csv', text);
  const intake = await host.intakeUpload('northwind/May.csv');
  if (intake.kind !== 'planned') throw new Error(`It is ${intake.kind}.`);
  const { uploadId } = intake;
  const state = async (): Promise<ChunkState> => {
    const there = await world.ports.chunks.read(uploadId, 0);
    if (there === undefined) throw new Error('There is no chunk.');
    return there.value;
  };
  const message = async (): Promise<ChunkMessage> => {
    const { partnerId, chunk, step } = await state();
    return { version: 1, partnerId, uploadId, chunk, step };
  };
  const step = async () => host.registerChunk(await message());
  return { world, host, uploadId, state, message, step, pc: world.platforms.pc };
}

const verdictsOf = (world: World) => onlyReport(world).rows.map(({ verdict }) => verdict);
const kindsOf = (world: World) => verdictsOf(world).map(({ kind }) => kind);
const remarksOf = (world: World) => verdictsOf(world).map(({ remarks }) => remarks?.map(({ code }) => code) ?? []);
const finish = async ({ world, host }: { world: World; host: Host }): Promise<World> => {
  await runUntilQuiet(world, host);
  return world;
};

describe('a step of a chunk', () => {
  it('submits what is pending, waits for the job and settles', async () => {
    const { step, state, world, pc } = await releasedChunk();
    expect(await step()).to.include({ kind: 'moved', to: 'sent', by: 'accepted' });
    expect(await step()).to.include({ kind: 'moved', to: 'sent', by: 'running' });
    world.clock.move(2 * minute);
    expect(await step()).to.deep.equal({ kind: 'settled' });
    expect(await state()).to.deep.include({ state: 'settled', counts: { registered: 2 } });
    expect((await state()).calls).to.deep.equal({ permit: 1, submit: 1, poll: 2 });
    expect(pc.accepted).to.have.length(1);
  });

  it('is dropped when its message is old, and when there is no such chunk', async () => {
    const { host, message, step } = await releasedChunk();
    const first = await message();
    await step();
    expect(await host.registerChunk(first)).to.deep.equal({ kind: 'dropped', why: 'the message is old' });
    expect(await host.registerChunk({ ...first, chunk: 7 })).to.have.property('kind', 'dropped');
  });

  it('is refused loudly when its message names another partner', async () => {
    const { host, message } = await releasedChunk();
    const foreign = { ...(await message()), partnerId: 'tailspin' };
    expect(await thrownBy(host.registerChunk(foreign))).to.be.instanceOf(ContractViolation);
  });

  it('is dropped when the chunk waits, is held or settled, whatever its message says', async () => {
    const { host, world, message, state } = await releasedChunk();
    const there = await world.ports.chunks.read((await state()).uploadId, 0);
    for (const name of ['waiting', 'held', 'settled'] as const) {
      const now = await world.ports.chunks.read((await state()).uploadId, 0);
      await world.ports.chunks.replace({ ...(await state()), state: name }, now?.etag ?? '');
      expect(await host.registerChunk(await message())).to.have.property('kind', 'dropped');
    }
    expect(there?.value.state).to.equal('pending');
  });

  it('is refused loudly when the ledger says sent but holds no receipt', async () => {
    const { world, state, step } = await releasedChunk();
    const there = await world.ports.chunks.read((await state()).uploadId, 0);
    await world.ports.chunks.replace({ ...(await state()), state: 'sent' }, there?.etag ?? '');
    expect(await thrownBy(step())).to.be.instanceOf(ContractViolation);
  });
});

describe('trouble before or during a call', () => {
  it('throttled: nothing counts as sent, and the platform is left alone for as long as it asked', async () => {
    const chunk = await releasedChunk();
    chunk.pc.how.submits = ['throttled'];
    const now = chunk.world.clock.now().getTime();
    const moved = await chunk.step();
    expect(moved).to.include({ kind: 'moved', to: 'pending', by: 'postponed' });
    expect(await chunk.state()).to.deep.include({ attempt: 1, trouble: { code: 'platform_throttled' } });
    expect(Date.parse((await chunk.state()).dueAt) - now).to.equal(90_000);
    expect(kindsOf(await finish(chunk))).to.deep.equal(['registered', 'registered']);
    expect(chunk.pc.accepted).to.have.length(1);
  });

  it('unavailable: it is tried again by itself', async () => {
    const chunk = await releasedChunk();
    chunk.pc.how.submits = ['unavailable', 'unavailable', 'busy'];
    expect(kindsOf(await finish(chunk))).to.deep.equal(['registered', 'registered']);
    expect(chunk.pc.accepted).to.have.length(1);
  });

  it('unavailable for longer than giving up allows: rejected, because nothing was sent', async () => {
    const chunk = await releasedChunk();
    chunk.pc.how.submits = Array.from({ length: 5_000 }, () => 'unavailable');
    await finish(chunk);
    expect(verdictsOf(chunk.world)[0]).to.deep.include({ kind: 'rejected', reason: { code: 'platform_unavailable' } });
    expect(chunk.pc.accepted).to.deep.equal([]);
  });

  it('denied: held with the grant that is missing, and sent once it is there', async () => {
    const chunk = await releasedChunk();
    chunk.pc.how.submits = ['denied', 'denied'];
    expect(await chunk.step()).to.include({ to: 'held', by: 'held' });
    await handleVisible(chunk.world, chunk.host);
    expect(verdictsOf(chunk.world)[0]).to.deep.include({ kind: 'held', reason: { code: 'consent_missing' } });
    expect(kindsOf(await finish(chunk))).to.deep.equal(['registered', 'registered']);
  });

  it('turned down as a whole: every device has that verdict', async () => {
    const chunk = await releasedChunk();
    chunk.pc.how.submits = ['turnedDown'];
    expect(await chunk.step()).to.deep.equal({ kind: 'settled' });
    const [verdict] = verdictsOf(await finish(chunk));
    expect(verdict).to.deep.include({ kind: 'refused', reason: turnedDown.reason });
  });

  it('an answer nobody can read is loud, and the chunk is looked up afterwards instead of being sent again', async () => {
    const chunk = await releasedChunk();
    chunk.pc.how.submits = ['unreadable'];
    expect(await thrownBy(chunk.step())).to.be.instanceOf(ContractViolation);
    expect(await chunk.state()).to.have.property('state', 'sending');
    expect(kindsOf(await finish(chunk))).to.deep.equal(['registered', 'registered']);
    expect(chunk.pc.accepted).to.have.length(1);
  });
});

describe('a permit', () => {
  it('that is missing holds the chunk before anything is sent, and its rows go on by themselves', async () => {
    const chunk = await releasedChunk();
    chunk.pc.how.permit = { kind: 'missing', reason: { code: 'relationship_missing' } };
    expect(await chunk.step()).to.include({ to: 'held' });
    expect(await chunk.state()).to.deep.include({ hold: { code: 'relationship_missing' } });
    chunk.pc.how.permit = { kind: 'granted' };
    expect(kindsOf(await finish(chunk))).to.deep.equal(['registered', 'registered']);
  });

  it('granted after days still sends: time on hold does not count against giving up', async () => {
    const chunk = await releasedChunk();
    chunk.pc.how.permit = { kind: 'missing', reason: { code: 'relationship_missing' } };
    await chunk.step();
    chunk.world.clock.move(5 * day);
    chunk.pc.how.permit = { kind: 'granted' };
    expect(kindsOf(await finish(chunk))).to.deep.equal(['registered', 'registered']);
  });

  it('never granted ends as rejected when the hold expires', async () => {
    const chunk = await releasedChunk();
    chunk.pc.how.permit = { kind: 'missing', reason: { code: 'relationship_missing' } };
    await chunk.step();
    chunk.world.clock.move(worldTimes.hold + minute);
    await finish(chunk);
    expect(verdictsOf(chunk.world)[0]).to.deep.include({ kind: 'rejected', reason: { code: 'hold_expired' } });
    expect(onlyReport(chunk.world).head.kind).to.equal('final');
  });

  it('withdrawn after an answer was lost: what was sent and never confirmed is unknown, not "nothing was sent"', async () => {
    const chunk = await releasedChunk();
    chunk.pc.how.submits = ['callLost'];
    await chunk.step();
    chunk.world.clock.move(worldTimes.usualJob + minute);
    expect(await chunk.step()).to.include({ by: 'sendMissing' });
    chunk.pc.how.permit = { kind: 'missing', reason: { code: 'relationship_missing' } };
    await chunk.step();
    chunk.world.clock.move(worldTimes.hold + minute);
    await finish(chunk);
    expect(verdictsOf(chunk.world)[0]).to.deep.include({ kind: 'unknown', reason: { code: 'no_answer' } });
  });
});

describe('an answer that was lost', () => {
  it('is found on the platform, and nothing is sent again', async () => {
    const chunk = await releasedChunk();
    chunk.pc.how.submits = ['answerLost'];
    expect(await chunk.step()).to.include({ to: 'sending', by: 'answerLost' });
    expect(kindsOf(await finish(chunk))).to.deep.equal(['registered', 'registered']);
    expect(remarksOf(chunk.world)[0]).to.deep.equal(['found_on_platform']);
    expect(chunk.pc.accepted).to.have.length(1);
  });

  it('of a call that never arrived: sent again after the usual job time, with the same request id', async () => {
    const chunk = await releasedChunk();
    chunk.pc.how.submits = ['callLost'];
    const requests: string[] = [];
    const { submit } = chunk.pc.client.registrar;
    chunk.pc.client.registrar.submit = (submission, context) => {
      requests.push(submission.requestId);
      return submit(submission, context);
    };
    expect(kindsOf(await finish(chunk))).to.deep.equal(['registered', 'registered']);
    expect(requests).to.have.length(2);
    expect(new Set(requests).size).to.equal(1);
    const age = chunk.world.clock.now().getTime() - Date.parse((await chunk.state()).createdAt);
    expect(age).to.be.greaterThan(worldTimes.usualJob);
  });

  it('of which only some devices arrived: only the missing ones are sent again', async () => {
    const chunk = await releasedChunk(3);
    chunk.pc.how.submits = ['callLost'];
    chunk.pc.hold(deviceOf('S-2'), contoso.customerTenantId, 'Sales');
    expect(kindsOf(await finish(chunk))).to.deep.equal(['registered', 'registered', 'registered']);
    expect(chunk.pc.accepted.map(({ devices }) => devices.map(({ position }) => position))).to.deep.equal([[0, 2]]);
  });

  it('enters in the ledger what a person needs to find a device, once its upload is forgotten', async () => {
    const world = await finish(await releasedChunk(1));
    const key = deviceKeys(deviceOf('S-1'))[0];
    const known = await world.ports.devices.known('northwind', 'pc', contoso.customerTenantId, [key]);
    const { kind: _kind, ...names } = deviceOf('S-1');
    expect(known.get(key)?.names).to.deep.equal(names);
    expect(known.get(key)?.origin).to.deep.include({ file: 'May.csv', row: 2 });
  });

  it('a device the ledger knew before is already registered, one it did not know is confirmed by resend', async () => {
    const earlier = await releasedChunk(1);
    await finish(earlier);
    const { world, host } = earlier;
    world.files.clear();
    world.platforms.pc.hold(deviceOf('S-2'), contoso.customerTenantId, 'Sales');
    world.platforms.pc.how.submits = ['callLost'];
    world.platforms.pc.client.finder.find = async () => ({ found: [], absent: [] });
    await world.drop('northwind/June.csv', salesSheet(2));
    await runUntilQuiet(world, host);
    expect(kindsOf(world)).to.deep.equal(['alreadyRegistered', 'registered']);
    expect(remarksOf(world)[1]).to.deep.equal(['confirmed_by_resend']);
  });

  it('of a call that never arrived, for a device somebody else registered for the same customer: it was there already', async () => {
    const chunk = await releasedChunk(3);
    chunk.pc.how.submits = ['callLost'];
    // Under a tag of theirs, so that our batch certainly does not hold it.
    chunk.pc.hold(deviceOf('S-2'), contoso.customerTenantId, 'Theirs');
    expect(kindsOf(await finish(chunk))).to.deep.equal(['registered', 'alreadyRegistered', 'registered']);
    expect(remarksOf(chunk.world)).to.deep.equal([[], ['group_tag_not_verified'], []]);
    const key = deviceKeys(deviceOf('S-2'))[0];
    const known = await chunk.world.ports.devices.known('northwind', 'pc', contoso.customerTenantId, [key]);
    expect(known.get(key)).to.not.have.any.keys('origin', 'groupTag');
  });

  it('of a second call as well: what the first look proved holds no longer', async () => {
    const chunk = await releasedChunk(1);
    chunk.pc.how.submits = ['callLost', 'answerLost'];
    expect(kindsOf(await finish(chunk))).to.deep.equal(['registered']);
    expect(remarksOf(chunk.world)).to.deep.equal([['found_on_platform']]);
    expect(chunk.pc.accepted).to.have.length(1);
  });

  it('of a call that went out late, after its absence was proven and while it is sent again: what it brought is ours, and nothing else', async () => {
    const chunk = await releasedChunk(2);
    const { world, host, pc } = chunk;
    // Under a tag of theirs, so that our batch certainly does not hold it.
    pc.hold(deviceOf('S-2'), contoso.customerTenantId, 'Theirs');
    const standing = Promise.withResolvers<void>();
    const called = Promise.withResolvers<void>();
    const gate = gateBefore('pc.registrar.submit', async () => {
      called.resolve();
      await standing.promise;
    });
    const late = makeHost(world, gate).registerChunk(await chunk.message());
    await called.promise;
    world.clock.move(worldTimes.call + worldTimes.usualJob);
    expect(await host.registerChunk(await chunk.message())).to.include({ by: 'sendMissing' });
    pc.how.submits = ['answerLost'];
    standing.resolve();
    await late;
    world.clock.move(2 * minute);
    expect(kindsOf(await finish(chunk))).to.deep.equal(['registered', 'alreadyRegistered']);
    expect(remarksOf(world)).to.deep.equal([['confirmed_by_resend'], ['group_tag_not_verified']]);
  });

  it('where the platform can not prove that a device is absent, the row says what can not be ruled out', async () => {
    const world = makeWorld();
    world.platforms.oem.how.submits = ['callLost'];
    world.platforms.oem.hold(deviceOf('S-1'), fabrikam.customerTenantId, undefined);
    await world.drop('northwind/May.csv', sheetOf(['fabrikam.example', '', 'S-1'], ['fabrikam.example', '', 'S-2']));
    await runUntilQuiet(world, makeHost(world));
    expect(kindsOf(world)).to.deep.equal(['registered', 'registered']);
    expect(remarksOf(world)).to.deep.equal([['confirmed_by_resend'], []]);
    expect(english.explain({ code: 'confirmed_by_resend' })?.happened).to.contain('can’t be ruled out');
  });

  it('again and again ends as unknown, never as a fifth call', async () => {
    const chunk = await releasedChunk();
    chunk.pc.how.submits = Array.from({ length: 9 }, () => 'callLost');
    await finish(chunk);
    expect(verdictsOf(chunk.world)[0]).to.deep.include({ kind: 'unknown', reason: { code: 'no_answer' } });
    expect((await chunk.state()).calls).to.include({ submit: 4 });
  });

  it('is looked up again when the platform can not be asked', async () => {
    const chunk = await releasedChunk();
    chunk.pc.how.submits = ['answerLost'];
    chunk.pc.how.finds = ['unavailable', 'denied'];
    expect(kindsOf(await finish(chunk))).to.deep.equal(['registered', 'registered']);
    expect(chunk.pc.accepted).to.have.length(1);
  });
});

describe('a job', () => {
  it('is looked at again when the platform can not be asked, and the chunk stays sent', async () => {
    const chunk = await releasedChunk();
    chunk.pc.how.polls = ['unavailable', 'denied'];
    await chunk.step();
    expect(await chunk.step()).to.include({ to: 'sent', by: 'postponed' });
    expect(kindsOf(await finish(chunk))).to.deep.equal(['registered', 'registered']);
  });

  it('the platform no longer knows is looked up like a lost answer', async () => {
    const chunk = await releasedChunk();
    chunk.pc.how.polls = ['lost'];
    await chunk.step();
    expect(await chunk.step()).to.include({ to: 'sending', by: 'answerLost' });
    expect(kindsOf(await finish(chunk))).to.deep.equal(['registered', 'registered']);
  });

  it('that never ends is unknown after giving up, and the report is final', async () => {
    const chunk = await releasedChunk();
    chunk.pc.how.jobsEnd = false;
    await finish(chunk);
    expect(verdictsOf(chunk.world)[0]).to.deep.include({ kind: 'unknown', reason: { code: 'no_answer' } });
    expect(onlyReport(chunk.world).head.kind).to.equal('final');
  });

  it('in which one device never ends keeps what is known of the others, and the report shows it', async () => {
    const chunk = await releasedChunk(3);
    const { how, client } = chunk.pc;
    how.stuck.add(deviceKeys(deviceOf('S-2'))[0]);
    client.finder.find = async () => ({ found: [], absent: [] });
    for (let minutes = 0; minutes < 40; minutes += 1) {
      chunk.world.clock.move(minute);
      await handleVisible(chunk.world, chunk.host);
      await chunk.host.repair();
    }
    await handleVisible(chunk.world, chunk.host);
    expect(onlyReport(chunk.world).head).to.deep.include({
      kind: 'provisional',
      counts: { registered: 2, inProgress: 1 },
    });
    expect(kindsOf(chunk.world)).to.deep.equal(['registered', 'inProgress', 'registered']);
    expect(kindsOf(await finish(chunk))).to.deep.equal(['registered', 'unknown', 'registered']);
    expect(chunk.pc.accepted).to.have.length(1);
  });

  it('in which one device never ends is over once the platform’s list shows that device', async () => {
    const chunk = await releasedChunk(3);
    chunk.pc.how.stuck.add(deviceKeys(deviceOf('S-2'))[0]);
    const started = chunk.world.clock.now().getTime();
    expect(kindsOf(await finish(chunk))).to.deep.equal(['registered', 'registered', 'registered']);
    expect(remarksOf(chunk.world)).to.deep.equal([[], ['found_on_platform'], []]);
    expect(chunk.world.clock.now().getTime() - started).to.be.lessThan(worldTimes.usualJob + 3 * minute);
    expect((await chunk.state()).calls['find']).to.equal(1);
  });

  it('is asked for in the platform’s list before anything is given up as unknown', async () => {
    const chunk = await releasedChunk(3);
    for (const serial of ['S-1', 'S-2', 'S-3']) chunk.pc.how.stuck.add(deviceKeys(deviceOf(serial))[0]);
    // The list can't be read but at the very end, and there only at the second try.
    const { find } = chunk.pc.client.finder;
    const since = chunk.world.clock.now().getTime();
    let late = 0;
    chunk.pc.client.finder.find = async (...asked) => {
      if (chunk.world.clock.now().getTime() - since > 4 * hour) late += 1;
      if (late < 2) throw new ServiceUnavailable('Out of service.');
      return find(...asked);
    };
    expect(kindsOf(await finish(chunk))).to.deep.equal(['registered', 'registered', 'registered']);
    expect(chunk.pc.accepted).to.have.length(1);
  });

  it('of which the platform’s list never can be read is given up all the same', async () => {
    const chunk = await releasedChunk(1);
    chunk.pc.how.stuck.add(deviceKeys(deviceOf('S-1'))[0]);
    chunk.pc.client.finder.find = async () => {
      throw new ServiceUnavailable('Out of service.');
    };
    expect(kindsOf(await finish(chunk))).to.deep.equal(['unknown']);
    expect(onlyReport(chunk.world).head.kind).to.equal('final');
  });

  it('the platform loses after it told some results: these stay, and only the others are looked up', async () => {
    const chunk = await releasedChunk(3);
    chunk.pc.how.stuck.add(deviceKeys(deviceOf('S-2'))[0]);
    await chunk.step();
    chunk.world.clock.move(2 * minute);
    expect(await chunk.step()).to.include({ to: 'sent', by: 'running' });
    chunk.pc.how.polls = ['lost'];
    expect(await chunk.step()).to.include({ to: 'sending', by: 'answerLost' });
    expect(kindsOf(await finish(chunk))).to.deep.equal(['registered', 'registered', 'registered']);
    expect(remarksOf(chunk.world)).to.deep.equal([[], ['found_on_platform'], []]);
  });

  it('that says nothing of a device leaves it to be looked up', async () => {
    const chunk = await releasedChunk(2);
    const { how } = chunk.pc;
    const [silent] = deviceKeys(deviceOf('S-1'));
    how.silent.add(silent);
    expect(kindsOf(await finish(chunk))).to.deep.equal(['registered', 'registered']);
    expect(remarksOf(chunk.world)).to.deep.equal([['found_on_platform'], []]);
    expect(chunk.pc.accepted).to.have.length(1);
  });

  it('in which the platform stumbled over a device sends that device again, as a new attempt', async () => {
    const chunk = await releasedChunk(2);
    const [stumbling] = deviceKeys(deviceOf('S-2'));
    chunk.pc.how.stumbling.set(stumbling, 2);
    expect(kindsOf(await finish(chunk))).to.deep.equal(['registered', 'registered']);
    expect(chunk.pc.accepted.map(({ devices }) => devices.length)).to.deep.equal([2, 1, 1]);
    expect(new Set(chunk.pc.accepted.map(({ requestId }) => requestId)).size).to.equal(3);
  });

  it('in which the platform always stumbles ends with its last word', async () => {
    const chunk = await releasedChunk(1);
    const [stumbling] = deviceKeys(deviceOf('S-1'));
    chunk.pc.how.stumbling.set(stumbling, 99);
    await finish(chunk);
    const [verdict] = verdictsOf(chunk.world);
    expect(verdict).to.deep.include({ kind: 'refused', reason: { code: 'platform_storage_error' } });
    expect(chunk.pc.accepted).to.have.length(5);
  });
});

describe('settings that changed since the plan', () => {
  const change = (world: World, partner: Partial<typeof northwind>) =>
    world.folder.partners.set('northwind', goodFile({ ...northwind, ...partner }));

  it('a partner suspended meanwhile sends nothing more', async () => {
    const chunk = await releasedChunk();
    change(chunk.world, { state: 'suspended' });
    await finish(chunk);
    expect(verdictsOf(chunk.world)[0]).to.deep.include({ kind: 'rejected', reason: { code: 'partner_suspended' } });
    expect(chunk.pc.accepted).to.deep.equal([]);
  });

  it('a partner suspended while a job runs still gets its verdicts', async () => {
    const chunk = await releasedChunk();
    await chunk.step();
    change(chunk.world, { state: 'suspended' });
    expect(kindsOf(await finish(chunk))).to.deep.equal(['registered', 'registered']);
  });

  it('a partner removed meanwhile sends nothing more', async () => {
    const chunk = await releasedChunk();
    chunk.world.folder.partners.clear();
    await finish(chunk);
    expect(verdictsOf(chunk.world)[0]).to.deep.include({ kind: 'rejected', reason: { code: 'partner_removed' } });
  });

  it('a connection that is gone holds the chunk until it is back', async () => {
    const chunk = await releasedChunk();
    const pc = chunk.world.folder.connections.get('pc');
    change(chunk.world, { connections: ['oem'], customers: [{ ...contoso, connections: ['oem'] }] });
    expect(await chunk.step()).to.include({ to: 'held' });
    expect(await chunk.state()).to.deep.include({ hold: { code: 'connection_missing' } });
    change(chunk.world, {});
    expect(pc).to.not.equal(undefined);
    expect(kindsOf(await finish(chunk))).to.deep.equal(['registered', 'registered']);
  });

  it('settings that are broken hold what is pending and leave a running job alone', async () => {
    const chunk = await releasedChunk();
    await chunk.step();
    chunk.world.folder.partners.set('northwind', { version: '2', faults: ['it is not JSON'] });
    expect(await chunk.step()).to.include({ to: 'sent', by: 'postponed' });
    change(chunk.world, {});
    expect(kindsOf(await finish(chunk))).to.deep.equal(['registered', 'registered']);
  });

  it('a customer that is no longer the partner’s gets nothing', async () => {
    const chunk = await releasedChunk();
    change(chunk.world, { customers: northwind.customers.filter((customer) => customer !== contoso) });
    expect(await chunk.step()).to.include({ to: 'held' });
    expect((await chunk.state()).hold).to.have.property('code', 'customer_unknown');
    expect(chunk.pc.accepted).to.deep.equal([]);
  });

  it('a customer another partner claims meanwhile waits until that is corrected', async () => {
    const chunk = await releasedChunk();
    const tailspin = { ...northwind, partnerId: 'tailspin', name: 'Tailspin' };
    chunk.world.folder.partners.set('tailspin', goodFile(tailspin));
    expect(await chunk.step()).to.include({ to: 'held' });
    expect((await chunk.state()).hold).to.have.property('code', 'customer_claimed_twice');
    chunk.world.folder.partners.delete('tailspin');
    expect(kindsOf(await finish(chunk))).to.deep.equal(['registered', 'registered']);
  });
});

describe('a platform without an interface for programs', () => {
  it('gets its devices as a file beside the report, and nobody is called', async () => {
    const partner = { ...northwind, connections: ['m365'], customers: [{ ...contoso, connections: ['m365'] }] };
    const world = makeWorld([partner], [handOffs]);
    const hashes = new URL('../../fixtures/samples/03-partner-center-utf8bom.csv', import.meta.url);
    await world.drop('northwind/May.csv', await readFile(hashes));
    await runUntilQuiet(world, makeHost(world));
    const [name, file] = [...world.files].find(([name]) => name.endsWith('.csv')) ?? [];
    expect(name).to.match(/^northwind\/May\.csv\.\d{8}-\d{6}-[0-9a-f]{6}\.handoff-1-of-1\.csv$/);
    const [header, ...lines] = file?.text.trimEnd().split('\r\n') ?? [];
    expect(header).to.equal('Device Serial Number,Windows Product ID,Hardware Hash');
    const handedOff = verdictsOf(world).filter(({ kind }) => kind === 'handedOff');
    expect(handedOff).to.have.length.greaterThan(0);
    expect(lines).to.have.length(handedOff.length);
    expect(handedOff[0]?.reason?.params?.['file']).to.equal(name?.replace('northwind/', ''));
  });
});

describe('a hand-off file and the group tag', () => {
  async function handedOff(fileFormat?: 'adminCenter' | 'intune') {
    const customer = { ...contoso, connections: ['m365'], defaultGroupTag: 'Sales' };
    const connection = { ...handOffs, ...(fileFormat === undefined ? {} : { fileFormat }) };
    const world = makeWorld([{ ...northwind, connections: ['m365'], customers: [customer] }], [connection]);
    const hashes = new URL('../../fixtures/samples/03-partner-center-utf8bom.csv', import.meta.url);
    await world.drop('northwind/May.csv', await readFile(hashes));
    await runUntilQuiet(world, makeHost(world));
    const file = [...world.files].find(([name]) => name.endsWith('.csv'))?.[1].text ?? '';
    const verdict = verdictsOf(world).find(({ kind }) => kind === 'handedOff');
    return { line: file.split('\r\n')[1], remarks: verdict?.remarks };
  }

  it('the admin center’s has no column for it, and each row says so', async () => {
    const { line, remarks } = await handedOff();
    expect(line?.split(',')).to.have.length(3);
    expect(remarks).to.deep.include({ code: 'group_tag_not_sent', params: { groupTag: 'Sales' } });
  });

  it('Intune’s carries it', async () => {
    const { line, remarks } = await handedOff('intune');
    expect(line).to.match(/,Sales,$/);
    expect(remarks?.map(({ code }) => code) ?? []).to.not.include('group_tag_not_sent');
  });
});

describe('two group tags of one customer', () => {
  it('are two chunks, and each device carries its own', async () => {
    const text = sheetOf(['contoso.example', 'Sales', 'S-1'], ['contoso.example', 'Lab', 'S-2']);
    const chunk = await releasedChunk(2, text);
    await finish(chunk);
    expect(chunk.pc.accepted.map(({ groupTag }) => groupTag)).to.have.members(['Sales', 'Lab']);
  });
});
