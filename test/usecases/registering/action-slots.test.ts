import { expect } from 'chai';
import { describe, it } from 'mocha';
import type { SlotOutcome } from '../../../shared/domain/registering/slots.ts';
import type { IntuneConnection } from '../../../shared/domain/settings/connection.ts';
import type { Partner } from '../../../shared/domain/settings/partner.ts';
import { handleVisible, onlyReport, reportsOf, runUntilQuiet } from '../../fakes/run-host.ts';
import { contoso, northwind, partnerCenter } from '../../fakes/sample-settings.ts';
import { makeHost, makeWorld } from '../../fakes/world.ts';

const intune: IntuneConnection = {
  platform: 'intune',
  connectionId: 'intune',
  name: 'Intune',
  baseUrl: 'http://localhost',
  authority: 'http://localhost',
  clientId: '88888888-8888-4888-8888-888888888888',
  credential: { kind: 'secret', secret: 'app' },
};
const removing: Partner = {
  ...northwind,
  connections: ['pc', 'intune'],
  customers: [{ ...contoso, connections: ['pc', 'intune'], corporateIdentifiers: true }],
  confirmRemovals: false,
};
const device = (serial: string) => ({ kind: 'tuple', manufacturer: 'Getac', model: '20XW', serial }) as const;
const sheetOf = (action: string, ...serials: readonly string[]) =>
  [
    'Action,Customer,Manufacturer,Model,Serial Number',
    ...serials.map((serial) => `${action},contoso.example,Getac,20XW,${serial}`),
  ].join('\r\n');

/** A world whose connection has a free slot or not, and what was given back. */
function worldWithSlots() {
  const world = makeWorld([removing], [partnerCenter, intune]);
  const slots = { free: true, taken: 0, outcomes: [] as SlotOutcome[] };
  world.ports.slots = {
    take: async () => {
      if (slots.free) slots.taken += 1;
      return slots.free;
    },
    giveBack: async (_connection, _holder, outcome) => void slots.outcomes.push(outcome),
    width: async () => undefined,
  };
  for (const serial of ['S-1', 'S-2']) world.platforms.pc.hold(device(serial), contoso.customerTenantId, 'Sales');
  return { world, slots, host: makeHost(world), actions: world.platforms.pc.actions };
}

describe('Removals, changes and imports of a connection', () => {
  it('wait for one of its slots, and are done in it', async () => {
    const { world, slots, host, actions } = worldWithSlots();
    slots.free = false;
    await world.drop('northwind/May.csv', sheetOf('deregister', 'S-1', 'S-2'));
    for (let seconds = 0; seconds < 30; seconds += 1) {
      world.clock.move(1000);
      await handleVisible(world, host);
    }
    expect([slots.taken, actions.removed.length]).to.deep.equal([0, 0]);
    slots.free = true;
    await runUntilQuiet(world, host);
    expect(onlyReport(world).head.counts).to.deep.equal({ deregistered: 2 });
    expect(slots.outcomes).to.deep.equal(['through']);
  });

  it('say that the platform throttled them, so that fewer run at once', async () => {
    const { world, slots, host, actions } = worldWithSlots();
    actions.how.removes.push(undefined, 'throttled');
    await world.drop('northwind/May.csv', sheetOf('deregister', 'S-1', 'S-2'));
    await runUntilQuiet(world, host);
    expect(onlyReport(world).head.counts).to.deep.equal({ deregistered: 2 });
    expect(slots.outcomes).to.deep.equal(['throttled', 'through']);
  });

  it('take no slot while the platform only has to show what was done', async () => {
    const { world, slots, host, actions } = worldWithSlots();
    actions.how.listedAfterRemoval = 3;
    await world.drop('northwind/May.csv', sheetOf('deregister', 'S-1'));
    await runUntilQuiet(world, host);
    expect(onlyReport(world).head.counts).to.deep.equal({ deregistered: 1 });
    expect(slots.taken).to.equal(1);
  });

  it('of corporate identifiers, too', async () => {
    const { world, slots, host } = worldWithSlots();
    slots.free = false;
    await world.drop('northwind/May.csv', sheetOf('corporate identifier', 'S-7'));
    await handleVisible(world, host);
    expect(reportsOf(world).size).to.equal(0);
    slots.free = true;
    await runUntilQuiet(world, host);
    expect(onlyReport(world).head.counts).to.deep.equal({ identifierAdded: 1 });
    expect(slots.outcomes).to.deep.equal(['through']);
  });
});
