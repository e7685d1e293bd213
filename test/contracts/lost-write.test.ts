import { TableClient } from '@azure/data-tables';
import { expect } from 'chai';
import { describe, it } from 'mocha';
import { makeChunkLedger, makeUploadLedger } from '../../shared/adapters/storage/ledger.ts';
import { tables } from '../../shared/adapters/storage/names.ts';
import { makeReleaseQueue } from '../../shared/adapters/storage/release-queue.ts';
import { emulatedStorage } from '../fakes/emulated-storage.ts';
import { newUploadId, sampleChunk, sampleUpload } from '../fakes/sample-states.ts';

/** A table whose next answers to writes are lost on the way: storage has done what it was asked, and the client asks again. */
function lossyTable(connectionString: string, name: string) {
  let losses = 0;
  let rows = 0;
  const table = TableClient.fromConnectionString(connectionString, name, {
    allowInsecureConnection: true,
    retryOptions: { retryDelayInMs: 1, maxRetryDelayInMs: 5 },
    additionalPolicies: [
      {
        position: 'perRetry',
        policy: {
          name: 'lossy',
          sendRequest: async (request, next) => {
            const answer = await next(request);
            if (request.method === 'GET' && answer.bodyAsText?.includes('"value"') === true) {
              rows += (JSON.parse(answer.bodyAsText) as { value: readonly unknown[] }).value.length;
            }
            if (request.method === 'GET' || losses === 0) return answer;
            losses -= 1;
            throw Object.assign(new Error('The connection was reset.'), { name: 'RestError', code: 'ECONNRESET' });
          },
        },
      },
    ],
  });
  return {
    table,
    loseNext: () => {
      losses = 1;
    },
    rowsRead: () => rows,
  };
}

describe('a conditional write whose answer is lost', () => {
  const storage = emulatedStorage();

  it('is recognised as our own when the client’s repetition is refused', async () => {
    const { table, loseNext } = lossyTable(storage.connectionString, tables.chunks);
    const ledger = makeChunkLedger(table);
    const chunk = sampleChunk({ uploadId: newUploadId() });
    await ledger.add([chunk]);
    const there = await ledger.read(chunk.uploadId, 0);
    loseNext();
    const moved = await ledger.replace({ ...chunk, state: 'pending', step: 1 }, there?.etag ?? '');
    expect(moved?.value).to.include({ state: 'pending', step: 1 });
    expect(await ledger.read(chunk.uploadId, 0)).to.deep.equal(moved);
    expect((await ledger.replace({ ...chunk, step: 2 }, moved?.etag ?? ''))?.value.step).to.equal(2);
  });

  it('that was to create something is recognised as well', async () => {
    const { table, loseNext } = lossyTable(storage.connectionString, tables.uploads);
    const ledger = makeUploadLedger(table);
    const state = sampleUpload();
    // The first write is the listing's; the one of the upload itself is lost.
    const upsert = table.upsertEntity.bind(table);
    table.upsertEntity = async (...given: Parameters<typeof upsert>) => {
      const done = await upsert(...given);
      loseNext();
      return done;
    };
    const written = await ledger.write(state, undefined);
    expect(written?.value).to.deep.equal(state);
  });

  it('is not taken for ours when somebody else wrote the very same document', async () => {
    const { table } = lossyTable(storage.connectionString, tables.chunks);
    const ledger = makeChunkLedger(table);
    const chunk = sampleChunk({ uploadId: newUploadId() });
    await ledger.add([chunk]);
    const there = await ledger.read(chunk.uploadId, 0);
    const next = { ...chunk, state: 'pending', step: 1 } as const;
    expect(await ledger.replace(next, there?.etag ?? '')).to.not.equal(undefined);
    expect(await ledger.replace(next, there?.etag ?? '')).to.equal(undefined);
  });
});

describe('the release queue of a partner with a long line', () => {
  const storage = emulatedStorage();

  it('is not read whole when a chunk leaves and the next one is released', async () => {
    const { table, rowsRead } = lossyTable(storage.connectionString, tables.line);
    const queue = makeReleaseQueue(table);
    const upload = { partnerId: 'northwind', connectionId: 'pc', since: '2026-01-05T08:00:00.000Z' };
    const uploadId = newUploadId();
    const places = Array.from({ length: 600 }, (_, chunk) => ({ ...upload, uploadId, chunk }));
    await queue.join(places);
    await queue.release('northwind', 'pc', 4);
    const [first] = places;
    if (first === undefined) throw new Error('too few');
    const before = rowsRead();
    await queue.leave(first);
    expect(await queue.release('northwind', 'pc', 4)).to.deep.equal(places.slice(1, 5));
    expect(rowsRead() - before).to.be.at.most(8);
    const other = { ...upload, uploadId: newUploadId(), chunk: 0, since: '2026-01-05T08:00:01.000Z' };
    await queue.join([other]);
    expect(await queue.list('northwind', 'pc', other)).to.deep.equal([other]);
    expect(rowsRead() - before).to.be.at.most(12);
  });

  it('of which a release was granted and its answer lost lets that place go all the same', async () => {
    const { table, loseNext } = lossyTable(storage.connectionString, tables.line);
    const queue = makeReleaseQueue(table);
    const place = {
      partnerId: 'northwind',
      connectionId: 'lost',
      since: '2026-01-05T08:00:00.000Z',
      uploadId: newUploadId(),
      chunk: 0,
    };
    await queue.join([place]);
    loseNext();
    expect(await queue.release('northwind', 'lost', 4)).to.deep.equal([place]);
  });
});
