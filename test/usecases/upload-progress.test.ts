import { expect } from 'chai';
import { describe, it } from 'mocha';
import type { UploadProgress } from '../../shared/usecases/upload-progress.ts';
import { makeKeepProgress } from '../../shared/usecases/upload-progress.ts';
import { gateBefore } from '../fakes/gate.ts';
import { handleVisible, runUntilQuiet } from '../fakes/run-host.ts';
import { salesSheet } from '../fakes/sheets.ts';
import { makeHost, makeWorld, type World } from '../fakes/world.ts';

function kept(world: World): { readonly progress: UploadProgress; readonly sequence: number; readonly name: string } {
  const [entry] = [...world.files].filter(([name]) => name.endsWith('.progress.json'));
  if (entry === undefined) throw new Error('There is no progress.');
  const [name, { text, sequence }] = entry;
  return { progress: JSON.parse(text), sequence, name };
}

async function planned(text = salesSheet(3), name = 'northwind/May.csv') {
  const world = makeWorld();
  const host = makeHost(world);
  await world.dropUnseen(name, text);
  const intake = await host.intakeUpload(name);
  if (intake.kind !== 'planned') throw new Error(`It is ${intake.kind}.`);
  return { world, host, key: { partnerId: 'northwind', uploadId: intake.uploadId } };
}

describe('the progress beside a report', () => {
  it('stands as soon as the upload is planned, named like its report', async () => {
    const { world } = await planned();
    const { name, progress } = kept(world);
    expect(name).to.match(/^northwind\/May\.csv\.20260105-080000-[0-9a-f]{6}\.progress\.json$/);
    expect(progress).to.deep.include({ state: 'planned', rows: 3, devices: { total: 3, settled: 0 } });
  });

  it('says the same as the ledger once all is reported', async () => {
    const { world, host, key } = await planned();
    await runUntilQuiet(world, host);
    const { progress } = kept(world);
    expect(progress).to.deep.equal(await host.readProgress(key));
    expect(progress).to.deep.include({ state: 'reported', counts: { registered: 3 } });
  });

  it('shows what is held', async () => {
    const { world, host } = await planned();
    world.platforms.pc.how.permit = { kind: 'missing', reason: { code: 'relationship_missing' } };
    await handleVisible(world, host);
    expect(kept(world).progress.chunks).to.deep.include({ held: 1, settled: 0 });
  });

  it('says why something is held, who must act and for which customer', async () => {
    const { world, host } = await planned();
    world.platforms.pc.how.permit = { kind: 'missing', reason: { code: 'relationship_missing' } };
    await handleVisible(world, host);
    const [hold] = kept(world).progress.holds;
    expect(hold).to.include({ code: 'relationship_missing', who: 'customer', customer: 'Contoso' });
    expect(hold?.advice).to.be.a('string').and.not.equal('');
  });

  it('says that a file was refused, and why', async () => {
    const { world, host, key } = await planned('There is no header here\n1,2,3\n');
    await runUntilQuiet(world, host);
    expect(kept(world).progress.refused).to.include({ code: 'no_header', who: 'uploader' });
    expect((await host.readProgress(key))?.refused?.happened).to.be.a('string');
  });

  it('of a check is whole once it is reported, and claims nothing that was not done', async () => {
    const { world, host } = await planned(salesSheet(3), 'northwind/check/May.csv');
    await runUntilQuiet(world, host);
    const { progress } = kept(world);
    expect(progress).to.deep.include({ check: true, devices: { total: 3, settled: 3 }, counts: { wouldRegister: 3 } });
  });

  it('names no report before all of its files are there', async () => {
    const { world, host, key } = await planned();
    await handleVisible(world, host);
    const seen: (string | undefined)[] = [];
    const writing = makeHost(
      world,
      gateBefore('reports.put', async () => {
        seen.push((await host.readProgress(key))?.reportedAt);
      }),
    );
    await writing.writeReport({ version: 1, ...key });
    expect(seen.slice(0, -1)).to.deep.equal(seen.slice(0, -1).map(() => undefined));
    expect((await host.readProgress(key))?.reportedAt).to.be.a('string');
  });

  it('is never overwritten by what was seen earlier', async () => {
    const { world, host, key } = await planned();
    await runUntilQuiet(world, host);
    const before = kept(world);
    await makeKeepProgress(world.ports)(key, []);
    expect(kept(world)).to.deep.equal(before);
  });
});
