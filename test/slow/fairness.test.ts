import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { expect } from 'chai';
import { after, before, describe, it } from 'mocha';
import { type Stack, startStack } from '../../local/stack.ts';
import { connectStorage } from '../../shared/adapters/storage/clients.ts';
import { containers } from '../../shared/adapters/storage/names.ts';
import { makeApp } from '../../shared/app.ts';
import { readConfig } from '../../shared/config.ts';
import { uploadIdOf } from '../../shared/domain/ids.ts';
import { freshSlots } from '../../shared/domain/registering/slots.ts';
import type { UploadKey } from '../../shared/domain/work.ts';
import { releaseWindow } from '../../shared/usecases/release.ts';
import { fileOf, writeResellers } from './cli/resellers.ts';

const chunkMs = 1500;
const maxDevices = 10;
const slots = freshSlots.width;

interface Submission {
  readonly batchId?: string;
}

/** Partners who each put a hundred chunks, or so, before a single one of another partner. */
for (const { busy, chunks } of [
  { busy: 1, chunks: 100 },
  { busy: 8, chunks: 15 },
]) {
  describe(`${busy} busy ${busy === 1 ? 'partner' : 'partners'} and another one on one connection`, () => {
    let folder = '';
    let stack: Stack;

    before(async () => {
      folder = await mkdtemp(join(tmpdir(), 'fairness-'));
      const resellers = await writeResellers(folder, busy + 1, { maxDevices });
      stack = await startStack({ dataDir: folder, ...resellers, storageInMemory: true, jobSeconds: 0.2 });
      const operations = ['partnerCenter.createBatch', 'partnerCenter.appendDevices'];
      const rules = operations.map((operation) => ({ kind: 'slow', operation, milliseconds: chunkMs }));
      await fetch(`${stack.adminUrl}/faults`, { method: 'PUT', body: JSON.stringify({ rules }) });
    });
    after(async () => {
      await stack.stop();
      await rm(folder, { recursive: true, force: true });
    });

    async function drop(partner: string, name: string, devices: number, groupTag: string): Promise<UploadKey> {
      const { blobs } = connectStorage({ kind: 'connectionString', connectionString: stack.connectionString });
      const text = fileOf(name, devices, groupTag);
      const blobName = `${partner}/${name}.csv`;
      const { etag = '' } = await blobs
        .getContainerClient(containers.uploads)
        .getBlockBlobClient(blobName)
        .upload(text, text.length);
      return { partnerId: partner, uploadId: uploadIdOf(containers.uploads, blobName, etag.replaceAll('"', '')) };
    }

    async function untilPlanned(upload: UploadKey): Promise<void> {
      const { readProgress } = makeApp(readConfig(stack.env));
      while (((await readProgress(upload))?.chunks.total ?? 0) === 0) await wait(100);
    }

    /** All submissions, in the order they were taken. */
    async function submissions(): Promise<readonly Submission[]> {
      const answer = await fetch(`${stack.adminUrl}/submissions`);
      return ((await answer.json()) as { submissions: readonly Submission[] }).submissions;
    }

    async function accepted(groupTag: string, count: number): Promise<readonly Submission[]> {
      for (;;) {
        const all = await submissions();
        if (all.filter(({ batchId }) => batchId === groupTag).length >= count) return all;
        await wait(100);
      }
    }

    const newcomer = `reseller-${busy + 1}`;

    // Of each partner at most a window of chunks is released before; and what is under way when it comes may go on.
    const most = busy * releaseWindow + 2 * slots;
    it(`${busy} × ${chunks} chunks go before a single one of the other by ${most} at most`, async () => {
      const partners = Array.from({ length: busy }, (_, index) => `reseller-${index + 1}`);
      await Promise.all(partners.map((partner) => drop(partner, 'many', chunks * maxDevices, `Many-${partner}`)));
      await Promise.all(partners.map((partner) => accepted(`Many-${partner}`, 2)));
      const dropped = await drop(newcomer, 'beside', 5, 'Beside');
      await untilPlanned(dropped);
      const before = (await submissions()).length;
      const after = await accepted('Beside', 1);
      const between = after.findIndex(({ batchId }) => batchId === 'Beside') - before;
      console.log(`      after ${before} of ${busy * chunks} chunks, ${between} others went before it`);
      expect(before).to.be.lessThan((busy * chunks) / 2);
      expect(between).to.be.at.most(most);
    });
  });
}
