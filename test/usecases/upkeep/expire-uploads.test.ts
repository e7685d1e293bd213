import { expect } from 'chai';
import { beforeEach, describe, it } from 'mocha';
import { makeDevices } from '../../../shared/adapters/storage/devices.ts';
import { makeChunkLedger, makeUploadLedger } from '../../../shared/adapters/storage/ledger.ts';
import { containers, tables } from '../../../shared/adapters/storage/names.ts';
import { makeOldUploads } from '../../../shared/adapters/storage/old-uploads.ts';
import { tableKey } from '../../../shared/adapters/storage/table-documents.ts';
import type { AuditEntry } from '../../../shared/domain/audit/audit-entry.ts';
import type { UploadState } from '../../../shared/domain/planning/upload-state.ts';
import { reportBaseName } from '../../../shared/domain/reporting/report-rows.ts';
import type { OldUploads } from '../../../shared/ports.ts';
import { makeExpireUploads, mostForgotten } from '../../../shared/usecases/upkeep/expire-uploads.ts';
import { emulatedStorage } from '../../fakes/emulated-storage.ts';
import { everyOf } from '../../fakes/every-of.ts';
import { newUploadId, sampleChunk, sampleUpload } from '../../fakes/sample-states.ts';
import { thrownBy } from '../../fakes/thrown-by.ts';

const hour = 3_600_000;
const day = 24 * hour;
const retention = 90 * day;
const daysAgo = (days: number): string => new Date(Date.now() - days * day).toISOString();

describe('forgetting uploads', () => {
  const { clients } = emulatedStorage();
  beforeEach(async () => {
    for (const name of [containers.uploads, containers.reports, containers.state]) {
      for await (const blob of clients.blobs.getContainerClient(name).listBlobsFlat())
        await clients.blobs.getContainerClient(name).deleteBlob(blob.name);
    }
    for (const name of Object.values(tables)) {
      for await (const { partitionKey = '', rowKey = '' } of clients.table(name).listEntities())
        await clients.table(name).deleteEntity(partitionKey, rowKey);
    }
  });

  const put = async (container: string, name: string): Promise<string> => {
    const { etag = '' } = await clients.blobs.getContainerClient(container).getBlockBlobClient(name).upload('x', 1);
    return etag.replaceAll('"', '');
  };
  const namesIn = async (container: string): Promise<readonly string[]> =>
    (await everyOf(clients.blobs.getContainerClient(container).listBlobsFlat())).map(({ name }) => name);
  const rowsIn = (table: string) => everyOf(clients.table(table).listEntities());

  /** An upload with everything that is ever kept of one. */
  const keep = async (change: Partial<UploadState> = {}): Promise<UploadState> => {
    const { partnerId = 'northwind', uploadId = newUploadId(), receivedAt = daysAgo(91) } = change;
    const fileName = `May-${uploadId}.csv`;
    const etag = await put(containers.uploads, `${partnerId}/${fileName}`);
    const state = sampleUpload({
      state: 'reported',
      blobName: `${partnerId}/${fileName}`,
      etag,
      ...change,
      partnerId,
      uploadId,
      receivedAt,
    });
    await makeUploadLedger(clients.table(tables.uploads)).write(state, undefined);
    await makeChunkLedger(clients.table(tables.chunks)).add([sampleChunk({ partnerId, uploadId, state: 'settled' })]);
    await clients
      .table(tables.notices)
      .createEntity({ partitionKey: tableKey(partnerId), rowKey: tableKey(uploadId, 'reported') });
    for (const name of ['plan.json', '1/rows/0000.ndjson', '1/chunks/0000.json', 'verdicts/0000/a.json'])
      await put(containers.state, `${partnerId}/${uploadId}/${name}`);
    const report = reportBaseName({ partnerId, uploadId, fileName, receivedAt });
    for (const ending of ['report.xlsx', 'report.json', 'retry.xlsx', 'handoff-1.csv'])
      await put(containers.reports, `${report}.${ending}`);
    return state;
  };

  const run = async (options: { readonly now?: () => Date; readonly old?: Partial<OldUploads> } = {}) => {
    const entries: AuditEntry[] = [];
    const forget = makeExpireUploads({
      clock: { now: options.now ?? (() => new Date()) },
      old: { ...makeOldUploads(clients), ...options.old },
      ledger: makeUploadLedger(clients.table(tables.uploads)),
      audit: { record: async (entry) => entries.push(entry) },
      retentionMilliseconds: retention,
    });
    return { entries, forget, result: () => forget() };
  };

  it('removes what was dropped, its state, its ledger rows and the files that hold hashes, and writes it down', async () => {
    const { uploadId } = await keep();
    const { entries, result } = await run();
    expect(await result()).to.deep.equal({ kind: 'forgot', uploads: 1, unfinished: 0 });
    expect(await namesIn(containers.uploads)).to.deep.equal([]);
    expect(await namesIn(containers.state)).to.deep.equal([]);
    for (const table of [tables.uploads, tables.chunks, tables.notices]) expect(await rowsIn(table)).to.deep.equal([]);
    const reports = await namesIn(containers.reports);
    expect(reports.map((name) => name.split('.').slice(-2).join('.'))).to.have.members(['report.json', 'report.xlsx']);
    expect(entries).to.have.length(1);
    expect(entries[0]).to.include({ what: 'uploadForgotten', partnerId: 'northwind', uploadId, who: 'service' });
  });

  it('leaves the digests of devices alone', async () => {
    const { partnerId, uploadId } = await keep();
    const row = { partnerId, connectionId: 'pc', customerTenantId: 'c', key: 'k', seenAt: daysAgo(91) };
    const origin = { uploadId, chunk: 0, row: 2, registeredAt: daysAgo(91) };
    await makeDevices(clients.table(tables.devices)).put([{ ...row, origin }]);
    await (await run()).result();
    expect(await rowsIn(tables.devices)).to.have.length(1);
  });

  it("leaves alone what is younger, what is not finished, and all that is the neighbour's", async () => {
    await keep({ receivedAt: daysAgo(89) });
    await keep({ state: 'planned' });
    await keep({ partnerId: 'tailspin', receivedAt: daysAgo(1) });
    const before = [await namesIn(containers.state), await namesIn(containers.uploads), await rowsIn(tables.uploads)];
    const { entries, result } = await run();
    expect(await result()).to.deep.equal({ kind: 'forgot', uploads: 0, unfinished: 1 });
    expect([
      await namesIn(containers.state),
      await namesIn(containers.uploads),
      await rowsIn(tables.uploads),
    ]).to.deep.equal(before);
    expect(entries).to.deep.equal([]);
  });

  it('leaves a newer version of the same blob alone', async () => {
    const { blobName } = await keep();
    await put(containers.uploads, blobName);
    await (await run()).result();
    expect(await namesIn(containers.uploads)).to.deep.equal([blobName]);
    expect(await rowsIn(tables.uploads)).to.deep.equal([]);
  });

  it('breaks a lease on the dropped file, and takes append and page blobs as well', async () => {
    const uploads = clients.blobs.getContainerClient(containers.uploads);
    const { blobName } = await keep();
    await uploads.getBlobClient(blobName).getBlobLeaseClient().acquireLease(-1);
    const { etag: appended = '' } = await uploads.getAppendBlobClient('northwind/append.csv').create();
    const { etag: paged = '' } = await uploads.getPageBlobClient('northwind/page.csv').create(512);
    await uploads.getAppendBlobClient('northwind/append.csv').createSnapshot();
    await keep({ blobName: 'northwind/append.csv', etag: appended.replaceAll('"', '') });
    await keep({ blobName: 'northwind/page.csv', etag: paged.replaceAll('"', '') });
    expect(await (await run()).result()).to.include({ uploads: 3 });
    const left = await namesIn(containers.uploads);
    expect(left.filter((name) => !/May-/.test(name) || name === blobName)).to.deep.equal([]);
    expect(await rowsIn(tables.uploads)).to.deep.equal([]);
  });

  it('does not call forgotten what a legal hold keeps: its rows stay, so that it is not taken for a new file', async () => {
    const held = await keep();
    await keep();
    const whole = makeOldUploads(clients);
    const refusing: Partial<OldUploads> = {
      removeContent: async (state) => {
        if (state.uploadId === held.uploadId) throw new Error('BlobImmutableDueToPolicy');
        await whole.removeContent(state);
      },
    };
    for (let times = 0; times < 2; times++) {
      const { entries, result } = await run({ old: refusing });
      expect(await thrownBy(result())).to.be.instanceOf(AggregateError);
      expect(entries.filter((entry) => 'uploadId' in entry && entry.uploadId === held.uploadId)).to.deep.equal([]);
    }
    expect((await makeUploadLedger(clients.table(tables.uploads)).read(held))?.value.state).to.equal('reported');
    expect(await namesIn(containers.uploads)).to.deep.equal([held.blobName]);
  });

  it('forgets uploads that belonged to nobody, too', async () => {
    await keep({ partnerId: '-', state: 'refused' });
    expect(await (await run()).result()).to.include({ uploads: 1 });
    expect(await rowsIn(tables.uploads)).to.deep.equal([]);
  });

  it("removes nothing while our clock and the storage service's are more than an hour apart", async () => {
    await keep({ receivedAt: daysAgo(2) });
    await keep();
    for (const apart of [100 * day, 2 * hour, -2 * hour]) {
      const { entries, result } = await run({ now: () => new Date(Date.now() + apart) });
      expect(await result(), String(apart)).to.have.property('kind', 'clockWrong');
      expect(entries).to.deep.equal([]);
    }
    expect(await namesIn(containers.state)).to.have.length(8);
  });

  it('goes by the clock that is behind', async () => {
    await keep({ receivedAt: new Date(Date.now() - retention + hour / 4).toISOString() });
    const { result } = await run({ now: () => new Date(Date.now() + hour / 2) });
    expect(await result()).to.include({ uploads: 0 });
  });

  it('that was cut off is finished by the next run, and two at once do what one would', async () => {
    await keep();
    await keep();
    const whole = makeOldUploads(clients);
    const dying = await run({
      old: {
        removeRows: async (upload) => {
          // Everything but the listing's row: that is where a run can be cut off at the latest.
          const { rowKey = '', partitionKey = '' } =
            (await rowsIn(tables.uploads)).find(
              (row) => row.rowKey?.endsWith(upload.uploadId) && row.rowKey.startsWith('n-'),
            ) ?? {};
          await whole.removeRows(upload);
          await clients.table(tables.uploads).createEntity({ partitionKey, rowKey, uploadId: upload.uploadId });
          throw new Error('gone');
        },
      },
    });
    expect(await thrownBy(dying.result())).to.be.instanceOf(AggregateError);
    expect(dying.entries).to.have.length(2);
    const [one, other] = [await run(), await run()];
    await Promise.all([one.result(), other.result()]);
    expect(await rowsIn(tables.uploads)).to.deep.equal([]);
    expect([...one.entries, ...other.entries]).to.deep.equal([]);
  });

  it('goes on past a ledger row edited into nonsense, and says so loudly', async () => {
    const edited = await keep();
    await keep();
    await clients
      .table(tables.uploads)
      .updateEntity({ partitionKey: 'northwind', rowKey: `u-${edited.uploadId}`, document: '{}' }, 'Merge');
    const { entries, result } = await run();
    expect(await thrownBy(result())).to.be.instanceOf(AggregateError);
    expect(entries).to.have.length(1);
    expect(await namesIn(containers.state)).to.have.length(4);
  });

  it("does not believe a listing's row that was edited to look old", async () => {
    const young = await keep({ receivedAt: daysAgo(1) });
    const old = String(8_640_000_000_000_000 - Date.parse(daysAgo(200))).padStart(16, '0');
    await clients
      .table(tables.uploads)
      .createEntity({ partitionKey: 'northwind', rowKey: `n-${old}-${young.uploadId}`, uploadId: young.uploadId });
    expect(await (await run()).result()).to.include({ uploads: 0 });
    expect(await namesIn(containers.state)).to.have.length(4);
  });

  it('ends after so many uploads; the next run does the rest', async () => {
    const ids = Array.from({ length: mostForgotten + 1 }, newUploadId);
    const forgotten: string[] = [];
    const { result } = await run({
      old: {
        receivedBefore: async function* () {
          for (const uploadId of ids) yield { partnerId: 'northwind', uploadId, receivedAt: daysAgo(91) };
        },
        removeRows: async ({ uploadId }) => void forgotten.push(uploadId),
      },
    });
    expect(await result()).to.include({ uploads: mostForgotten });
    expect(forgotten).to.have.length(mostForgotten);
  });
});
