import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Connection } from '../../shared/domain/settings/connection.ts';
import type { Partner } from '../../shared/domain/settings/partner.ts';
import type { FaultPlan, FaultRule } from '../../simulators/faults.ts';
import type { World } from '../../simulators/world.ts';
import { registeredBefore, registeredElsewhere } from './deliveries.ts';

/** Seconds a simulated job takes, and after which its absence counts as proof. */
export const jobSeconds = 1;
const usualJobSeconds = 5;

const fourthCoffee = { customerTenantId: '00000000-0000-4000-8000-00000000c005', name: 'Fourth Coffee' };
const strangers = '00000000-0000-4000-8000-00000000c003';
const fabrikam = '00000000-0000-4000-8000-00000000d001';

const wingtip: Partner = {
  partnerId: 'wingtip',
  name: 'Wingtip, reseller',
  connections: ['fabrikam'],
  customers: [{ ...fourthCoffee, domains: ['fourthcoffee.example'] }],
};

const local = (name: string): string => fileURLToPath(new URL(`../../local/${name}`, import.meta.url));
const readJson = async <T>(file: string): Promise<T> => JSON.parse(await readFile(file, 'utf8')) as T;

/** The settings of `local/settings` with small chunks and short times, and a second reseller on the distributor's connection. */
async function writeSettings(folder: string, maxDevices: number): Promise<void> {
  for (const kind of ['connections', 'partners'] as const) {
    await mkdir(join(folder, kind), { recursive: true });
    for (const file of await readdir(local(`settings/${kind}`))) {
      const settings = await readJson<Connection | Partner>(local(`settings/${kind}/${file}`));
      const changed =
        'platform' in settings ? { ...settings, maxDevices, usualJobSeconds, timeoutSeconds: 8 } : settings;
      await writeFile(join(folder, kind, file), JSON.stringify(changed));
    }
  }
  await writeFile(join(folder, 'partners', 'wingtip.json'), JSON.stringify(wingtip));
}

/** The world of `local/world.json`, the second reseller's customer, and devices that somebody else registered. */
async function writeWorld(file: string): Promise<void> {
  const world = await readJson<World>(local('world.json'));
  const { customerTenantId: tenantId, name } = fourthCoffee;
  const more: World = {
    ...world,
    customers: [...world.customers, { tenantId, name, domain: 'fourthcoffee.example', resellers: [fabrikam] }],
    registered: Object.entries({ ...registeredBefore, [strangers]: registeredElsewhere }).flatMap(
      ([customerTenantId, serials]) =>
        serials.map((serialNumber) => ({
          ...{ customerTenantId, serialNumber, manufacturer: 'LENOVO', model: '20XWSYN900' },
        })),
    ),
  };
  await writeFile(file, JSON.stringify(more));
}

const submissions = ['partnerCenter.createBatch', 'partnerCenter.appendDevices', 'oemDirect.register', 'intune.import'];

/** Whatever networks and services do: too much, out of order, cut before or after a call was taken, late. */
function faultPlan(seed: number): FaultPlan {
  const everywhere: FaultRule[] = [
    { kind: 'throttle', operation: '*', rate: 0.03, retryAfterSeconds: 1 },
    { kind: 'error', operation: '*', rate: 0.03 },
    { kind: 'resetBefore', operation: '*', rate: 0.03 },
    { kind: 'slow', operation: '*', rate: 0.05, milliseconds: 400 },
  ];
  const lost = submissions.flatMap((operation): FaultRule[] => [
    { kind: 'resetAfter', operation, rate: 0.06 },
    { kind: 'error', operation, rate: 0.04, after: true, status: 500 },
    { kind: 'slow', operation, rate: 0.3, milliseconds: 300 },
    { kind: 'dropResults', operation, rate: 0.03, share: 0.3 },
    { kind: 'emptyResults', operation, rate: 0.02 },
    { kind: 'reorderResults', operation, rate: 0.1 },
    { kind: 'notFoundFirst', operation, rate: 0.05, looks: 1 },
  ]);
  return { seed, rules: [...everywhere, ...lost] };
}

export interface ChaosFiles {
  readonly settingsDir: string;
  readonly worldFile: string;
  readonly faultsFile: string;
}

/** Writes what a run's stack is started with into its data folder. */
export async function writeChaosFiles(dataDir: string, seed: number, maxDevices: number): Promise<ChaosFiles> {
  const files = {
    settingsDir: join(dataDir, 'settings'),
    worldFile: join(dataDir, 'world.json'),
    faultsFile: join(dataDir, 'faults.json'),
  };
  await writeSettings(files.settingsDir, maxDevices);
  await writeWorld(files.worldFile);
  await writeFile(files.faultsFile, JSON.stringify(faultPlan(seed)));
  return files;
}

/** Times of the deployment, short enough that what a kill leaves behind is corrected within seconds. */
export const chaosEnv: Readonly<Record<string, string>> = {
  CLAIM_SECONDS: '10',
  CALL_SECONDS: '10',
  USUAL_JOB_SECONDS: String(usualJobSeconds),
  // An import's record that never ends is waited for as long as this.
  GIVE_UP_SECONDS: '300',
  UNCLAIMED_SECONDS: '6',
  OVERDUE_SECONDS: '6',
  REPAIR_SECONDS: '4',
  PROVISIONAL_SECONDS: '20',
  REPAIR_SCHEDULE: '*/4 * * * * *',
  SWEEP_SCHEDULE: '*/4 * * * * *',
};
