import { expect } from 'chai';
import { describe, it } from 'mocha';
import type { ReportMessage } from '../../../shared/domain/work.ts';
import { type Gate, gateBefore, meanwhileGate } from '../../fakes/gate.ts';
import { handleVisible, onlyReport, reportsOf, runUntilQuiet } from '../../fakes/run-host.ts';
import { goodFile, northwind } from '../../fakes/sample-settings.ts';
import { salesSheet, sheetOf } from '../../fakes/sheets.ts';
import { makeHost, makeWorld, type World } from '../../fakes/world.ts';

const minute = 60_000;

async function planned(text = salesSheet(2), name = 'northwind/May.csv') {
  const world = makeWorld();
  const host = makeHost(world);
  await world.dropUnseen(name, text);
  const intake = await host.intakeUpload(name);
  if (!('uploadId' in intake)) throw new Error('It is gone.');
  const message: ReportMessage = { version: 1, partnerId: 'northwind', uploadId: intake.uploadId };
  return { world, host, message };
}

const kindsOf = (world: World) => onlyReport(world).rows.map(({ verdict }) => verdict.kind);

describe('a report', () => {
  it('lies where the file lay, named after the file, the time it came and the upload', async () => {
    const { world, host, message } = await planned(salesSheet(1), 'northwind/contoso/May.csv');
    await runUntilQuiet(world, host);
    const name = `northwind/contoso/May.csv.20260105-080000-${message.uploadId.slice(0, 6)}.report.json`;
    expect([...reportsOf(world).keys()]).to.deep.equal([name]);
  });

  it('is provisional while a chunk is under way: its rows are in progress', async () => {
    const { world, host, message } = await planned();
    expect(await host.writeReport(message)).to.include({ kind: 'provisional', sequence: 1, rows: 2 });
    expect(kindsOf(world)).to.deep.equal(['inProgress', 'inProgress']);
    expect(onlyReport(world).head.counts).to.deep.equal({ inProgress: 2 });
  });

  it('says why rows wait when the platform is in trouble', async () => {
    const { world, host, message } = await planned();
    world.platforms.pc.how.submits = ['throttled'];
    await handleVisible(world, host);
    await host.writeReport(message);
    expect(onlyReport(world).rows[0]?.verdict).to.deep.include({
      kind: 'inProgress',
      reason: { code: 'platform_throttled' },
    });
  });

  it('names each thing that holds chunks back once', async () => {
    const text = sheetOf(['contoso.example', 'A', 'S-1'], ['contoso.example', 'B', 'S-2']);
    const { world, host } = await planned(text);
    world.platforms.pc.how.permit = { kind: 'missing', reason: { code: 'relationship_missing' } };
    await handleVisible(world, host);
    const { head } = onlyReport(world);
    expect(head.kind).to.equal('provisional');
    expect(head.holds).to.deep.equal([{ code: 'relationship_missing', params: { customer: 'Contoso' }, rows: 2 }]);
    expect(kindsOf(world)).to.deep.equal(['held', 'held']);
  });

  it('is final once every chunk is settled, and then the upload is closed', async () => {
    const { world, host, message } = await planned();
    await runUntilQuiet(world, host);
    expect(onlyReport(world).head).to.deep.include({ kind: 'final', counts: { registered: 2 } });
    expect(world.ports.open.all()).to.deep.equal([]);
    expect((await world.ports.ledger.read(message))?.value.state).to.equal('reported');
    expect(await host.writeReport(message)).to.deep.equal({ kind: 'nothing', why: 'the upload is reported' });
  });

  it('counts every row with its customer, sent or not', async () => {
    const known = ['contoso.example', 'A', 'S-1'] as const;
    const { world, host } = await planned(
      sheetOf(known, known, ['contoso.example', 'A', ''], ['nobody.example', 'A', 'S-2']),
    );
    await runUntilQuiet(world, host);
    const { head } = onlyReport(world);
    expect(head.groups.map(({ customerName, counts }) => ({ customerName, counts }))).to.deep.equal([
      { customerName: 'Contoso', counts: { registered: 1 } },
    ]);
    expect(head.notSent.map(({ customerName, counts }) => ({ customerName, counts }))).to.deep.equal([
      { customerName: 'Contoso', counts: { duplicate: 1, rejected: 1 } },
      { customerName: undefined, counts: { rejected: 1 } },
    ]);
    expect(head.counts).to.deep.equal({ registered: 1, duplicate: 1, rejected: 2 });
  });

  it('of a check says what would happen; nothing is sent', async () => {
    const world = makeWorld();
    const text = sheetOf(['contoso.example', 'A', 'S-1'], ['nobody.example', 'A', 'S-2']);
    await world.drop('northwind/check/May.csv', text);
    await runUntilQuiet(world, makeHost(world));
    expect(onlyReport(world).head).to.deep.include({ kind: 'check', counts: { rejected: 1, wouldRegister: 1 } });
    expect(kindsOf(world)).to.deep.equal(['wouldRegister', 'rejected']);
    expect(world.platforms.pc.accepted).to.deep.equal([]);
  });

  it('of a file that was refused has no rows and says why', async () => {
    const world = makeWorld();
    await world.drop('northwind/May.csv', 'nothing of interest');
    await runUntilQuiet(world, makeHost(world));
    const { head, rows } = onlyReport(world);
    expect(head).to.deep.include({ kind: 'final', rows: 0 });
    expect(head.refused?.code).to.be.a('string');
    expect(rows).to.deep.equal([]);
  });

  it('is written while settings are broken, and replaced once the file was taken up', async () => {
    const world = makeWorld();
    world.folder.partners.set('northwind', { version: '2', faults: ['it is not JSON'] });
    await world.drop('northwind/May.csv', salesSheet(1));
    const host = makeHost(world);
    await handleVisible(world, host);
    expect(onlyReport(world).head).to.deep.include({ kind: 'provisional' });
    expect(onlyReport(world).head.refused?.code).to.equal('settings_broken');
    world.folder.partners.set('northwind', goodFile(northwind));
    await runUntilQuiet(world, host);
    expect(onlyReport(world).head).to.deep.include({ kind: 'final', counts: { registered: 1 } });
  });

  it('of an upload that is taken up at any moment while it is written as waiting, is in the end the one of its rows', async () => {
    for (let at = 0, passed = false; !passed; at += 1) {
      const world = makeWorld();
      const host = makeHost(world);
      world.folder.partners.set('northwind', { version: '2', faults: ['it is not JSON'] });
      await world.dropUnseen('northwind/May.csv', salesSheet(2));
      const intake = await host.intakeUpload('northwind/May.csv');
      if (intake.kind !== 'waiting') throw new Error(`It is ${intake.kind}.`);
      passed = true;
      const gate: Gate = meanwhileGate(at, async () => {
        passed = false;
        world.folder.partners.set('northwind', goodFile(northwind));
        await host.intakeUpload('northwind/May.csv');
      });
      await makeHost(world, gate).writeReport({ version: 1, partnerId: 'northwind', uploadId: intake.uploadId });
      world.folder.partners.set('northwind', goodFile(northwind));
      await runUntilQuiet(world, host);
      const { head } = onlyReport(world);
      expect(head, `before effect ${at}`).to.deep.include({ kind: 'final', counts: { registered: 2 } });
    }
  });

  it('of an upload nobody knows, or that is still being read, is not written', async () => {
    const { host, world, message } = await planned();
    expect(await host.writeReport({ ...message, uploadId: '0'.repeat(24) })).to.have.property('kind', 'nothing');
    expect(await host.writeReport({ ...message, partnerId: 'tailspin' })).to.have.property('kind', 'nothing');
    expect(reportsOf(world).size).to.equal(0);
  });
});

describe('two renderings of the same report', () => {
  it('at any moment of one, the other may come in between: the newest state of the ledger stays', async () => {
    for (let at = 0, passed = false; !passed; at += 1) {
      const { world, host, message } = await planned();
      await handleVisible(world, host);
      // Meanwhile the chunk settles and the final report is written; the first one has seen it still under way.
      const meanwhile = async (): Promise<void> => {
        world.clock.move(2 * minute);
        await handleVisible(world, host);
      };
      passed = true;
      const gate: Gate = meanwhileGate(at, async () => {
        passed = false;
        await meanwhile();
      });
      await makeHost(world, gate).writeReport(message);
      await runUntilQuiet(world, host);
      expect(onlyReport(world).head.kind, `before effect ${at}`).to.equal('final');
    }
  });

  it('at any moment of a final one, another may come in between: operators count the upload once', async () => {
    for (let at = 0, passed = false; !passed; at += 1) {
      const { world, host, message } = await planned();
      await handleVisible(world, host);
      world.clock.move(2 * minute);
      for (const { work } of world.post.all()) if (work.kind === 'chunk') await host.registerChunk(work.message);
      passed = true;
      const gate: Gate = meanwhileGate(at, async () => {
        passed = false;
        await host.writeReport(message);
      });
      await makeHost(world, gate).writeReport(message);
      expect(world.over, `before effect ${at}`).to.have.lengthOf(1);
    }
  });

  it('a final report is never replaced by one that saw less, however the two are mixed', async () => {
    const { world, host, message } = await planned();
    await handleVisible(world, host);
    const reached = Promise.withResolvers<void>();
    const goOn = Promise.withResolvers<void>();
    // The slow one has seen the chunk under way and is about to store its files.
    const slow = makeHost(
      world,
      gateBefore('reports.put', async () => {
        reached.resolve();
        await goOn.promise;
      }),
    );
    let slowReport: Promise<unknown> | undefined;
    // The quick one began first; the chunk settles before it looks at it.
    const quick = makeHost(
      world,
      gateBefore('chunks.list', async () => {
        slowReport ??= slow.writeReport(message);
        await reached.promise;
        world.clock.move(2 * minute);
        for (const { work } of world.post.all()) if (work.kind === 'chunk') await host.registerChunk(work.message);
        world.post.clear();
      }),
    );
    await quick.writeReport(message);
    goOn.resolve();
    await slowReport;
    await runUntilQuiet(world, host);
    expect(onlyReport(world).head.kind).to.equal('final');
  });
});
