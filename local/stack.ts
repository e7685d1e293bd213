import { existsSync } from 'node:fs';
import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { connectStorage, createStorage } from '../shared/adapters/storage/clients.ts';
import { containers } from '../shared/adapters/storage/names.ts';
import { generateSecrets } from '../simulators/generate-secrets.ts';
import type { AcceptedSecrets, World } from '../simulators/world.ts';
import { buildPage } from '../tools/build-page.ts';
import { lockData } from './data-lock.ts';
import type { LogLevel } from './host/log.ts';
import { type SpawnedHost, spawnHost } from './host/spawn.ts';
import { type SpawnedPart, spawnPart } from './spawn.ts';

/** Addresses of the simulators, as connection settings name them. */
export interface SimulatorUrls {
  readonly entraUrl: string;
  readonly partnerCenterUrl: string;
  readonly oemUrl: string;
  readonly graphUrl: string;
  readonly adminUrl: string;
}

/** What the storage process says when it is ready. */
interface StorageReady {
  readonly connectionString: string;
  readonly blobPort: number;
  readonly queuePort: number;
  readonly tablePort: number;
}

export interface StackOptions {
  /** Everything of this run lies here: simulators, secrets, and storage unless it is kept in memory. */
  readonly dataDir: string;
  /** Much quicker; what is stored ends with the stack. */
  readonly storageInMemory?: boolean;
  readonly settingsDir?: string;
  readonly worldFile?: string;
  /** How long a simulated job takes. */
  readonly jobSeconds?: number;
  readonly faultsFile?: string;
  /** Where the hosts find the functions; absent: those of this repository. */
  readonly functionsDir?: string;
  /** Instances of the Functions host on the same storage. */
  readonly hosts?: number;
  readonly visibilitySeconds?: number;
  /** Share of blob events that come twice, 0 to 1. */
  readonly duplicateBlobEvents?: number;
  /** Settings of the deployment, beside those that say where things are. */
  readonly env?: Readonly<Record<string, string>>;
  /** Options of Node itself for the hosts, e.g. `--inspect`. */
  readonly hostNodeOptions?: readonly string[];
  readonly onHostLine?: (line: string) => void;
  /** What the hosts reach storage by, where something stands between. */
  readonly storageForHosts?: (connectionString: string) => Promise<string>;
  /** What the hosts say at least; absent: what happened and what went wrong. */
  readonly hostLogLevel?: LogLevel;
}

export interface Stack extends SimulatorUrls {
  readonly connectionString: string;
  readonly secretsDir: string;
  /** The environment a further host of this stack needs. */
  readonly env: Readonly<Record<string, string>>;
  readonly hosts: readonly SpawnedHost[];
  /** Starts one more host on the same storage. */
  startHost(): Promise<SpawnedHost>;
  /** Kills storage or the simulators and starts them again on the same data and ports; storage has to lie on disk. */
  killAndRestart(part: 'storage' | 'simulators'): Promise<void>;
  stop(): Promise<void>;
}

const here = (name: string): string => fileURLToPath(new URL(name, import.meta.url));
const readJson = async <T>(file: string): Promise<T> => JSON.parse(await readFile(file, 'utf8')) as T;

/** The names under which `local/settings` refers to secrets, and what the simulators accept for them. */
function namedSecrets(accepted: AcceptedSecrets, world: World): Readonly<Record<string, string>> {
  const named: Record<string, string> = { 'proseware-api-key': accepted.oemApiKey ?? '' };
  for (const [index, owner] of ['fabrikam', 'alpine'].entries()) {
    const clientId = world.apps[index]?.clientId ?? '';
    const token = accepted.refreshTokens?.find(
      (candidate) => candidate.clientId === clientId && candidate.tenantId === world.partners[index]?.tenantId,
    );
    named[`${owner}-app-secret`] = accepted.clientSecrets?.[clientId] ?? '';
    named[`${owner}-refresh-token`] = token?.token ?? '';
  }
  named['litware-app-secret'] = accepted.clientSecrets?.[world.apps[2]?.clientId ?? ''] ?? '';
  return named;
}

/** Test secrets are made once for each data folder and kept readable by their owner only. */
async function writeSecrets(dataDir: string, worldFile: string): Promise<{ secretsDir: string; acceptedFile: string }> {
  const secretsDir = join(dataDir, 'secrets');
  const acceptedFile = join(dataDir, 'simulators-accept.json');
  if (existsSync(acceptedFile)) return { secretsDir, acceptedFile };
  const world = await readJson<World>(worldFile);
  const accepted = generateSecrets(world);
  await mkdir(secretsDir, { recursive: true, mode: 0o700 });
  for (const [name, value] of Object.entries(namedSecrets(accepted, world))) {
    await writeFile(join(secretsDir, name), value, { mode: 0o600 });
  }
  await writeFile(acceptedFile, JSON.stringify(accepted), { mode: 0o600 });
  return { secretsDir, acceptedFile };
}

/** Copies the settings into storage; `https://….simulator` becomes the address the simulators listen on. */
export async function copySettings(settingsDir: string, connectionString: string, urls: SimulatorUrls): Promise<void> {
  const settings = connectStorage({ kind: 'connectionString', connectionString }).blobs.getContainerClient(
    containers.settings,
  );
  const addresses: Readonly<Record<string, string>> = {
    'https://entra.simulator': urls.entraUrl,
    'https://partner-center.simulator': urls.partnerCenterUrl,
    'https://oem.simulator': urls.oemUrl,
    'https://graph.simulator': urls.graphUrl,
  };
  for (const folder of ['connections', 'partners']) {
    for (const file of await readdir(join(settingsDir, folder))) {
      const text = await readFile(join(settingsDir, folder, file), 'utf8');
      const local = text.replace(/https:\/\/[a-z-]+\.simulator/g, (address) => addresses[address] ?? address);
      await settings.getBlockBlobClient(`${folder}/${file}`).upload(local, Buffer.byteLength(local));
    }
  }
}

/** Starts storage, simulators and Functions hosts as processes of their own, in that order. They end with this one. */
export async function startStack(options: StackOptions): Promise<Stack> {
  const { dataDir, settingsDir = here('settings'), worldFile = here('world.json') } = options;
  const unlock = await lockData(dataDir);
  const { secretsDir, acceptedFile } = await writeSecrets(dataDir, worldFile);
  const parts: Pick<SpawnedPart<unknown>, 'stop'>[] = [];
  const hosts: SpawnedHost[] = [];
  const stop = async (): Promise<void> => {
    // Hosts first: they finish what they do while storage and platforms still answer.
    await Promise.all(hosts.splice(0).map((host) => host.stop()));
    await Promise.all(parts.splice(0).map((part) => part.stop()));
    await unlock();
  };
  try {
    const storageFile = new URL('storage.ts', import.meta.url);
    const simulatorsFile = new URL('../simulators/main.ts', import.meta.url);
    const startStorage = (ports: Readonly<Record<string, string>> = {}) =>
      spawnPart<StorageReady>(storageFile, {
        options: { ...(options.storageInMemory === true ? {} : { data: join(dataDir, 'storage') }), ...ports },
      });
    const startSimulators = (ports: Readonly<Record<string, string>> = {}) =>
      spawnPart<SimulatorUrls>(simulatorsFile, {
        options: {
          data: join(dataDir, 'simulators'),
          world: worldFile,
          secrets: acceptedFile,
          'job-seconds': String(options.jobSeconds ?? 2),
          ...(options.faultsFile === undefined ? {} : { faults: options.faultsFile }),
          ...ports,
        },
      });
    const [storage, simulators] = await Promise.all([startStorage(), startSimulators()]);
    const running = { storage, simulators };
    parts.push({ stop: () => running.storage.stop() }, { stop: () => running.simulators.stop() });
    const killAndRestart: Stack['killAndRestart'] = async (part) => {
      await running[part].kill();
      if (part === 'simulators') {
        running.simulators = await startSimulators({ port: new URL(simulators.ready.adminUrl).port });
        return;
      }
      const { blobPort, queuePort, tablePort } = storage.ready;
      running.storage = await startStorage({
        'blob-port': String(blobPort),
        'queue-port': String(queuePort),
        'table-port': String(tablePort),
      });
    };
    const { connectionString } = storage.ready;
    const forHosts = (await options.storageForHosts?.(connectionString)) ?? connectionString;
    await createStorage(connectionString);
    await copySettings(settingsDir, connectionString, simulators.ready);
    const env = {
      AzureWebJobsStorage: forHosts,
      SECRETS_FOLDER: secretsDir,
      REPAIR_SCHEDULE: '*/20 * * * * *',
      SWEEP_SCHEDULE: '*/20 * * * * *',
      EXPIRE_SCHEDULE: '0 30 * * * *',
      RECONCILE_SCHEDULE: '0 0 3 * * *',
      KEEP_SIGNED_IN_SCHEDULE: '0 0 4 * * 0',
      UNCLAIMED_SECONDS: '30',
      OVERDUE_SECONDS: '60',
      REPAIR_SECONDS: '20',
      ...options.env,
    };
    const page = join(dataDir, 'page');
    let built = Promise.resolve();
    const startHost = async (): Promise<SpawnedHost> => {
      // A package brings its own page. All hosts share the folder, so it is made once at a time.
      if (options.functionsDir === undefined) built = built.then(() => buildPage(page, here('..')));
      await built;
      const host = await spawnHost({
        options: {
          storage: forHosts,
          visibility: String(options.visibilitySeconds ?? 600),
          'duplicate-blob-events': String(options.duplicateBlobEvents ?? 0),
          'log-level': options.hostLogLevel ?? 'information',
          ...(options.functionsDir === undefined ? {} : { functions: options.functionsDir }),
        },
        env: { PAGE_FOLDER: options.functionsDir === undefined ? page : '', ...env },
        nodeOptions: options.hostNodeOptions ?? [],
        ...(options.onHostLine === undefined ? {} : { onLine: options.onHostLine }),
      });
      hosts.push(host);
      return host;
    };
    await Promise.all(Array.from({ length: options.hosts ?? 1 }, startHost));
    const { entraUrl, partnerCenterUrl, oemUrl, graphUrl, adminUrl } = simulators.ready;
    return {
      ...{ entraUrl, partnerCenterUrl, oemUrl, graphUrl, adminUrl },
      connectionString,
      secretsDir,
      env,
      hosts,
      startHost,
      killAndRestart,
      stop,
    };
  } catch (error) {
    await stop();
    throw error;
  }
}
