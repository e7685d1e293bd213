import { mkdir } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { onShutdown, portNumber, readOptions, runCommand, UsageError } from './command-line.ts';

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
  start(): Promise<void>;
  close(): Promise<void>;
  getHttpServerAddress(): string;
}

/** Starts Azurite in this process: quick to start for tests, and nothing to find or kill. */
export async function startStorage(options: StorageOptions = {}): Promise<Storage> {
  const { dataDir, host = '127.0.0.1' } = options;
  if (dataDir !== undefined) await mkdir(dataDir, { recursive: true });
  const azurite = loadAzurite();
  const servers = azurite.servers(host, dataDir, options);
  const started: Server[] = [];
  const stop = async () => {
    for (const server of started.splice(0)) await server.close();
  };
  try {
    for (const [name, server] of Object.entries(servers)) {
      await start(name, server);
      started.push(server);
    }
  } catch (error) {
    await stop();
    throw error;
  }
  const { blob, queue, table } = servers;
  const { name, key } = azurite.account;
  const endpoint = (server: Server) => `${server.getHttpServerAddress()}/${name}`;
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
 * Azurite's server classes are internals without types (its package offers only commands), so its version is pinned
 * and the positions of the constructors' arguments are kept here, in one place.
 */
function loadAzurite() {
  const require = createRequire(import.meta.url);
  const load = (path: string) => require(`azurite/dist/src/${path}`);
  load('common/Telemetry').AzuriteTelemetryClient.init('', false);
  const { MemoryExtentChunkStore } = load('common/persistence/MemoryExtentStore');
  const constants = load('blob/utils/constants');

  function servers(host: string, dataDir: string | undefined, ports: StorageOptions) {
    const inMemory = dataDir === undefined;
    const file = (name: string) => join(dataDir ?? '', name);
    const folder = (name: string) => [{ locationId: 'Default', locationPath: file(name), maxConcurrency: 16 }];
    const keepAliveSeconds = 5;
    const quiet = [false, undefined, false, undefined];
    const lenient = { loose: false, skipApiVersionCheck: true };
    const tail = [lenient.loose, lenient.skipApiVersionCheck, '', '', '', undefined, false, inMemory];
    const withContent = (service: string, port: number) => [
      host,
      port,
      keepAliveSeconds,
      file(`${service}.json`),
      file(`${service}-extents.json`),
      folder(service),
      ...quiet,
      ...tail,
      new MemoryExtentChunkStore(),
    ];
    const withoutContent = [host, ports.tablePort ?? 0, keepAliveSeconds, file('table.json'), ...quiet, ...tail];
    const make = (folderName: string, service: string, args: readonly unknown[]): Server => {
      const Configuration = load(`${folderName}/${service}Configuration`).default;
      const ServerClass = load(`${folderName}/${service}Server`).default;
      return new ServerClass(new Configuration(...args));
    };
    return {
      blob: make('blob', 'Blob', withContent('blob', ports.blobPort ?? 0)),
      queue: make('queue', 'Queue', withContent('queue', ports.queuePort ?? 0)),
      table: make('table', 'Table', withoutContent),
    };
  }
  const account: { readonly name: string; readonly key: string } = {
    name: constants.EMULATOR_ACCOUNT_NAME,
    key: constants.EMULATOR_ACCOUNT_KEY_STR,
  };
  return { servers, account };
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

async function main(): Promise<void> {
  const options = readOptions(process.argv.slice(2), ['data', 'blob-port', 'queue-port', 'table-port']);
  const { stop, ...ready } = await startStorage({
    dataDir: options.data,
    blobPort: portNumber(options['blob-port'], 'blob-port'),
    queuePort: portNumber(options['queue-port'], 'queue-port'),
    tablePort: portNumber(options['table-port'], 'table-port'),
  });
  onShutdown(() => runCommand(() => stop().then(() => process.exit(0))));
  process.stdout.write(`${JSON.stringify(ready)}\n`);
}

if (process.argv[1] === import.meta.filename) runCommand(main);
