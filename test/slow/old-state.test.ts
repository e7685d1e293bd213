import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { expect } from 'chai';
import { after, before, describe, it } from 'mocha';
import { type Stack, startStack } from '../../local/stack.ts';
import { connectStorage } from '../../shared/adapters/storage/clients.ts';
import { containers, queues } from '../../shared/adapters/storage/names.ts';
import { type App, makeApp } from '../../shared/app.ts';
import { readConfig } from '../../shared/config.ts';
import type { ChunkMessage } from '../../shared/ports.ts';

/** What an earlier release had stored when it was stopped between planning and sending. Never written anew. */
interface OldState {
  readonly at: string;
  readonly partnerId: string;
  readonly uploadId: string;
  readonly state: Readonly<Record<string, string>>;
  readonly tables: Readonly<Record<string, readonly { readonly partitionKey: string; readonly rowKey: string }[]>>;
  readonly chunks: readonly ChunkMessage[];
}

describe('An upload that an earlier release planned (version 1 of messages and state)', () => {
  let dataDir = '';
  let stack: Stack | undefined;
  before(async () => {
    dataDir = await mkdtemp(join(tmpdir(), 'old-state-'));
    stack = await startStack({ dataDir, hosts: 0, jobSeconds: 1 });
  });
  after(async () => {
    await stack?.stop();
    await rm(dataDir, { recursive: true, force: true });
  });

  /** Handles what is in the queue of chunks until none is left for a while. */
  async function workOff(app: App, connectionString: string): Promise<void> {
    const queue = connectStorage({ kind: 'connectionString', connectionString }).queues.getQueueClient(queues.chunks);
    for (let idle = 0; idle < 25; idle += 1) {
      const { receivedMessageItems } = await queue.receiveMessages();
      for (const { messageId, popReceipt, messageText } of receivedMessageItems) {
        await app.registerChunk(JSON.parse(Buffer.from(messageText, 'base64').toString('utf8')));
        await queue.deleteMessage(messageId, popReceipt);
        idle = 0;
      }
      await wait(200);
    }
  }

  it('is sent and reported by this one', async () => {
    if (stack === undefined) throw new Error('not started');
    const { connectionString, env } = stack;
    const old: OldState = JSON.parse(await readFile('test/fixtures/state-v1/planned-upload.json', 'utf8'));
    const { blobs, table } = connectStorage({ kind: 'connectionString', connectionString });
    for (const [name, base64] of Object.entries(old.state)) {
      const content = Buffer.from(base64, 'base64');
      await blobs.getContainerClient(containers.state).getBlockBlobClient(name).upload(content, content.length);
    }
    for (const [name, rows] of Object.entries(old.tables)) {
      for (const row of rows) await table(name).createEntity(row);
    }
    // The clock goes on from where the earlier release stopped; else the upload would have been given up long ago.
    const behind = Date.now() - Date.parse(old.at);
    const app = makeApp(readConfig({ ...process.env, ...env }), { now: () => new Date(Date.now() - behind) });
    for (const message of old.chunks) await app.registerChunk(message);
    await workOff(app, connectionString);
    const { partnerId, uploadId } = old;
    const report = await app.writeReport({ version: 1, partnerId, uploadId });
    expect(report).to.deep.include({ kind: 'final', rows: 3, counts: { registered: 2, duplicate: 1 } });
  });
});
