import { expect } from 'chai';
import { describe, it } from 'mocha';
import { reportsOf, runUntilQuiet } from '../../fakes/run-host.ts';
import { contoso, fabrikam, northwind } from '../../fakes/sample-settings.ts';
import { deviceOf, sheetOf } from '../../fakes/sheets.ts';
import { makeHost, makeWorld, type World } from '../../fakes/world.ts';

const minute = 60_000;
const onPartnerCenter = { ...fabrikam, connections: ['pc'] };
const both = { ...northwind, customers: [contoso, onPartnerCenter] };
const others = '33333333-3333-4333-8333-333333333333';

/** Drops one row and gives its verdict. */
async function verdictOf(world: World, file: string, ...row: readonly [customer: string, tag: string, serial: string]) {
  world.clock.move(minute);
  await world.drop(file, sheetOf(row));
  await runUntilQuiet(world, makeHost(world));
  const report = [...reportsOf(world)].findLast(([name]) => name.startsWith(file));
  return report?.[1].rows[0]?.verdict;
}

describe('a device the platform says is registered already', () => {
  it('was there before us: whether it carries the tag was not verified, and that is said', async () => {
    const world = makeWorld();
    world.platforms.pc.hold(deviceOf('S-1'), contoso.customerTenantId, 'Lab');
    const verdict = await verdictOf(world, 'northwind/1.csv', 'contoso.example', 'Sales', 'S-1');
    expect(verdict).to.deep.include({ kind: 'alreadyRegistered' });
    expect(verdict?.remarks).to.deep.equal([{ code: 'group_tag_not_verified', params: { groupTag: 'Sales' } }]);
  });

  it('was registered by us under another tag: that tag is named', async () => {
    const world = makeWorld();
    await verdictOf(world, 'northwind/1.csv', 'contoso.example', 'Lab', 'S-1');
    const verdict = await verdictOf(world, 'northwind/2.csv', 'contoso.example', 'Sales', 'S-1');
    expect(verdict?.kind).to.equal('alreadyRegistered');
    expect(verdict?.remarks).to.deep.equal([
      { code: 'group_tag_not_verified', params: { detail: 'other', groupTag: 'Sales', before: 'Lab' } },
    ]);
  });

  it('was registered by us under the same tag: there is nothing to add', async () => {
    const world = makeWorld();
    await verdictOf(world, 'northwind/1.csv', 'contoso.example', 'Sales', 'S-1');
    const verdict = await verdictOf(world, 'northwind/2.csv', 'contoso.example', 'Sales', 'S-1');
    expect(verdict).to.deep.include({ kind: 'alreadyRegistered' });
    expect(verdict).not.to.have.property('remarks');
  });
});

describe('a device of another organization', () => {
  it('is named as another customer’s of the partner that had us register it there', async () => {
    const world = makeWorld([both]);
    await verdictOf(world, 'northwind/1.csv', 'contoso.example', 'Sales', 'S-1');
    const verdict = await verdictOf(world, 'northwind/2.csv', 'fabrikam.example', 'Sales', 'S-1');
    expect(verdict).to.deep.include({ kind: 'refused', reason: { code: 'device_of_another_organization' } });
    expect(verdict?.remarks?.map(({ code }) => code)).to.deep.equal(['registered_for_other_customer', 'move_file']);
    expect(verdict?.remarks?.[0]?.params).to.deep.include({ customer: 'Contoso' });
  });

  it('is nobody’s we may name when another partner had us register it', async () => {
    const own = { ...northwind, customers: [onPartnerCenter] };
    const tailspin = { ...northwind, partnerId: 'tailspin', name: 'Tailspin', customers: [contoso] };
    const world = makeWorld([own, tailspin]);
    await verdictOf(world, 'tailspin/1.csv', 'contoso.example', 'Sales', 'S-1');
    const verdict = await verdictOf(world, 'northwind/2.csv', 'fabrikam.example', 'Sales', 'S-1');
    expect(verdict?.kind).to.equal('refused');
    expect(verdict).not.to.have.property('remarks');
  });

  it('is nobody’s we know when it was there before us', async () => {
    const world = makeWorld([both]);
    world.platforms.pc.hold(deviceOf('S-1'), others, 'Lab');
    const verdict = await verdictOf(world, 'northwind/1.csv', 'fabrikam.example', 'Sales', 'S-1');
    expect(verdict?.kind).to.equal('refused');
    expect(verdict).not.to.have.property('remarks');
  });

  it('is not looked for without end: a partner of very many customers gets the bare answer', async () => {
    const many = Array.from({ length: 3_000 }, (_, at) => ({
      ...contoso,
      alias: `c${at}`,
      domains: [`c${at}.example`],
      customerTenantId: `44444444-4444-4444-8444-${String(at).padStart(12, '0')}`,
    }));
    const world = makeWorld([{ ...northwind, customers: [onPartnerCenter, ...many] }]);
    world.platforms.pc.hold(deviceOf('S-1'), others, 'Lab');
    let looks = 0;
    const { known } = world.ports.devices;
    const counted = {
      ...world.ports.devices,
      known: async (...asked: Parameters<typeof known>) => {
        looks += 1;
        return await known(...asked);
      },
    };
    const counting = { ...world, ports: { ...world.ports, devices: counted } };
    const verdict = await verdictOf(counting, 'northwind/1.csv', 'fabrikam.example', 'Sales', 'S-1');
    expect(verdict?.kind).to.equal('refused');
    expect(looks).to.be.within(100, 2_100);
  });
});
