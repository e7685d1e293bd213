import { expect } from 'chai';
import { describe, it } from 'mocha';
import { handleVisible, runUntilQuiet } from '../../fakes/run-host.ts';
import { contoso, northwind } from '../../fakes/sample-settings.ts';
import { salesSheet } from '../../fakes/sheets.ts';
import { makeHost, makeWorld } from '../../fakes/world.ts';

const minute = 60_000;

/** Two partners on one connection, which was signed out before they dropped a file each; `inbox`: what the operator got. */
async function signedOut(mail = { ok: true }) {
  const other = { ...contoso, customerTenantId: '33333333-3333-4333-8333-333333333333', connections: ['pc'] };
  const world = makeWorld([northwind, { ...northwind, partnerId: 'tailspin', customers: [other] }]);
  const inbox: { readonly subject: string; readonly text: string }[] = [];
  const mailer = {
    send: async (sent: { readonly subject: string; readonly text: string }) => {
      if (mail.ok) inbox.push(sent);
      return { ok: mail.ok, answer: '' };
    },
  };
  const told = { ...world, ports: { ...world.ports, mailer, operator: { mail: ['olga@example.org'] } } };
  const host = makeHost(told);
  world.platforms.pc.how.permit = { kind: 'missing', reason: { code: 'consent_expired' } };
  await world.drop('northwind/May.csv', salesSheet(2));
  await world.drop('tailspin/June.csv', salesSheet(3));
  await handleVisible(world, host);
  const turn = async () => {
    world.clock.move(minute);
    await host.repair();
    await handleVisible(world, host);
    return host.tellOperator();
  };
  const signIn = (): void => {
    world.platforms.pc.how.permit = { kind: 'granted' };
  };
  return { world, host, inbox, turn, signIn };
}

describe('the operator hears of a connection that is signed out', () => {
  it('once, with what waits behind it, since when and what to do', async () => {
    const { inbox, turn } = await signedOut();
    const [news, ...others] = await turn();
    expect(others).to.deep.equal([]);
    expect(news?.waiting).to.deep.equal({ uploads: 2, chunks: 2, devices: 5, partners: ['northwind', 'tailspin'] });
    expect(inbox.map(({ subject }) => subject)).to.deep.equal(['Connection "pc" is signed out: 5 devices wait']);
    expect(inbox[0]?.text)
      .to.contain('2026-01-05 08:00 UTC')
      .and.to.contain('northwind, tailspin')
      .and.to.contain('Run the connect command');
    for (let minutes = 0; minutes < 40; minutes += 1) expect(await turn()).to.deep.equal([]);
    expect(inbox).to.have.length(1);
  });

  it('and once more when it works again', async () => {
    const { world, host, inbox, turn, signIn } = await signedOut();
    await turn();
    signIn();
    await host.serving.wakeHeld({ connectionId: 'pc' }, { who: 'operator', by: 'olga' });
    await handleVisible(world, host);
    expect((await turn()).map(({ over }) => over)).to.deep.equal([true]);
    expect(inbox.at(-1)?.subject).to.equal('Connection "pc" is signed in again');
    expect(await turn()).to.deep.equal([]);
    await runUntilQuiet(world, host);
    expect(await turn()).to.deep.equal([]);
    expect(inbox).to.have.length(2);
  });

  it('that works again even if all that waited is over by then', async () => {
    const { world, host, inbox, turn, signIn } = await signedOut();
    await turn();
    signIn();
    await host.serving.wakeHeld({ connectionId: 'pc' }, { who: 'operator', by: 'olga' });
    await runUntilQuiet(world, host);
    await turn();
    expect(inbox.at(-1)?.subject).to.equal('Connection "pc" is signed in again');
  });

  it('and not that it works again while some of it is refused still', async () => {
    const { world, host, inbox, turn, signIn } = await signedOut();
    await turn();
    signIn();
    await host.serving.wakeHeld({ partnerId: 'northwind' }, { who: 'operator', by: 'olga' });
    await handleVisible(world, host);
    expect(world.platforms.pc.accepted).to.have.length(1);
    expect(await host.tellOperator()).to.deep.equal([]);
    expect((await turn()).map(({ over }) => over)).to.deep.equal([true]);
    expect(inbox).to.have.length(2);
  });

  it('and not that it works again while what was sent before is followed, and the rest is tried in vain', async () => {
    const { world, host, inbox, turn, signIn } = await signedOut();
    world.platforms.pc.how.jobsEnd = false;
    signIn();
    await host.serving.wakeHeld({ partnerId: 'tailspin' }, { who: 'operator', by: 'olga' });
    await handleVisible(world, host);
    expect(world.platforms.pc.accepted).to.have.length(1);
    world.platforms.pc.how.permit = { kind: 'missing', reason: { code: 'consent_expired' } };
    await turn();
    for (let minutes = 0; minutes < 60; minutes += 1) {
      world.clock.move(minute);
      await host.repair();
      expect(await host.tellOperator()).to.deep.equal([]);
      await handleVisible(world, host);
      expect(await host.tellOperator()).to.deep.equal([]);
    }
    expect(inbox).to.have.length(1);
  });

  it('and not that it works again because what waited was called off', async () => {
    const { world, host, inbox, turn } = await signedOut();
    await turn();
    for await (const upload of world.ports.open.list())
      await host.serving.cancelUpload(upload, { who: 'operator', by: 'olga', name: 'the operator' });
    await runUntilQuiet(world, host);
    expect(await turn()).to.deep.equal([]);
    expect(inbox).to.have.length(1);
  });

  it('again with the next run where the first mail could not be sent, and as one alarm in the log', async () => {
    const mail = { ok: false };
    const { inbox, turn } = await signedOut(mail);
    expect(await turn()).to.have.length(1);
    expect(await turn()).to.have.length(0);
    mail.ok = true;
    expect(await turn()).to.have.length(0);
    expect(inbox).to.have.length(1);
    await turn();
    expect(inbox).to.have.length(1);
  });

  it('and not of what a customer has to grant', async () => {
    const { world, host, inbox, turn, signIn } = await signedOut();
    signIn();
    await runUntilQuiet(world, host);
    world.platforms.pc.how.permit = { kind: 'missing', reason: { code: 'relationship_missing' } };
    await world.drop('northwind/July.csv', salesSheet(4));
    await handleVisible(world, host);
    expect(await turn()).to.deep.equal([]);
    expect(inbox).to.deep.equal([]);
  });
});
