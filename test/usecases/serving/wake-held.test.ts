import { expect } from 'chai';
import { describe, it } from 'mocha';
import type { GrantCode } from '../../../shared/domain/reasons/grants.ts';
import { handleVisible, reportsOf, runUntilQuiet } from '../../fakes/run-host.ts';
import { contoso, northwind } from '../../fakes/sample-settings.ts';
import { salesSheet } from '../../fakes/sheets.ts';
import { makeHost, makeWorld } from '../../fakes/world.ts';

const operator = { who: 'operator', by: 'olga' } as const;

/** Two partners share a connection and are held for the same reason. */
async function held(code: GrantCode) {
  const world = makeWorld([
    northwind,
    {
      ...northwind,
      partnerId: 'tailspin',
      customers: [{ ...contoso, customerTenantId: '33333333-3333-4333-8333-333333333333' }],
    },
  ]);
  const host = makeHost(world);
  world.platforms.pc.how.permit = { kind: 'missing', reason: { code } };
  await world.drop('northwind/May.csv', salesSheet(2));
  await world.drop('tailspin/June.csv', salesSheet(3));
  await handleVisible(world, host);
  const wake = host.serving.wakeHeld;
  const grant = (): void => {
    world.platforms.pc.how.permit = { kind: 'granted' };
  };
  return { world, host, wake, grant };
}

describe('held work, once somebody has mended what it waits for', () => {
  it('is taken up at once by a new sign-in of its connection, of every partner, and named', async () => {
    const { world, host, wake, grant } = await held('consent_expired');
    grant();
    const woken = await wake({ connectionId: 'pc' }, operator);
    expect(woken.map(({ uploadId: _id, ...rest }) => rest)).to.have.deep.members([
      { partnerId: 'northwind', fileName: 'May.csv', chunks: 1, devices: 2 },
      { partnerId: 'tailspin', fileName: 'June.csv', chunks: 1, devices: 3 },
    ]);
    await handleVisible(world, host);
    expect(world.platforms.pc.accepted).to.have.length(2);
    await runUntilQuiet(world, host);
    expect(reportsOf(world)).to.have.property('size', 2);
    expect(world.record.filter(({ what }) => what === 'uploadReleased')).to.have.length(2);
    expect(world.record.find(({ what }) => what === 'uploadReleased')).to.include(operator);
  });

  it('is left alone by the sign-in of another connection', async () => {
    const { wake } = await held('consent_expired');
    expect(await wake({ connectionId: 'oem' }, operator)).to.deep.equal([]);
  });

  it('waits on where its customer has to act and only the connection was tried', async () => {
    const { wake, grant } = await held('relationship_missing');
    grant();
    expect(await wake({ connectionId: 'pc' }, operator)).to.deep.equal([]);
    const seen = { connectionId: 'pc', customerTenantId: contoso.customerTenantId.toUpperCase() };
    expect((await wake(seen, operator)).map(({ partnerId }) => partnerId)).to.deep.equal(['northwind']);
  });

  it("is taken up by the operator's word for one partner, or for all", async () => {
    const { wake } = await held('graph_consent_missing');
    expect((await wake({ partnerId: 'tailspin' }, operator)).map(({ fileName }) => fileName)).to.deep.equal([
      'June.csv',
    ]);
    expect((await wake({}, operator)).map(({ fileName }) => fileName)).to.deep.equal(['May.csv']);
  });

  it('is held again where it still lacks the grant', async () => {
    const { world, host, wake } = await held('consent_expired');
    await wake({ connectionId: 'pc' }, operator);
    await handleVisible(world, host);
    expect(await wake({ connectionId: 'pc' }, operator)).to.have.length(2);
  });

  it('that an operator stopped is not taken up', async () => {
    const { world, host, wake, grant } = await held('consent_expired');
    await host.serving.suspending.suspend({ of: 'connection', id: 'pc' }, 'maintenance', operator);
    grant();
    world.clock.move(16 * 60_000);
    await host.repair();
    await handleVisible(world, host);
    expect(await wake({ connectionId: 'pc' }, operator)).to.deep.equal([]);
  });

  it('that was sent already and could not be followed is looked at again at once', async () => {
    const world = makeWorld();
    const host = makeHost(world);
    await world.drop('northwind/May.csv', salesSheet(2));
    world.platforms.pc.how.polls.push('denied');
    await handleVisible(world, host);
    world.clock.move(120_000);
    await handleVisible(world, host);
    expect(world.platforms.pc.how.polls).to.deep.equal([]);
    expect(await host.serving.wakeHeld({ connectionId: 'pc' }, operator)).to.have.length(1);
    await handleVisible(world, host);
    await runUntilQuiet(world, host);
    expect(world.platforms.pc.accepted).to.have.length(1);
  });
});
