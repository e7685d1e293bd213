import { TableClient, TableServiceClient } from '@azure/data-tables';
import { ManagedIdentityCredential, type TokenCredential } from '@azure/identity';
import { BlobServiceClient } from '@azure/storage-blob';
import { QueueServiceClient } from '@azure/storage-queue';
import { containers, queues, tables } from './names.ts';

/** Where the storage account is: a connection string (emulator), or service addresses reached with a managed identity. */
export type StorageAddress =
  | { readonly kind: 'connectionString'; readonly connectionString: string }
  | {
      readonly kind: 'identity';
      readonly blobServiceUri: string;
      readonly queueServiceUri: string;
      readonly tableServiceUri: string;
      readonly clientId?: string;
    };

export interface StorageClients {
  readonly blobs: BlobServiceClient;
  readonly queues: QueueServiceClient;
  readonly table: (name: string) => TableClient;
}

/** Clients for one storage account; they hold connections and nothing else. Commands bring a person's own credential. */
export function connectStorage(address: StorageAddress, person?: TokenCredential): StorageClients {
  if (address.kind === 'connectionString') {
    const { connectionString } = address;
    const insecure = { allowInsecureConnection: connectionString.includes('http://') };
    return {
      blobs: BlobServiceClient.fromConnectionString(connectionString),
      queues: QueueServiceClient.fromConnectionString(connectionString),
      table: (name) => TableClient.fromConnectionString(connectionString, name, insecure),
    };
  }
  const credential =
    person ?? new ManagedIdentityCredential(address.clientId === undefined ? {} : { clientId: address.clientId });
  return {
    blobs: new BlobServiceClient(address.blobServiceUri, credential),
    queues: new QueueServiceClient(address.queueServiceUri, credential),
    table: (name) => new TableClient(address.tableServiceUri, name, credential),
  };
}

/** What a page may do with storage by a link: put a file, and see how that ended. The templates say the same. */
const browserMayPut = {
  allowedMethods: 'PUT',
  allowedHeaders: 'content-type,x-ms-blob-type',
  exposedHeaders: 'etag,x-ms-error-code',
  maxAgeInSeconds: 3600,
} as const;

/** Creates what is missing; for the emulator. In Azure the templates create it, and the app may not. */
export async function createStorage(connectionString: string): Promise<void> {
  const clients = connectStorage({ kind: 'connectionString', connectionString });
  const service = TableServiceClient.fromConnectionString(connectionString, { allowInsecureConnection: true });
  // The page is at another port: its browser asks before it puts a file here.
  await clients.blobs.setProperties({ cors: [{ ...browserMayPut, allowedOrigins: '*' }] });
  await Promise.all([
    ...Object.values(containers).map((name) => clients.blobs.getContainerClient(name).createIfNotExists()),
    ...Object.values(queues).map((name) => clients.queues.getQueueClient(name).createIfNotExists()),
    ...Object.values(tables).map((name) => service.createTable(name)),
  ]);
}
