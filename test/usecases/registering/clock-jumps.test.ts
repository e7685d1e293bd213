import { expect } from 'chai';
import { describe, it } from 'mocha';
import { gateBefore } from '../../fakes/gate.ts';
import { handleVisible, onlyReport, runUntilQuiet } from '../../fakes/run-host.ts';
import { salesSheet } from '../../fakes/sheets.ts';
import { makeHost, makeWorld, type World } from '../../fakes/world.ts';

const minute = 60_000;
const hour = 60 * minute;

/** An upload whose chunk was submitted; the message that follows it up is lost. */
async function sentAndForgotten(): Promise<World> {
  const world = makeWorld();
  await world.drop('northwind/May.csv', salesSheet(2));
  const host = makeHost(world);
  await handleVisible(world, host);
  await handleVisible(world, host);
  world.post.clear();
  world.clock.move(7 * minute);
  return world;
}

/** A repair during which the clock jumps, at the first look at a plan. */
async function repairWithJump(world: World, byMs: number): Promise<void> {
  let jumped = false;
  const jump = async (): Promise<void> => {
    if (!jumped) world.clock.move(byMs);
    jumped = true;
  };
  await makeHost(world, gateBefore('plans.read', jump)).repair();
  expect(jumped).to.equal(true);
}

async function expectTruth(world: World): Promise<void> {
  await runUntilQuiet(world, makeHost(world));
  const { kind, counts } = onlyReport(world).head;
  expect({ kind, counts }).to.deep.equal({ kind: 'final', counts: { registered: 2 } });
  expect(world.platforms.pc.accepted).to.have.length(1);
}

describe('a clock that jumps while repair runs', () => {
  for (const [where, byMs] of [
    ['an hour ahead', hour],
    ['an hour behind', -hour],
  ] as const) {
    it(`${where}: nothing is sent twice, every device gets its true verdict`, async () => {
      const world = await sentAndForgotten();
      await repairWithJump(world, byMs);
      await expectTruth(world);
    });

    it(`${where}, and then right again: the same`, async () => {
      const world = await sentAndForgotten();
      await repairWithJump(world, byMs);
      await handleVisible(world, makeHost(world));
      world.clock.move(-byMs);
      await expectTruth(world);
    });
  }

  it('and time that runs backwards between two runs: the second does nothing, and all is done once time has come', async () => {
    const world = await sentAndForgotten();
    const host = makeHost(world);
    expect(await host.repair()).to.deep.equal({ overdueChunk: 1 });
    world.post.clear();
    world.clock.move(-hour);
    expect(await host.repair()).to.deep.equal({});
    expect(await host.sweep()).to.deep.equal({});
    await expectTruth(world);
  });

  it('an hour ahead does not end a hold, nor give up what was sent', async () => {
    const world = makeWorld();
    world.platforms.pc.how.permit = { kind: 'missing', reason: { code: 'relationship_missing' } };
    await world.drop('northwind/May.csv', salesSheet(2));
    const host = makeHost(world);
    await handleVisible(world, host);
    await handleVisible(world, host);
    world.clock.move(3 * minute);
    await repairWithJump(world, hour);
    await handleVisible(world, host);
    expect(onlyReport(world).head).to.include({ kind: 'provisional' });
    world.platforms.pc.how.permit = { kind: 'granted' };
    world.clock.move(-hour);
    await expectTruth(world);
  });
});
