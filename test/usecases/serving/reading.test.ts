import { expect } from 'chai';
import { describe, it } from 'mocha';
import { uploadIdOf } from '../../../shared/domain/ids.ts';
import { makeColumnFinder } from '../../../shared/domain/reading/columns.ts';
import { addedColumns } from '../../../shared/domain/reporting/correct-row.ts';
import type { FindDevice } from '../../../shared/usecases/serving/find-device.ts';
import { summaryOf } from '../../../shared/usecases/serving/upload-summary.ts';
import { handleVisible, reportsOf, runUntilQuiet } from '../../fakes/run-host.ts';
import { contoso, fabrikam, northwind, partnerCenter } from '../../fakes/sample-settings.ts';
import { salesSheet, sheetOf } from '../../fakes/sheets.ts';
import { makeHost, makeWorld } from '../../fakes/world.ts';

const anna = { who: 'partner', by: 'Anna (object id 1)' } as const;
const olga = { who: 'operator', by: 'Olga (object id 2)' } as const;

async function dropped(files: Readonly<Record<string, string>>, partner = northwind) {
  const world = makeWorld([partner]);
  const host = makeHost(world);
  const ids: string[] = [];
  for (const [name, text] of Object.entries(files)) {
    const blob = await world.drop(`northwind/${name}`, text);
    ids.push(uploadIdOf('uploads', blob.name, blob.etag));
    world.clock.move(60_000);
  }
  const key = { partnerId: 'northwind', uploadId: ids[0] ?? '' };
  return { world, host, ids, key, ...host.serving };
}

/** One good row, one without a customer anybody knows, one that says nothing of a device. */
const mixed = sheetOf(
  ['contoso.example', 'Sales', 'S-1'],
  ['nobody.example', 'Sales', 'S-2'],
  ['contoso.example', 'Sales', 'S-1'],
);

describe('the list of uploads', () => {
  it('comes newest first, in pages, and each upload once', async () => {
    const files = Object.fromEntries(Array.from({ length: 7 }, (_, at) => [`${at}.csv`, salesSheet(1)]));
    const { world, host, listUploads, ids } = await dropped(files);
    await runUntilQuiet(world, host);
    const seen: string[] = [];
    for (let cursor: string | undefined = ''; cursor !== undefined; ) {
      const page = await listUploads('northwind', { limit: 3, ...(cursor === '' ? {} : { cursor }) });
      if (page === 'badCursor') throw new Error('The cursor was refused.');
      seen.push(...page.uploads.map(({ uploadId }) => uploadId));
      cursor = page.next;
    }
    expect(seen).to.deep.equal(ids.toReversed());
    expect(await listUploads('tailspin', { limit: 3 })).to.deep.equal({ uploads: [] });
    expect(await listUploads('northwind', { limit: 3, cursor: '../1' })).to.equal('badCursor');
  });

  it('says that devices are to be sent as long as the ledger does not list the chunks of the plan', async () => {
    const { world, host, key } = await dropped({ 'May.csv': salesSheet(2) });
    world.platforms.pc.how.permit = { kind: 'missing', reason: { code: 'relationship_missing' } };
    await handleVisible(world, host);
    const state = (await world.ports.ledger.read(key))?.value;
    const plan = await world.ports.plans.read(key);
    if (state === undefined || plan === undefined) throw new Error('The upload was not planned.');
    const chunks = await world.ports.chunks.list(key.uploadId);
    expect(summaryOf(state, plan, [], world.clock.now()).stage).to.equal('sending');
    expect(summaryOf(state, plan, chunks, world.clock.now()).stage).to.equal('held');
  });

  it('shows what is open, held, done, refused or checked', async () => {
    const { world, host, listUploads } = await dropped({
      'done.csv': salesSheet(1),
      'refused.csv': 'nothing,of,use\r\n1,2,3',
      'check/only.csv': salesSheet(2),
    });
    await runUntilQuiet(world, host);
    world.platforms.pc.how.permit = { kind: 'missing', reason: { code: 'relationship_missing' } };
    await world.drop('northwind/held.csv', salesSheet(3));
    await handleVisible(world, host);
    const shown = async (show?: 'open' | 'held' | 'late' | 'done' | 'refused' | 'check') => {
      const page = await listUploads('northwind', { limit: 10, ...(show === undefined ? {} : { show }) });
      return page === 'badCursor' ? [] : page.uploads.map(({ fileName }) => fileName);
    };
    expect(await shown()).to.deep.equal(['held.csv', 'check/only.csv', 'refused.csv', 'done.csv']);
    expect(await shown('open')).to.deep.equal(['held.csv']);
    expect(await shown('held')).to.deep.equal(['held.csv']);
    expect(await shown('late')).to.deep.equal([]);
    expect(await shown('done')).to.deep.equal(['done.csv']);
    expect(await shown('refused')).to.deep.equal(['refused.csv']);
    expect(await shown('check')).to.deep.equal(['check/only.csv']);
  });

  it('calls late what takes longer than six hours and waits for nobody', async () => {
    const { world, host, listUploads } = await dropped({ 'slow.csv': salesSheet(1) });
    await handleVisible(world, host);
    world.platforms.pc.how.jobsEnd = false;
    world.clock.move(7 * 3_600_000);
    const page = await listUploads('northwind', { show: 'late', limit: 10 });
    expect(page).to.have.nested.property('uploads[0].late', true);
  });
});

describe('one upload', () => {
  it('tells state, counts, why rows failed, files and what can be done', async () => {
    const { world, host, readUpload, key } = await dropped({ 'May.csv': mixed });
    await runUntilQuiet(world, host);
    const view = await readUpload(key);
    expect(view?.summary).to.deep.include({ stage: 'done', rows: 3, check: false });
    expect(view?.summary.counts).to.deep.equal({ registered: 1, rejected: 1, duplicate: 1 });
    expect(view?.findings.map(({ code, rows, canCorrect }) => [code, rows, canCorrect])).to.deep.equal([
      ['customer_unknown', 1, true],
    ]);
    expect(view?.findings[0]?.happened).to.contain('nobody.example');
    expect(view?.sheets[0]?.columns).to.deep.include({ title: 'Serial Number', meaning: 'serial' });
    expect(view?.can).to.deep.equal({
      correct: true,
      cancel: false,
      release: false,
      sendForReal: false,
      confirm: false,
    });
    expect(view?.files.map(({ name, kind }) => [name, kind])).to.deep.include(['report.json', 'json']);
  });

  it('estimates by what such jobs usually take, then by its own pace', async () => {
    const { world, host, readUpload, key } = await dropped({ 'May.csv': salesSheet(1) });
    await handleVisible(world, host);
    expect((await readUpload(key))?.estimate).to.deep.equal({ seconds: 1200, basis: 'usual' });
  });
});

describe('the rows of an upload', () => {
  it('come in the order of the file, filtered, in pages, with what was written in each column', async () => {
    const { world, host, listRows, key } = await dropped({ 'May.csv': mixed });
    await runUntilQuiet(world, host);
    const rows = async (filter: Parameters<typeof listRows>[1]['filter']) => {
      const page = await listRows(key, { filter, limit: 10 });
      return typeof page === 'object' ? page.rows.map(({ row }) => row) : page;
    };
    expect(await rows({})).to.deep.equal([2, 3, 4]);
    expect(await rows({ verdict: 'rejected' })).to.deep.equal([3]);
    expect(await rows({ code: 'customer_unknown' })).to.deep.equal([3]);
    expect(await rows({ customer: 'CONTOSO' })).to.deep.equal([2]);
    expect(await rows({ text: 's-1' })).to.deep.equal([2, 4]);
    expect(await rows({ correctable: true })).to.deep.equal([3]);
    const first = await listRows(key, { filter: {}, limit: 2 });
    if (typeof first !== 'object') throw new Error('There are no rows.');
    expect(first.rows.map(({ row }) => row)).to.deep.equal([2, 3]);
    const second = await listRows(key, { filter: {}, limit: 2, cursor: first.next ?? '' });
    expect(second).to.have.nested.property('rows.length', 1);
    expect(second).not.to.have.property('next');
    const [, failed] = first.rows;
    expect(failed?.cells[0]).to.deep.equal({
      at: 0,
      column: 'Customer Tenant ID',
      value: 'nobody.example',
      meaning: 'customer',
      whole: true,
    });
    expect(await listRows(key, { filter: {}, limit: 2, cursor: '1;drop' })).to.equal('badCursor');
  });

  it('are explained in the partner’s language, as its report is', async () => {
    const { world, host, listRows, readUpload, key } = await dropped(
      { 'Mai.csv': mixed },
      { ...northwind, language: 'de' },
    );
    await runUntilQuiet(world, host);
    const page = await listRows(key, { filter: { verdict: 'rejected' }, limit: 1 });
    const row = typeof page === 'object' ? page.rows[0] : undefined;
    expect(row?.happened).to.contain('keiner Ihrer Kunden');
    const finding = (await readUpload(key))?.findings.find(({ code }) => code === 'customer_unknown');
    expect(finding?.happened).to.match(/Kunde/);
  });
});

describe('correcting rows', () => {
  it('makes a new upload that stands together with the first, and leaves good rows alone', async () => {
    const { world, host, correctRows, readUpload, key } = await dropped({ 'May.csv': mixed });
    await runUntilQuiet(world, host);
    const edit = { at: 0, value: 'contoso.example' };
    const corrected = await correctRows(
      key,
      {
        rows: [
          { row: 3, cells: [edit] },
          { row: 2, cells: [edit] },
        ],
      },
      anna,
    );
    if (typeof corrected !== 'object') throw new Error(`Nothing was corrected: ${corrected}`);
    expect(corrected.rows).to.equal(1);
    expect(corrected.fileName).to.match(/^May\.csv\.\d{8}-\d{6}-[0-9a-f]{6}\.retry\.xlsx$/);
    await runUntilQuiet(world, host);
    const view = await readUpload({ ...key, uploadId: corrected.uploadId });
    expect(view?.summary.counts).to.deep.equal({ registered: 1 });
    expect(view?.follows).to.deep.equal([key.uploadId]);
    expect(world.record.find(({ what }) => what === 'rowsCorrected')).to.include({ ...anna, ...key });
  });

  it('gives one value to many rows, in a column the sheet did not have', async () => {
    const sheet = 'Manufacturer,Model,Serial Number\r\nGetac,20XW,S-1\r\nGetac,20XW,S-2';
    const { world, host, correctRows, readUpload, key } = await dropped({ 'May.csv': sheet });
    await runUntilQuiet(world, host);
    expect((await readUpload(key))?.summary.counts).to.deep.equal({ rejected: 2 });
    const cells = [
      { meaning: 'customer', value: 'contoso.example' },
      { meaning: 'groupTag', value: 'Sales' },
    ] as const;
    const corrected = await correctRows(key, { same: [{ where: {}, cells }] }, anna);
    if (typeof corrected !== 'object') throw new Error(`Nothing was corrected: ${corrected}`);
    await runUntilQuiet(world, host);
    const view = await readUpload({ ...key, uploadId: corrected.uploadId });
    expect(view?.summary.counts).to.deep.equal({ registered: 2 });
  });

  it('of rows that need none, or of an upload of somebody else, does nothing', async () => {
    const { world, host, correctRows, key } = await dropped({ 'May.csv': salesSheet(1) });
    await runUntilQuiet(world, host);
    expect(await correctRows(key, { same: [{ where: {}, cells: [] }] }, anna)).to.equal('nothing');
    expect(await correctRows({ ...key, partnerId: 'tailspin' }, {}, anna)).to.equal(undefined);
  });

  it('adds columns by titles our own reader knows', () => {
    const find = makeColumnFinder();
    for (const [meaning, title] of Object.entries(addedColumns)) expect(find(title)?.column, title).to.equal(meaning);
  });
});

describe('a checked file', () => {
  it('is sent for real by one word, once it was checked', async () => {
    const { world, host, sendChecked, readUpload, key } = await dropped({ 'check/May.csv': salesSheet(2) });
    await runUntilQuiet(world, host);
    expect((await readUpload(key))?.can.sendForReal).to.equal(true);
    const sent = await sendChecked(key, anna);
    if (typeof sent !== 'object') throw new Error(`It was not sent: ${sent}`);
    expect(sent.fileName).to.equal('May.csv');
    const after = await readUpload(key);
    expect(after?.can.sendForReal).to.equal(false);
    expect(after?.followedBy.map(({ what, uploadId, rows }) => [what, uploadId, rows])).to.deep.equal([
      ['sent', sent.uploadId, 2],
    ]);
    await runUntilQuiet(world, host);
    const real = { ...key, uploadId: sent.uploadId };
    expect((await readUpload(real))?.summary.counts).to.deep.equal({ registered: 2 });
    expect(await sendChecked(real, anna)).to.equal('notACheck');
  });
});

const finding =
  (findDevice: FindDevice) =>
  async (...asked: Parameters<FindDevice>) => {
    const found = await findDevice(...asked);
    if (found === 'badCursor') throw new Error('The cursor was refused.');
    return found;
  };

describe('looking for a device', () => {
  it('finds it in the ledger and in the rows of uploads, and nobody else’s', async () => {
    const { world, host, findDevice } = await dropped({ 'May.csv': mixed });
    await runUntilQuiet(world, host);
    const found = await finding(findDevice)('northwind', { device: 's-1' });
    expect(found).to.include({ uploadsLooked: 1, complete: true });
    const places = found.devices.map(({ where, row, verdict }) => [where, row, verdict]);
    expect(places).to.deep.include.members([
      ['ledger', 2, undefined],
      ['upload', 2, 'registered'],
      ['upload', 4, 'duplicate'],
    ]);
    expect(
      (await finding(findDevice)('northwind', { device: 'S-2' })).devices.map(({ verdict }) => verdict),
    ).to.deep.equal(['rejected']);
    expect((await finding(findDevice)('tailspin', { device: 'S-1' })).devices).to.deep.equal([]);
  });

  it('finds four or more characters of a serial number, wherever they stand in it', async () => {
    const rows = ['PF2X-0001', 'XPF2X-77', 'PF2-9'].map((serial) => ['contoso.example', 'Sales', serial] as const);
    const { world, host, findDevice } = await dropped({ 'May.csv': sheetOf(...rows) });
    await runUntilQuiet(world, host);
    const serials = async (device: string) =>
      (await finding(findDevice)('northwind', { device })).devices
        .filter(({ where }) => where === 'upload')
        .map(({ serial }) => serial);
    expect(await serials('pf2x')).to.deep.equal(['PF2X-0001', 'XPF2X-77']);
    expect(await serials('X-77')).to.deep.equal(['XPF2X-77']);
    expect(await serials('PF2')).to.deep.equal([]);
    expect(await serials('PF2-9')).to.deep.equal(['PF2-9']);
    expect(await serials('Sale')).to.deep.equal([]);
  });

  it('goes on where an answer stopped, finds each row once, and says when there is no more', async () => {
    const serials = Array.from({ length: 1_100 }, (_, at) => `ASYN${at}`);
    const rows = serials.map((serial) => ['nobody.example', 'Sales', serial] as const);
    const { world, host, findDevice } = await dropped({ 'June.csv': salesSheet(1), 'May.csv': sheetOf(...rows) });
    await runUntilQuiet(world, host);
    const seen: (string | undefined)[] = [];
    let answers = 0;
    for (let cursor: string | undefined = ''; cursor !== undefined; answers += 1) {
      const given = cursor === '' ? [] : [cursor];
      const found = await finding(findDevice)('northwind', { device: 'ASYN' }, ...given);
      seen.push(...found.devices.map(({ serial }) => serial));
      expect(found.complete).to.equal(found.next === undefined);
      cursor = found.next;
    }
    expect(seen).to.deep.equal(serials);
    expect(answers).to.equal(3);
  });

  it('says back to when it looked, uploads without rows among them', async () => {
    const { world, host, findDevice, ids } = await dropped({ 'May.csv': salesSheet(1), 'June.csv': 'nothing,of,use' });
    await runUntilQuiet(world, host);
    const found = await finding(findDevice)('northwind', { device: 'S-1' });
    const oldest = await world.ports.ledger.read({ partnerId: 'northwind', uploadId: ids[0] ?? '' });
    expect(found).to.include({ uploadsLooked: 2, lookedBackTo: oldest?.value.receivedAt });
  });

  it('refuses a cursor that it never gave', async () => {
    const { findDevice } = await dropped({});
    expect(await findDevice('northwind', { device: 'SYN1' }, '1.2;drop')).to.equal('badCursor');
  });
});

const orders = [
  'Action,Customer,New Customer,Manufacturer,Model,Serial Number,PO Number',
  ',contoso.example,,Getac,20XW,S-1,PO123',
  ',contoso.example,,Getac,20XW,S-2,PO1234',
  ',nobody.example,,Getac,20XW,PO123,',
];

describe('the life of a device', () => {
  const onOne = { ...northwind, connections: ['pc'], confirmRemovals: false };
  const twoCustomers = {
    ...onOne,
    customers: [
      { ...contoso, defaultGroupTag: 'Sales' },
      { ...fabrikam, connections: ['pc'], defaultGroupTag: 'Lab' },
    ],
  };

  async function lived() {
    const world = makeWorld([twoCustomers], [partnerCenter]);
    const host = makeHost(world);
    const drop = async (name: string, ...lines: readonly string[]): Promise<string> => {
      const { name: blobName, etag } = await world.drop(`northwind/${name}`, lines.join('\r\n'));
      await runUntilQuiet(world, host);
      world.clock.move(60_000);
      return uploadIdOf('uploads', blobName, etag);
    };
    const [first = '', ...rest] = orders;
    const may = await drop('May.csv', first, ...rest);
    const june = await drop('June.csv', first, 'move,contoso.example,fabrikam.example,Getac,20XW,S-1,');
    return { ...host.serving, drop, first, may, june };
  }

  it('tells when it was registered and removed, by which upload and row, under each customer', async () => {
    const { findDevice, drop, first, may, june } = await lived();
    const july = await drop('July.csv', first, 'deregister,fabrikam.example,,Getac,20XW,S-1,');
    const { devices } = await finding(findDevice)('northwind', { device: 'S-1' });
    const ledger = devices
      .filter(({ where }) => where === 'ledger')
      .map(({ customer, removedAt, history = [] }) => [
        customer,
        removedAt !== undefined,
        ...history.map(({ what, uploadId, row }) => `${what} ${uploadId} ${row}`),
      ]);
    expect(ledger).to.have.deep.members([
      ['Contoso', true, `registered ${may} 2`, `removed ${june} 2`],
      ['Fabrikam', true, `registered ${june} 2`, `removed ${july} 2`],
    ]);
  });

  it('is found by the order it came with, and nothing else is', async () => {
    const { findDevice, may } = await lived();
    const { devices, complete } = await finding(findDevice)('northwind', { order: ' po123' });
    expect(complete).to.equal(true);
    const found = devices.map(({ where, uploadId, row, serial }) => [where, uploadId, row, serial]);
    expect(found).to.deep.include(['upload', may, 2, 'S-1']);
    expect(devices.map(({ where }) => where).sort()).to.deep.equal(['ledger', 'upload']);
    expect((await finding(findDevice)('tailspin', { order: 'PO123' })).devices).to.deep.equal([]);
  });
});

describe('beginning an upload', () => {
  it('answers a link to one new name, numbered where the name is taken', async () => {
    const { beginUpload, findDropped, world } = await dropped({ 'contoso/May.csv': salesSheet(1) });
    const begun = await beginUpload('northwind', { fileName: 'May.csv', customer: 'contoso' }, anna);
    expect(begun).to.have.nested.property('drop.fileName', 'contoso/May (2).csv');
    expect(begun).to.have.nested.property('drop.url').that.contains('drop/northwind/contoso/May (2).csv');
    expect(world.record.at(-1)).to.include({ what: 'linkMade', linkTo: 'upload', ...anna });
    expect(await findDropped('northwind', 'contoso/May (2).csv')).to.equal(undefined);
    expect(await findDropped('northwind', 'contoso/May.csv')).to.include({ taken: false });
    const checked = await beginUpload('northwind', { fileName: 'May.csv', check: true }, anna);
    expect(checked).to.have.nested.property('drop.fileName', 'check/May.csv');
  });

  it('refuses names that reach elsewhere, customers nobody knows, and what is too large', async () => {
    const { beginUpload, world } = await dropped({});
    for (const fileName of ['../a.csv', 'a/b.csv', '..', '~$May.xlsx', 'a\u0000.csv'])
      expect(await beginUpload('northwind', { fileName }, anna), fileName).to.include({ kind: 'refused' });
    for (const customer of ['nobody', 'check', '..', 'contoso/..'])
      expect(await beginUpload('northwind', { fileName: 'a.csv', customer }, anna), customer).to.include({
        kind: 'refused',
      });
    expect(await beginUpload('northwind', { fileName: 'a.xlsx', bytes: 1e12 }, anna)).to.include({ kind: 'tooLarge' });
    expect(await beginUpload('tailspin', { fileName: 'a.csv' }, anna)).to.include({ kind: 'unknownPartner' });
    expect(world.record.some(({ what }) => what === 'linkMade')).to.equal(false);
  });

  it('does not number a name that is the group tag', async () => {
    const { beginUpload, world } = await dropped({ 'Sales.csv': salesSheet(1) });
    world.folder.partners.set('northwind', {
      value: { ...northwind, groupTagFromFileName: true },
      version: '2',
      faults: [],
    });
    expect(await beginUpload('northwind', { fileName: 'Sales.csv' }, anna)).to.deep.equal({ kind: 'nameTaken' });
  });
});

describe('overseeing', () => {
  it('shows what is open, which connection a person must see to, and what failed', async () => {
    const { world, host, overseeing } = await dropped({ 'May.csv': salesSheet(2) });
    world.platforms.pc.how.permit = { kind: 'missing', reason: { code: 'consent_missing' } };
    await handleVisible(world, host);
    expect(await overseeing.overview()).to.deep.include({ open: 1, held: 1, late: 0, waitingDevices: 2, partners: 1 });
    const [pc, oem] = await overseeing.connections();
    expect(pc).to.deep.include({
      connectionId: 'pc',
      state: 'blocked',
      held: 1,
      partners: ['northwind'],
      signIn: 'secret',
    });
    expect(pc?.lastFailure?.reason.code).to.equal('consent_missing');
    expect(oem).to.deep.include({ connectionId: 'oem', state: 'idle', held: 0 });
    const [partner] = await overseeing.partners();
    expect(partner).to.deep.include({ partnerId: 'northwind', open: 1, held: 1, state: 'active', links: 0 });
    expect(await overseeing.failures()).to.deep.equal([]);
    expect(reportsOf(world).size).to.equal(1);
  });
});

describe('a personal link', () => {
  it('opens its partner’s uploads until it is revoked or ends; its secret is kept nowhere', async () => {
    const { world, linking } = await dropped({});
    const made = await linking.make('northwind', { person: 'Kim', days: 2 }, olga);
    if (made === undefined) throw new Error('No link was made.');
    expect(await linking.open(made.secret)).to.include({ partnerId: 'northwind', person: 'Kim', state: 'valid' });
    await linking.open(made.secret);
    expect(await linking.open(`${made.secret}x`)).to.equal(undefined);
    expect(JSON.stringify([await linking.list('northwind'), world.record])).not.to.contain(made.secret);
    const uses = world.record.filter(({ what }) => what === 'personalLinkUsed');
    expect(uses.map(({ by }) => by)).to.deep.equal([`Kim (personal link ${made.link.linkId})`]);
    expect(await linking.revoke('tailspin', made.link.linkId, olga)).to.equal(false);
    expect(await linking.revoke('northwind', made.link.linkId, olga)).to.equal(true);
    expect(await linking.open(made.secret)).to.equal(undefined);
    const second = await linking.make('northwind', { person: 'Lee', days: 1 }, olga);
    world.clock.move(25 * 3_600_000);
    expect(await linking.open(second?.secret ?? '')).to.equal(undefined);
    expect((await linking.list('northwind')).map(({ state }) => state)).to.have.members(['expired', 'revoked']);
    expect(await linking.make('nobody-here', { person: 'X', days: 1 }, olga)).to.equal(undefined);
  });
});
