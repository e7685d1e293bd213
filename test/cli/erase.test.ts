import { expect } from 'chai';
import { after, before, beforeEach, describe, it } from 'mocha';
import { erase } from '../../cli/erase.ts';
import { auditedPartners, readAudit } from '../../shared/adapters/storage/audit-reader.ts';
import { makeUploadLedger } from '../../shared/adapters/storage/ledger.ts';
import { containers, hostContainer, tables } from '../../shared/adapters/storage/names.ts';
import { reservedPartnerIds } from '../../shared/domain/ids.ts';
import { emulatedStorage } from '../fakes/emulated-storage.ts';
import { everyOf } from '../fakes/every-of.ts';
import { sampleUpload } from '../fakes/sample-states.ts';
import { type StorageProxy, startStorageProxy } from '../fakes/storage-proxy.ts';
import { thrownBy } from '../fakes/thrown-by.ts';
import { putBlob } from '../local/host/fixture-host.ts';
import { runCommandHere } from './run-command.ts';

describe('erasing a partner', () => {
  const storage = emulatedStorage();
  const { clients } = storage;
  let proxy: StorageProxy;
  let partner = '';
  let made = 0;
  before(async () => {
    proxy = await startStorageProxy(storage.connectionString);
    await clients.blobs.getContainerClient(hostContainer).create();
  });
  after(() => proxy.stop());
  beforeEach(() => {
    made += 1;
    partner = `partner-${made}`;
    proxy.answer(() => undefined);
  });

  const run = (...args: string[]) => runCommandHere(erase, ...args, '--storage', proxy.connectionString);
  const container = (name: keyof typeof containers) => clients.blobs.getContainerClient(containers[name]);
  const put = (where: string, name: string, text = 'x') => putBlob(storage.connectionString, where, name, text);
  const settings = (state: string) => {
    const value = { partnerId: partner, name: partner, state, connections: ['pc'], customers: [] };
    return put(containers.settings, `partners/${partner}.json`, JSON.stringify(value));
  };
  /** One of everything, and a neighbour's beside it. */
  const keep = async (): Promise<void> => {
    for (const owner of [partner, `${partner}-neighbour`]) {
      await put(containers.uploads, `${owner}/May.csv`);
      await container('uploads').getAppendBlobClient(`${owner}/append.csv`).create();
      await container('uploads').getPageBlobClient(`${owner}/page.csv`).create(512);
      await put(containers.reports, `${owner}/May.csv.report.json`);
      await put(containers.state, `${owner}/plan.json`);
      await put(containers.state, `settings/partners/${owner}.json`);
      await put(hostContainer, `blobreceipts/host/Host.Functions.receive-upload/"0x1"/uploads/${owner}/May.csv`);
      await put(hostContainer, `blobreceipts/local/receive-upload/${owner}`, `uploads/${owner}/May.csv/"0x1"`);
      await makeUploadLedger(clients.table(tables.uploads)).write(sampleUpload({ partnerId: owner }), undefined);
    }
  };
  const namesOf = async (owner: string): Promise<readonly string[]> => {
    const names: string[] = [];
    for (const name of [...Object.values(containers), hostContainer]) {
      if (name === containers.settings || name === containers.audit) continue;
      for await (const blob of clients.blobs.getContainerClient(name).listBlobsFlat()) {
        const text = blob.name.includes('/local/') ? blob.name : `${name}/${blob.name}`;
        if (new RegExp(`/${owner}(?:/|$|\\.json)`).test(text)) names.push(text);
      }
    }
    return names;
  };
  const rowsOf = (owner: string) =>
    everyOf(clients.table(tables.uploads).listEntities({ queryOptions: { filter: `PartitionKey eq '${owner}'` } }));
  const entries = () => everyOf(readAudit(container('audit'), partner));

  it('counts what would go, and touches nothing, until it is told to do it', async () => {
    await settings('suspended');
    await keep();
    const { code, text } = await run(partner, '--json');
    expect(code).to.equal(0);
    expect(JSON.parse(text)).to.deep.equal({
      partnerId: partner,
      state: 'suspended',
      found: { uploads: 3, reports: 1, state: 2, receipts: 2, rows: 2 },
    });
    expect((await run(partner)).text).to.match(/3 uploads, 1 report files, .* would be deleted. Repeat it with --yes/);
    expect(await namesOf(partner)).to.have.length(8);
    expect(await auditedPartners(container('audit'))).not.to.include(partner);
  });

  it('takes every type of blob, what is leased, and the receipts that name its files; the neighbour’s stays', async () => {
    await settings('suspended');
    await keep();
    for (const name of ['May.csv', 'append.csv', 'page.csv']) {
      await container('uploads').getBlobClient(`${partner}/${name}`).getBlobLeaseClient().acquireLease(-1);
    }
    const { code, text } = await run(partner, '--yes', '--json');
    expect(JSON.parse(text)).to.deep.equal({
      partnerId: partner,
      removed: { uploads: 3, reports: 1, state: 2, receipts: 2, rows: 2 },
      left: [],
    });
    expect(code).to.equal(0);
    expect(await namesOf(partner)).to.deep.equal([]);
    expect(await rowsOf(partner)).to.deep.equal([]);
    expect(await namesOf(`${partner}-neighbour`)).to.have.length(8);
    expect(await rowsOf(`${partner}-neighbour`)).to.have.length(2);
    const [erasing, erased] = await entries();
    expect(erasing).to.include({ what: 'erasing', who: 'operator' });
    expect(erased).to.include({ what: 'erased', left: 0 });
    expect(erased?.by).to.include('(user of this machine, not signed in)');
  });

  it('goes on past what a legal hold keeps, lists it, says so in the record, and ends with 1', async () => {
    await settings('suspended');
    await keep();
    const held = `${partner}/May.csv`;
    proxy.answer((call) =>
      call.startsWith(`DELETE /devstoreaccount1/uploads/${held}`)
        ? { status: 409, code: 'BlobImmutableDueToPolicy' }
        : undefined,
    );
    const { code, text } = await run(partner, '--yes', '--json');
    expect(code).to.equal(1);
    const { removed, left } = JSON.parse(text);
    expect(removed).to.deep.include({ uploads: 2, reports: 1, state: 2, receipts: 2 });
    // Without its row the sweep would take the file for a new one.
    expect(left).to.deep.equal([
      { what: `uploads/${held}`, why: 'BlobImmutableDueToPolicy' },
      { what: '2 rows of uploads', why: 'a dropped file is left' },
    ]);
    expect(await rowsOf(partner)).to.have.length(2);
    expect((await entries()).at(-1)).to.include({ what: 'erased', left: 2 });
    proxy.answer(() => undefined);
    const again = await run(partner, '--yes');
    expect(again).to.include({ code: 0 });
    expect(await rowsOf(partner)).to.deep.equal([]);
  });

  it('of somebody nobody knows is an error, and leaves no record', async () => {
    for (const args of [[partner], [partner, '--yes'], [partner, '--yes', '--force']]) {
      expect(await thrownBy(run(...args))).to.have.property('name', 'UsageError');
    }
    expect(await auditedPartners(container('audit'))).not.to.include(partner);
    await keep();
    expect(await run(partner, '--yes')).to.include({ code: 0 });
  });

  it('of an active partner is refused without --force', async () => {
    await settings('active');
    await keep();
    expect(await thrownBy(run(partner, '--yes'))).to.have.property('name', 'UsageError');
    expect(await namesOf(partner)).to.have.length(8);
    expect(await run(partner, '--yes', '--force')).to.include({ code: 0 });
    expect(await namesOf(partner)).to.deep.equal([]);
  });

  it('never takes a word of the service for a partner: everybody’s last good settings lie below one', async () => {
    await put(containers.state, 'settings/partners/acme.json');
    expect(await thrownBy(run('settings', '--yes', '--force'))).to.have.property('name', 'UsageError');
    expect(reservedPartnerIds).to.include.members(Object.values(containers));
    expect(await container('state').getBlobClient('settings/partners/acme.json').exists()).to.equal(true);
  });
});
