import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { after, before, beforeEach, describe, it } from 'mocha';
import { type Stack, startStack } from '../../../local/stack.ts';
import { connectStorage, type StorageClients } from '../../../shared/adapters/storage/clients.ts';
import { makeChunkLedger } from '../../../shared/adapters/storage/ledger.ts';
import { containers, queues, tables } from '../../../shared/adapters/storage/names.ts';
import { makeApp } from '../../../shared/app.ts';
import { readConfig } from '../../../shared/config.ts';
import type { ChunkState } from '../../../shared/domain/registering/chunk-state.ts';
import { thrownBy } from '../../fakes/thrown-by.ts';

const header = 'Device Serial Number,Manufacturer name,Device model,Group Tag';

describe('A chunk on real storage', () => {
  let folder = '';
  let stack: Stack;
  let clients: StorageClients;
  let file = 0;
  let uploadId = '';
  let skewMs = 0;
  const appAt = () => makeApp(readConfig(stack.env), { clock: { now: () => new Date(Date.now() + skewMs) } });
  const ledger = () => makeChunkLedger(clients.table(tables.chunks));
  const chunk = async (): Promise<ChunkState> => {
    const there = await ledger().read(uploadId, 0);
    if (there === undefined) throw new Error('There is no chunk');
    return there.value;
  };
  const message = (step: number) => ({ version: 1, partnerId: 'tailwind', uploadId, chunk: 0, step }) as const;
  const told = async <T>(path: string): Promise<T> => (await (await fetch(`${stack.adminUrl}/${path}`)).json()) as T;
  const submissions = async (): Promise<number> =>
    (await told<{ submissions: { batchId: string }[] }>('submissions')).submissions.filter(
      ({ batchId }) => batchId === `Tag-${file}`,
    ).length;

  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'chunk-'));
    stack = await startStack({
      dataDir: folder,
      storageInMemory: true,
      hosts: 0,
      jobSeconds: 0.2,
      env: { CALL_SECONDS: '5' },
    });
    clients = connectStorage({ kind: 'connectionString', connectionString: stack.connectionString });
  });
  after(async () => {
    await stack.stop();
    await rm(folder, { recursive: true, force: true });
  });
  beforeEach(async () => {
    // What an earlier case broke stays in line for good and would fill the window.
    const line = clients.table(tables.line);
    for await (const { partitionKey = '', rowKey = '' } of line.listEntities())
      await line.deleteEntity(partitionKey, rowKey);
    skewMs = 0;
    file += 1;
    const name = `tailwind/file-${file}.csv`;
    const text = `${header}\r\nSYNROW${file},Getac,20XWSYN101,Tag-${file}\r\n`;
    await clients.blobs.getContainerClient(containers.uploads).getBlockBlobClient(name).upload(text, text.length);
    const intake = await appAt().intakeUpload(name);
    if (intake.kind !== 'planned') throw new Error(`It is ${intake.kind}`);
    ({ uploadId } = intake);
    await clients.queues.getQueueClient(queues.chunks).clearMessages();
  });

  /** Somebody edits the row's document. */
  const edit = async (change: (document: string) => string): Promise<void> => {
    const table = clients.table(tables.chunks);
    const row = await table.getEntity<{ document: string }>(uploadId, '000000');
    const [partitionKey, rowKey] = [uploadId, '000000'];
    await table.updateEntity({ partitionKey, rowKey, document: change(row.document) }, 'Merge');
  };

  it('a message older or newer than its state is dropped, and nothing is sent', async () => {
    const { step } = await chunk();
    for (const other of [step - 1, step + 1]) {
      expect(await appAt().registerChunk(message(other))).to.include({ kind: 'dropped' });
    }
    expect(await submissions()).to.equal(0);
  });

  const nonsense: readonly (readonly [string, (state: ChunkState) => unknown])[] = [
    ['a state there is not', (state) => ({ ...state, state: 'done' })],
    ['an attempt below one', (state) => ({ ...state, attempt: 0 })],
    ['a time that is none', (state) => ({ ...state, dueAt: 'tomorrow' })],
    ['something it does not have', (state) => ({ ...state, priority: 1 })],
    ['sent, without a receipt', (state) => ({ ...state, state: 'sent' })],
    ['another partner', (state) => ({ ...state, partnerId: 'alpine' })],
    ['another upload', (state) => ({ ...state, uploadId: 'f'.repeat(24) })],
    ['another customer', (state) => ({ ...state, customerTenantId: '00000000-0000-4000-8000-00000000c003' })],
    ['another connection', (state) => ({ ...state, connectionId: 'alpine' })],
    ['another group tag', (state) => ({ ...state, groupTag: 'Elsewhere' })],
    ['more devices', (state) => ({ ...state, devices: 2 })],
    ['verdicts that are not there', (state) => ({ ...state, verdictsName: '0'.repeat(24) })],
  ];
  for (const [what, change] of nonsense) {
    it(`a ledger row edited into ${what} is refused loudly, and nothing is sent`, async () => {
      await edit((document) => JSON.stringify(change(JSON.parse(document))));
      expect(await thrownBy(appAt().registerChunk(message(1)))).to.have.property('name', 'ContractViolation');
      expect(await submissions()).to.equal(0);
    });
  }

  it('a ledger row that is no document at all is refused loudly, and nothing is sent', async () => {
    await edit(() => '{"version":1,');
    expect(await thrownBy(appAt().registerChunk(message(1)))).to.have.property('name', 'ContractViolation');
    expect(await submissions()).to.equal(0);
  });

  it('one that is nonsense does not stop the other uploads of its partner', async () => {
    await edit(() => 'nonsense');
    const name = `tailwind/other-${file}.csv`;
    const text = `${header}\r\nSYNOTHER,Getac,20XWSYN101,Tag-${file}\r\n`;
    await clients.blobs.getContainerClient(containers.uploads).getBlockBlobClient(name).upload(text, text.length);
    const intake = await appAt().intakeUpload(name);
    expect(intake.kind).to.equal('planned');
    const [other] = 'uploadId' in intake ? await ledger().list(intake.uploadId) : [];
    expect(other?.state).to.equal('pending');
  });

  it('content that is gone is refused loudly, and nothing is sent', async () => {
    const state = clients.blobs.getContainerClient(containers.state);
    for await (const { name } of state.listBlobsFlat({ prefix: `tailwind/${uploadId}/` })) {
      if (!name.includes('/chunks/')) continue;
      await state.getBlockBlobClient(name).deleteIfExists();
    }
    expect(await thrownBy(appAt().registerChunk(message(1)))).to.have.property('name', 'ContractViolation');
    expect(await submissions()).to.equal(0);
  });

  it('a host whose clock is an hour ahead, and one an hour behind, register it once', async () => {
    const slow = [{ kind: 'slow', operation: 'partnerCenter.createBatch', milliseconds: 1500 }];
    await fetch(`${stack.adminUrl}/faults`, { method: 'PUT', body: JSON.stringify({ rules: slow }) });
    const { step } = await chunk();
    const first = appAt().registerChunk(message(step));
    await new Promise((resolve) => setTimeout(resolve, 700));
    skewMs = 3_600_000;
    const ahead = appAt();
    // The first call is still under way when a second delivery meets a clock that says it must be over.
    const second = ahead.registerChunk(message(step));
    await Promise.all([first, second]);
    for (let turn = 0; turn < 40 && (await chunk()).state !== 'settled'; turn++) {
      skewMs = turn % 2 === 0 ? 3_600_000 : -3_600_000;
      await appAt().registerChunk(message((await chunk()).step));
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
    expect(await chunk()).to.deep.include({ state: 'settled', counts: { registered: 1 } });
    const { devices } = await told<{ devices: { serialNumber?: string }[] }>('devices');
    expect(devices.filter(({ serialNumber }) => serialNumber === `SYNROW${file}`)).to.have.length(1);
  });
});
