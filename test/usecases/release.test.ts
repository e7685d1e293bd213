import { expect } from 'chai';
import { describe, it } from 'mocha';
import { ContractViolation } from '../../shared/errors.ts';
import { releaseWindow } from '../../shared/usecases/release.ts';
import { handleVisible, reportsOf, runUntilQuiet } from '../fakes/run-host.ts';
import { contoso, fabrikam, goodFile, northwind } from '../fakes/sample-settings.ts';
import { salesSheet, sheetOf } from '../fakes/sheets.ts';
import { thrownBy } from '../fakes/thrown-by.ts';
import { makeHost, makeWorld, type World } from '../fakes/world.ts';

/** A file with this many chunks of one device each, as each has a group tag of its own. */
const chunksSheet = (chunks: number): string =>
  sheetOf(...Array.from({ length: chunks }, (_, index) => ['contoso.example', `Tag ${index}`, `S-${index}`] as const));

const countOf = async (world: World, uploadId: string) => {
  const chunks = await world.ports.chunks.list(uploadId);
  return Object.fromEntries(
    ['waiting', 'pending', 'sent', 'settled'].map((state) => [
      state,
      chunks.filter((chunk) => chunk.state === state).length,
    ]),
  );
};

async function planned(chunks: number) {
  const world = makeWorld();
  const host = makeHost(world);
  await world.dropUnseen('northwind/May.csv', chunksSheet(chunks));
  const intake = await host.intakeUpload('northwind/May.csv');
  if (intake.kind !== 'planned') throw new Error(`It is ${intake.kind}.`);
  return { world, host, uploadId: intake.uploadId };
}

describe('the release window', () => {
  it('lets four chunks of a partner and connection go at once, and the next when one is settled', async () => {
    const { world, host, uploadId } = await planned(11);
    expect(releaseWindow).to.equal(4);
    let most = 0;
    for (let rounds = 0; rounds < 200; rounds += 1) {
      const { pending = 0, sent = 0 } = await countOf(world, uploadId);
      most = Math.max(most, pending + sent);
      const letter = world.post.receive();
      if (letter?.work.kind === 'chunk') await host.registerChunk(letter.work.message);
      if (letter === undefined) world.clock.move(10_000);
      else world.post.done(letter);
    }
    expect(most).to.equal(4);
    expect(await countOf(world, uploadId)).to.include({ settled: 11 });
  });

  it('of one partner does not delay another on the same connection', async () => {
    const { world, host } = await planned(40);
    const tailspin = { ...northwind, partnerId: 'tailspin', customers: [{ ...fabrikam, connections: ['pc'] }] };
    world.folder.partners.set('tailspin', goodFile(tailspin));
    await handleVisible(world, host);
    const submissionsBefore = world.platforms.pc.accepted.length;
    await world.drop('tailspin/May.csv', sheetOf(['fabrikam.example', 'Sales', 'T-1']));
    await handleVisible(world, host);
    const [next] = world.platforms.pc.accepted.slice(submissionsBefore);
    expect(next?.customer.tenantId).to.equal(fabrikam.customerTenantId);
  });

  it('of one connection does not delay another connection of the same partner', async () => {
    const { world, host } = await planned(40);
    await handleVisible(world, host);
    await world.drop('northwind/June.csv', sheetOf(['fabrikam.example', '', 'T-1']));
    await handleVisible(world, host);
    expect(world.platforms.oem.accepted).to.have.length(1);
  });

  it('is given free by a chunk on hold', async () => {
    const { world, host } = await planned(8);
    world.platforms.pc.how.permit = { kind: 'missing', reason: { code: 'relationship_missing' } };
    await handleVisible(world, host);
    expect(await world.ports.releaseQueue.list('northwind', 'pc')).to.deep.equal([]);
    world.platforms.pc.how.permit = { kind: 'granted' };
    await runUntilQuiet(world, host);
    expect(world.platforms.pc.accepted).to.have.length(8);
  });

  it('is given free by chunks that can not be worked on: four of them do not block their partner', async () => {
    const { world, host, uploadId } = await planned(4);
    for (let chunk = 0; chunk < 4; chunk += 1) {
      const there = await world.ports.chunks.read(uploadId, chunk);
      if (there === undefined) throw new Error('There is no chunk.');
      // Somebody edits the ledger: it no longer says what the plan sealed.
      await world.ports.chunks.replace({ ...there.value, groupTag: 'Elsewhere' }, there.etag);
    }
    for (const { work } of world.post.all()) {
      if (work.kind === 'chunk') expect(await thrownBy(host.registerChunk(work.message))).to.be.instanceOf(Error);
    }
    expect(await world.ports.releaseQueue.list('northwind', 'pc')).to.deep.equal([]);
    world.post.clear();
    await world.drop('northwind/June.csv', sheetOf(['contoso.example', 'Sales', 'L-1']));
    await handleVisible(world, host);
    expect(world.platforms.pc.accepted.map(({ groupTag }) => groupTag)).to.deep.equal(['Sales']);
  });

  it('is given free by chunks whose rows nobody can read, and by ones that are gone', async () => {
    const { world } = await planned(4);
    const june = sheetOf(['contoso.example', 'Sales', 'L-1']);
    const { read } = world.ports.chunks;
    let reads = 0;
    world.ports.chunks.read = async (uploadId, chunk) => {
      const there = await read(uploadId, chunk);
      if (!there?.value.groupTag?.startsWith('Tag')) return there;
      reads += 1;
      if (reads % 2 === 0) return undefined;
      throw new ContractViolation('The row is nonsense.');
    };
    world.post.clear();
    await world.drop('northwind/June.csv', june);
    await handleVisible(world, makeHost(world));
    expect(world.platforms.pc.accepted.map(({ groupTag }) => groupTag)).to.deep.equal(['Sales']);
  });

  it('is given free after an hour by chunks whose jobs do not end; they are followed all the same', async () => {
    const { world, host, uploadId } = await planned(4);
    world.platforms.pc.how.jobsEnd = false;
    await world.drop('northwind/June.csv', sheetOf(['contoso.example', 'Sales', 'L-1']));
    const pass = async (minutes: number): Promise<void> => {
      for (let passed = 0; passed < minutes; passed += 1) {
        world.clock.move(60_000);
        await handleVisible(world, host);
        await host.repair();
      }
      await handleVisible(world, host);
    };
    await pass(55);
    expect(world.platforms.pc.accepted).to.have.length(4);
    await pass(10);
    expect(world.platforms.pc.accepted).to.have.length(5);
    expect(await countOf(world, uploadId)).to.include({ sent: 4 });
    world.platforms.pc.how.jobsEnd = true;
    await runUntilQuiet(world, host);
    expect([...reportsOf(world).values()].map(({ head }) => head.counts)).to.have.deep.members([
      { registered: 4 },
      { registered: 1 },
    ]);
  });

  it('serves uploads in the order they were planned', async () => {
    const { world, host } = await planned(6);
    world.clock.move(1_000);
    await world.drop('northwind/June.csv', sheetOf(['contoso.example', 'Late', 'L-1']));
    await runUntilQuiet(world, host);
    expect(world.platforms.pc.accepted.map(({ groupTag }) => groupTag).at(-1)).to.equal('Late');
  });
});

describe('releasing a plan', () => {
  it('again changes nothing', async () => {
    const { world, host, uploadId } = await planned(2);
    const plan = await world.ports.plans.read({ partnerId: 'northwind', uploadId });
    if (plan === undefined) throw new Error('There is no plan.');
    const letters = world.post.all().length;
    await host.release.plan(plan);
    expect(world.post.all()).to.have.length(letters);
  });
});

describe('two partners', () => {
  it('see nothing of each other: not in ledgers, reports, progress or messages', async () => {
    const own = { ...northwind, customers: [contoso] };
    const tailspin = { ...northwind, partnerId: 'tailspin', name: 'Tailspin', customers: [fabrikam] };
    const world = makeWorld([own, tailspin]);
    const host = makeHost(world);
    await world.drop('northwind/May.csv', salesSheet(2));
    await world.drop('tailspin/May.csv', sheetOf(['fabrikam.example', '', 'T-1'], ['contoso.example', '', 'T-2']));
    await runUntilQuiet(world, host);
    const [first] = await world.ports.ledger.newest('northwind', 10);
    if (first === undefined) throw new Error('There is no upload.');
    expect(await host.readProgress({ partnerId: 'tailspin', uploadId: first.uploadId })).to.equal(undefined);
    for (const [name, report] of reportsOf(world)) {
      const other = name.startsWith('tailspin') ? /northwind|"S-1"/i : /tailspin|fabrikam|T-1/i;
      expect(JSON.stringify(report)).not.to.match(other);
    }
    const theirs = [...reportsOf(world)].find(([name]) => name.startsWith('tailspin'))?.[1];
    expect(theirs?.rows[1]?.verdict).to.deep.include({
      kind: 'rejected',
      reason: {
        code: 'customer_unknown',
        params: { customer: 'contoso.example', column: '"Customer Tenant ID"', detail: 'column' },
      },
    });
  });
});

describe('the progress of an upload', () => {
  it('tells chunks and devices from the ledger, before, meanwhile and after', async () => {
    const { world, host, uploadId } = await planned(5);
    const key = { partnerId: 'northwind', uploadId };
    const start = await host.readProgress(key);
    expect(start).to.deep.include({ state: 'planned', rows: 5, fileName: 'May.csv', counts: {} });
    expect(start?.chunks).to.deep.equal({ total: 5, settled: 0, held: 0, underWay: 4 });
    await runUntilQuiet(world, host);
    const end = await host.readProgress(key);
    expect(end).to.deep.include({ state: 'reported', counts: { registered: 5 } });
    expect(end?.devices).to.deep.equal({ total: 5, settled: 5 });
    expect(end?.reportedAt).to.be.a('string');
  });

  it('of an upload still being read is how many rows were read', async () => {
    const { world, host, uploadId } = await planned(1);
    const key = { partnerId: 'northwind', uploadId };
    const there = await world.ports.ledger.read(key);
    if (there === undefined) throw new Error('There is no upload.');
    await world.ports.ledger.write({ ...there.value, state: 'planning', rowsRead: 7 }, there.etag);
    expect(await host.readProgress(key)).to.deep.include({ state: 'planning', rows: 7 });
  });
});
