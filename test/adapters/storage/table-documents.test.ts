import { expect } from 'chai';
import { describe, it } from 'mocha';
import { makeDevices } from '../../../shared/adapters/storage/devices.ts';
import { makeChunkLedger, makeUploadLedger } from '../../../shared/adapters/storage/ledger.ts';
import { containers, tables } from '../../../shared/adapters/storage/names.ts';
import { makeReports } from '../../../shared/adapters/storage/reports.ts';
import { ContractViolation } from '../../../shared/errors.ts';
import { emulatedStorage } from '../../fakes/emulated-storage.ts';
import { newUploadId, sampleChunk, sampleUpload } from '../../fakes/sample-states.ts';
import { thrownBy } from '../../fakes/thrown-by.ts';

describe('what is longer than a place in storage', () => {
  const { clients } = emulatedStorage();

  it('a text of a ledger row is cut where one can see it, and the row is written', async () => {
    const ledger = makeUploadLedger(clients.table(tables.uploads));
    const faults = 'ü"\n😀'.repeat(10_000);
    const blobName = `northwind/${'ü'.repeat(1_014)}`;
    const state = sampleUpload({ blobName, reason: { code: 'settings_broken', params: { faults, tries: 5 } } });
    await ledger.write(state, undefined);
    const there = (await ledger.read(state))?.value;
    const kept = String(there?.reason?.params?.['faults']);
    expect(kept.length).to.be.within(4_090, 4_096);
    expect(kept).to.match(/… \(cut\)$/);
    expect(kept.isWellFormed()).to.equal(true);
    expect(there).to.deep.equal({ ...state, reason: { code: 'settings_broken', params: { faults: kept, tries: 5 } } });
  });

  it('a document with very many ids is kept whole, and can become small again', async () => {
    const ledger = makeChunkLedger(clients.table(tables.chunks));
    const receipt = {
      ids: Array.from({ length: 3_000 }, (_, n) => `00000000-0000-4000-8000-${String(n).padStart(12)}`),
    };
    const chunk = sampleChunk();
    await ledger.add([chunk]);
    const first = await ledger.read(chunk.uploadId, chunk.chunk);
    const long = { ...chunk, state: 'sent', receipt } as const;
    const written = await ledger.replace(long, first?.etag ?? '');
    expect((await ledger.read(chunk.uploadId, chunk.chunk))?.value).to.deep.equal(long);
    expect(await ledger.list(chunk.uploadId)).to.deep.equal([long]);
    await ledger.replace(chunk, written?.etag ?? '');
    expect((await ledger.read(chunk.uploadId, chunk.chunk))?.value).to.deep.equal(chunk);
    const endless = { ids: Array.from({ length: 20_000 }, () => newUploadId()) };
    const now = await ledger.read(chunk.uploadId, chunk.chunk);
    const error = await thrownBy(ledger.replace({ ...long, receipt: endless }, now?.etag ?? ''));
    expect(error).to.be.instanceOf(ContractViolation);
  });

  it('a device’s sheet is cut, and the device is known', async () => {
    const devices = makeDevices(clients.table(tables.devices));
    const row = {
      partnerId: 'p',
      connectionId: 'c',
      customerTenantId: 't',
      key: 'k',
      seenAt: '2026-01-05T08:00:00.000Z',
    };
    const origin = { uploadId: newUploadId(), chunk: 0, row: 2, registeredAt: row.seenAt };
    await devices.put([{ ...row, groupTag: 'Sales', origin: { ...origin, sheet: '日'.repeat(40_000) } }]);
    const known = (await devices.known('p', 'c', 't', ['k'])).get('k');
    expect(known?.origin?.sheet).to.match(/^日+… \(cut\)$/);
    expect(known?.groupTag).to.equal('Sales');
  });

  it('a report’s name may be as long as a blob’s, in any letters', async () => {
    const reports = makeReports(clients.blobs.getContainerClient(containers.reports));
    for (const filling of ['x', 'ü', '日', '😀']) {
      const name = `acme/${filling.repeat(Math.floor(1_019 / filling.length))}`;
      expect(await reports.put(name, { text: 'x', contentType: 'text/plain' }, 1)).to.equal(true);
      expect(await reports.put(name, { text: 'y', contentType: 'text/plain' }, 1)).to.equal(false);
    }
  });
});
