import { expect } from 'chai';
import { describe, it } from 'mocha';
import { reportsOf, runUntilQuiet } from '../../fakes/run-host.ts';
import { deviceOf, sheetOf } from '../../fakes/sheets.ts';
import { describeTwins, expectOneRegistered, rowsOf, serials, twins } from '../../fakes/twins.ts';
import { makeHost, makeWorld } from '../../fakes/world.ts';

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
