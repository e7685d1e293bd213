import { expect } from 'chai';
import { describe, it } from 'mocha';
import { deviceKeys } from '../../../shared/domain/device-key.ts';
import { uploadIdOf } from '../../../shared/domain/ids.ts';
import { gateBefore } from '../../fakes/gate.ts';
import { handleVisible, reportsOf, runUntilQuiet } from '../../fakes/run-host.ts';
import { contoso, goodFile, northwind } from '../../fakes/sample-settings.ts';
import { deviceOf, salesSheet, sheetOf } from '../../fakes/sheets.ts';
import { makeHost, makeWorld, type World } from '../../fakes/world.ts';

const name = 'northwind/May.csv';
const minute = 60_000;

/** A sheet as a retry workbook holds it. */
const retrySheet = (...rows: readonly (readonly [serial: string, tag: string, reference: string])[]): string =>
  [
    'Customer Tenant ID,Group Tag,Manufacturer,Model,Serial Number,Reason,Upload reference',
    ...rows.map(([serial, tag, reference]) => `contoso.example,${tag},Getac,20XW,${serial},Because.,${reference}`),
  ].join('\r\n');

async function drop(world: World, file: string, text: string, metadata: Readonly<Record<string, string>> = {}) {
  world.clock.move(minute);
  const blob = await world.drop(file, text, metadata);
  await runUntilQuiet(world, makeHost(world));
  const uploadId = uploadIdOf('uploads', blob.name, blob.etag);
  const report = [...reportsOf(world).values()].find(({ head }) => head.uploadId === uploadId);
  if (report === undefined) throw new Error('There is no report.');
  return { uploadId, ...report };
}

describe('the same content dropped again', () => {
  const answering = { ...northwind, answerFromLedger: true };

  it('is answered from the ledger where the partner wants it: nothing is sent', async () => {
    const world = makeWorld([answering]);
    await drop(world, name, salesSheet(2));
    const sent = world.platforms.pc.accepted.length;
    const { head, rows } = await drop(world, name, salesSheet(2));
    expect(head.counts).to.deep.equal({ alreadyRegistered: 2 });
    expect(rows[0]?.verdict.reason?.code).to.equal('answered_from_ledger');
    expect(world.platforms.pc.accepted).to.have.length(sent);
  });

  it('with one more device sends just that one', async () => {
    const world = makeWorld([answering]);
    await drop(world, name, salesSheet(2));
    const { head } = await drop(world, name, salesSheet(3));
    expect(head.counts).to.deep.equal({ alreadyRegistered: 2, registered: 1 });
    expect(world.platforms.pc.accepted.at(-1)?.devices).to.have.length(1);
  });

  it('asks the platform again where the partner does not say otherwise', async () => {
    const world = makeWorld();
    await drop(world, name, salesSheet(1));
    const { rows } = await drop(world, name, salesSheet(1));
    expect(rows[0]?.verdict).to.deep.include({ kind: 'alreadyRegistered' });
    expect(rows[0]?.verdict.reason?.code).to.equal('device_already_registered');
  });

  it('under another group tag leaves the tag we believe in: the platform moved nothing', async () => {
    const world = makeWorld();
    const tagged = (tag: string): string => sheetOf(['contoso.example', tag, 'S-1']);
    await drop(world, name, tagged('First'));
    const { rows } = await drop(world, name, tagged('Second'));
    expect(rows[0]?.verdict).to.deep.include({ kind: 'alreadyRegistered' });
    const keys = deviceKeys(deviceOf('S-1'));
    const rowsByKey = await world.ports.devices.known('northwind', 'pc', contoso.customerTenantId, keys);
    expect([...rowsByKey.values()].map(({ groupTag }) => groupTag)).to.deep.equal(['First']);
  });
});

describe('a retry file', () => {
  const first = sheetOf(['contoso.example', '', 'S-1'], ['contoso.example', '', ''], ['contoso.example', 'Own', '']);

  it('tells how the first file stands together with it, and takes over its group tag', async () => {
    const world = makeWorld();
    const { uploadId, head } = await drop(world, name, first, { grouptag: 'FromUpload' });
    expect(head.counts).to.deep.equal({ registered: 1, rejected: 2 });
    expect(head.followUpOf).to.equal(undefined);
    const retry = await drop(
      world,
      'northwind/May.retry.csv',
      retrySheet(['S-2', '', `${uploadId}##3`], ['', 'Own', `${uploadId}##4`]),
    );
    expect(retry.head.counts).to.deep.equal({ registered: 1, rejected: 1 });
    expect(retry.head.followUpOf).to.deep.equal([
      { uploadId, fileName: 'May.csv', rows: 3, counts: { registered: 2, rejected: 1 } },
    ]);
    expect(world.platforms.pc.holderOf(deviceOf('S-2'))?.groupTag).to.equal('FromUpload');

    const last = await drop(world, 'northwind/last.csv', retrySheet(['S-3', '', `${retry.uploadId}##3`]));
    expect(last.head.followUpOf?.map(({ fileName, counts }) => [fileName, counts])).to.deep.equal([
      ['May.retry.csv', { registered: 2 }],
      ['May.csv', { registered: 3 }],
    ]);
    expect(world.platforms.pc.holderOf(deviceOf('S-3'))?.groupTag).to.equal('FromUpload');
  });

  it('of a check is a new file without a remark, and takes over its group tag', async () => {
    const world = makeWorld();
    const { uploadId } = await drop(world, 'northwind/check/May.csv', first, { grouptag: 'FromUpload' });
    const retry = await drop(world, 'northwind/May.retry.csv', retrySheet(['S-2', '', `${uploadId}##3`]));
    expect(retry.head.followUpOf).to.equal(undefined);
    expect(retry.rows.map(({ verdict }) => [verdict.kind, verdict.remarks])).to.deep.equal([['registered', undefined]]);
    expect(world.platforms.pc.holderOf(deviceOf('S-2'))?.groupTag).to.equal('FromUpload');
  });

  it('of another partner is a new file with a remark, and tells nothing of the other', async () => {
    const tailspin = { ...northwind, partnerId: 'tailspin' };
    const world = makeWorld([northwind]);
    const { uploadId } = await drop(world, name, first, { grouptag: 'Secret' });
    world.folder.partners.set('tailspin', goodFile(tailspin));
    world.folder.partners.delete('northwind');
    const { head, rows } = await drop(
      world,
      'tailspin/a.csv',
      retrySheet(['S-9', 'Own', `${uploadId}##3`], ['S-8', 'Own', 'nonsense'], ['S-7', 'Own', '']),
    );
    expect(head.followUpOf).to.equal(undefined);
    expect(rows.map(({ verdict }) => verdict.remarks?.map(({ code }) => code))).to.deep.equal([
      ['upload_reference_ignored'],
      ['upload_reference_ignored'],
      undefined,
    ]);
  });
});

describe('an overwritten file', () => {
  const noticesOf = (world: World): readonly string[] =>
    [...reportsOf(world).values()].flatMap(({ head }) => head.notices.map(({ code }) => code));

  it('that was not sealed is superseded, and the next version says so', async () => {
    const world = makeWorld();
    await world.dropUnseen(name, salesSheet(1));
    const slow = makeHost(
      world,
      gateBefore('uploads.read', async () => {
        world.clock.move(minute);
        await world.dropUnseen(name, salesSheet(2));
      }),
    );
    expect(await slow.intakeUpload(name)).to.have.property('kind', 'superseded');
    const host = makeHost(world);
    await host.intakeUpload(name);
    await runUntilQuiet(world, host);
    expect(noticesOf(world)).to.deep.equal(['earlier_version_superseded']);
  });

  it('whose plan was sealed goes on, and the next version says so', async () => {
    const world = makeWorld();
    const host = makeHost(world);
    await world.drop(name, salesSheet(1));
    await handleVisible(world, host);
    world.clock.move(1_000);
    await world.drop(name, salesSheet(2));
    await runUntilQuiet(world, host);
    expect(noticesOf(world)).to.deep.equal(['earlier_version_goes_on']);
    expect(reportsOf(world).size).to.equal(2);
  });
});
