import { expect } from 'chai';
import { describe, it } from 'mocha';
import { countingGate, gateBefore } from '../../fakes/gate.ts';
import { handleVisible, onlyReport, reportsOf, runUntilQuiet } from '../../fakes/run-host.ts';
import { goodFile, northwind } from '../../fakes/sample-settings.ts';
import { salesSheet } from '../../fakes/sheets.ts';
import { thrownBy } from '../../fakes/thrown-by.ts';
import { makeHost, makeWorld } from '../../fakes/world.ts';

const minute = 60_000;

/** A file whose event never came. */
async function unheard() {
  const world = makeWorld();
  await world.dropUnseen('northwind/May.csv', salesSheet(2));
  return { world, host: makeHost(world) };
}

describe('the sweep', () => {
  it('takes up an upload whose event never came, after a while', async () => {
    const { world, host } = await unheard();
    expect(await host.sweep()).to.deep.equal({});
    world.clock.move(3 * minute);
    expect(await host.sweep()).to.deep.equal({ planned: 1 });
    await runUntilQuiet(world, host);
    const { kind, counts } = onlyReport(world).head;
    expect({ kind, counts }).to.deep.equal({ kind: 'final', counts: { registered: 2 } });
  });

  it('leaves alone what is under way, and what was dropped long ago', async () => {
    const { world, host } = await unheard();
    world.clock.move(49 * 60 * minute);
    expect(await host.sweep()).to.deep.equal({});
    await world.drop('northwind/June.csv', salesSheet(1));
    await handleVisible(world, host);
    world.clock.move(3 * minute);
    expect(await host.sweep()).to.deep.equal({});
  });

  it('notes an upload of nobody once', async () => {
    const { world, host } = await unheard();
    await world.dropUnseen('stranger/May.csv', salesSheet(1));
    world.clock.move(3 * minute);
    expect(await host.sweep()).to.deep.equal({ planned: 1, refused: 1 });
    world.clock.move(1_000);
    expect(await host.sweep()).to.deep.equal({});
  });

  it('asks the ledger of many files at once', async () => {
    const world = makeWorld();
    for (let file = 0; file < 25; file++) await world.dropUnseen(`northwind/May-${file}.csv`, salesSheet(1));
    world.clock.move(3 * minute);
    expect(await makeHost(world).sweep()).to.deep.equal({ planned: 25 });
    const gate = countingGate();
    expect(await makeHost(world, gate).sweep()).to.deep.equal({});
    expect(gate.effects.filter((effect) => effect.startsWith('ledger.'))).to.deep.equal(['ledger.ids']);
  });

  it('twice at once takes up every file once', async () => {
    const { world, host } = await unheard();
    world.clock.move(3 * minute);
    await Promise.all([host.sweep(), makeHost(world).sweep()]);
    await runUntilQuiet(world, host);
    expect(reportsOf(world).size).to.equal(1);
    expect(world.platforms.pc.accepted).to.have.length(1);
  });

  it('finds the others when one file can not be taken up, and says so loudly', async () => {
    const { world } = await unheard();
    world.folder.partners.set('tailspin', goodFile({ ...northwind, partnerId: 'tailspin', customers: [] }));
    await world.dropUnseen('tailspin/May.csv', salesSheet(1));
    world.clock.move(3 * minute);
    let first = true;
    const stumbling = makeHost(
      world,
      gateBefore('plans.seal', async () => {
        if (first) {
          first = false;
          throw new Error('storage is away');
        }
      }),
    );
    expect(await thrownBy(stumbling.sweep())).to.be.instanceOf(AggregateError);
    expect(await world.ports.ledger.newest('tailspin', 10)).to.have.length(1);
  });
});
