import { gzipSync } from 'node:zlib';
import type { TableClient } from '@azure/data-tables';
import { expect } from 'chai';
import { describe, it } from 'mocha';
import { makeChunkLedger, makeUploadLedger } from '../../../shared/adapters/storage/ledger.ts';
import { makePlans } from '../../../shared/adapters/storage/plans.ts';
import { makeStateBlobs } from '../../../shared/adapters/storage/state-blobs.ts';
import { tableKey } from '../../../shared/adapters/storage/table-documents.ts';
import { ContractViolation } from '../../../shared/errors.ts';
import { emulatedStorage } from '../../fakes/emulated-storage.ts';
import { sampleChunk, samplePlan, sampleUpload } from '../../fakes/sample-states.ts';
import { thrownBy } from '../../fakes/thrown-by.ts';

describe('state edited by hand into nonsense is refused loudly', () => {
  const { clients } = emulatedStorage();
  const edit = (table: TableClient, partitionKey: string, rowKey: string, document: string) =>
    table.updateEntity({ partitionKey, rowKey, document }, 'Merge');

  it('a chunk', async () => {
    const table = clients.table('chunks');
    const ledger = makeChunkLedger(table);
    const chunk = sampleChunk();
    await ledger.add([chunk]);
    for (const nonsense of [
      '{',
      '{}',
      JSON.stringify({ ...chunk, state: 'done' }),
      JSON.stringify({ ...chunk, attempt: -1 }),
    ]) {
      await edit(table, tableKey(chunk.uploadId), '000000', nonsense);
      expect(await thrownBy(ledger.read(chunk.uploadId, 0)), nonsense).to.be.instanceOf(ContractViolation);
      expect(await thrownBy(ledger.list(chunk.uploadId)), nonsense).to.be.instanceOf(ContractViolation);
    }
  });

  it('an upload', async () => {
    const table = clients.table('uploads');
    const ledger = makeUploadLedger(table);
    const upload = sampleUpload();
    await ledger.write(upload, undefined);
    await edit(table, 'northwind', `u-${upload.uploadId}`, JSON.stringify({ ...upload, aliveUntil: 'tomorrow' }));
    expect(await thrownBy(ledger.read(upload))).to.be.instanceOf(ContractViolation);
  });

  it('a plan', async () => {
    const container = clients.blobs.getContainerClient('state');
    const plans = makePlans(makeStateBlobs(container));
    const plan = await plans.seal(samplePlan());
    const put = (text: string) => {
      const bytes = gzipSync(text);
      return container.getBlockBlobClient(`northwind/${plan.uploadId}/plan.json`).upload(bytes, bytes.length);
    };
    for (const nonsense of ['{', JSON.stringify({ ...plan, rows: -1 }), JSON.stringify(samplePlan())]) {
      await put(nonsense);
      expect(await thrownBy(plans.read(plan)), nonsense).to.be.instanceOf(ContractViolation);
    }
  });
});
