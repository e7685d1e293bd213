import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { expect } from 'chai';
import { after, before, describe, it } from 'mocha';
import { type Stack, startStack } from '../../../local/stack.ts';
import { connectStorage } from '../../../shared/adapters/storage/clients.ts';
import { containers } from '../../../shared/adapters/storage/names.ts';
import { fileOf, writeResellers } from './resellers.ts';

const chunkMs = 1500;

interface Submission {
  readonly batchId?: string;
  readonly acceptedAt: string;
}

describe('Two partners on one connection', function () {
  this.timeout(180_000);
  let folder = '';
  let stack: Stack;

  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'fairness-'));
    const resellers = await writeResellers(folder, 2, { maxDevices: 10 });
    stack = await startStack({ dataDir: folder, ...resellers, storageInMemory: true, jobSeconds: 0.2 });
    const operations = ['partnerCenter.createBatch', 'partnerCenter.appendDevices'];
    const rules = operations.map((operation) => ({ kind: 'slow', operation, milliseconds: chunkMs }));
    await fetch(`${stack.adminUrl}/faults`, { method: 'PUT', body: JSON.stringify({ rules }) });
  });
  after(async () => {
    await stack.stop();
    await rm(folder, { recursive: true, force: true });
  });

  async function drop(partner: string, name: string, devices: number, groupTag: string): Promise<number> {
    const { blobs } = connectStorage({ kind: 'connectionString', connectionString: stack.connectionString });
    const text = fileOf(name, devices, groupTag);
    await blobs
      .getContainerClient(containers.uploads)
      .getBlockBlobClient(`${partner}/${name}.csv`)
      .upload(text, text.length);
    return Date.now();
  }

  async function accepted(groupTag: string, count: number): Promise<number> {
    for (;;) {
      const answer = await fetch(`${stack.adminUrl}/submissions`);
      const { submissions } = (await answer.json()) as { submissions: readonly Submission[] };
      const own = submissions.filter(({ batchId }) => batchId === groupTag);
      const last = own[count - 1];
      if (last !== undefined) return Date.parse(last.acceptedAt);
      await wait(100);
    }
  }

  it('a hundred chunks of one delay a single chunk of the other by at most two chunk times', async () => {
    const waited = async (name: string, groupTag: string): Promise<number> => {
      const droppedAt = await drop('reseller-2', name, 5, groupTag);
      return (await accepted(groupTag, 1)) - droppedAt;
    };
    await waited('warm-up', 'WarmUp');
    const alone = await waited('alone', 'Alone');
    await drop('reseller-1', 'hundred', 1000, 'Hundred');
    await accepted('Hundred', 5);
    const beside = await waited('beside', 'Beside');
    console.log(`      alone ${alone} ms, beside a hundred chunks ${beside} ms`);
    expect(beside - alone).to.be.lessThan(2 * chunkMs);
  });
});
