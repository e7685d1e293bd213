import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { expect } from 'chai';
import { after, before, describe, it } from 'mocha';
import { type SpawnedHost, spawnHost } from '../../../local/host/spawn.ts';
import { type Stack, startStack } from '../../../local/stack.ts';
import { connectStorage } from '../../../shared/adapters/storage/clients.ts';
import { containers } from '../../../shared/adapters/storage/names.ts';
import { fileOf, writeResellers } from '../cli/resellers.ts';

const unclaimedMs = 5_000;
const timerMs = 2_000;
/** What a busy machine may add. */
const slackMs = 10_000;

describe('An upload whose event is lost', function () {
  this.timeout(90_000);
  let folder = '';
  let stack: Stack;
  let host: SpawnedHost;

  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'lost-event-'));
    const env = { UNCLAIMED_SECONDS: String(unclaimedMs / 1000), SWEEP_SCHEDULE: '*/2 * * * * *' };
    stack = await startStack({
      dataDir: folder,
      ...(await writeResellers(folder, 1)),
      storageInMemory: true,
      hosts: 0,
      jobSeconds: 0.2,
      env,
    });
    // The real functions but the one that hears of blobs.
    const functions = join(folder, 'functions');
    await mkdir(functions);
    for (const name of ['register-chunk', 'write-report', 'sweep']) {
      const file = new URL(`../../../functions/${name}.ts`, import.meta.url);
      await writeFile(join(functions, `${name}.ts`), `import ${JSON.stringify(file.href)};\n`);
    }
    host = await spawnHost({ options: { storage: stack.connectionString, functions }, env: { ...stack.env, ...env } });
  });
  after(async () => {
    await host?.stop();
    await stack.stop();
    await rm(folder, { recursive: true, force: true });
  });

  it('is found by the sweep within the time an upload may be unclaimed and one turn of the timer, and gets its report', async () => {
    const { blobs } = connectStorage({ kind: 'connectionString', connectionString: stack.connectionString });
    const text = fileOf('LOST', 3, 'Lost');
    await blobs
      .getContainerClient(containers.uploads)
      .getBlockBlobClient('reseller-1/lost.csv')
      .upload(text, text.length);
    const droppedAt = Date.now();
    const appears = async (container: string, suffix: string): Promise<number> => {
      for (;;) {
        for await (const { name } of blobs.getContainerClient(container).listBlobsFlat()) {
          if (name.startsWith('reseller-1/') && name.endsWith(suffix)) return Date.now() - droppedAt;
        }
        await wait(100);
      }
    };
    const planned = await appears(containers.state, '/plan.json');
    const reported = await appears(containers.reports, '.report.json');
    console.log(`      planned after ${planned} ms, reported after ${reported} ms`);
    expect(planned).to.be.within(unclaimedMs - 1000, unclaimedMs + timerMs + slackMs);
  });
});
