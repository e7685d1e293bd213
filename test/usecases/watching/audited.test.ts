import { expect } from 'chai';
import { describe, it } from 'mocha';
import type { AuditEntry } from '../../../shared/domain/audit/audit-entry.ts';
import type { UploadLedger } from '../../../shared/ports.ts';
import { auditChunks, auditUploads } from '../../../shared/usecases/watching/audited.ts';
import { memoryPlans } from '../../fakes/memory-documents.ts';
import { memoryChunkLedger, memoryUploadLedger } from '../../fakes/memory-ledger.ts';
import { sampleChunk, sampleUpload } from '../../fakes/sample-states.ts';

describe('the record of a change', () => {
  const recording = () => {
    const entries: AuditEntry[] = [];
    const audit = { record: async (entry: AuditEntry) => entries.push(entry) };
    return { entries, auditing: { audit, clock: { now: () => new Date('2026-01-05T08:00:00.000Z') } } };
  };
  /** Somebody else writes between an entry and its change. */
  const overtaken = (ledger: UploadLedger, first: () => Promise<unknown>): UploadLedger => ({
    ...ledger,
    write: async (state, etag) => {
      await first();
      return ledger.write(state, etag);
    },
  });

  it('says of an entry whose change lost its race that it was not done', async () => {
    const { entries, auditing } = recording();
    const ledger = memoryUploadLedger();
    const state = sampleUpload();
    const quicker = () => ledger.write({ ...state, claim: 7 }, undefined);
    const audited = auditUploads(overtaken(ledger, quicker), memoryPlans(), auditing);
    expect(await audited.write(state, undefined)).to.equal(undefined);
    expect(entries.map(({ what }) => what)).to.deep.equal(['uploadReceived', 'notDone']);
    expect(entries[1]).to.include({ what: 'notDone', entry: 1, partnerId: state.partnerId, who: 'service' });
  });

  it('says nothing of the kind where the change was made, even if its answer was lost', async () => {
    const { entries, auditing } = recording();
    const ledger = memoryUploadLedger();
    const state = sampleUpload();
    await auditUploads(ledger, memoryPlans(), auditing).write(state, undefined);
    const other = sampleUpload();
    // The storage client writes again what it had no answer for, and is refused.
    const repeated = overtaken(ledger, () => ledger.write(other, undefined));
    await auditUploads(repeated, memoryPlans(), auditing).write(other, undefined);
    expect(entries.map(({ what }) => what)).to.deep.equal(['uploadReceived', 'uploadReceived']);
  });

  it('of a chunk holds to the same', async () => {
    const { entries, auditing } = recording();
    const chunks = memoryChunkLedger();
    const chunk = sampleChunk();
    await chunks.add([chunk]);
    const there = await chunks.read(chunk.uploadId, chunk.chunk);
    const held = { ...chunk, state: 'held', hold: { code: 'relationship_missing' } } as const;
    const racing = {
      ...chunks,
      replace: async (state: typeof chunk, etag: string) => {
        await chunks.replace({ ...chunk, step: 9 }, etag);
        return chunks.replace(state, etag);
      },
    };
    expect(await auditChunks(racing, auditing).replace(held, there?.etag ?? '')).to.equal(undefined);
    expect(entries.map(({ what }) => what)).to.deep.equal(['chunkHeld', 'notDone']);
  });
});
