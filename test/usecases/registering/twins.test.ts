import { expect } from 'chai';
import { describe, it } from 'mocha';
import { gateBefore } from '../../fakes/gate.ts';
import { reportsOf, runUntilQuiet } from '../../fakes/run-host.ts';
import { deviceOf, sheetOf } from '../../fakes/sheets.ts';
import { describeTwins, expectOneRegistered, rowsOf, serials, twins } from '../../fakes/twins.ts';
import { makeHost, makeWorld, worldTimes } from '../../fakes/world.ts';

const minute = 60_000;

describe('two files with the same devices at once', () => {
  it('one call registers them and its answer is lost, the other hears "already registered": the first one says registered', async () => {
    const world = await twins('pc');
    world.platforms.pc.how.submits = ['answerLost'];
    await runUntilQuiet(world, makeHost(world));
    await expectOneRegistered(world, 'pc', 'answer lost');
  });

  it('one call never arrives, and its look-up finds what the other registered: only one of them says registered', async () => {
    const world = await twins('pc');
    world.platforms.pc.how.submits = ['callLost'];
    await runUntilQuiet(world, makeHost(world));
    await expectOneRegistered(world, 'pc', 'call lost');
    const remarks = [...reportsOf(world).values()].flatMap(({ rows }) =>
      rows.flatMap(({ verdict }) => (verdict.kind === 'alreadyRegistered' ? (verdict.remarks ?? []) : [])),
    );
    expect(remarks.map(({ code }) => code)).to.include('registered_by_another_file');
  });

  it('a look-up enters the devices and loses its chunk to the call it took for lost: the answer to that call is ours, too', async () => {
    const world = await twins('pc');
    const plain = makeHost(world);
    const [first, second] = world.post.all().flatMap(({ work }) => (work.kind === 'chunk' ? [work.message] : []));
    if (first === undefined || second === undefined) throw new Error('There are no two chunks.');
    // The first file's host stands still before its call for longer than a call may take.
    const standing = Promise.withResolvers<void>();
    const called = Promise.withResolvers<void>();
    const stopped = makeHost(
      world,
      gateBefore('pc.registrar.submit', async () => {
        called.resolve();
        await standing.promise;
      }),
    );
    const late = stopped.registerChunk(first);
    await called.promise;
    await plain.registerChunk(second);
    world.clock.move(worldTimes.call + minute);
    // Its call goes out, and the answer is written after somebody else's look-up has entered the devices.
    const lookUp = makeHost(
      world,
      gateBefore('verdicts.write', async () => {
        standing.resolve();
        await late;
      }),
    );
    const state = await world.ports.chunks.read(first.uploadId, first.chunk);
    await lookUp.registerChunk({ ...first, step: state?.value.step ?? 0 });
    await runUntilQuiet(world, plain);
    await expectOneRegistered(world, 'pc', 'look-up lost');
  });

  it('an old origin does not stand in the way of a device that was deregistered meanwhile', async () => {
    const world = makeWorld();
    const host = makeHost(world);
    await world.drop('northwind/May.csv', sheetOf(...rowsOf('pc')));
    await runUntilQuiet(world, host);
    world.clock.move(24 * 60 * minute);
    for (const serial of serials) world.platforms.pc.forget(deviceOf(serial));
    await world.drop('northwind/June.csv', sheetOf(...rowsOf('pc')));
    await runUntilQuiet(world, host);
    expect([...reportsOf(world).values()].map(({ head }) => head.counts)).to.deep.equal([
      { registered: 3 },
      { registered: 3 },
    ]);
  });
});

describeTwins(12);
