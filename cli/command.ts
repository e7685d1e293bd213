import { tmpdir } from 'node:os';
import { DefaultAzureCredential, type TokenCredential } from '@azure/identity';
import { makeAudit, signedAudit } from '../shared/adapters/storage/audit.ts';
import { connectStorage, type StorageAddress, type StorageClients } from '../shared/adapters/storage/clients.ts';
import { containers } from '../shared/adapters/storage/names.ts';
import { readStorageAddress } from '../shared/config.ts';
import { partnerIdFault } from '../shared/domain/ids.ts';
import { ConfigError } from '../shared/errors.ts';
import type { Audit } from '../shared/ports.ts';
import type { Person } from '../shared/usecases/serving/report-files.ts';
import type { Serving } from '../shared/usecases/serving/serving.ts';
import type { App } from '../shared/wire.ts';
import { typedPath, UsageError } from './command-line.ts';
import { whoRuns } from './person.ts';
import { findRunningStack, type RunningStack } from './running-stack.ts';
import type { Terminal } from './terminal.ts';

/** One command of `npm run cli --`. */
export interface Command {
  /** What stands behind the command's name. */
  readonly usage: string;
  /** One line for the list of commands. */
  readonly about: string;
  /** The options, and what is worth knowing. */
  readonly help: string;
  /** Ends with 0 (done), 1 (something is wrong with what it looked at) or a code its help explains; wrong calls throw `UsageError`. */
  run(args: readonly string[], print: (text: string) => void, terminal?: Terminal): Promise<number>;
}

/** How a command says where storage is. */
export const storageHelp = `  --storage TEXT   connection string of the storage account, or the folder that \`npm start -- --data DIR\` keeps
                   its data in while it runs. Without it, the environment says where storage is:
                   AzureWebJobsStorage, or AzureWebJobsStorage__blobServiceUri, __queueServiceUri and
                   __tableServiceUri, reached as whoever is signed in here (az login). \`azd env get-values\`
                   prints them: docs/operations.md, "Commands against Azure". Where the environment says nothing
                   either: the stack that \`npm start\` runs in this folder.`;

/** The same for commands that also need the connections' secrets. */
export const storageAndSecretsHelp = `${storageHelp}
  --secrets DIR    folder with the secrets the connections name. Without it the environment holds KEY_VAULT_URI
                   (a vault, reached in the same way) or SECRETS_FOLDER.`;

const namesStorage = (name: string): boolean => name.startsWith('AzureWebJobsStorage');

/** `--storage` names a data folder; a connection string has an equals sign. */
const isFolder = (storage: string | undefined): storage is string => storage !== undefined && !storage.includes('=');

/** The stack on the data folder the command line names, or the one that runs here where nothing names a storage. */
export function stackInUse(storage: string | undefined): RunningStack | undefined {
  if (!isFolder(storage)) {
    return storage !== undefined || Object.keys(process.env).some(namesStorage) ? undefined : findRunningStack();
  }
  const stack = findRunningStack(typedPath(storage));
  if (stack !== undefined) return stack;
  throw new UsageError(`"${storage}" is no connection string, and no stack runs on a data folder of this name`);
}

const connectionStringOf = (storage: string | undefined): string | undefined =>
  isFolder(storage) ? stackInUse(storage)?.env['AzureWebJobsStorage'] : storage;

/** What a printed command needs to work on the same storage; connection strings are not printed. */
export const sameStorage = (storage: string | undefined): string =>
  isFolder(storage) ? ` --storage ${/\s/.test(storage) ? `"${storage}"` : storage}` : '';

/** The same; says so where only this folder names the stack: whoever believes to be in Azure should see it. */
function namedStack(storage: string | undefined): RunningStack | undefined {
  const stack = stackInUse(storage);
  if (stack !== undefined && storage === undefined && process.stderr.isTTY) {
    process.stderr.write('On the stack that runs in this folder.\n');
  }
  return stack;
}

/** The app's own environment, with what the command line says instead. */
export const environmentWith = (given: {
  readonly storage?: string | undefined;
  readonly secrets?: string | undefined;
}): NodeJS.ProcessEnv => ({
  ...namedStack(given.storage)?.env,
  ...process.env,
  ...(given.storage === undefined ? {} : { AzureWebJobsStorage: connectionStringOf(given.storage) }),
  ...(given.secrets === undefined ? {} : { SECRETS_FOLDER: typedPath(given.secrets), KEY_VAULT_URI: '' }),
});

function storageOfEnvironment(stack = stackInUse(undefined)): StorageAddress {
  try {
    return readStorageAddress({ ...stack?.env, ...process.env });
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    throw new UsageError(
      `Where is storage? Start the local stack (npm start), give --storage TEXT or set the app's environment.\n${error.message}`,
      { cause: error },
    );
  }
}

/** Whoever is signed in here: `az login`, or the identity of the machine. Asked only where there is no connection string. */
export const whoeverIsSignedIn = (): TokenCredential => new DefaultAzureCredential();

/** Storage as the command line or the environment names it. */
export function openStorage(storage: string | undefined): StorageClients {
  const connectionString = connectionStringOf(storage);
  if (connectionString !== undefined) return connectStorage({ kind: 'connectionString', connectionString });
  return connectStorage(storageOfEnvironment(namedStack(undefined)), whoeverIsSignedIn());
}

/** The record, for a command that a person runs: each entry says who. */
export function openAudit(storage: StorageClients, named: string | undefined): Audit {
  const withoutPerson = named !== undefined || storageOfEnvironment().kind === 'connectionString';
  const audit = makeAudit(storage.blobs.getContainerClient(containers.audit));
  return signedAudit(audit, whoRuns(withoutPerson ? undefined : whoeverIsSignedIn()));
}

/** The partner a command is for. */
export function partnerOf(positionals: readonly string[]): string {
  const [partnerId = '', ...rest] = positionals;
  if (partnerId === '') throw new UsageError('Which partner? Its id is missing');
  if (rest.length > 0) throw new UsageError(`"${rest.join(' ')}" is not understood`);
  const fault = partnerIdFault(partnerId);
  if (fault !== undefined) throw new UsageError(`"${partnerId}" ${fault}`);
  return partnerId;
}

/** The app itself, as the environment describes it. Loaded here, so that commands without storage start without it. */
export async function openApp(environment: NodeJS.ProcessEnv): Promise<App> {
  const [{ makeApp }, { readConfig }] = await Promise.all([import('../shared/app.ts'), import('../shared/config.ts')]);
  const config = readConfig(environment);
  const person = whoeverIsSignedIn();
  const by = whoRuns(config.storage.kind === 'connectionString' ? undefined : person);
  return makeApp(config, { person, by });
}

/** What people ask for of uploads, and whoever asks, for the record. */
export interface OpenServing {
  readonly serving: Serving;
  readonly person: () => Promise<Person>;
}

/** The app's use cases for people. Secrets are looked at only where the environment says where they are. */
export async function openServing(storage: string | undefined): Promise<OpenServing> {
  const environment = environmentWith({ storage });
  const hasSecrets = environment['KEY_VAULT_URI'] || environment['SECRETS_FOLDER'];
  const { serving } = await openApp(hasSecrets ? environment : { ...environment, SECRETS_FOLDER: tmpdir() });
  const inAzure = environment['AzureWebJobsStorage'] === undefined;
  const by = whoRuns(inAzure ? whoeverIsSignedIn() : undefined);
  return { serving, person: async () => ({ who: 'operator', by: await by() }) };
}

/** Counts by name, for people. */
export const countsText = (counts: Readonly<Record<string, number>>): string =>
  Object.entries(counts)
    .map(([name, count]) => `${name} ${count.toLocaleString('en-GB')}`)
    .join(', ') || 'nothing';

/** `1 page`, `2 pages`. */
export const counted = (count: number, one: string, many = `${one}s`): string =>
  `${count.toLocaleString('en-GB')} ${count === 1 ? one : many}`;
