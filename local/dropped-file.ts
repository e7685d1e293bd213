import { mkdir } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { connectStorage, type StorageClients } from '../shared/adapters/storage/clients.ts';
import { makeUploadLedger } from '../shared/adapters/storage/ledger.ts';
import { containers, tables } from '../shared/adapters/storage/names.ts';
import { unknownPartner, uploadIdOf } from '../shared/domain/ids.ts';
import { reportBaseName } from '../shared/domain/reporting/report-rows.ts';
import type { UploadProgress } from '../shared/usecases/upload-progress.ts';
import type { App } from '../shared/wire.ts';

/** A file to drop, and where: partner, and the folders for a check, an action and a customer. */
export interface Drop {
  readonly path: string;
  readonly partner: string;
  readonly customer?: string;
  readonly check?: boolean;
  /** As its folder is called: `change-tag`. */
  readonly action?: string;
}

export interface Dropped extends Drop {
  readonly blobName: string;
  readonly uploadId: string;
}

/** Where a file lies in `uploads` once it is dropped. */
export const blobNameOf = ({ path, partner, customer, check, action }: Drop): string =>
  [
    partner,
    ...(check === true ? ['check'] : []),
    ...(action === undefined ? [] : [action]),
    ...(customer === undefined ? [] : [customer]),
    basename(path),
  ].join('/');

/** The name below the partner's folder. */
const fileNameOf = ({ blobName }: Dropped): string => blobName.split('/').slice(1).join('/');

const droppedAs = (drop: Drop, etag: string): Dropped => {
  const blobName = blobNameOf(drop);
  return { ...drop, blobName, uploadId: uploadIdOf(containers.uploads, blobName, etag.replaceAll('"', '')) };
};

/** Puts a file where its partner would put it. */
export async function dropInto({ blobs }: Pick<StorageClients, 'blobs'>, drop: Drop): Promise<Dropped> {
  const blob = blobs.getContainerClient(containers.uploads).getBlockBlobClient(blobNameOf(drop));
  const { etag = '' } = await blob.uploadFile(drop.path);
  return droppedAs(drop, etag);
}

/** The same on an emulator. */
export const dropFile = (connectionString: string, drop: Drop): Promise<Dropped> =>
  dropInto(connectStorage({ kind: 'connectionString', connectionString }), drop);

/** The upload this file became when it was dropped before, whatever was in it; undefined: it never was. */
export async function findDropped({ blobs }: Pick<StorageClients, 'blobs'>, drop: Drop): Promise<Dropped | undefined> {
  const blob = blobs.getContainerClient(containers.uploads).getBlobClient(blobNameOf(drop));
  return (await blob.exists()) ? droppedAs(drop, (await blob.getProperties()).etag ?? '') : undefined;
}

/** Nothing more will happen by itself: it has its final report, belongs to no known partner, or waits for a person to act. */
export const isAtRest = ({ state, chunks, reportedAt }: UploadProgress): boolean =>
  state === 'reported' ||
  state === 'refused' ||
  state === 'superseded' ||
  (reportedAt !== undefined &&
    (state === 'waiting' || (chunks.held > 0 && chunks.held + chunks.settled === chunks.total)));

/** How far a dropped file is; undefined: its event has not come yet. */
export const readDropped = async (
  app: Pick<App, 'readProgress'>,
  { partner, uploadId }: Dropped,
): Promise<UploadProgress | undefined> =>
  (await app.readProgress({ partnerId: partner, uploadId })) ??
  (await app.readProgress({ partnerId: unknownPartner, uploadId }));

/** Looks at an upload again and again until nothing more will happen by itself. */
export async function followUpload(
  app: Pick<App, 'readProgress'>,
  dropped: Dropped,
  onProgress: (progress: UploadProgress) => void,
  signal?: AbortSignal,
): Promise<UploadProgress> {
  for (;;) {
    signal?.throwIfAborted();
    const progress = await readDropped(app, dropped);
    if (progress !== undefined) {
      onProgress(progress);
      if (isAtRest(progress)) return progress;
    }
    await wait(200);
  }
}

/** Copies an upload's report files to a folder, once there are any; their paths. */
export async function fetchReportFiles(
  { blobs }: Pick<StorageClients, 'blobs'>,
  upload: Parameters<typeof reportBaseName>[0],
  folder: string,
): Promise<readonly string[]> {
  const reports = blobs.getContainerClient(containers.reports);
  const paths: string[] = [];
  for await (const { name } of reports.listBlobsFlat({ prefix: `${reportBaseName(upload)}.` })) {
    await mkdir(folder, { recursive: true });
    const path = join(folder, basename(name));
    await reports.getBlobClient(name).downloadToFile(path);
    paths.push(path);
  }
  return paths;
}

/** The same on an emulator, of a file that was dropped there. */
export async function fetchReports(
  connectionString: string,
  dropped: Dropped,
  folder: string,
): Promise<readonly string[]> {
  const storage = connectStorage({ kind: 'connectionString', connectionString });
  const key = { partnerId: dropped.partner, uploadId: dropped.uploadId };
  const state = await makeUploadLedger(storage.table(tables.uploads)).read(key);
  if (state === undefined) return [];
  const { receivedAt } = state.value;
  return fetchReportFiles(storage, { ...key, fileName: fileNameOf(dropped), receivedAt }, folder);
}
