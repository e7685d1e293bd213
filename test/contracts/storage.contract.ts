import type {
  Alarms,
  Batches,
  ChunkLedger,
  Deliveries,
  DeviceHistory,
  DeviceList,
  DeviceSearch,
  Devices,
  Listings,
  NotesStore,
  OpenUploads,
  PersonalLinks,
  Plans,
  ReleaseQueue,
  RemovalCounts,
  Reports,
  Suspensions,
  UploadLedger,
  Uploads,
  Verdicts,
  WorkQueue,
} from '../../shared/ports.ts';
import { actionsContract } from './actions.contract.ts';
import { batchesContract, devicesContract, openUploadsContract } from './devices.contract.ts';
import { documentsContract } from './documents.contract.ts';
import { ledgerContract } from './ledger.contract.ts';
import { lineContract } from './line.contract.ts';
import { listingsContract } from './listings.contract.ts';
import { blobsContract, queueContract } from './outside.contract.ts';

/** Every storage port, and what the outside world does with the same storage. */
export interface StorageParts {
  readonly uploads: Uploads;
  readonly plans: Plans;
  readonly verdicts: Verdicts;
  readonly notes: NotesStore;
  readonly removals: RemovalCounts;
  readonly ledger: UploadLedger;
  readonly chunks: ChunkLedger;
  readonly line: ReleaseQueue;
  readonly open: OpenUploads;
  readonly suspensions: Suspensions;
  readonly alarms: Alarms;
  readonly personalLinks: PersonalLinks;
  readonly deliveries: Deliveries;
  readonly devices: Devices & DeviceHistory & DeviceList & DeviceSearch;
  readonly batches: Batches;
  readonly listings: Listings;
  readonly reports: Reports;
  readonly queue: WorkQueue;
  drop(name: string, text: string, metadata?: Readonly<Record<string, string>>): Promise<unknown>;
  remove(name: string): Promise<unknown>;
  reportText(name: string): Promise<string | undefined>;
  /** Messages that are visible now, as they were sent. */
  received(): Promise<readonly unknown[]>;
}

/** What every storage promises; begins empty. */
export function storageContract(parts: () => StorageParts): void {
  blobsContract(parts);
  documentsContract(parts);
  ledgerContract(parts);
  lineContract(parts);
  openUploadsContract(parts);
  devicesContract(parts);
  actionsContract(parts);
  batchesContract(parts);
  listingsContract(parts);
  queueContract(parts);
}
