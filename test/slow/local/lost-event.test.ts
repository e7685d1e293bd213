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

describe('An upload whose event is lost', () => {
  let folder = '';
  let stack: Stack;
  let host: SpawnedHost;
  /** When the sweep looked, and what it found. */
  const sweeps: { readonly at: number; readonly found: Readonly<Record<string, unknown>> }[] = [];
  const onLine = (line: string): void => {
    if (!line.includes('\\"event\\":\\"sweep\\"')) return;
    const { event: _event, ...found } = JSON.parse(JSON.parse(line).message);
    sweeps.push({ at: Date.now(), found });
  };

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
    host = await spawnHost({
      options: { storage: stack.connectionString, functions },
      env: { ...stack.env, ...env },
      onLine,
    });
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
    const isReported = async (): Promise<boolean> => {
      for await (const { name } of blobs.getContainerClient(containers.reports).listBlobsFlat())
        if (name.startsWith('reseller-1/') && name.endsWith('.report.json')) return true;
      return false;
    };
    while (!(await isReported())) await wait(100);
    const finding = sweeps.findIndex(({ found }) => Object.keys(found).length > 0);
    const waited = (sweeps[finding]?.at ?? 0) - droppedAt;
    console.log(`      found after ${waited} ms by sweep ${finding + 1}: ${JSON.stringify(sweeps[finding]?.found)}`);
    // The storage says in whole seconds when it was dropped.
    expect(waited).to.be.at.least(unclaimedMs - 1000);
    // A look that began before it was due may have ended after that.
    const inVain = sweeps.slice(0, finding).filter(({ at }) => at > droppedAt + unclaimedMs + 1000);
    expect(inVain.length).to.be.at.most(1);
  });
});
