import { mkdir } from 'node:fs/promises';
import type { Server as HttpServer } from 'node:http';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import {
  onShutdown,
  portNumber,
  readOptions,
  runCommand,
  runScript,
  typedPath,
  UsageError,
} from '../cli/command-line.ts';
import { lockData } from './data-lock.ts';
import { type Database, keepConfirmedWrites } from './durable-storage.ts';

/** The storage emulator's three services, running in this process. */
export interface Storage {
  readonly connectionString: string;
  readonly blobPort: number;
  readonly queuePort: number;
  readonly tablePort: number;
  stop(): Promise<void>;
}

export interface StorageOptions {
  /** Where everything is kept; absent: in memory. */
  readonly dataDir?: string | undefined;
  readonly host?: string | undefined;
  /** 0 or absent: a free port. */
  readonly blobPort?: number | undefined;
  readonly queuePort?: number | undefined;
  readonly tablePort?: number | undefined;
}

interface Server {
  readonly httpServer: HttpServer;
  readonly metadataStore: { readonly db: Database };
  /** Where contents lie in the files; tables have none. */
  readonly extentMetadataStore?: { readonly db: Database };
  start(): Promise<void>;
  close(): Promise<void>;
  getHttpServerAddress(): string;
}

/** Starts Azurite in this process: quick to start for tests, and nothing to find or kill. */
export async function startStorage(options: StorageOptions = {}): Promise<Storage> {
  if (options.dataDir !== undefined) await mkdir(options.dataDir, { recursive: true });
  const { server, account } = loadAzurite();
  const blob = server('blob', options);
  const queue = server('queue', options);
  const table = server('table', options);
  const stops: (() => Promise<void>)[] = [];
  const stop = async () => {
    for (const stopPart of stops.splice(0)) await stopPart();
  };
  try {
    for (const [name, part] of Object.entries({ blob, queue, table })) {
      await start(name, part);
      const { httpServer, extentMetadataStore, metadataStore } = part;
      const databases = extentMetadataStore ? [extentMetadataStore.db, metadataStore.db] : [metadataStore.db];
      const saved = options.dataDir === undefined ? async () => {} : keepConfirmedWrites(httpServer, databases);
      stops.push(() => saved().then(() => part.close()));
    }
  } catch (error) {
    await stop();
    throw error;
  }
  const { name, key } = account;
  const endpoint = (part: Server) => `${part.getHttpServerAddress()}/${name}`;
  return {
    connectionString:
      `DefaultEndpointsProtocol=http;AccountName=${name};AccountKey=${key};` +
      `BlobEndpoint=${endpoint(blob)};QueueEndpoint=${endpoint(queue)};TableEndpoint=${endpoint(table)};`,
    blobPort: portOf(blob),
    queuePort: portOf(queue),
    tablePort: portOf(table),
    stop,
  };
}

/**
 * Azurite's server classes are internals without types (its package offers only commands): its version is pinned, and
 * what is used of them is used here only. Configurations are filled by name, as their constructors take 19 positions.
 */
function loadAzurite() {
  const require = createRequire(import.meta.url);
  const load = (path: string) => require(`azurite/dist/src/${path}`);
  load('common/Telemetry').AzuriteTelemetryClient.init('', false);
  const { MemoryExtentChunkStore } = load('common/persistence/MemoryExtentStore');
  const constants = load('blob/utils/constants');

  function server(service: 'blob' | 'queue' | 'table', options: StorageOptions): Server {
    const name = `${service.charAt(0).toUpperCase()}${service.slice(1)}`;
    const Configuration = load(`${service}/${name}Configuration`).default;
    const ServerClass = load(`${service}/${name}Server`).default;
    const file = (fileName: string) => join(options.dataDir ?? '', fileName);
    const settings = {
      host: options.host ?? '127.0.0.1',
      port: options[`${service}Port`] ?? 0,
      enableAccessLog: false,
      enableDebugLog: false,
      skipApiVersionCheck: true,
      isMemoryPersistence: options.dataDir === undefined,
      memoryStore: new MemoryExtentChunkStore(),
      metadataDBPath: file(`${service}.json`),
      extentDBPath: file(`${service}-extents.json`),
      persistencePathArray: [{ locationId: 'Default', locationPath: file(service), maxConcurrency: 16 }],
    };
    return new ServerClass(Object.assign(new Configuration(), settings));
  }
  const account: { readonly name: string; readonly key: string } = {
    name: constants.EMULATOR_ACCOUNT_NAME,
    key: constants.EMULATOR_ACCOUNT_KEY_STR,
  };
  return { server, account };
}

async function start(name: string, server: Server): Promise<void> {
  try {
    await server.start();
  } catch (error) {
    if (!(error instanceof Error && 'code' in error)) throw error;
    const port = 'port' in error ? error.port : 'asked for';
    if (error.code === 'EADDRINUSE') throw new UsageError(`The ${name} port ${port} is taken by another program`);
    if (error.code === 'EACCES') throw new UsageError(`The ${name} port ${port} needs more rights than this user has`);
    throw error;
  }
}

function portOf(server: Server): number {
  return Number(new URL(server.getHttpServerAddress()).port);
}

const usage = `npm run storage -- [options]              the storage emulator alone; stays until Ctrl-C

  --data DIR       keep everything here (default: in memory)
  --blob-port N    listen on this port (default: a free one); also --queue-port and --table-port
  -h, --help       this text
  --version        name and version

Prints one line of JSON when it is ready: the connection string and the ports.`;

async function main(args: readonly string[]): Promise<void> {
  const options = readOptions(args, ['data', 'blob-port', 'queue-port', 'table-port']);
  const dataDir = options.data === undefined ? undefined : typedPath(options.data);
  const unlock = dataDir === undefined ? async () => {} : await lockData(dataDir);
  const { stop, ...ready } = await startStorage({
    dataDir,
    blobPort: portNumber(options['blob-port'], 'blob-port'),
    queuePort: portNumber(options['queue-port'], 'queue-port'),
    tablePort: portNumber(options['table-port'], 'table-port'),
  });
  onShutdown(() =>
    runCommand(() =>
      stop()
        .then(unlock)
        .then(() => process.exit(0)),
    ),
  );
  process.stdout.write(`${JSON.stringify(ready)}\n`);
}

if (process.argv[1] === import.meta.filename) runScript(usage, main);
