import { mkdir } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { connectStorage } from '../shared/adapters/storage/clients.ts';
import { containers } from '../shared/adapters/storage/names.ts';
import { nobody, uploadIdOf } from '../shared/domain/ids.ts';
import type { UploadProgress } from '../shared/usecases/upload-progress.ts';
import type { App } from '../shared/wire.ts';

/** A file to drop, and where: partner, customer folder, check folder. */
export interface Drop {
  readonly path: string;
  readonly partner: string;
  readonly customer?: string;
  readonly check?: boolean;
}

export interface Dropped extends Drop {
  readonly blobName: string;
  readonly uploadId: string;
}

const folderOf = ({ partner, customer, check }: Drop): string =>
  [partner, ...(check === true ? ['check'] : []), ...(customer === undefined ? [] : [customer])].join('/');

/** Puts a file where its partner would put it. */
export async function dropFile(connectionString: string, drop: Drop): Promise<Dropped> {
  const uploads = connectStorage({ kind: 'connectionString', connectionString }).blobs.getContainerClient(
    containers.uploads,
  );
  const blobName = `${folderOf(drop)}/${basename(drop.path)}`;
  const { etag = '' } = await uploads.getBlockBlobClient(blobName).uploadFile(drop.path);
  return { ...drop, blobName, uploadId: uploadIdOf(containers.uploads, blobName, etag.replaceAll('"', '')) };
}

/** Nothing more will happen by itself: it has its final report, belongs to nobody, or waits for a person to act. */
const isAtRest = ({ state, chunks, reportedAt }: UploadProgress): boolean =>
  state === 'reported' ||
  state === 'refused' ||
  state === 'superseded' ||
  (reportedAt !== undefined &&
    (state === 'waiting' || (chunks.held > 0 && chunks.held + chunks.settled === chunks.total)));

/** Looks at an upload again and again until nothing more will happen by itself. */
export async function followUpload(
  app: Pick<App, 'readProgress'>,
  { partner, uploadId }: Dropped,
  onProgress: (progress: UploadProgress) => void,
  signal?: AbortSignal,
): Promise<UploadProgress> {
  for (;;) {
    signal?.throwIfAborted();
    const progress =
      (await app.readProgress({ partnerId: partner, uploadId })) ??
      (await app.readProgress({ partnerId: nobody, uploadId }));
    if (progress !== undefined) {
      onProgress(progress);
      if (isAtRest(progress)) return progress;
    }
    await wait(200);
  }
}

/** Copies an upload's report files to a folder; their paths. */
export async function fetchReports(
  connectionString: string,
  dropped: Dropped,
  folder: string,
): Promise<readonly string[]> {
  const reports = connectStorage({ kind: 'connectionString', connectionString }).blobs.getContainerClient(
    containers.reports,
  );
  await mkdir(folder, { recursive: true });
  const paths: string[] = [];
  const mark = `-${dropped.uploadId.slice(0, 6)}.`;
  for await (const blob of reports.listBlobsFlat({ prefix: `${dropped.partner}/` })) {
    if (!blob.name.includes(mark)) continue;
    const path = join(folder, basename(blob.name));
    await reports.getBlobClient(blob.name).downloadToFile(path);
    paths.push(path);
  }
  return paths;
}
