import { after, before, describe } from 'mocha';
import { type Storage, startStorage } from '../../local/storage.ts';
import { connectStorage, createStorage } from '../../shared/adapters/storage/clients.ts';
import { makeDevices } from '../../shared/adapters/storage/devices.ts';
import {
  makeAlarms,
  makeBatches,
  makeChunkLedger,
  makeDeliveries,
  makeOpenUploads,
  makePersonalLinks,
  makeSuspensions,
  makeUploadLedger,
} from '../../shared/adapters/storage/ledger.ts';
import { makeListings } from '../../shared/adapters/storage/listings.ts';
import { containers, queues, tables } from '../../shared/adapters/storage/names.ts';
import { makeNotesStore, makePlans, makeVerdicts } from '../../shared/adapters/storage/plans.ts';
import { makeReleaseQueue } from '../../shared/adapters/storage/release-queue.ts';
import { makeRemovalCounts } from '../../shared/adapters/storage/removal-counts.ts';
import { makeReports } from '../../shared/adapters/storage/reports.ts';
import { makeStateBlobs } from '../../shared/adapters/storage/state-blobs.ts';
import { makeUploads } from '../../shared/adapters/storage/uploads.ts';
import { makeWorkQueue } from '../../shared/adapters/storage/work-queue.ts';
import { memoryNotes, memoryPlans, memoryVerdicts } from '../fakes/memory-documents.ts';
import {
  memoryAlarms,
  memoryChunkLedger,
  memoryDeliveries,
  memoryDevices,
  memoryOpenUploads,
  memoryPersonalLinks,
  memoryReleaseQueue,
  memoryRemovalCounts,
  memorySuspensions,
  memoryUploadLedger,
} from '../fakes/memory-ledger.ts';
import { memoryListings } from '../fakes/memory-listings.ts';
import { memoryQueue } from '../fakes/memory-queue.ts';
import { memoryReports } from '../fakes/memory-reports.ts';
import { memoryUploads } from '../fakes/memory-uploads.ts';
import { memoryBatches, movableClock } from '../fakes/platform-ports.ts';
import { type StorageParts, storageContract } from './storage.contract.ts';

function inMemory(): StorageParts {
  const clock = movableClock();
  const { reports, files } = memoryReports();
  const post = memoryQueue(clock);
  return {
    ...memoryUploads(clock),
    reports,
    plans: memoryPlans(),
    verdicts: memoryVerdicts(),
    notes: memoryNotes(),
    removals: memoryRemovalCounts(),
    ledger: memoryUploadLedger(),
    chunks: memoryChunkLedger(),
    line: memoryReleaseQueue(),
    open: memoryOpenUploads(),
    suspensions: memorySuspensions(),
    alarms: memoryAlarms(),
    personalLinks: memoryPersonalLinks(),
    deliveries: memoryDeliveries(),
    devices: memoryDevices(),
    batches: memoryBatches(),
    listings: memoryListings(),
    queue: post.queue,
    reportText: async (name) => files.get(name)?.text,
    received: async () => {
      const messages: unknown[] = [];
      for (let letter = post.receive(); letter !== undefined; letter = post.receive()) {
        if (letter.work.kind !== 'upload') messages.push(letter.work.message);
      }
      return messages;
    },
  };
}

async function inStorage({ connectionString }: Storage): Promise<StorageParts> {
  await createStorage(connectionString);
  const { blobs, queues: service, table } = connectStorage({ kind: 'connectionString', connectionString });
  const uploads = blobs.getContainerClient(containers.uploads);
  const reports = blobs.getContainerClient(containers.reports);
  const state = makeStateBlobs(blobs.getContainerClient(containers.state));
  const receive = async (queue: string): Promise<readonly unknown[]> => {
    const { receivedMessageItems } = await service.getQueueClient(queue).receiveMessages({ numberOfMessages: 32 });
    return receivedMessageItems.map(({ messageText }): unknown => JSON.parse(atob(messageText)));
  };
  return {
    uploads: makeUploads(uploads),
    reports: makeReports(reports),
    plans: makePlans(state),
    verdicts: makeVerdicts(state),
    notes: makeNotesStore(state),
    removals: makeRemovalCounts(table(tables.slots)),
    ledger: makeUploadLedger(table(tables.uploads)),
    chunks: makeChunkLedger(table(tables.chunks)),
    line: makeReleaseQueue(table(tables.line)),
    open: makeOpenUploads(table(tables.open)),
    suspensions: makeSuspensions(table(tables.suspensions), { now: () => new Date() }),
    alarms: makeAlarms(table(tables.alarms)),
    personalLinks: makePersonalLinks(table(tables.links)),
    deliveries: makeDeliveries(table(tables.notices)),
    devices: makeDevices(table(tables.devices)),
    batches: makeBatches(table(tables.batches)),
    listings: makeListings(blobs.getContainerClient(containers.state), state),
    queue: makeWorkQueue(service),
    drop: (name, text, metadata = {}) =>
      uploads.getBlockBlobClient(name).upload(text, Buffer.byteLength(text), { metadata }),
    remove: (name) => uploads.getBlobClient(name).delete(),
    reportText: async (name) => {
      const blob = reports.getBlobClient(name);
      return (await blob.exists()) ? (await blob.downloadToBuffer()).toString('utf8') : undefined;
    },
    received: async () => [...(await receive(queues.chunks)), ...(await receive(queues.reports))],
  };
}

describe('storage in memory', () => {
  const parts = inMemory();
  storageContract(() => parts);
});

describe('storage in an account', () => {
  let storage: Storage | undefined;
  let opened: StorageParts | undefined;
  before(async () => {
    storage = await startStorage();
    opened = await inStorage(storage);
  });
  after(async () => {
    await storage?.stop();
  });
  storageContract(() => {
    if (opened === undefined) throw new Error('The storage is not open.');
    return opened;
  });
});
