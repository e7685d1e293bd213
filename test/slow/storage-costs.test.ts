import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { after, before, describe, it } from 'mocha';
import { dropFile, followUpload } from '../../local/dropped-file.ts';
import { type SpawnedHost, spawnHost } from '../../local/host/spawn.ts';
import { type Stack, startStack } from '../../local/stack.ts';
import { connectStorage } from '../../shared/adapters/storage/clients.ts';
import { containers } from '../../shared/adapters/storage/names.ts';
import { makeApp } from '../../shared/app.ts';
import { readConfig } from '../../shared/config.ts';
import { type CountingStorage, type StorageCall, startCountingStorage } from '../fakes/counting-storage.ts';

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

describe(`What ${devices} devices in one file cost`, () => {
  let dataDir = '';
  let stack: Stack | undefined;
  let counting: CountingStorage | undefined;
  let host: SpawnedHost | undefined;
  let logBytes = 0;
  before(async () => {
    dataDir = await mkdtemp(join(tmpdir(), 'costs-'));
    stack = await startStack({ dataDir, hosts: 0 });
    counting = await startCountingStorage(stack.connectionString);
    host = await spawnHost({
      options: { storage: counting.connectionString },
      // Repair would be counted with it; it has a figure of its own.
      env: { ...stack.env, RECONCILE_SCHEDULE: '0 0 0 1 1 *' },
      onLine: (line) => {
        logBytes += line.length;
      },
    });
  });
  after(async () => {
    await host?.stop();
    await counting?.stop();
    await stack?.stop();
    await rm(dataDir, { recursive: true, force: true });
  });

  it('is counted, call by call, and stays within what docs/scale.md reckons with', async () => {
    if (stack === undefined || counting === undefined) throw new Error('not started');
    const file = join(dataDir, 'devices.csv');
    await writeFile(file, sheet());
    const from = counting.calls.length;
    const logsFrom = logBytes;
    const dropped = await dropFile(stack.connectionString, { path: file, partner: 'tailwind' });
    const app = makeApp(readConfig({ ...process.env, ...stack.env }));
    const end = await followUpload(app, dropped, () => undefined, AbortSignal.timeout(120_000));
    expect(end).to.include({ state: 'reported', rows: devices });

    const calls = counting.calls.slice(from);
    const counts: Record<Kind, number> = { blobWrite: 0, blobRead: 0, blobList: 0, table: 0, queue: 0, host: 0 };
    for (const call of calls) counts[kindOf(call)] += 1;
    const messages = calls.filter(({ service, method }) => service === 'queue' && method === 'POST').length;
    const { connectionString } = stack;
    const bytes = Object.fromEntries(
      await Promise.all(
        [containers.uploads, containers.state, containers.reports].map(
          async (name) => [name, await bytesIn(connectionString, name)] as const,
        ),
      ),
    );
    process.stderr.write(`      ${JSON.stringify({ ...counts, messages, bytes, logBytes: logBytes - logsFrom })}\n`);
    expect(counts.blobWrite, 'blob writes').to.be.within(8, 60);
    expect(counts.blobRead + counts.blobList, 'blob reads').to.be.within(5, 120);
    expect(counts.table, 'table calls').to.be.within(10, 150);
    expect(counts.queue, 'queue calls').to.be.within(3, 60);
    expect(messages, 'messages').to.be.within(2, 25);
  });

  it('a run of repair with nothing to mend reads only the list of open uploads and of recent blobs', async () => {
    if (stack === undefined || counting === undefined) throw new Error('not started');
    const app = makeApp(readConfig({ ...process.env, ...stack.env, AzureWebJobsStorage: counting.connectionString }));
    const from = counting.calls.length;
    await app.repair();
    const calls = counting.calls.slice(from).filter((call) => call.service !== 'queue' && call.method !== 'HEAD');
    process.stderr.write(
      `      repair: ${calls.map(({ service, method, path }) => `${service} ${method} ${path}`).join(' · ')}\n`,
    );
    expect(calls.length).to.be.below(60);
  });
});
