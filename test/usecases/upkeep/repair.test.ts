import { expect } from 'chai';
import { describe, it } from 'mocha';
import { uploadIdOf } from '../../../shared/domain/ids.ts';
import { countingGate, gateBefore } from '../../fakes/gate.ts';
import { handleVisible, onlyReport, reportsOf, runUntilQuiet } from '../../fakes/run-host.ts';
import { goodFile, northwind } from '../../fakes/sample-settings.ts';
import { salesSheet } from '../../fakes/sheets.ts';
import { thrownBy } from '../../fakes/thrown-by.ts';
import { claimMilliseconds, diesBefore, makeHost, makeWorld } from '../../fakes/world.ts';

const name = 'northwind/May.csv';
const minute = 60_000;

async function dropped(text = salesSheet(2)) {
  const world = makeWorld();
  const blob = await world.dropUnseen(name, text);
  const key = { partnerId: 'northwind', uploadId: uploadIdOf('uploads', blob.name, blob.etag) };
  const state = async () => (await world.ports.ledger.read(key))?.value;
  const chunk = async () => (await world.ports.chunks.read(key.uploadId, 0))?.value;
  return { world, host: makeHost(world), key, state, chunk };
}

/** An upload whose chunk was submitted; the letters of the queue are lost. */
async function sentAndForgotten() {
  const upload = await dropped();
  await upload.host.intakeUpload(name);
  const [letter] = upload.world.post.all();
  if (letter?.work.kind !== 'chunk') throw new Error('There is no chunk.');
  await upload.host.registerChunk(letter.work.message);
  upload.world.post.clear();
  return upload;
}

const finalCounts = (world: Parameters<typeof onlyReport>[0]) => {
  const { kind, counts } = onlyReport(world).head;
  return { kind, counts };
};

describe('repair', () => {
  it('reads an upload again whose reader died', async () => {
    const { world, host } = await dropped();
    await diesBefore(world, 'plans.seal', (stuck) => stuck.intakeUpload(name));
    world.clock.move(claimMilliseconds / 2);
    expect(await host.repair()).to.deep.equal({});
    world.clock.move(claimMilliseconds);
    expect(await host.repair()).to.deep.equal({ 'intake:planned': 1 });
    await runUntilQuiet(world, host);
    expect(finalCounts(world)).to.deep.equal({ kind: 'final', counts: { registered: 2 } });
  });

  it('supersedes an upload whose reader died and whose blob is gone', async () => {
    const { world, host, state } = await dropped();
    await diesBefore(world, 'plans.seal', (stuck) => stuck.intakeUpload(name));
    await world.remove(name);
    world.clock.move(claimMilliseconds + minute);
    expect(await host.repair()).to.deep.equal({ superseded: 1 });
    expect(await state()).to.include({ state: 'superseded' });
    expect(world.ports.open.all()).to.deep.equal([]);
  });

  it('releases a plan that was sealed by a run that died, even if its blob is gone', async () => {
    const { world, host, key, state } = await dropped();
    const dying = makeHost(
      world,
      gateBefore('ledger.write', async () => {
        if ((await world.ports.plans.read(key)) !== undefined) throw new Error('gone');
      }),
    );
    await thrownBy(dying.intakeUpload(name));
    await world.remove(name);
    world.clock.move(claimMilliseconds + minute);
    expect(await host.repair()).to.deep.equal({ adopted: 1 });
    expect(await state()).to.include({ state: 'planned' });
    await runUntilQuiet(world, host);
    expect(finalCounts(world)).to.deep.equal({ kind: 'final', counts: { registered: 2 } });
  });

  it('forgets an entry that was made before a claim, when another version lies there now', async () => {
    const { world, host } = await dropped();
    const dying = makeHost(
      world,
      gateBefore('ledger.read', async () => {
        throw new Error('gone');
      }),
    );
    await thrownBy(dying.intakeUpload(name));
    world.clock.move(claimMilliseconds + minute);
    await world.drop(name, salesSheet(3));
    await runUntilQuiet(world, host);
    expect(world.ports.open.all()).to.deep.equal([]);
    expect(onlyReport(world).rows).to.have.length(3);
  });

  it('sends the message of a chunk again that is well past its time', async () => {
    const { world, host } = await sentAndForgotten();
    world.clock.move(4 * minute);
    expect(await host.repair()).to.deep.equal({});
    world.clock.move(3 * minute);
    expect(await host.repair()).to.deep.equal({ overdueChunk: 1 });
    await runUntilQuiet(world, host);
    expect(finalCounts(world)).to.deep.equal({ kind: 'final', counts: { registered: 2 } });
    expect(world.platforms.pc.accepted).to.have.length(1);
  });

  it('asks for a report that is missing', async () => {
    const { world, host, chunk } = await sentAndForgotten();
    world.clock.move(7 * minute);
    await host.repair();
    const [letter] = world.post.all();
    if (letter?.work.kind !== 'chunk') throw new Error('There is no chunk.');
    await host.registerChunk(letter.work.message);
    world.post.clear();
    expect(await chunk()).to.include({ state: 'settled' });
    world.clock.move(2 * minute);
    expect(await host.repair()).to.deep.equal({ missingReport: 1 });
    await handleVisible(world, host);
    expect(finalCounts(world)).to.deep.equal({ kind: 'final', counts: { registered: 2 } });
  });

  it('asks for a provisional report when something takes longer than its deadline, and the final one replaces it', async () => {
    const { world, host } = await dropped();
    world.platforms.pc.how.jobsEnd = false;
    await host.intakeUpload(name);
    for (let minutes = 0; minutes < 35; minutes += 1) {
      world.clock.move(minute);
      await handleVisible(world, host);
      await host.repair();
    }
    await handleVisible(world, host);
    expect(finalCounts(world)).to.deep.equal({ kind: 'provisional', counts: { inProgress: 2 } });
    world.platforms.pc.how.jobsEnd = true;
    await runUntilQuiet(world, host);
    expect(finalCounts(world)).to.deep.equal({ kind: 'final', counts: { registered: 2 } });
  });

  it('takes a settled chunk out of the line that a run left there when it died', async () => {
    const { world, host } = await dropped(salesSheet(1));
    await host.intakeUpload(name);
    const dying = makeHost(
      world,
      gateBefore('releaseQueue.leave', async () => {
        throw new Error('gone');
      }),
    );
    await handleVisible(world, host);
    world.clock.move(2 * minute);
    await thrownBy(handleVisible(world, dying));
    expect(await world.ports.releaseQueue.list('northwind', 'pc')).to.have.length(1);
    await runUntilQuiet(world, host);
    expect(await world.ports.releaseQueue.list('northwind', 'pc')).to.deep.equal([]);
    expect(finalCounts(world)).to.deep.equal({ kind: 'final', counts: { registered: 1 } });
  });

  it('closes an upload that has its final report but is still listed as open', async () => {
    const { world, host } = await dropped();
    const dying = makeHost(
      world,
      gateBefore('open.remove', async () => {
        throw new Error('gone');
      }),
    );
    await host.intakeUpload(name);
    await thrownBy(runUntilQuiet(world, dying));
    expect(finalCounts(world).kind).to.equal('final');
    expect(world.ports.open.all()).to.have.length(1);
    await runUntilQuiet(world, host);
    expect(world.ports.open.all()).to.deep.equal([]);
  });

  it('twice at once does what once would', async () => {
    const { world, host } = await sentAndForgotten();
    await world.drop('northwind/June.csv', salesSheet(1));
    world.clock.move(7 * minute);
    const other = makeHost(world);
    await Promise.all([host.repair(), other.repair()]);
    await runUntilQuiet(world, host);
    expect([...reportsOf(world).values()].map(({ head }) => head.kind)).to.deep.equal(['final', 'final']);
    expect(world.platforms.pc.accepted).to.have.length(2);
  });

  it('never lists the uploads: it works on the ledger alone', async () => {
    const { world } = await sentAndForgotten();
    world.clock.move(7 * minute);
    const gate = countingGate();
    expect(await makeHost(world, gate).repair()).to.deep.equal({ overdueChunk: 1 });
    expect(gate.effects.filter((effect) => effect.startsWith('uploads.'))).to.deep.equal([]);
  });

  it('ends when its time is up; what it did not reach is the beginning of the next run', async () => {
    const world = makeWorld();
    const host = makeHost(world);
    for (const month of ['April', 'May', 'June']) {
      await world.dropUnseen(`northwind/${month}.csv`, salesSheet(1));
      await host.intakeUpload(`northwind/${month}.csv`);
    }
    world.clock.move(7 * minute);
    // Every upload takes most of a run's time.
    const slow = makeHost(
      world,
      gateBefore('plans.read', async () => world.clock.move(30_000)),
    );
    const looked = () => world.ports.open.all().filter(({ dueAt }) => dueAt > world.clock.now().toISOString()).length;
    expect(await slow.repair()).to.include({ leftForNextRun: 1 });
    expect(looked()).to.be.at.most(2);
    const left = world.ports.open.all().toSorted((one, other) => (one.dueAt < other.dueAt ? -1 : 1))[0];
    const order: string[] = [];
    const { read } = world.ports.ledger;
    world.ports.ledger.read = async (key) => {
      order.push(key.uploadId);
      return read(key);
    };
    world.clock.move(minute);
    await makeHost(world).repair();
    expect(order[0]).to.equal(left?.uploadId);
    await runUntilQuiet(world, host);
    expect([...reportsOf(world).values()].map(({ head }) => head.kind)).to.deep.equal(['final', 'final', 'final']);
  });

  it('says how many uploads are late: six hours after they came something else than a person keeps them', async () => {
    const { world, host } = await sentAndForgotten();
    world.platforms.pc.how.jobsEnd = false;
    world.clock.move(5 * 60 * minute);
    expect(await host.repair()).not.to.have.property('late');
    world.clock.move(2 * 60 * minute);
    expect(await host.repair()).to.include({ late: 1 });
    world.clock.move(minute);
    expect(await host.repair()).to.include({ late: 1 });
  });

  it('corrects the others when one upload can not be corrected, and says so loudly', async () => {
    const { world, key } = await sentAndForgotten();
    world.folder.partners.set('tailspin', goodFile({ ...northwind, partnerId: 'tailspin', customers: [] }));
    await world.dropUnseen('tailspin/May.csv', salesSheet(1));
    await makeHost(world).intakeUpload('tailspin/May.csv');
    world.post.clear();
    world.clock.move(7 * minute);
    // The plan of one upload was edited by hand into nonsense.
    const { plans } = world.ports;
    const read = plans.read.bind(plans);
    plans.read = async (wanted) => {
      if (wanted.uploadId === key.uploadId) throw new Error('nonsense');
      return read(wanted);
    };
    const error = await thrownBy(makeHost(world).repair());
    expect(error).to.be.instanceOf(AggregateError);
    expect(new Set(world.post.all().map(({ work }) => work.kind))).to.deep.equal(new Set(['report']));
  });
});
