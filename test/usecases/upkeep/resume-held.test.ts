import { expect } from 'chai';
import { describe, it } from 'mocha';
import { uploadIdOf } from '../../../shared/domain/ids.ts';
import type { GrantCode } from '../../../shared/domain/reasons/grants.ts';
import type { Connection } from '../../../shared/domain/settings/connection.ts';
import { handleVisible, onlyReport, runUntilQuiet } from '../../fakes/run-host.ts';
import { contoso, goodFile, northwind, partnerCenter } from '../../fakes/sample-settings.ts';
import { salesSheet } from '../../fakes/sheets.ts';
import { makeHost, makeWorld } from '../../fakes/world.ts';

const minute = 60_000;

/** A chunk that was tried so often that its next try is a quarter of an hour away. */
async function longHeld(code: GrantCode = 'relationship_missing') {
  const world = makeWorld();
  const blob = await world.drop('northwind/May.csv', salesSheet(2));
  const host = makeHost(world);
  world.platforms.pc.how.permit = { kind: 'missing', reason: { code } };
  const chunk = async () => {
    const there = await world.ports.chunks.read(uploadIdOf('uploads', blob.name, blob.etag), 0);
    if (there === undefined) throw new Error('There is no chunk.');
    return there.value;
  };
  const turn = async () => {
    world.clock.move(minute);
    const corrected = await host.repair();
    await handleVisible(world, host);
    return corrected;
  };
  await handleVisible(world, host);
  const untilDue = async (): Promise<number> => Date.parse((await chunk()).dueAt) - world.clock.now().getTime();
  while ((await untilDue()) < 10 * minute) await turn();
  expect(await chunk()).to.include({ state: 'held' });
  return { world, host, chunk, turn };
}

describe('a held chunk', () => {
  it("is tried again within a minute after its partner's settings changed", async () => {
    const { world, host, chunk, turn } = await longHeld();
    world.platforms.pc.how.permit = { kind: 'granted' };
    expect(await turn()).to.deep.equal({});
    world.folder.partners.set('northwind', goodFile({ ...northwind, name: 'Northwind Traders' }, '2'));
    expect(await turn()).to.deep.equal({ resumed: 1 });
    expect(await chunk()).to.include({ state: 'sent' });
    await runUntilQuiet(world, host);
    expect(onlyReport(world).head.counts).to.deep.equal({ registered: 2 });
  });

  it('is tried again within a minute after its connection changed, and once only if nothing is corrected by it', async () => {
    const { world, chunk, turn } = await longHeld();
    world.folder.connections.set('pc', goodFile<Connection>({ ...partnerCenter, name: 'Other' }, '2'));
    expect(await turn()).to.deep.equal({ resumed: 1 });
    const { state, heldUnder } = await chunk();
    expect(state).to.equal('held');
    expect(heldUnder).to.be.a('string');
    expect(await turn()).to.deep.equal({});
  });

  it('is not late: a person must act, and was told so', async () => {
    const { world, turn } = await longHeld();
    world.clock.move(7 * 60 * minute);
    const corrected = await turn();
    expect(corrected).to.include({ resumed: 1 }).and.not.to.have.property('late');
  });

  it("is left alone when another partner's settings change", async () => {
    const { world, turn } = await longHeld();
    world.folder.partners.set('tailspin', goodFile({ ...northwind, partnerId: 'tailspin', customers: [] }));
    expect(await turn()).to.deep.equal({});
  });

  it('held for settings nobody could use is tried again within a minute after they can be used', async () => {
    const { world, chunk, turn } = await longHeld();
    world.folder.partners.set('northwind', { version: '2', faults: ['it is not JSON'] });
    world.clock.move(16 * minute);
    await turn();
    expect(await chunk()).to.deep.include({ state: 'held', hold: { code: 'settings_broken' } });
    expect(await chunk()).not.to.have.property('heldUnder');
    expect(await turn()).to.deep.equal({});
    world.folder.partners.set('northwind', goodFile(northwind, '3'));
    world.platforms.pc.how.permit = { kind: 'granted' };
    expect(await turn()).to.deep.equal({ resumed: 1 });
    expect(await chunk()).to.include({ state: 'sent' });
  });

  it('held because another partner claims the customer is tried again within a minute after that one gave it up', async () => {
    const { world, chunk, turn } = await longHeld();
    const tailspin = { ...northwind, partnerId: 'tailspin' };
    world.folder.partners.set('tailspin', goodFile(tailspin));
    await turn();
    expect((await chunk()).hold).to.include({ code: 'customer_claimed_twice' });
    expect(await turn()).to.deep.equal({});
    world.folder.partners.set('tailspin', goodFile({ ...tailspin, customers: [] }, '2'));
    world.platforms.pc.how.permit = { kind: 'granted' };
    expect(await turn()).to.deep.equal({ resumed: 1 });
    expect(await chunk()).to.include({ state: 'sent', customerTenantId: contoso.customerTenantId });
  });

  it('is tried again at its time, because a grant is given where we are not told', async () => {
    const { world, host, turn } = await longHeld();
    world.platforms.pc.how.permit = { kind: 'granted' };
    world.clock.move(15 * minute);
    expect(await turn()).to.deep.equal({ resumed: 1 });
    await runUntilQuiet(world, host);
    expect(onlyReport(world).head.counts).to.deep.equal({ registered: 2 });
  });

  for (const code of ['credential_rejected', 'certificate_expired'] as const)
    it(`for ${code} is tried again within a minute after the secret was stored anew, and once`, async () => {
      const { world, host, chunk, turn } = await longHeld(code);
      expect(await turn()).to.deep.equal({});
      world.secretStoredAt.set('app', world.clock.now().toISOString());
      expect(await turn()).to.deep.equal({ resumed: 1 });
      expect(await chunk()).to.include({ state: 'held' });
      expect(await turn()).to.deep.equal({});
      world.platforms.pc.how.permit = { kind: 'granted' };
      world.clock.move(1);
      world.secretStoredAt.set('app', world.clock.now().toISOString());
      expect(await turn()).to.deep.equal({ resumed: 1 });
      await runUntilQuiet(world, host);
      expect(onlyReport(world).head.counts).to.deep.equal({ registered: 2 });
    });

  it('for what its customer has to grant is not tried again because a secret was stored anew', async () => {
    const { world, turn } = await longHeld();
    world.secretStoredAt.set('app', world.clock.now().toISOString());
    expect(await turn()).to.deep.equal({});
  });
});
