import { expect } from 'chai';
import { describe, it } from 'mocha';
import { uploadIdOf } from '../../../shared/domain/ids.ts';
import { runUntilQuiet } from '../../fakes/run-host.ts';
import { contoso, northwind, partnerCenter } from '../../fakes/sample-settings.ts';
import { makeHost, makeWorld } from '../../fakes/world.ts';

const anna = { who: 'partner', by: 'Anna (object id 1)' } as const;
const device = (serial: string) => ({ kind: 'tuple', manufacturer: 'Getac', model: '20XW', serial }) as const;
const line = (action: string, serial: string) => `${action},contoso.example,Sales,Getac,20XW,${serial}`;

/** Two devices that are to be removed, one that is to be registered, and one that is not there. */
const sheet = [
  'Action,Customer,Group Tag,Manufacturer,Model,Serial Number',
  line('deregister', 'S-1'),
  line('deregister', 'S-2'),
  line('', 'S-3'),
  line('deregister', 'S-9'),
].join('\r\n');

async function asked(name = 'May.csv', text = sheet, metadata: Readonly<Record<string, string>> = {}) {
  const world = makeWorld([{ ...northwind, connections: ['pc'], customers: [contoso] }], [partnerCenter]);
  for (const serial of ['S-1', 'S-2']) world.platforms.pc.hold(device(serial), contoso.customerTenantId, 'Sales');
  const host = makeHost(world);
  const { etag } = await world.drop(`northwind/${name}`, text, metadata);
  await runUntilQuiet(world, host);
  const key = { partnerId: 'northwind', uploadId: uploadIdOf('uploads', `northwind/${name}`, etag) };
  const isHeld = (serial: string): boolean => world.platforms.pc.holderOf(device(serial)) !== undefined;
  return { world, host, key, isHeld, ...host.serving };
}

describe('confirming removals', () => {
  it('removes the devices that awaited it, as the dropped workbook does, and no other', async () => {
    const { world, host, key, isHeld, confirmRemovals, readUpload } = await asked();
    expect((await readUpload(key))?.can.confirm).to.equal(true);
    const confirmed = await confirmRemovals(key, 2, anna);
    if (typeof confirmed !== 'object') throw new Error(`Nothing was confirmed: ${confirmed}`);
    expect(confirmed.rows).to.equal(2);
    const after = await readUpload(key);
    expect(after?.can.confirm).to.equal(false);
    expect(after?.followedBy).to.have.nested.property('[0].what', 'confirmed');
    await runUntilQuiet(world, host);
    const view = await readUpload({ ...key, uploadId: confirmed.uploadId });
    expect(view?.summary.counts).to.deep.equal({ deregistered: 2 });
    expect(view?.follows).to.deep.equal([key.uploadId]);
    expect(['S-1', 'S-2', 'S-3'].map(isHeld)).to.deep.equal([false, false, true]);
    const entry = world.record.find(({ what }) => what === 'removalsConfirmed');
    expect(entry).to.include({ ...anna, ...key, newUploadId: confirmed.uploadId });
  });

  it('keeps what the whole file was asked for by its metadata', async () => {
    const text = `Customer,Manufacturer,Model,Serial Number\r\ncontoso.example,Getac,20XW,S-1`;
    const { world, host, key, isHeld, confirmRemovals } = await asked('May.csv', text, { action: 'deregister' });
    expect(await confirmRemovals(key, 1, anna)).to.include({ rows: 1 });
    await runUntilQuiet(world, host);
    expect(isHeld('S-1')).to.equal(false);
  });

  it('does nothing when another number was shown, or of an upload of somebody else', async () => {
    const { world, host, key, isHeld, confirmRemovals } = await asked();
    expect(await confirmRemovals(key, 3, anna)).to.equal('countDiffers');
    expect(await confirmRemovals({ ...key, partnerId: 'tailspin' }, 2, anna)).to.equal(undefined);
    await runUntilQuiet(world, host);
    expect(['S-1', 'S-2'].map(isHeld)).to.deep.equal([true, true]);
    expect(world.record.some(({ what }) => what === 'removalsConfirmed')).to.equal(false);
  });

  it('is offered for two weeks', async () => {
    const { world, key, confirmRemovals, readUpload } = await asked();
    world.clock.move(15 * 24 * 3_600_000);
    expect((await readUpload(key))?.can.confirm).to.equal(false);
    expect(await confirmRemovals(key, 2, anna)).to.equal('expired');
  });

  it('is not offered for a check', async () => {
    const { key, confirmRemovals, readUpload } = await asked('check/May.csv');
    expect((await readUpload(key))?.can.confirm).to.equal(false);
    expect(await confirmRemovals(key, 2, anna)).to.equal('nothing');
  });
});
