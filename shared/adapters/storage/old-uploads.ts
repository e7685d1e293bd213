import { odata } from '@azure/data-tables';
import { parseUploadPath, uploadPlace } from '../../domain/planning/upload-path.ts';
import type { UploadState } from '../../domain/planning/upload-state.ts';
import { reportBaseName } from '../../domain/reporting/report-rows.ts';
import type { OldUploads } from '../../ports.ts';
import type { StorageClients } from './clients.ts';
import { ledgerPartners, newestFirst, receivedAtOf, uploadRow } from './ledger.ts';
import { containers, tables } from './names.ts';
import { removeBlobs, removeRows } from './partner-data.ts';
import { removeBlob } from './remove-blob.ts';
import { unlessMissing } from './storage-error.ts';
import { tableKey } from './table-documents.ts';

/** Report files that hold hardware hashes, because that is their purpose. */
const withHashes = /\.(?:(?:retry|confirm)\.xlsx|(?:handoff|move)-\d+(?:-of-\d+)?\.csv)$/;

/** Uploads and everything kept of them, in a storage account. */
export function makeOldUploads({ blobs, table }: StorageClients): OldUploads {
  const uploads = blobs.getContainerClient(containers.uploads);
  const reports = blobs.getContainerClient(containers.reports);
  const state = blobs.getContainerClient(containers.state);

  const removeContent = async ({ partnerId, uploadId, blobName, etag, receivedAt }: UploadState): Promise<void> => {
    const { fileName } = uploadPlace(parseUploadPath(blobName));
    await removeBlob(uploads.getBlobClient(blobName), etag);
    await removeBlobs(reports, `${reportBaseName({ partnerId, uploadId, fileName, receivedAt })}.`, withHashes);
    await removeBlobs(state, `${partnerId}/${uploadId}/`);
  };

  return {
    storageTime: async () => {
      const { date } = await state.getProperties();
      if (date === undefined) throw new Error('The storage service does not say its time.');
      return date;
    },
    async *receivedBefore(time) {
      for await (const partnerId of ledgerPartners(table(tables.uploads))) {
        const from = newestFirst(new Date(time.getTime() - 1).toISOString(), '');
        const filter = odata`PartitionKey eq ${tableKey(partnerId)} and RowKey ge ${from} and RowKey lt ${'n.'}`;
        const queryOptions = { filter, select: ['RowKey'] };
        for await (const { rowKey = '' } of table(tables.uploads).listEntities({ queryOptions })) {
          const [, distance, uploadId] = /^n-(\d{16})-([0-9a-f]{24})$/.exec(rowKey) ?? [];
          if (distance === undefined || uploadId === undefined) continue;
          yield { partnerId, uploadId, receivedAt: receivedAtOf(distance) };
        }
      }
    },
    removeContent,
    removeRows: async ({ partnerId, uploadId, receivedAt }) => {
      const partition = tableKey(partnerId);
      await removeRows(table(tables.chunks), odata`PartitionKey eq ${tableKey(uploadId)}`);
      const [first, end] = [`${tableKey(uploadId)}|`, `${tableKey(uploadId)}}`];
      const ofUpload = odata`PartitionKey eq ${partition} and RowKey ge ${first} and RowKey lt ${end}`;
      await removeRows(table(tables.notices), ofUpload);
      await unlessMissing(table(tables.uploads).deleteEntity(partition, uploadRow(uploadId)));
      await unlessMissing(table(tables.uploads).deleteEntity(partition, newestFirst(receivedAt, uploadId)));
    },
  };
}
