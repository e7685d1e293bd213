import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { after, before, describe, it } from 'mocha';
import { dropFile, followUpload } from '../../local/dropped-file.ts';
import { spawnHost } from '../../local/host/spawn.ts';
import { type Stack, startStack } from '../../local/stack.ts';
import { connectStorage } from '../../shared/adapters/storage/clients.ts';
import { containers } from '../../shared/adapters/storage/names.ts';
import { makeApp } from '../../shared/app.ts';
import { readConfig } from '../../shared/config.ts';
import { pollDelay } from '../../shared/domain/waits.ts';
import type { App } from '../../shared/wire.ts';
import { type CountingStorage, type StorageCall, startCountingStorage } from '../fakes/counting-storage.ts';
import { readScalePage } from '../scale-page.ts';

const devices = 1000;

/** A sheet of tuples, one for each device. */
const sheet = (): string =>
  [
    'Device Serial Number,Manufacturer name,Device model',
    ...Array.from({ length: devices }, (_, at) => `SYN-COST-${String(at).padStart(5, '0')},Contoso,Model A`),
  ].join('\r\n');

/** What the price lists tell apart. */
type Kind = 'blobWrite' | 'blobRead' | 'blobList' | 'table' | 'queue' | 'host';

/** The emulator's host looks for new blobs and holds its locks itself; in Azure events do that, so it is not counted. */
function kindOf({ service, method, path, query }: StorageCall): Kind {
  if (service === 'table') return 'table';
  if (service === 'queue') return method === 'GET' || path.startsWith('azure-webjobs') ? 'host' : 'queue';
  const listing = query.get('comp') === 'list';
  if (path.startsWith('azure-webjobs') || (listing && path === containers.uploads) || path === '') return 'host';
  if (listing) return 'blobList';
  return method === 'PUT' ? 'blobWrite' : 'blobRead';
}

/** Bytes that lie in a container. */
async function bytesIn(connectionString: string, container: string): Promise<number> {
  const { blobs } = connectStorage({ kind: 'connectionString', connectionString });
  let bytes = 0;
  for await (const blob of blobs.getContainerClient(container).listBlobsFlat()) {
    bytes += blob.properties.contentLength ?? 0;
  }
  return bytes;
}

/** What one file needed, from its drop to its final report. */
interface Need {
  readonly counts: Readonly<Record<Kind | 'queueReceives', number>>;
  readonly bytes: Readonly<Record<string, number>>;
  readonly logBytes: number;
}

/** Counts it on storage, platforms and a host of its own. */
async function needOf(jobSeconds: number): Promise<Need> {
  const dataDir = await mkdtemp(join(tmpdir(), 'costs-'));
  const stack = await startStack({ dataDir, hosts: 0, jobSeconds });
  const counting = await startCountingStorage(stack.connectionString);
  let logBytes = 0;
  const host = await spawnHost({
    options: { storage: counting.connectionString },
    // Repair would be counted with it; it has a figure of its own.
    env: { ...stack.env, REPAIR_SCHEDULE: '0 0 0 1 1 *', SWEEP_SCHEDULE: '0 0 0 1 1 *' },
    onLine: (line) => {
      logBytes += line.length;
    },
  });
  try {
    const file = join(dataDir, 'devices.csv');
    await writeFile(file, sheet());
    const from = counting.calls.length;
    const logsFrom = logBytes;
    const dropped = await dropFile(stack.connectionString, { path: file, partner: 'tailwind' });
    const app = makeApp(readConfig({ ...process.env, ...stack.env }));
    const end = await followUpload(app, dropped, () => undefined, AbortSignal.timeout(1_200_000));
    expect(end).to.include({ state: 'reported', rows: devices });
    const calls = counting.calls.slice(from);
    const counts = { blobWrite: 0, blobRead: 0, blobList: 0, table: 0, queue: 0, host: 0, queueReceives: 0 };
    for (const call of calls) counts[kindOf(call)] += 1;
    // Each message was sent once, and is received once; the host's empty looks are not counted.
    counts.queueReceives = calls.filter(({ service, method }) => service === 'queue' && method === 'POST').length;
    const bytes: Record<string, number> = {};
    for (const name of [containers.uploads, containers.state, containers.reports]) {
      bytes[name] = await bytesIn(stack.connectionString, name);
    }
    process.stderr.write(`      ${JSON.stringify({ jobSeconds, ...counts, bytes, logBytes: logBytes - logsFrom })}\n`);
    return { counts, bytes, logBytes: logBytes - logsFrom };
  } finally {
    await host.stop();
    await counting.stop();
    await stack.stop();
    await rm(dataDir, { recursive: true, force: true });
  }
}

/** How often a job of so many seconds is looked at until it has ended. */
function looksAt(jobSeconds: number): number {
  let looks = 0;
  for (let at = 0; at < jobSeconds * 1000 || looks === 0; looks += 1) at += pollDelay(looks);
  return looks;
}

/** Busy machines look at settings once more, or receive a message twice. */
const near = (counted: number, told: number): boolean => Math.abs(counted - told) <= Math.max(2, told * 0.2);

describe(`What ${devices} devices in one file cost`, () => {
  it('is counted, call by call, and is what docs/scale.md says', async () => {
    const page = await readScalePage();
    const [short, long] = [await needOf(2), await needOf(25)];
    // The job begins a moment after it was sent, so the look at its very end comes too early.
    const further = looksAt(26) - looksAt(3);
    const rows: readonly (readonly [row: string, kind: keyof Need['counts']])[] = [
      ['blob writes', 'blobWrite'],
      ['blob lists', 'blobList'],
      ['blob reads', 'blobRead'],
      ['table calls', 'table'],
      ['queue sends and deletes', 'queue'],
      ['queue receives', 'queueReceives'],
    ];
    const wrong = rows.flatMap(([row, kind]) => {
      const { short: told = -1, further: toldFurther = -1 } = page.needs.get(row) ?? {};
      const [counted, countedLong] = [short.counts[kind], long.counts[kind]];
      return near(counted, told) && near(countedLong, told + further * toldFurther)
        ? []
        : [`${row}: ${counted} and ${(countedLong - counted) / further} a look, not ${told} and ${toldFurther}`];
    });
    expect(wrong).to.deep.equal([]);
    for (const [container, bytes] of Object.entries(short.bytes)) {
      const told = page.stored.get(container) ?? 0;
      expect(bytes / 1000, container).to.be.within(told * 0.8, told * 1.2);
    }
    expect(short.logBytes / 1000).to.be.below(4);
  });

  describe('a run with nothing to do', () => {
    let dataDir = '';
    let stack: Stack | undefined;
    let counting: CountingStorage | undefined;
    before(async () => {
      dataDir = await mkdtemp(join(tmpdir(), 'costs-'));
      stack = await startStack({ dataDir, hosts: 0 });
      counting = await startCountingStorage(stack.connectionString);
    });
    after(async () => {
      await counting?.stop();
      await stack?.stop();
      await rm(dataDir, { recursive: true, force: true });
    });

    /** The calls it makes, and how many the page tells of. */
    async function callsOf(timer: 'repair' | 'sweep', run: (app: App) => Promise<unknown>) {
      if (stack === undefined || counting === undefined) throw new Error('not started');
      const app = makeApp(readConfig({ ...process.env, ...stack.env, AzureWebJobsStorage: counting.connectionString }));
      const from = counting.calls.length;
      await run(app);
      const calls = counting.calls.slice(from).map(({ service, method, path }) => `${service} ${method} ${path}`);
      process.stderr.write(`      ${timer}: ${calls.join(' · ')}\n`);
      return { calls, told: (await readScalePage()).timerCalls.get(timer) };
    }

    it('of repair reads only the list of open uploads', async () => {
      const { calls, told } = await callsOf('repair', (app) => app.repair());
      expect(calls).to.have.lengthOf(told ?? -1);
    });

    it('of sweep lists the dropped files and looks into the queues of what failed', async () => {
      const { calls, told } = await callsOf('sweep', async (app) => [await app.requeuePoison(), await app.sweep()]);
      expect(calls).to.have.lengthOf(told ?? -1);
    });
  });
});
