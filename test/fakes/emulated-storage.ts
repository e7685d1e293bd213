import { after, before } from 'mocha';
import { type Storage, startStorage } from '../../local/storage.ts';
import { connectStorage, createStorage, type StorageClients } from '../../shared/adapters/storage/clients.ts';

/** The storage emulator with all that the app keeps its state in, and clients for it. */
export interface EmulatedStorage {
  readonly connectionString: string;
  readonly clients: StorageClients;
}

/** Runs one for the tests of the `describe` that this is called in; nothing of it can be used before they begin. */
export function emulatedStorage(): EmulatedStorage {
  let running: { readonly storage: Storage; readonly clients: StorageClients } | undefined;
  const now = () => {
    if (running === undefined) throw new Error('The storage is not running yet.');
    return running;
  };
  before(async () => {
    const storage = await startStorage();
    const { connectionString } = storage;
    await createStorage(connectionString);
    running = { storage, clients: connectStorage({ kind: 'connectionString', connectionString }) };
  });
  after(() => running?.storage.stop());
  return {
    get connectionString() {
      return now().storage.connectionString;
    },
    clients: {
      get blobs() {
        return now().clients.blobs;
      },
      get queues() {
        return now().clients.queues;
      },
      table: (name) => now().clients.table(name),
    },
  };
}
