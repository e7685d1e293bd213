import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { expect } from 'chai';
import { afterEach, beforeEach, describe, it } from 'mocha';
import { dropFile } from '../../local/dropped-file.ts';
import { type Stack, startStack } from '../../local/stack.ts';
import { connectStorage, type StorageClients } from '../../shared/adapters/storage/clients.ts';
import { containers, queues, tables } from '../../shared/adapters/storage/names.ts';
import { makeApp } from '../../shared/app.ts';
import { readConfig } from '../../shared/config.ts';
import type { ChunkMessage } from '../../shared/domain/work.ts';
import type { App } from '../../shared/wire.ts';

/** What an earlier release had stored when it was stopped. Never written anew. */
interface OldState {
  readonly at: string;
  readonly partnerId: string;
  readonly uploadId: string;
  readonly state: Readonly<Record<string, string>>;
  readonly tables: Readonly<Record<string, readonly OldRow[]>>;
  readonly chunks: readonly ChunkMessage[];
}
interface OldRow {
  readonly partitionKey: string;
  readonly rowKey: string;
  readonly state?: string;
  readonly document?: string;
}

const readOld = async (name: string): Promise<OldState> =>
  JSON.parse(await readFile(`test/fixtures/state-v1/${name}.json`, 'utf8'));

describe('An upload that an earlier release left (version 1 of messages and state)', () => {
  let dataDir = '';
  let stack: Stack;
  let clients: StorageClients;
  beforeEach(async () => {
    dataDir = await mkdtemp(join(tmpdir(), 'old-state-'));
    stack = await startStack({ dataDir, hosts: 0, jobSeconds: 1 });
    clients = connectStorage({ kind: 'connectionString', connectionString: stack.connectionString });
  });
  afterEach(async () => {
    await stack.stop();
    await rm(dataDir, { recursive: true, force: true });
  });

  async function load(old: OldState): Promise<void> {
    for (const [name, base64] of Object.entries(old.state)) {
      const content = Buffer.from(base64, 'base64');
      await clients.blobs.getContainerClient(containers.state).getBlockBlobClient(name).upload(content, content.length);
    }
    for (const [name, rows] of Object.entries(old.tables)) {
      for (const row of rows) await clients.table(name).upsertEntity(row);
    }
  }

  /** This release, its clock some seconds after the earlier one stopped; else the upload would have been given up long ago. */
  function appAfter({ at }: OldState, seconds: number): App {
    const behind = Date.now() - Date.parse(at) - seconds * 1000;
    return makeApp(readConfig({ ...process.env, ...stack.env }), {
      clock: { now: () => new Date(Date.now() - behind) },
    });
  }

  /** Handles what is in the queue of chunks until none is left for a while, or enough has come about. */
  async function workOff(app: App, enough: () => Promise<boolean> = async () => false): Promise<void> {
    const queue = clients.queues.getQueueClient(queues.chunks);
    for (let idle = 0; idle < 25; idle += 1) {
      const { receivedMessageItems } = await queue.receiveMessages();
      for (const { messageId, popReceipt, messageText } of receivedMessageItems) {
        await app.registerChunk(JSON.parse(Buffer.from(messageText, 'base64').toString('utf8')));
        await queue.deleteMessage(messageId, popReceipt);
        idle = 0;
      }
      if (await enough()) return;
      await wait(200);
    }
  }

  it('planned, nothing sent: is sent and reported by this one', async () => {
    const old = await readOld('planned-upload');
    await load(old);
    const app = appAfter(old, 0);
    for (const message of old.chunks) await app.registerChunk(message);
    await workOff(app);
    const { partnerId, uploadId } = old;
    const report = await app.writeReport({ version: 1, partnerId, uploadId });
    expect(report).to.deep.include({ kind: 'final', rows: 3, counts: { registered: 2, duplicate: 1 } });
  });

  it('with chunks settled, sent, held and pending: goes on where it stood, and sends nothing a second time', async () => {
    const old = await readOld('upload-in-flight');
    const app = appAfter(old, 120);
    const sent = await sentAnew(app);
    await load({
      ...old,
      tables: { ...old.tables, chunks: (old.tables['chunks'] ?? []).map((row) => withJob(row, sent)) },
    });
    for (const message of old.chunks) await app.registerChunk(message);
    // What is held comes back by the timer.
    await app.repair();
    await workOff(app);
    const { partnerId, uploadId } = old;
    const report = await app.writeReport({ version: 1, partnerId, uploadId });
    expect(report).to.deep.include({ kind: 'final', rows: 6, counts: { registered: 5, rejected: 1 } });
    const { devices } = (await (await fetch(`${stack.adminUrl}/devices`)).json()) as {
      readonly devices: readonly { readonly serialNumber: string }[];
    };
    // The first was settled before: these simulators have never heard of it, and did not now.
    const serials = devices.map(({ serialNumber }) => serialNumber).filter((serial) => serial.startsWith('SYN-OLD-'));
    expect(serials.toSorted()).to.deep.equal([2, 3, 4, 5].map((number) => `SYN-OLD-${number}`));
  });

  /** The job the earlier release had started, on simulators that never saw it: the same device is sent; its job's id. */
  async function sentAnew(app: App): Promise<string> {
    const path = join(dataDir, 'sent.csv');
    await writeFile(
      path,
      'Device Serial Number,Manufacturer name,Device model,Group Tag\r\nSYN-OLD-2,Contoso,Model A,Sent\r\n',
    );
    const { blobName } = await dropFile(stack.connectionString, { path, partner: 'tailwind' });
    await app.intakeUpload(blobName);
    let job: string | undefined;
    await workOff(app, async () => {
      for await (const { document } of clients.table(tables.chunks).listEntities<OldRow>()) {
        job = JSON.parse(document ?? '{}').receipt?.trackingId;
      }
      return job !== undefined;
    });
    if (job === undefined) throw new Error('nothing was sent');
    // Nobody but the old chunk follows the job: of two with the same device only one would have registered it.
    await clients.queues.getQueueClient(queues.chunks).clearMessages();
    const chunks = clients.table(tables.chunks);
    for await (const { partitionKey = '', rowKey = '' } of chunks.listEntities()) {
      await chunks.deleteEntity(partitionKey, rowKey);
    }
    return job;
  }

  const withJob = (row: OldRow, trackingId: string): OldRow => {
    const { receipt, ...chunk } = JSON.parse(row.document ?? '{}');
    return receipt === undefined
      ? row
      : { ...row, document: JSON.stringify({ ...chunk, receipt: { ...receipt, trackingId } }) };
  };
});
