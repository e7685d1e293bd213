import { expect } from 'chai';
import { describe, it } from 'mocha';
import { Crash, countingGate, crashingGate, type Gate, meanwhileGate } from '../../fakes/gate.ts';
import { handleVisible, onlyReport, runUntilQuiet } from '../../fakes/run-host.ts';
import { contoso, fabrikam, northwind } from '../../fakes/sample-settings.ts';
import { type Host, makeHost, makeWorld, type World, worldTimes } from '../../fakes/world.ts';

// Three chunks: two group tags of one customer on a platform with jobs and a list, one customer on one that answers at
// once and lists nothing. Two devices are registered before we come, one of them for somebody else.
const sheet = [
  'Customer Tenant ID,Group Tag,Manufacturer,Model,Serial Number',
  'contoso.example,Sales,Getac,20XW,S-1',
  'contoso.example,Lab,Getac,20XW,S-2',
  'fabrikam.example,,Getac,20XW,S-3',
  'nobody.example,,Getac,20XW,S-4',
  'contoso.example,Sales,Getac,20XW,S-1',
  'fabrikam.example,,Getac,20XW,S-5',
  'contoso.example,Sales,Getac,20XW,S-6',
].join('\r\n');

const device = (serial: string) => ({ kind: 'tuple', manufacturer: 'Getac', model: '20XW', serial }) as const;
// Contoso's devices get a deployment profile once they are registered.
const partner = { ...northwind, customers: [{ ...contoso, profileId: 'p-1' }, fabrikam] };
const strangers = '33333333-3333-4333-8333-333333333333';

/** `missed`: the file's event never came, so that everything begins in the sweep. */
async function worldWithFile(missed = false): Promise<World> {
  const world = makeWorld([partner], undefined, 8_000);
  world.platforms.oem.hold(device('S-5'), strangers, undefined);
  world.platforms.pc.hold(device('S-6'), contoso.customerTenantId, 'Sales');
  await (missed ? world.dropUnseen : world.drop)('northwind/May.csv', sheet);
  if (missed) world.clock.move(worldTimes.unclaimed);
  return world;
}

const work = async (world: World, host: Host): Promise<void> => {
  await host.sweep();
  await host.repair();
  await runUntilQuiet(world, host);
};

/** What a crash after `done` effects leaves open: a call that may have gone out, or one that did, without its answer in the ledger. */
function openCall(effects: readonly string[], done: number): { readonly mayBeOut: boolean; readonly isOut: boolean } {
  const submits = [...effects.keys()].filter((index) => effects[index]?.endsWith('registrar.submit'));
  const spans = submits.map((index) => ({ index, kept: effects.indexOf('chunks.replace', index) }));
  return {
    mayBeOut: spans.some(({ index, kept }) => done >= index && done <= kept),
    isOut: spans.some(({ index, kept }) => done > index && done <= kept),
  };
}

function expectTruth(world: World, { mayBeOut, isOut }: ReturnType<typeof openCall>): void {
  const { head, rows } = onlyReport(world);
  const { pc, oem } = world.platforms;
  expect(head.kind).to.equal('final');
  expect(rows.map(({ row }) => row)).to.deep.equal([2, 3, 4, 5, 6, 7, 8]);
  const kinds = rows.map(({ verdict }) => verdict.kind);
  // A device that was there before can't be told from one of ours once the answer was lost; both words are true of it.
  const last = kinds.pop();
  expect(kinds).to.deep.equal(['registered', 'registered', 'registered', 'rejected', 'duplicate', 'refused']);
  expect(last).to.be.oneOf(mayBeOut ? ['alreadyRegistered', 'registered'] : ['alreadyRegistered']);

  const { customerTenantId: ours } = contoso;
  expect(pc.holderOf(device('S-1'))).to.deep.include({ customer: ours, groupTag: 'Sales' });
  expect(pc.holderOf(device('S-2'))).to.deep.include({ customer: ours, groupTag: 'Lab' });
  expect(oem.holderOf(device('S-3'))).to.deep.include({ customer: fabrikam.customerTenantId, groupTag: undefined });
  expect(oem.holderOf(device('S-5'))?.customer).to.equal(strangers);
  expect(pc.holderOf(device('S-4')) ?? oem.holderOf(device('S-4'))).to.equal(undefined);
  const profiled = rows.filter(({ verdict }) => verdict.remarks?.at(-1)?.code === 'profile_assigned');
  expect(profiled.map(({ row }) => row)).to.deep.equal([2, 3, 8]);
  for (const serial of ['S-1', 'S-2', 'S-6']) expect(pc.profiles.profileOf(device(serial))).to.equal('p-1');
  // Whoever can be asked is asked: only the platform that lists nothing gets a call again whose receipt was lost.
  expect(pc.accepted).to.have.length(2);
  expect(oem.accepted.length).to.be.oneOf(isOut ? [1, 2] : [1]);
}

/** Runs until the process dies, lets another one go on with what is stored; what is wrong then, if anything. */
async function outcomeOf(gate: Gate, open: ReturnType<typeof openCall>, missed: boolean): Promise<string | undefined> {
  const world = await worldWithFile(missed);
  try {
    const crash = await work(world, makeHost(world, gate)).then(
      () => undefined,
      (error: unknown) => error,
    );
    // The sweep goes on with other files first, and throws all that went wrong together.
    const ended: unknown = crash instanceof AggregateError ? crash.errors[0] : crash;
    if (!(ended instanceof Crash)) throw crash ?? new Error('It did not crash.');
    await work(world, makeHost(world));
    expectTruth(world, open);
    return undefined;
  } catch (error) {
    return String(error);
  }
}

async function effectsOf(missed = false): Promise<readonly string[]> {
  const gate = countingGate();
  const world = await worldWithFile(missed);
  await work(world, makeHost(world, gate));
  return gate.effects;
}

describe('a crash at any effect', () => {
  it('without one, every row has its verdict and every chunk is sent once', async () => {
    const world = await worldWithFile();
    await runUntilQuiet(world, makeHost(world));
    expectTruth(world, { mayBeOut: false, isOut: false });
  });

  for (const [when, missed] of [
    ['before', false],
    ['after', false],
    ['before', true],
  ] as const) {
    const where = missed ? ', begun by the sweep because the event was lost,' : '';
    it(`${when} it${where} changes no verdict, and nothing is sent again that need not be`, async () => {
      const effects = await effectsOf(missed);
      expect(effects.length).to.be.greaterThan(120);
      const broken: string[] = [];
      for (const [at, effect] of effects.entries()) {
        const done = when === 'after' ? at + 1 : at;
        const outcome = await outcomeOf(crashingGate(at, when), openCall(effects, done), missed);
        if (outcome !== undefined) broken.push(`${when} effect ${at}, ${effect}: ${outcome}`);
      }
      expect(broken).to.deep.equal([]);
    });
  }
});

describe('two hosts at once', () => {
  it('the other host doing everything at any moment, with the same messages, changes no verdict', async () => {
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
        expectTruth(world, { mayBeOut: effect.endsWith('registrar.submit'), isOut: false });
      } catch (error) {
        broken.push(`before effect ${at}, ${effect}: ${String(error)}`);
      }
    }
    expect(broken).to.deep.equal([]);
  });
});
