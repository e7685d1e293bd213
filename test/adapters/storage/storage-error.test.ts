import { expect } from 'chai';
import { after, afterEach, before, describe, it } from 'mocha';
import { makeAudit } from '../../../shared/adapters/storage/audit.ts';
import { verifyAudit } from '../../../shared/adapters/storage/audit-reader.ts';
import { connectStorage, type StorageClients } from '../../../shared/adapters/storage/clients.ts';
import { makeUploadLedger } from '../../../shared/adapters/storage/ledger.ts';
import { containers, tables } from '../../../shared/adapters/storage/names.ts';
import { makeReports } from '../../../shared/adapters/storage/reports.ts';
import { makeStateBlobs } from '../../../shared/adapters/storage/state-blobs.ts';
import { codeOf, unlessChanged, unlessMissing } from '../../../shared/adapters/storage/storage-error.ts';
import { makeUploads } from '../../../shared/adapters/storage/uploads.ts';
import type { AuditEntry } from '../../../shared/domain/audit/audit-entry.ts';
import { UploadUnreadable } from '../../../shared/errors.ts';
import { emulatedStorage } from '../../fakes/emulated-storage.ts';
import { everyOf } from '../../fakes/every-of.ts';
import { newUploadId, sampleUpload } from '../../fakes/sample-states.ts';
import { type StorageProxy, startStorageProxy } from '../../fakes/storage-proxy.ts';
import { thrownBy } from '../../fakes/thrown-by.ts';

const entry: AuditEntry = {
  partnerId: 'acme',
  who: 'partner',
  at: '2026-11-02T08:00:00.000Z',
  what: 'uploadReceived',
  uploadId: newUploadId(),
};

describe('an error of the storage service', () => {
  const storage = emulatedStorage();
  let proxy: StorageProxy;
  let clients: StorageClients;
  const pauses: number[] = [];
  const pause = async (milliseconds: number): Promise<void> => void pauses.push(milliseconds);
  before(async () => {
    proxy = await startStorageProxy(storage.connectionString);
    clients = connectStorage({ kind: 'connectionString', connectionString: proxy.connectionString });
  });
  after(() => proxy.stop());
  afterEach(() => {
    proxy.answer(() => undefined);
    pauses.length = 0;
  });
  const container = (name: keyof typeof containers) => clients.blobs.getContainerClient(containers[name]);
  const callsOf = async (work: Promise<unknown>): Promise<{ readonly error: unknown; readonly calls: number }> => {
    const before = proxy.calls.length;
    const error = await thrownBy(work);
    return { error, calls: proxy.calls.length - before };
  };

  it('means "changed meanwhile" only where its code says so', async () => {
    const blob = container('state').getBlockBlobClient('acme/a');
    await blob.upload('x', 1);
    expect(await unlessChanged(blob.upload('y', 1, { conditions: { ifNoneMatch: '*' } }))).to.equal(undefined);
    expect(await unlessChanged(blob.upload('y', 1, { conditions: { ifMatch: '"0x1"' } }))).to.equal(undefined);
    const lease = blob.getBlobLeaseClient();
    await lease.acquireLease(-1);
    expect(codeOf(await thrownBy(unlessChanged(blob.upload('y', 1))))).to.equal('LeaseIdMissing');
    await lease.releaseLease();
    for (const [status, code] of [
      [409, 'BlobImmutableDueToPolicy'],
      [409, 'ContainerBeingDeleted'],
      [409, 'BlobArchived'],
      [412, 'LeaseIdMissing'],
    ] as const) {
      proxy.answer((call) => (call.startsWith('PUT') ? { status, code } : undefined));
      expect(codeOf(await thrownBy(unlessChanged(blob.upload('y', 1)))), code).to.equal(code);
    }
    const state = makeStateBlobs(container('state'));
    expect(codeOf(await thrownBy(state.create('acme/b', 'x')))).to.equal('LeaseIdMissing');
  });

  it('means "missing" only where the thing itself is missing, not its container or table', async () => {
    const nowhere = clients.blobs.getContainerClient('nowhere').getBlobClient('a');
    expect(codeOf(await thrownBy(unlessMissing(nowhere.getProperties())))).to.equal('ContainerNotFound');
    expect(await unlessMissing(container('state').getBlobClient('none').getProperties())).to.equal(undefined);
    expect(codeOf(await thrownBy(makeUploadLedger(clients.table('nowhere')).read(sampleUpload())))).to.equal(
      'TableNotFound',
    );
    expect(await makeUploadLedger(clients.table(tables.uploads)).read(sampleUpload())).to.equal(undefined);
  });

  it('that the content of an upload is archived, coming back or encrypted by key is not taken for an overwrite', async () => {
    const uploads = makeUploads(container('uploads'));
    await container('uploads').getBlockBlobClient('acme/archived.csv').upload('x', 1, { tier: 'Archive' });
    await container('uploads').getBlockBlobClient('acme/May.csv').upload('x', 1);
    for (const [name, code, reason] of [
      ['acme/archived.csv', undefined, 'file_archived'],
      ['acme/May.csv', 'BlobArchived', 'file_archived'],
      ['acme/May.csv', 'BlobBeingRehydrated', 'file_being_rehydrated'],
      ['acme/May.csv', 'BlobUsesCustomerSpecifiedEncryption', 'file_encrypted_by_key'],
    ] as const) {
      // A key of the uploader's own hides the properties, too.
      proxy.answer((call) =>
        code !== undefined && /^(?:GET|HEAD) .*\.csv$/.test(call) && (call.startsWith('GET') || code.includes('Encry'))
          ? { status: 409, code }
          : undefined,
      );
      const blob = await uploads.find(name);
      if (blob === undefined) throw new Error(`${name} is not there.`);
      const error = await thrownBy(everyOf(uploads.read(blob)));
      expect(error, reason).to.be.instanceOf(UploadUnreadable);
      expect(error).to.have.property('code', reason);
    }
  });

  it('of a lease or a legal hold on the record or a report ends the write at once', async () => {
    const audit = makeAudit(container('audit'), undefined, pause);
    await audit.record(entry);
    const [page] = await everyOf(container('audit').listBlobsFlat());
    const lease = container('audit')
      .getBlobClient(page?.name ?? '')
      .getBlobLeaseClient();
    await lease.acquireLease(-1);
    const leased = await callsOf(audit.record(entry));
    expect(codeOf(leased.error)).to.equal('LeaseIdMissing');
    expect(leased.calls).to.be.below(10);
    await lease.releaseLease();
    proxy.answer((call) =>
      call.includes('comp=appendblock') ? { status: 409, code: 'BlobImmutableDueToPolicy' } : undefined,
    );
    const held = await callsOf(audit.record(entry));
    expect(codeOf(held.error)).to.equal('BlobImmutableDueToPolicy');
    expect(held.calls).to.be.below(10);
    proxy.answer(() => undefined);
    expect(await audit.record(entry)).to.equal(2);

    const reports = makeReports(container('reports'), pause);
    const put = (sequence: number) => reports.put('acme/a.json', { text: 'x', contentType: 'text/plain' }, sequence);
    await put(1);
    await container('reports').getBlobClient('acme/a.json').getBlobLeaseClient().acquireLease(-1);
    const report = await callsOf(put(2));
    expect(codeOf(report.error)).to.equal('LeaseIdMissing');
    expect(report.calls).to.be.below(10);
    expect(pauses).to.deep.equal([]);
  });

  it('that comes again and again is given up after a bounded number of tries, with pauses that grow', async () => {
    const audit = makeAudit(container('audit'), undefined, pause);
    proxy.answer((call) =>
      call.includes('comp=appendblock') ? { status: 412, code: 'AppendPositionConditionNotMet' } : undefined,
    );
    const lost = await callsOf(audit.record({ ...entry, partnerId: 'bravo' }));
    expect(String(lost.error)).to.include('The record of bravo could not be written');
    expect(pauses).to.have.length(39);
    expect(Math.max(...pauses)).to.be.within(50, 1_000);
    proxy.answer((call) => (/^PUT .*\/b\.json/.test(call) ? { status: 412, code: 'ConditionNotMet' } : undefined));
    const reports = makeReports(container('reports'), pause);
    const put = reports.put('acme/b.json', { text: 'x', contentType: 'text/plain' }, 1);
    expect(String((await callsOf(put)).error)).to.include('acme/b.json could not be written');
    expect(pauses).to.have.length(78);
    expect((await verifyAudit(container('audit'), 'acme')).faults).to.deep.equal([]);
  });
});
