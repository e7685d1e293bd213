import { expect } from 'chai';
import { describe, it } from 'mocha';
import { uploadIdOf } from '../../../shared/domain/ids.ts';
import { gateBefore } from '../../fakes/gate.ts';
import { handleVisible, onlyReport, reportsOf, runUntilQuiet } from '../../fakes/run-host.ts';
import { northwind, oemDirect, partnerCenter } from '../../fakes/sample-settings.ts';
import { deviceOf, salesSheet } from '../../fakes/sheets.ts';
import { makeHost, makeWorld, type World } from '../../fakes/world.ts';

const anna = { who: 'partner', by: 'Anna (object id 1)' } as const;
const olga = { who: 'operator', by: 'Olga (object id 2)' } as const;

/** Ten chunks of one device each for one connection: four are under way, six wait in line. */
async function tenChunks() {
  const world = makeWorld([northwind], [{ ...partnerCenter, maxDevices: 1 }, oemDirect]);
  const blob = await world.drop('northwind/May.csv', salesSheet(10));
  const host = makeHost(world);
  const key = { partnerId: 'northwind', uploadId: uploadIdOf('uploads', blob.name, blob.etag) };
  return { world, host, key };
}

/** How many of the ten devices the platform holds. */
const heldBy = ({ platforms }: World): number =>
  Array.from({ length: 10 }, (_, at) => platforms.pc.holderOf(deviceOf(`S-${at + 1}`))).filter(
    (holder) => holder !== undefined,
  ).length;

describe('cancelling an upload', () => {
  it('calls off what was not sent, and what was sent goes on to its end', async () => {
    const { world, host, key } = await tenChunks();
    await handleVisible(world, host);
    const cancelled = await host.serving.cancelUpload(key, { ...anna, name: 'Anna' });
    expect(cancelled).to.deep.equal({ chunks: 6, devices: 6, goOn: 4 });
    await runUntilQuiet(world, host);
    const { head, rows } = onlyReport(world);
    expect(head.counts).to.deep.equal({ registered: 4, rejected: 6 });
    const reasons = rows.flatMap(({ verdict }) => (verdict.kind === 'rejected' ? [verdict.reason] : []));
    expect(new Set(reasons.map((reason) => JSON.stringify(reason)))).to.deep.equal(
      new Set([JSON.stringify({ code: 'cancelled', params: { by: 'Anna' } })]),
    );
    expect(heldBy(world)).to.equal(4);
    expect(world.record.find(({ what }) => what === 'uploadCancelled')).to.include({ ...anna, chunks: 6, devices: 6 });
  });

  it('ends what is held, and all that waits behind it', async () => {
    const { world, host, key } = await tenChunks();
    world.platforms.pc.how.permit = { kind: 'missing', reason: { code: 'relationship_missing' } };
    await handleVisible(world, host);
    expect(await host.serving.cancelUpload(key, { ...anna, name: 'Anna' })).to.deep.equal({
      chunks: 10,
      devices: 10,
      goOn: 0,
    });
    await runUntilQuiet(world, host);
    expect(onlyReport(world).head.counts).to.deep.equal({ rejected: 10 });
  });

  it('is told of another partner’s upload what it is told of none', async () => {
    const { world, host, key } = await tenChunks();
    await handleVisible(world, host);
    const other = { ...key, partnerId: 'tailspin' };
    expect(await host.serving.cancelUpload(other, { ...anna, name: 'Anna' })).to.equal(undefined);
    expect(await host.serving.releaseUpload(other, anna)).to.equal(undefined);
    expect(await host.serving.readUpload(other)).to.equal(undefined);
    expect(await host.serving.listRows(other, { filter: {}, limit: 10 })).to.equal(undefined);
    expect(world.record.some(({ partnerId }) => partnerId === 'tailspin')).to.equal(false);
  });

  it('at the same moment as the call, exactly one of the two comes first', async () => {
    for (const effect of ['chunks.replace', 'pc.registrar.submit', 'chunks.read'] as const) {
      const { world, key } = await tenChunks();
      const canceller = makeHost(world);
      let done: Promise<unknown> | undefined;
      // Just before the effect of a chunk that is being sent, somebody cancels, from end to end.
      const host = makeHost(
        world,
        gateBefore(effect, async () => {
          done ??= canceller.serving.cancelUpload(key, { ...anna, name: 'Anna' });
          await done;
        }),
      );
      await handleVisible(world, host);
      await runUntilQuiet(world, canceller);
      const { counts } = onlyReport(world).head;
      const held = heldBy(world);
      expect((counts.registered ?? 0) + (counts.rejected ?? 0), effect).to.equal(10);
      expect(held, effect).to.equal(counts.registered ?? 0);
    }
  });

  it('of an upload that is over changes nothing', async () => {
    const { world, host, key } = await tenChunks();
    await runUntilQuiet(world, host);
    const before = [...reportsOf(world).values()].map(({ head }) => head.sequence);
    expect(await host.serving.cancelUpload(key, { ...anna, name: 'Anna' })).to.deep.equal({
      chunks: 0,
      devices: 0,
      goOn: 0,
    });
    await runUntilQuiet(world, host);
    expect([...reportsOf(world).values()].map(({ head }) => head.sequence)).to.deep.equal(before);
  });
});

describe('releasing an upload', () => {
  it('tries what is held again at once, and says how much', async () => {
    const { world, host, key } = await tenChunks();
    world.platforms.pc.how.permit = { kind: 'missing', reason: { code: 'relationship_missing' } };
    await handleVisible(world, host);
    world.platforms.pc.how.permit = { kind: 'granted' };
    expect(await host.serving.releaseUpload(key, anna)).to.deep.equal({ chunks: 10, devices: 10 });
    await runUntilQuiet(world, host);
    expect(onlyReport(world).head.counts).to.deep.equal({ registered: 10 });
    expect(world.record.find(({ what }) => what === 'uploadReleased')).to.include({ ...anna, chunks: 10 });
  });
});

describe('suspending', () => {
  it('a partner blocks no connection: no operator has to repair it', async () => {
    const { world, host } = await tenChunks();
    await host.serving.suspending.suspend({ of: 'partner', id: 'northwind' }, 'stop', olga);
    await handleVisible(world, host);
    expect(await host.serving.overseeing.overview()).to.deep.include({ held: 1, suspended: 1, blockedConnections: 0 });
  });

  for (const [thing, code] of [
    [{ of: 'partner', id: 'northwind' }, 'sending_suspended'],
    [{ of: 'connection', id: 'pc' }, 'connection_suspended'],
  ] as const) {
    it(`a ${thing.of} holds its devices with a reason of its own until it is resumed`, async () => {
      const { world, host, key } = await tenChunks();
      await host.serving.suspending.suspend(thing, 'wrong tenant', olga);
      await handleVisible(world, host);
      const view = await host.serving.readUpload(key);
      expect(view?.summary).to.include({ stage: 'held' });
      expect(view?.summary.holds.map((hold) => hold.code)).to.deep.equal([code]);
      // Trying again can't help, so nobody is offered it, and nothing comes of it.
      expect(view?.can.release).to.equal(false);
      expect(await host.serving.releaseUpload(key, anna)).to.deep.equal({ chunks: 0, devices: 0 });
      expect(heldBy(world)).to.equal(0);
      await host.serving.suspending.resume(thing, olga);
      await runUntilQuiet(world, host);
      expect(onlyReport(world).head.counts).to.deep.equal({ registered: 10 });
      const entries = world.record.filter(({ what }) => what.startsWith('sending'));
      expect(entries.map(({ what, by }) => `${what} ${by}`)).to.deep.equal([
        `sendingSuspended ${olga.by}`,
        `sendingResumed ${olga.by}`,
      ]);
    });
  }

  it('leaves alone what was sent already, and other partners', async () => {
    const tailspin = { ...northwind, partnerId: 'tailspin', customers: [] };
    const { world, host } = await tenChunks();
    world.folder.partners.set('tailspin', { value: tailspin, version: '1', faults: [] });
    await handleVisible(world, host);
    await host.serving.suspending.suspend({ of: 'partner', id: 'northwind' }, 'stop', olga);
    world.clock.move(10 * 60_000);
    await handleVisible(world, host);
    expect(heldBy(world)).to.equal(4);
    expect(await host.serving.isSuspended('northwind')).to.equal(true);
    expect(await host.serving.isSuspended('tailspin')).to.equal(false);
  });
});
