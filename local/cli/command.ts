import { DefaultAzureCredential } from '@azure/identity';
import { connectStorage, type StorageAddress, type StorageClients } from '../../shared/adapters/storage/clients.ts';
import { readStorageAddress } from '../../shared/config.ts';
import { partnerIdPattern } from '../../shared/domain/planning/upload-path.ts';
import { ConfigError } from '../../shared/errors.ts';
import { UsageError } from '../command-line.ts';

/** One command of `npm run cli --`. */
export interface Command {
  /** What stands behind the command's name. */
  readonly usage: string;
  /** One line for the list of commands. */
  readonly about: string;
  /** The options, and what is worth knowing. */
  readonly help: string;
  /** Ends with 0 (done) or 1 (something is wrong with what it looked at); wrong calls throw `UsageError`. */
  run(args: readonly string[], print: (text: string) => void): Promise<number>;
}

/** How every command says where storage is. */
export const storageHelp = `  --storage TEXT   connection string of the storage account. Without it the app's own environment holds:
                   AzureWebJobsStorage, or AzureWebJobsStorage__blobServiceUri, __queueServiceUri and
                   __tableServiceUri, reached as whoever is signed in here (az login, managed identity).`;

function storageOfEnvironment(): StorageAddress {
  try {
    return readStorageAddress();
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    throw new UsageError(`Where is storage? Give --storage TEXT or set the app's environment.\n${error.message}`, {
      cause: error,
    });
  }
}

/** Storage as the command line or the environment names it. */
export function openStorage(connectionString: string | undefined): StorageClients {
  if (connectionString !== undefined) return connectStorage({ kind: 'connectionString', connectionString });
  const address = storageOfEnvironment();
  return connectStorage(address, address.kind === 'identity' ? new DefaultAzureCredential() : undefined);
}

/** The partner a command is for. */
export function partnerOf(positionals: readonly string[]): string {
  const [partnerId = '', ...rest] = positionals;
  if (partnerId === '') throw new UsageError('Which partner? Its id is missing');
  if (rest.length > 0) throw new UsageError(`"${rest.join(' ')}" is not understood`);
  if (!partnerIdPattern.test(partnerId)) {
    throw new UsageError(`"${partnerId}" is not a partner id (small letters, digits and -)`);
  }
  return partnerId;
}
