import { expect } from 'chai';
import { describe, it } from 'mocha';
import { onlyReport, reportsOf, runUntilQuiet } from '../../fakes/run-host.ts';
import { salesSheet } from '../../fakes/sheets.ts';
import { makeHost, makeWorld, type World } from '../../fakes/world.ts';

async function checked(world: World, devices = 2) {
  await world.drop('northwind/check/May.csv', salesSheet(devices));
  await runUntilQuiet(world, makeHost(world));
}

describe('a check', () => {
  it('says what sending would take and who can be reached; nothing is sent', async () => {
    const world = makeWorld();
    await checked(world);
    const { forecast } = onlyReport(world).head;
    expect(forecast).to.deep.include({ chunks: 1, calls: 2, known: 0, seconds: 1200 });
    expect(forecast?.customers.map(({ customerName, answer }) => [customerName, answer])).to.deep.equal([
      ['Contoso', 'yes'],
    ]);
    expect(world.platforms.pc.accepted).to.deep.equal([]);
  });

  it('says why a customer can not be reached', async () => {
    const world = makeWorld();
    world.platforms.pc.how.permit = { kind: 'missing', reason: { code: 'relationship_missing' } };
    await checked(world);
    expect(onlyReport(world).head.forecast?.customers[0]).to.deep.include({
      answer: 'no',
      reason: { code: 'relationship_missing' },
    });
  });

  it('marks devices this service registered for the customer before', async () => {
    const world = makeWorld();
    const host = makeHost(world);
    await world.drop('northwind/April.csv', salesSheet(1));
    await runUntilQuiet(world, host);
    await checked(world);
    const report = [...reportsOf(world).values()].find(({ head }) => head.kind === 'check');
    expect(report?.head.forecast?.known).to.equal(1);
    expect(report?.head.counts).to.deep.equal({ wouldRegister: 2 });
    expect(report?.rows.map(({ verdict }) => verdict.remarks?.map(({ code }) => code))).to.deep.equal([
      ['registered_by_us_before'],
      undefined,
    ]);
  });
});
