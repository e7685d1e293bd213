import { expect } from 'chai';
import { describe, it } from 'mocha';
import type { UploadProgress } from '../../shared/usecases/upload-progress.ts';
import { makeKeepProgress } from '../../shared/usecases/upload-progress.ts';
import { handleVisible, runUntilQuiet } from '../fakes/run-host.ts';
import { salesSheet } from '../fakes/sheets.ts';
import { makeHost, makeWorld, type World } from '../fakes/world.ts';

function kept(world: World): { readonly progress: UploadProgress; readonly sequence: number; readonly name: string } {
  const [entry] = [...world.files].filter(([name]) => name.endsWith('.progress.json'));
  if (entry === undefined) throw new Error('There is no progress.');
  const [name, { text, sequence }] = entry;
  return { progress: JSON.parse(text), sequence, name };
}

async function planned() {
  const world = makeWorld();
  const host = makeHost(world);
  await world.dropUnseen('northwind/May.csv', salesSheet(3));
  const intake = await host.intakeUpload('northwind/May.csv');
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

  it('is never overwritten by what was seen earlier', async () => {
    const { world, host, key } = await planned();
    await runUntilQuiet(world, host);
    const before = kept(world);
    await makeKeepProgress(world.ports)(key, []);
    expect(kept(world)).to.deep.equal(before);
  });
});
