import { expect } from 'chai';
import { before, beforeEach, describe, it } from 'mocha';
import { makeChunkLedger, makeOpenUploads, makeUploadLedger } from '../../../shared/adapters/storage/ledger.ts';
import { poisonQueues, queues as queueNames, tables } from '../../../shared/adapters/storage/names.ts';
import { makePoisonQueues } from '../../../shared/adapters/storage/poison-queues.ts';
import { makeWorkQueue } from '../../../shared/adapters/storage/work-queue.ts';
import { uploadIdOf } from '../../../shared/domain/ids.ts';
import type { UploadState } from '../../../shared/domain/planning/upload-state.ts';
import type { ChunkState } from '../../../shared/domain/registering/chunk-state.ts';
import { makeRequeuePoison } from '../../../shared/usecases/upkeep/requeue-poison.ts';
import { emulatedStorage } from '../../fakes/emulated-storage.ts';

const now = '2026-05-04T10:00:00.000Z';
const clock = { now: () => new Date(now) };
const customerTenantId = '11111111-1111-4111-8111-111111111111';

describe('Work whose every try failed', () => {
  const { clients } = emulatedStorage();
  let run = 0;
  let uploadId = '';
  before(async () => {
    for (const name of Object.values(poisonQueues)) await clients.queues.getQueueClient(name).createIfNotExists();
  });
  beforeEach(async () => {
    run += 1;
    uploadId = uploadIdOf('uploads', 'northwind/May.csv', `0x${run}`);
    for (const name of [...Object.values(queueNames), ...Object.values(poisonQueues)]) {
      await clients.queues.getQueueClient(name).clearMessages();
    }
  });

  const ledger = () => makeUploadLedger(clients.table(tables.uploads));
  const chunks = () => makeChunkLedger(clients.table(tables.chunks));
  const open = () => makeOpenUploads(clients.table(tables.open));
  const requeuePoison = () =>
    makeRequeuePoison({
      clock,
      poison: makePoisonQueues(clients.queues),
      ledger: ledger(),
      chunks: chunks(),
      open: open(),
      queue: makeWorkQueue(clients.queues),
    })();
  const poison = (name: keyof typeof poisonQueues, message: unknown) => {
    const text = typeof message === 'string' ? message : JSON.stringify(message);
    return clients.queues.getQueueClient(poisonQueues[name]).sendMessage(Buffer.from(text).toString('base64'));
  };
  const lying = async (name: keyof typeof queueNames): Promise<unknown[]> => {
    const { receivedMessageItems } = await clients.queues
      .getQueueClient(queueNames[name])
      .receiveMessages({ numberOfMessages: 32 });
    return receivedMessageItems.map(({ messageText }): unknown =>
      JSON.parse(Buffer.from(messageText, 'base64').toString()),
    );
  };
  const chunkState = (state: ChunkState['state']): ChunkState => ({
    version: 1,
    partnerId: 'northwind',
    uploadId,
    chunk: 0,
    devices: 1,
    connectionId: 'pc',
    platform: 'partnerCenter',
    customerTenantId,
    customerName: 'Contoso',
    state,
    step: 3,
    attempt: 1,
    dueAt: now,
    answerLost: false,
    resends: 0,
    tries: 0,
    polls: 0,
    calls: {},
    createdAt: now,
    changedAt: now,
  });
  const uploadState = (state: UploadState['state']): UploadState => ({
    version: 1,
    partnerId: 'northwind',
    uploadId,
    state,
    blobName: 'northwind/May.csv',
    etag: `0x${run}`,
    receivedAt: now,
    claim: 1,
    aliveUntil: now,
    rowsRead: 0,
    sequence: 0,
    changedAt: now,
  });
  const chunkMessage = (step: number) => ({ version: 1, partnerId: 'northwind', uploadId, chunk: 0, step });

  it('a chunk is put back once, under a new step, and set aside the second time', async () => {
    await chunks().add([chunkState('sent')]);
    await poison('chunks', chunkMessage(3));
    expect(await requeuePoison()).to.deep.equal([
      { partnerId: 'northwind', uploadId, chunk: 0, work: 'chunk', failures: 1, becomes: 'requeued' },
    ]);
    expect(await lying('chunks')).to.deep.equal([chunkMessage(4)]);

    await poison('chunks', chunkMessage(4));
    expect((await requeuePoison())[0]).to.include({ failures: 2, becomes: 'setAside' });
    const there = (await chunks().read(uploadId, 0))?.value;
    expect(there).to.include({ state: 'sent', failures: 2, dueAt: '2026-05-04T10:10:00.000Z' });
  });

  it('a message older than its chunk, for no chunk, or under another partner changes nothing', async () => {
    await chunks().add([chunkState('sent')]);
    await poison('chunks', chunkMessage(2));
    await poison('chunks', { ...chunkMessage(3), chunk: 9 });
    await poison('chunks', { ...chunkMessage(3), partnerId: 'tailwind' });
    expect((await requeuePoison()).map(({ becomes }) => becomes)).to.deep.equal(['dropped', 'dropped', 'dropped']);
    expect((await chunks().read(uploadId, 0))?.value).to.deep.equal(chunkState('sent'));
    expect(await lying('chunks')).to.deep.equal([]);
  });

  it('a report is asked for once more, then the upload is marked', async () => {
    await ledger().write(uploadState('planned'), undefined);
    const message = { version: 1, partnerId: 'northwind', uploadId };
    await poison('reports', message);
    expect((await requeuePoison())[0]).to.include({ work: 'report', becomes: 'requeued' });
    expect(await lying('reports')).to.deep.equal([message]);
    await poison('reports', message);
    expect((await requeuePoison())[0]).to.include({ failures: 2, becomes: 'setAside' });
    expect((await ledger().read({ partnerId: 'northwind', uploadId }))?.value.failures).to.equal(2);
  });

  it('a blob event is handed to repair, whether its upload was claimed or not; one of a finished upload is dropped', async () => {
    const event = { ContainerName: 'uploads', BlobName: 'northwind/May.csv', ETag: `"0x${run}"` };
    await poison('uploads', event);
    expect((await requeuePoison())[0]).to.include({ work: 'upload', uploadId, becomes: 'requeued' });
    const due: string[] = [];
    for await (const upload of open().due(clock.now())) due.push(upload.uploadId);
    expect(due).to.include(uploadId);

    await ledger().write(uploadState('reported'), undefined);
    await poison('uploads', event);
    expect((await requeuePoison())[0]).to.include({ becomes: 'dropped' });
  });

  it('what nobody can read is said and removed', async () => {
    await poison('reports', 'no json');
    await poison('chunks', { ...chunkMessage(1), chunk: 'first' });
    await poison('uploads', { ContainerName: 'elsewhere', BlobName: 'a', ETag: 'b' });
    expect((await requeuePoison()).map(({ work }) => work)).to.deep.equal(['unreadable', 'unreadable', 'unreadable']);
    expect(await requeuePoison()).to.deep.equal([]);
  });
});
