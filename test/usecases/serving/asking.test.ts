import { expect } from 'chai';
import { describe, it } from 'mocha';
import type { Identity } from '../../../shared/domain/identity.ts';
import type { Partner } from '../../../shared/domain/settings/partner.ts';
import { runUntilQuiet } from '../../fakes/run-host.ts';
import { contoso, fabrikam, handOffs, intune, northwind, partnerCenter } from '../../fakes/sample-settings.ts';
import { salesSheet } from '../../fakes/sheets.ts';
import { makeHost, makeWorld, type World } from '../../fakes/world.ts';

const device = (serial: string): Identity => ({ kind: 'tuple', manufacturer: 'LENOVO', model: '20XW', serial });

function asking(world: World) {
  const { askPlatforms } = makeHost(world).serving;
  return async (text: string, customer?: string, partnerId = 'northwind') => {
    const said = await askPlatforms(partnerId, { device: text, ...(customer === undefined ? {} : { customer }) });
    return said?.answers.map(({ connectionId, customer: of, answer, groupTag }) =>
      [connectionId, of, answer, groupTag].filter((part) => part !== undefined).join(' '),
    );
  };
}

describe('asking the platforms of a device', () => {
  it('where the ledger knows it asks nobody else', async () => {
    const world = makeWorld();
    await world.drop('northwind/May.csv', salesSheet(1));
    await runUntilQuiet(world, makeHost(world));
    expect(await asking(world)('S-1')).to.deep.equal(['pc Contoso listed Sales']);
  });

  it('for every customer of the partner where it does not, and says which platform can’t be asked', async () => {
    const world = makeWorld();
    world.platforms.oem.actions.how.lists = false;
    expect(await asking(world)('S-7')).to.deep.equal(['pc Contoso notListed', 'oem Fabrikam cannotBeAsked']);
    world.platforms.pc.hold(device('S-7'), contoso.customerTenantId, 'Lab');
    expect(await asking(world)('S-7', 'contoso.example')).to.deep.equal(['pc Contoso listed Lab']);
    expect(await asking(world)('S-7', 'nobody.example')).to.equal(undefined);
  });

  it('of nobody else’s customers', async () => {
    const tailspin: Partner = { ...northwind, partnerId: 'tailspin', name: 'Tailspin', customers: [contoso] };
    const world = makeWorld([{ ...northwind, customers: [fabrikam] }, tailspin]);
    world.platforms.pc.hold(device('S-7'), contoso.customerTenantId, 'Lab');
    expect(await asking(world)('S-7')).to.deep.equal(['oem Fabrikam notListed']);
    expect(await asking(world)('S-7', 'Contoso')).to.equal(undefined);
    expect(await asking(world)('S-7', undefined, 'stranger')).to.equal(undefined);
  });

  it('names what its list can’t tell, and a platform that does not answer', async () => {
    const world = makeWorld([{ ...northwind, customers: [contoso] }]);
    expect(await asking(world)('3300000000001')).to.deep.equal(['pc Contoso unclear']);
    world.platforms.pc.hold({ ...device('S-7'), model: '21XX' } as Identity, contoso.customerTenantId, 'Lab');
    world.platforms.pc.hold(device('S-7'), contoso.customerTenantId, 'Sales');
    expect(await asking(world)('S-7')).to.have.members(['pc Contoso listed Lab', 'pc Contoso listed Sales']);
    world.platforms.pc.actions.how.locates = ['unavailable', 'denied'];
    const { askPlatforms } = makeHost(world).serving;
    for (const words of ['be reached', 'signed in']) {
      const [answer] = (await askPlatforms('northwind', { device: 'S-7' }))?.answers ?? [];
      expect(answer?.answer).to.equal('failed');
      expect(answer?.happened?.toLowerCase()).to.contain(words);
    }
  });

  it('asks nothing of a connection the operator suspended, of a portal, or of more than twelve places', async () => {
    const many = Array.from({ length: 14 }, (_, at) => ({
      customerTenantId: `00000000-0000-4000-8000-0000000000${at + 10}`,
      name: `Customer ${at}`,
      connections: ['pc'],
    }));
    const world = makeWorld([{ ...northwind, connections: ['pc'], customers: many }], [partnerCenter]);
    const said = await makeHost(world).serving.askPlatforms('northwind', { device: 'S-7' });
    expect([said?.answers.length, said?.notAsked]).to.deep.equal([12, 2]);
    const at = { connections: ['pc', 'm365'] };
    const portal = makeWorld([{ ...northwind, ...at, customers: [{ ...contoso, ...at }] }], [partnerCenter, handOffs]);
    await portal.ports.suspensions.put({ of: 'connection', id: 'pc', reason: 'x', by: 'Olga', at: '2026-01-01' });
    expect(await asking(portal)('S-7')).to.deep.equal(['pc Contoso cannotBeAsked', 'm365 Contoso cannotBeAsked']);
  });
});

describe('asking Intune', () => {
  it('says whether the device is enrolled', async () => {
    const at = { connections: ['intune'] };
    const world = makeWorld([{ ...northwind, ...at, customers: [{ ...contoso, ...at }] }], [intune]);
    world.platforms.pc.hold(device('S-7'), contoso.customerTenantId, 'Lab');
    const said = await makeHost(world).serving.askPlatforms('northwind', { device: 'S-7' });
    expect(said?.answers[0]).to.deep.include({ answer: 'listed', model: '20XW', groupTag: 'Lab', enrolled: false });
    const none = await makeHost(world).serving.askPlatforms('northwind', { device: 'S-8' });
    expect(none?.answers[0]).to.deep.equal({
      ...{ platform: 'intune', connectionId: 'intune', customer: 'Contoso', answer: 'notListed' },
    });
  });
});
