import { expect } from 'chai';
import { describe, it } from 'mocha';
import type { Partner } from '../../../shared/domain/settings/partner.ts';
import { Crash, countingGate, crashingGate, type Gate, meanwhileGate } from '../../fakes/gate.ts';
import { handleVisible, onlyReport, runUntilQuiet } from '../../fakes/run-host.ts';
import { contoso, fabrikam, northwind, partnerCenter } from '../../fakes/sample-settings.ts';
import { type Host, makeHost, makeWorld, type World } from '../../fakes/world.ts';

// Every action in one file, on a platform with jobs and a list that follows late.
const sheet = [
  'Action,Customer,New Customer,Group Tag,Manufacturer,Model,Serial Number',
  'deregister,contoso.example,,,Getac,20XW,S-1',
  'deregister,contoso.example,,,Getac,20XW,S-2',
  'move,contoso.example,fabrikam.example,Lab,Getac,20XW,S-3',
  'change tag,contoso.example,,Lab,Getac,20XW,S-4',
  ',contoso.example,,Sales,Getac,20XW,S-5',
  'deregister,contoso.example,,,Getac,20XW,S-6',
].join('\r\n');

const partner: Partner = {
  ...northwind,
  connections: ['pc'],
  confirmRemovals: false,
  customers: [contoso, { ...fabrikam, connections: ['pc'] }],
};
const device = (serial: string) => ({ kind: 'tuple', manufacturer: 'Getac', model: '20XW', serial }) as const;
const bystanders = ['S-7', 'S-8'];

async function worldWithFile(): Promise<World> {
  const world = makeWorld([partner], [partnerCenter], 8_000);
  for (const serial of ['S-1', 'S-2', 'S-3', 'S-4', ...bystanders])
    world.platforms.pc.hold(device(serial), contoso.customerTenantId, 'Sales');
  world.platforms.pc.actions.how.listedAfterRemoval = 1;
  await world.drop('northwind/May.csv', sheet);
  return world;
}

const work = async (world: World, host: Host): Promise<void> => {
  await host.sweep();
  await host.repair();
  await runUntilQuiet(world, host);
};

function expectTruth(world: World): void {
  const { head, rows } = onlyReport(world);
  const { pc } = world.platforms;
  expect(head.kind).to.equal('final');
  expect(rows.map(({ verdict }) => verdict.kind)).to.deep.equal([
    'deregistered',
    'deregistered',
    'moved',
    'tagChanged',
    'registered',
    'notRegistered',
  ]);
  const removed = pc.actions.removed.map(({ device: { serial } }) => serial).sort();
  expect(removed).to.deep.equal(['S-1', 'S-2', 'S-3', 'S-4']);
  const holderOf = (serial: string) => {
    const { customer, groupTag } = pc.holderOf(device(serial)) ?? {};
    return customer === undefined
      ? undefined
      : `${customer === contoso.customerTenantId ? 'Contoso' : 'Fabrikam'} ${groupTag}`;
  };
  expect(['S-1', 'S-2', 'S-3', 'S-4', 'S-5', 'S-6', ...bystanders].map(holderOf)).to.deep.equal([
    undefined,
    undefined,
    'Fabrikam Lab',
    'Contoso Lab',
    'Contoso Sales',
    undefined,
    'Contoso Sales',
    'Contoso Sales',
  ]);
}

/** Runs until the process dies, lets another one go on with what is stored; what is wrong then, if anything. */
async function outcomeOf(gate: Gate): Promise<string | undefined> {
  const world = await worldWithFile();
  try {
    const crash = await work(world, makeHost(world, gate)).then(
      () => undefined,
      (error: unknown) => error,
    );
    if (!(crash instanceof Crash)) throw crash ?? new Error('It did not crash.');
    await work(world, makeHost(world));
    expectTruth(world);
    return undefined;
  } catch (error) {
    return String(error);
  }
}

async function effectsOf(): Promise<readonly string[]> {
  const gate = countingGate();
  const world = await worldWithFile();
  await work(world, makeHost(world, gate));
  expectTruth(world);
  return gate.effects;
}

describe('actions of every kind in one file', () => {
  for (const when of ['before', 'after'] as const) {
    it(`a crash ${when} any effect changes no verdict, and nothing is removed that no row asked for`, async () => {
      const effects = await effectsOf();
      expect(effects.filter((effect) => effect === 'pc.deviceActions.remove')).to.have.length(4);
      const broken: string[] = [];
      for (const [at, effect] of effects.entries()) {
        const outcome = await outcomeOf(crashingGate(at, when));
        if (outcome !== undefined) broken.push(`${when} effect ${at}, ${effect}: ${outcome}`);
      }
      expect(broken).to.deep.equal([]);
    });
  }

  it('another host doing everything at any moment, with the same messages, changes no verdict', async () => {
    const effects = await effectsOf();
    const broken: string[] = [];
    for (const [at, effect] of effects.entries()) {
      const world = await worldWithFile();
      const other = makeHost(world);
      const meanwhile = async (): Promise<void> => {
        world.clock.move(40_000);
        await handleVisible(world, other);
        await other.sweep();
        await other.repair();
        await handleVisible(world, other);
      };
      try {
        await work(world, makeHost(world, meanwhileGate(at, meanwhile)));
        expectTruth(world);
      } catch (error) {
        broken.push(`before effect ${at}, ${effect}: ${String(error)}`);
      }
    }
    expect(broken).to.deep.equal([]);
  });
});
