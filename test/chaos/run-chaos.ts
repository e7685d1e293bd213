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
import { breakSettings } from './break-settings.ts';
import { type Chance, makeChance } from './chance.ts';
import { chaosEnv, jobSeconds, writeChaosFiles } from './chaos-settings.ts';
import { type Dropped, dropFiles, lookAfter, patiently } from './drop-files.ts';
import { type FaultyStorage, startFaultyStorage } from './faulty-storage.ts';
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
  /** Some hosts have a clock that is wrong. */
  readonly skewClocks?: boolean;
  /** Between hosts and storage calls are lost, refused, late, or answered by nobody. */
  readonly faultyStorage?: boolean;
  /** Files are overwritten and removed soon after they were dropped, settings broken and corrected. */
  readonly changes?: boolean;
  /** Two files with the same devices are dropped at once. */
  readonly twins?: boolean;
  /** Told how far it is. */
  readonly say: (line: string) => void;
  readonly onHostLine?: (line: string) => void;
}

export interface ChaosResult extends Judgement {
  readonly devices: number;
  readonly uploads: number;
  readonly chunks: number;
  readonly kills: number;
  /** Files that were overwritten or removed, files at once with the same devices, broken settings, faults of storage. */
  readonly changed: number;
  readonly twins: number;
  readonly settingsBroken: number;
  readonly storageFaults: number;
  readonly seconds: number;
}

const maxDevices = 60;
const skewedClocks = { NODE_OPTIONS: `--import=${new URL('skewed-clock.ts', import.meta.url)}` };
/** What is not reported this long after the last kill counts as lost: work that failed twice waits ten minutes. */
const patienceMs = 900_000;

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
  /** It wakes up after its claims and calls were taken for dead, and goes on as if nothing had happened. */
  const standStill = async ({ pid }: SpawnedHost): Promise<void> => {
    onKill(Date.now(), false);
    process.kill(pid, 'SIGSTOP');
    options.say(`stopped host ${pid}`);
    await wait(12_000);
    process.kill(pid, 'SIGCONT');
    onKill(Date.now(), false);
    await wait(1000);
  };
  let starting: readonly Promise<void>[] = [];
  let standing: readonly Promise<void>[] = [];
  for (let kill = 1; kill <= options.kills; kill++) {
    if (alive.size === 0 || chance.next() < 0.8) await Promise.all(starting);
    if (alive.size === 0) await Promise.all(standing);
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
    alive.delete(victim);
    const replace = async (): Promise<void> => {
      onKill(Date.now(), true);
      await victim.kill();
      options.say(`killed host ${victim.pid} (${kill} of ${options.kills})`);
      alive.add(await patiently(() => stack.startHost()));
    };
    // The others are killed while it stands still.
    if (options.stopHosts === true && kill % 5 === 0) standing = [...standing, standStill(victim).then(replace)];
    else starting = [...starting, replace()];
  }
  await Promise.all([...starting, ...standing]);
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

async function run(stack: Stack, options: ChaosOptions, storage: FaultyStorage | undefined): Promise<ChaosResult> {
  const began = performance.now();
  const app = makeApp(readConfig({ ...stack.env, AzureWebJobsStorage: stack.connectionString }));
  let kills = 0;
  /** When something was killed, stopped or started again. */
  const cuts: number[] = [];
  const onKill = (at: number, host: boolean): void => {
    cuts.push(at);
    if (host) kills += 1;
  };
  // One order of chance each, so that how long things take changes neither the files nor the moments.
  const dropping = dropFiles(stack, app, options, makeChance(options.seed), () => kills);
  let over = false;
  const breaking =
    options.changes === true ? breakSettings(stack, makeChance(options.seed + 2), () => over) : undefined;
  await Promise.all([dropping, killHosts(stack, options, makeChance(options.seed + 1), onKill)]);
  over = true;
  const settingsBroken = (await breaking) ?? 0;
  const dropped = await dropping;
  storage?.quiet();
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
    const { delivery, uploadId, chunks, standing } = upload;
    outcomes.push({
      fileName: delivery.fileName,
      uploadId,
      chunks,
      standing,
      expected: delivery.rows,
      ...(await finalReport(stack, upload)),
    });
  }
  return {
    devices: dropped.reduce((sum, { delivery }) => sum + delivery.rows.length, 0),
    uploads: dropped.length,
    chunks: dropped.reduce((sum, { chunks }) => sum + chunks, 0),
    kills,
    changed: dropped.filter(({ standing }) => !standing).length,
    twins: dropped.filter(({ delivery }) => delivery.fileName.startsWith('twin-')).length,
    settingsBroken,
    storageFaults: storage?.count() ?? 0,
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
  let storage: FaultyStorage | undefined;
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
      storageForHosts: async (direct) => {
        if (options.faultyStorage !== true) return direct;
        storage = await startFaultyStorage(direct, makeChance(options.seed + 3));
        return storage.connectionString;
      },
    });
    try {
      return await run(stack, options, storage);
    } finally {
      await stack.stop();
    }
  } finally {
    await storage?.stop();
    await rm(dataDir, { recursive: true, force: true });
  }
}
