import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { expect } from 'chai';
import { after, before, describe, it } from 'mocha';
import { type Stack, startStack } from '../../../local/stack.ts';
import { connectStorage } from '../../../shared/adapters/storage/clients.ts';
import { containers } from '../../../shared/adapters/storage/names.ts';
import { fileOf, writeResellers } from '../cli/resellers.ts';

describe('Many uploads at once', () => {
  let folder = '';
  let stack: Stack;
  let partners: readonly string[] = [];
  let told: ((heap: number) => void) | undefined;

  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'soak-'));
    const resellers = await writeResellers(folder, 20);
    partners = resellers.partners;
    stack = await startStack({
      dataDir: folder,
      ...resellers,
      storageInMemory: true,
      jobSeconds: 0.2,
      env: { NODE_OPTIONS: `--import ${new URL('heap-after-gc.ts', import.meta.url).href}` },
      onHostLine: (line) => {
        const heap = /^\{"heapAfterGc":(\d+)\}$/.exec(line)?.[1];
        if (heap !== undefined) told?.(Number(heap));
      },
    });
  });
  after(async () => {
    await stack.stop();
    await rm(folder, { recursive: true, force: true });
  });

  const container = (name: string) =>
    connectStorage({ kind: 'connectionString', connectionString: stack.connectionString }).blobs.getContainerClient(
      name,
    );

  const dropHundred = (round: string): Promise<unknown> =>
    Promise.all(
      Array.from({ length: 100 }, (_, index) => {
        const text = fileOf(`${round}${index}`, 10, `Tag-${index % 5}`);
        const name = `${partners[index % partners.length]}/${round}-${index}.csv`;
        return container(containers.uploads).getBlockBlobClient(name).upload(text, text.length);
      }),
    );

  async function reported(): Promise<number> {
    let count = 0;
    for await (const { name } of container(containers.reports).listBlobsFlat())
      if (name.endsWith('.report.json')) count += 1;
    return count;
  }

  async function untilReported(count: number): Promise<void> {
    while ((await reported()) < count) await wait(2_000);
  }

  function heapAfterGc(): Promise<number> {
    return new Promise((resolve) => {
      told = resolve;
      process.kill(stack.hosts[0]?.pid ?? 0, 'SIGUSR2');
    });
  }

  it("200 from 20 partners all get their report, and the host's memory does not grow from the first hundred to the last", async () => {
    await dropHundred('first');
    await untilReported(100);
    const first = await heapAfterGc();
    await dropHundred('last');
    await untilReported(200);
    const last = await heapAfterGc();
    console.log(`      heap after GC: ${(first / 2 ** 20).toFixed(1)} MiB, then ${(last / 2 ** 20).toFixed(1)} MiB`);
    expect(last / first).to.be.lessThan(1.1);
  });
});
