import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import type { SpawnedHost } from '../../local/host/spawn.ts';
import { type Stack, startStack } from '../../local/stack.ts';
import { connectStorage } from '../../shared/adapters/storage/clients.ts';
import { containers } from '../../shared/adapters/storage/names.ts';
import { makeApp } from '../../shared/app.ts';
import { readConfig } from '../../shared/config.ts';
import { uploadIdOf } from '../../shared/domain/ids.ts';
import type { App } from '../../shared/wire.ts';
import { type Chance, makeChance } from './chance.ts';
import { chaosEnv, jobSeconds, writeChaosFiles } from './chaos-settings.ts';
import { type Delivery, dropAgain, makeDeliveries } from './deliveries.ts';
import { type Judgement, judgeRun, type Outcome, type Truth } from './judge-run.ts';
import { readReportFiles } from './report-files.ts';

export interface ChaosOptions {
  readonly devices: number;
  readonly kills: number;
  readonly seed: number;
  readonly hosts: number;
  /** Storage lies on disk and is killed now and then, as the simulators are. */
  readonly killParts?: boolean;
  /** Some hosts stand still for longer than their claims live, instead of being killed. */
  readonly stopHosts?: boolean;
  /** Some hosts have a clock that is wrong by 45 seconds. */
  readonly skewClocks?: boolean;
  /** Told how far it is. */
  readonly say: (line: string) => void;
  readonly onHostLine?: (line: string) => void;
}

export interface ChaosResult extends Judgement {
  readonly devices: number;
  readonly uploads: number;
  readonly chunks: number;
  readonly kills: number;
  readonly seconds: number;
}

/** A delivery that was dropped. */
interface Dropped {
  readonly delivery: Delivery;
  readonly uploadId: string;
  chunks: number;
  reported: boolean;
}

const maxDevices = 60;
const skewedClocks = { NODE_OPTIONS: `--import=${new URL('skewed-clock.ts', import.meta.url)}` };
/** What is not reported this long after the last kill counts as lost. */
const patienceMs = 240_000;

async function drop(stack: Stack, delivery: Delivery): Promise<Dropped> {
  const { blobs } = connectStorage({ kind: 'connectionString', connectionString: stack.connectionString });
  const blobName = `${delivery.partner}/${delivery.fileName}`;
  const blob = blobs.getContainerClient(containers.uploads).getBlockBlobClient(blobName);
  // A version that is overwritten before anybody saw it leaves no trace: that would be this run's fault, not the product's.
  const conditions = { ifNoneMatch: '*' };
  const { etag = '' } = await blob.upload(delivery.content, delivery.content.length, { conditions });
  const uploadId = uploadIdOf(containers.uploads, blobName, etag.replaceAll('"', ''));
  return { delivery, uploadId, chunks: 0, reported: false };
}

/** Asks after all uploads without a final report; how many there are still. */
async function lookAfter(app: App, dropped: readonly Dropped[]): Promise<number> {
  const open = dropped.filter(({ reported }) => !reported);
  for (const upload of open) {
    const progress = await app.readProgress({ partnerId: upload.delivery.partner, uploadId: upload.uploadId });
    upload.chunks = progress?.chunks.total ?? 0;
    upload.reported = progress?.state === 'reported';
  }
  return open.filter(({ reported }) => !reported).length;
}

/**
 * Kills a host at each of the seeded moments and starts another in its place. Moments count from when that one is ready,
 * so that there is work to cut; every fifth kill or so comes at once, while it is still starting.
 */
async function killHosts(
  stack: Stack,
  options: ChaosOptions,
  chance: Chance,
  onKill: (at: number, host: boolean) => void,
) {
  const alive = new Set<SpawnedHost>(stack.hosts);
  let starting: readonly Promise<void>[] = [];
  for (let kill = 1; kill <= options.kills; kill++) {
    if (alive.size === 0 || chance.next() < 0.8) await Promise.all(starting);
    await wait(chance.between(100, 4000));
    const [first, ...others] = alive;
    if (first === undefined) throw new Error('There is no host to kill');
    const victim = chance.of([first, ...others]);
    if (options.killParts === true && kill % 6 === 0) {
      const part = kill % 12 === 0 ? 'storage' : 'simulators';
      onKill(Date.now(), false);
      await stack.killAndRestart(part);
      // What came while it was away is repeated for a moment.
      onKill(Date.now(), false);
      options.say(`killed ${part}`);
    }
    if (options.stopHosts === true && kill % 5 === 0) {
      // It wakes up after its claims and calls were taken for dead, and goes on as if nothing had happened.
      onKill(Date.now(), false);
      process.kill(victim.pid, 'SIGSTOP');
      options.say(`stopped host ${victim.pid}`);
      await wait(12_000);
      process.kill(victim.pid, 'SIGCONT');
      onKill(Date.now(), false);
      await wait(1000);
    }
    alive.delete(victim);
    onKill(Date.now(), true);
    await victim.kill();
    options.say(`killed host ${victim.pid} (${kill} of ${options.kills})`);
    starting = [...starting, stack.startHost().then((host) => void alive.add(host))];
  }
  await Promise.all(starting);
}

/** Drops files as the kills go on, so that each kill meets work; some of them twice once they are reported. */
async function dropFiles(stack: Stack, app: App, options: ChaosOptions, chance: Chance, killed: () => number) {
  const dropped: Dropped[] = [];
  const deliveries = makeDeliveries(chance);
  const originals: Dropped[] = [];
  const repeated = new Set<Delivery>();
  let devices = 0;
  while (devices < options.devices) {
    const share = options.kills === 0 ? 1 : (killed() + 1) / options.kills;
    if (devices >= options.devices * share) {
      await wait(200);
      continue;
    }
    await lookAfter(app, dropped);
    const left = options.devices - devices;
    const repeatable =
      repeated.size < 3 && devices > options.devices * (0.4 + repeated.size * 0.2)
        ? originals.find(
            ({ reported, delivery }) => reported && !repeated.has(delivery) && delivery.rows.length <= left,
          )
        : undefined;
    const rows = Math.min(left, chance.between(10, Math.max(20, Math.min(200, options.devices / 15))));
    if (repeatable !== undefined) repeated.add(repeatable.delivery);
    const delivery = repeatable === undefined ? await deliveries.next(rows) : dropAgain(repeatable.delivery);
    const upload = await drop(stack, delivery);
    dropped.push(upload);
    if (repeatable === undefined) originals.push(upload);
    devices += delivery.rows.length;
  }
  return dropped;
}

/** An upload's final report, all its files read; nothing where there is none. */
async function finalReport(
  stack: Stack,
  { delivery, uploadId }: Dropped,
): Promise<Pick<Outcome, 'reported' | 'contradictions'>> {
  const { blobs } = connectStorage({ kind: 'connectionString', connectionString: stack.connectionString });
  const reports = blobs.getContainerClient(containers.reports);
  for await (const { name } of reports.listBlobsFlat({ prefix: `${delivery.partner}/${delivery.fileName}.` })) {
    const ending = `-${uploadId.slice(0, 6)}.report.json`;
    if (!name.endsWith(ending)) continue;
    const bytesOf = (suffix: string): Promise<Buffer> =>
      reports.getBlobClient(name.replace(/json$/, suffix)).downloadToBuffer();
    const [json, csv, xlsx] = [await bytesOf('json'), await bytesOf('csv'), await bytesOf('xlsx')];
    const { kind, rows, contradictions } = await readReportFiles({ json, csv, xlsx });
    if (kind === 'final') return { reported: rows, contradictions };
  }
  return {};
}

async function readTruth({ adminUrl }: Stack): Promise<Truth> {
  const get = async <T>(path: string): Promise<T> => (await (await fetch(`${adminUrl}/${path}`)).json()) as T;
  const { devices } = await get<Pick<Truth, 'devices'>>('devices');
  const { submissions } = await get<Pick<Truth, 'submissions'>>('submissions');
  const { calls } = await get<Pick<Truth, 'calls'>>('calls');
  // Assigning a profile is a job of its own and registers nothing; it may be repeated freely.
  return { devices, submissions: submissions.filter(({ kind }) => kind !== 'assignPolicies'), calls };
}

async function run(stack: Stack, options: ChaosOptions): Promise<ChaosResult> {
  const began = performance.now();
  const app = makeApp(readConfig(stack.env));
  let kills = 0;
  /** When something was killed, stopped or started again. */
  const cuts: number[] = [];
  const onKill = (at: number, host: boolean): void => {
    cuts.push(at);
    if (host) kills += 1;
  };
  // One order of chance each, so that how long things take changes neither the files nor the moments.
  const dropping = dropFiles(stack, app, options, makeChance(options.seed), () => kills);
  await Promise.all([dropping, killHosts(stack, options, makeChance(options.seed + 1), onKill)]);
  const dropped = await dropping;
  await fetch(`${stack.adminUrl}/faults`, { method: 'PUT', body: '{}' });

  const until = Date.now() + patienceMs;
  for (;;) {
    const open = await lookAfter(app, dropped);
    if (open === 0 || Date.now() > until) break;
    options.say(`${dropped.length - open} of ${dropped.length} uploads reported`);
    await wait(1000);
  }
  const outcomes: Outcome[] = [];
  for (const upload of dropped) {
    const { delivery, uploadId, chunks } = upload;
    outcomes.push({
      fileName: delivery.fileName,
      uploadId,
      chunks,
      expected: delivery.rows,
      ...(await finalReport(stack, upload)),
    });
  }
  return {
    devices: dropped.reduce((sum, { delivery }) => sum + delivery.rows.length, 0),
    uploads: dropped.length,
    chunks: dropped.reduce((sum, { chunks }) => sum + chunks, 0),
    kills,
    ...judgeRun(outcomes, await readTruth(stack), cuts, maxDevices),
    seconds: Number(((performance.now() - began) / 1000).toFixed(1)),
  };
}

/**
 * Registers devices of several partners while hosts are killed and platforms misbehave, then compares every report with
 * what the platforms hold.
 */
export async function runChaos(options: ChaosOptions): Promise<ChaosResult> {
  const dataDir = await mkdtemp(join(tmpdir(), 'chaos-'));
  try {
    const stack = await startStack({
      dataDir,
      storageInMemory: options.killParts !== true,
      ...(await writeChaosFiles(dataDir, options.seed, maxDevices)),
      jobSeconds,
      hosts: options.hosts,
      visibilitySeconds: 4,
      duplicateBlobEvents: 0.2,
      env: { ...chaosEnv, ...(options.skewClocks === true ? skewedClocks : {}) },
      ...(options.onHostLine === undefined ? {} : { onHostLine: options.onHostLine }),
    });
    try {
      return await run(stack, options);
    } finally {
      await stack.stop();
    }
  } finally {
    await rm(dataDir, { recursive: true, force: true });
  }
}
