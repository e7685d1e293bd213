import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { TableClient } from '@azure/data-tables';
import { BlobServiceClient } from '@azure/storage-blob';
import { QueueServiceClient } from '@azure/storage-queue';
import { expect } from 'chai';
import { describe, it } from 'mocha';
import { spawnPart } from '../../local/spawn.ts';
import { type Storage, startStorage } from '../../local/storage.ts';

const command = new URL('../../local/storage.ts', import.meta.url);

describe('local storage', () => {
  it('takes a blob, a message and a table row', async () => {
    const storage = await startStorage();
    await fill(storage);
    expect(await read(storage)).to.deep.equal({ blob: 'content', message: 'work', row: 'kept' });
    await storage.stop();
  });

  it('keeps nothing of one in-memory store in another', async () => {
    const [first, second] = await Promise.all([startStorage(), startStorage()]);
    await fill(first);
    const container = BlobServiceClient.fromConnectionString(second.connectionString).getContainerClient('things');
    expect(await container.exists()).to.equal(false);
    await Promise.all([first.stop(), second.stop()]);
  });

  it('has everything again after a restart on the same folder', async () => {
    const dataDir = await mkdtemp(join(tmpdir(), 'storage-'));
    const first = await startStorage({ dataDir });
    await fill(first);
    await first.stop();
    const second = await startStorage({ dataDir });
    expect(await read(second)).to.deep.equal({ blob: 'content', message: 'work', row: 'kept' });
    await second.stop();
    await rm(dataDir, { recursive: true });
  });

  it('loses nothing it has confirmed when it is killed', async () => {
    const dataDir = await mkdtemp(join(tmpdir(), 'storage-'));
    const part = await spawnPart<Storage>(command, { options: { data: dataDir } });
    await fill(part.ready);
    await part.kill();
    const storage = await startStorage({ dataDir });
    expect(await read(storage)).to.deep.equal({ blob: 'content', message: 'work', row: 'kept' });
    await storage.stop();
    await rm(dataDir, { recursive: true });
  });

  it('runs as a process that says where it listens and ends cleanly when asked to', async () => {
    const part = await spawnPart<Omit<Storage, 'stop'>>(command, { options: {} });
    const { connectionString, blobPort } = part.ready;
    expect(connectionString).to.include(`BlobEndpoint=http://127.0.0.1:${blobPort}/`);
    expect(await BlobServiceClient.fromConnectionString(connectionString).getProperties()).to.have.property(
      'requestId',
    );
    expect(await part.stop()).to.equal(0);
  });

  it('says in one line that a port is taken', async () => {
    const storage = await startStorage();
    const answer = await run('--table-port', String(storage.tablePort));
    expect(answer).to.deep.equal({
      code: 2,
      lines: [`The table port ${storage.tablePort} is taken by another program`],
    });
    await storage.stop();
  });

  it('says in one line what is wrong with an option', async () => {
    const [unknown, wrong] = await Promise.all([run('--colour', 'red'), run('--blob-port', '70000')]);
    expect(unknown.code).to.equal(2);
    expect(unknown.lines).to.have.length(1);
    expect(unknown.lines[0]).to.match(/^There is no option "--colour"/);
    expect(wrong).to.deep.equal({ code: 2, lines: ['--blob-port takes a whole number from 0 to 65535, not "70000"'] });
  });
});

async function fill({ connectionString }: Storage): Promise<void> {
  const container = BlobServiceClient.fromConnectionString(connectionString).getContainerClient('things');
  await container.create();
  await container.getBlockBlobClient('a blob').upload('content', 7);
  const queue = QueueServiceClient.fromConnectionString(connectionString).getQueueClient('things');
  await queue.create();
  await queue.sendMessage('work');
  const table = TableClient.fromConnectionString(connectionString, 'things', { allowInsecureConnection: true });
  await table.createTable();
  await table.createEntity({ partitionKey: 'p', rowKey: 'r', state: 'kept' });
}

async function read({ connectionString }: Storage) {
  const container = BlobServiceClient.fromConnectionString(connectionString).getContainerClient('things');
  const queue = QueueServiceClient.fromConnectionString(connectionString).getQueueClient('things');
  const table = TableClient.fromConnectionString(connectionString, 'things', { allowInsecureConnection: true });
  return {
    blob: String(await container.getBlobClient('a blob').downloadToBuffer()),
    message: (await queue.peekMessages()).peekedMessageItems[0]?.messageText,
    row: (await table.getEntity('p', 'r'))['state'],
  };
}

async function run(...args: readonly string[]): Promise<{ code: unknown; lines: readonly string[] }> {
  const child = spawn(process.execPath, [fileURLToPath(command), ...args], { stdio: ['ignore', 'ignore', 'pipe'] });
  let text = '';
  child.stderr.on('data', (part) => {
    text += part;
  });
  const [code] = await once(child, 'close');
  return { code, lines: text.trimEnd().split('\n') };
}
