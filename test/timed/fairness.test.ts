import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { expect } from 'chai';
import { after, before, describe, it } from 'mocha';
import { type Stack, startStack } from '../../local/stack.ts';
import { connectStorage } from '../../shared/adapters/storage/clients.ts';
import { containers } from '../../shared/adapters/storage/names.ts';
import { freshSlots } from '../../shared/domain/registering/slots.ts';
import { releaseWindow } from '../../shared/usecases/release.ts';
import { fileOf, writeResellers } from '../slow/cli/resellers.ts';

const chunkMs = 1500;
const maxDevices = 10;
const slots = freshSlots.width;

interface Submission {
  readonly batchId?: string;
  readonly acceptedAt: string;
}

/** Partners who each put a hundred chunks, or so, before a single one of another partner. */
for (const { busy, chunks } of [
  { busy: 1, chunks: 100 },
  { busy: 8, chunks: 15 },
]) {
  describe(`${busy} busy ${busy === 1 ? 'partner' : 'partners'} and another one on one connection`, function () {
    this.timeout(180_000);
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

    const newcomer = `reseller-${busy + 1}`;
    const waited = async (name: string, groupTag: string): Promise<number> => {
      const droppedAt = await drop(newcomer, name, 5, groupTag);
      return (await accepted(groupTag, 1)) - droppedAt;
    };

    // Of each partner at most a window of chunks is released; a connection starts with this many slots.
    const most = Math.max(2, Math.ceil((busy * releaseWindow) / slots) + 1);
    it(`${busy} × ${chunks} chunks delay a single chunk of the other by at most ${most} chunk times`, async () => {
      await waited('warm-up', 'WarmUp');
      const alone = await waited('alone', 'Alone');
      const partners = Array.from({ length: busy }, (_, index) => `reseller-${index + 1}`);
      await Promise.all(partners.map((partner) => drop(partner, 'many', chunks * maxDevices, `Many-${partner}`)));
      await Promise.all(partners.map((partner) => accepted(`Many-${partner}`, 2)));
      const beside = await waited('beside', 'Beside');
      console.log(`      alone ${alone} ms, beside ${busy} × ${chunks} chunks ${beside} ms`);
      expect(beside - alone).to.be.lessThan(most * chunkMs);
    });
  });
}
