import { odata, type TableClient } from '@azure/data-tables';
import type { UploadState } from '../../domain/planning/upload-state.ts';
import type { BatchRow } from '../../domain/registering/batch-row.ts';
import type { ChunkState } from '../../domain/registering/chunk-state.ts';
import type { Delivery } from '../../domain/reporting/notification.ts';
import { ContractViolation } from '../../errors.ts';
import type { Batches, ChunkLedger, Deliveries, OpenUploads, UploadLedger, Versioned } from '../../ports.ts';
import { checkBatchRow, checkChunkState, checkDelivery, checkUploadState } from './documents.ts';
import { unlessChanged, unlessMissing } from './storage-error.ts';
import { makeDocumentTable, tableKey } from './table-documents.ts';

/** A row that stands under another key than its document says was put there by somebody else. */
function atHome<T>(there: Versioned<T>, uploadId: string, isHome: (value: T) => boolean): Versioned<T> {
  if (isHome(there.value)) return there;
  throw new ContractViolation(`A ledger row of upload ${uploadId} is about something else than its key says.`);
}

export const uploadRow = (uploadId: string): string => `u-${uploadId}`;
const farDay = 8_640_000_000_000_000;
/** Sorts newest first: the distance to a far day falls as time goes on. */
export const newestFirst = (receivedAt: string, uploadId: string): string =>
  `n-${String(farDay - Date.parse(receivedAt)).padStart(16, '0')}-${uploadId}`;
export const receivedAtOf = (distance: string): string => new Date(farDay - Number(distance)).toISOString();

/** Everybody the ledger has uploads of, each once; it skips from partner to partner, whatever lies in between. */
export async function* ledgerPartners(table: TableClient): AsyncGenerator<string> {
  let last = '';
  for (;;) {
    const queryOptions = { filter: odata`PartitionKey gt ${last}`, select: ['PartitionKey'] };
    const { value: first } = await table.listEntities({ queryOptions }).next();
    if (first?.partitionKey === undefined) return;
    last = first.partitionKey;
    yield last;
  }
}

/** Table `uploads`: a row for each upload, and one that lists it newest first. */
export function makeUploadLedger(table: TableClient): UploadLedger {
  const rows = makeDocumentTable<UploadState>(table, checkUploadState, ({ state, blobName }) => ({ state, blobName }));
  return {
    read: async ({ partnerId, uploadId }) => {
      const there = await rows.read(tableKey(partnerId), uploadRow(uploadId));
      return there && atHome(there, uploadId, (state) => state.partnerId === partnerId && state.uploadId === uploadId);
    },
    write: async (state, etag) => {
      const partition = tableKey(state.partnerId);
      // The listing's row comes first: one without an upload is skipped, an upload without one would stay unseen.
      if (etag === undefined) {
        const rowKey = newestFirst(state.receivedAt, state.uploadId);
        await table.upsertEntity({ partitionKey: partition, rowKey, uploadId: state.uploadId }, 'Replace');
      }
      return rows.write(partition, uploadRow(state.uploadId), state, etag);
    },
    newest: async (partnerId, atMost) => {
      const partition = tableKey(partnerId);
      const filter = odata`PartitionKey eq ${partition} and RowKey ge ${'n-'} and RowKey lt ${'n.'}`;
      const found: UploadState[] = [];
      for await (const row of table.listEntities<{ uploadId: string }>({ queryOptions: { filter } })) {
        const state = await rows.read(partition, uploadRow(row.uploadId));
        if (state?.value.partnerId === partnerId) found.push(state.value);
        if (found.length >= atMost) break;
      }
      return found;
    },
  };
}

const chunkRow = (chunk: number): string => String(chunk).padStart(6, '0');

/** Table `chunks`: partition = upload, row = chunk. */
export function makeChunkLedger(table: TableClient): ChunkLedger {
  const rows = makeDocumentTable<ChunkState>(table, checkChunkState, ({ state, step, dueAt }) => ({
    state,
    step,
    dueAt,
  }));
  return {
    add: async (chunks) => {
      const [first] = chunks;
      if (first === undefined) return;
      await rows.addMissing(
        tableKey(first.uploadId),
        chunks.map((chunk) => [chunkRow(chunk.chunk), chunk] as const),
      );
    },
    read: async (uploadId, chunk) => {
      const there = await rows.read(tableKey(uploadId), chunkRow(chunk));
      return there && atHome(there, uploadId, (state) => state.uploadId === uploadId && state.chunk === chunk);
    },
    replace: (state, etag) => rows.write(tableKey(state.uploadId), chunkRow(state.chunk), state, etag),
    list: async (uploadId) => {
      const all = await rows.list(tableKey(uploadId));
      return all.map((there) => atHome(there, uploadId, (state) => state.uploadId === uploadId).value);
    },
  };
}

/** Table `open`: uploads without their final report. Small by nature, so it is read whole. */
export function makeOpenUploads(table: TableClient): OpenUploads {
  return {
    put: async ({ partnerId, uploadId, blobName, dueAt }) => {
      await table.upsertEntity(
        { partitionKey: tableKey(partnerId), rowKey: tableKey(uploadId), partnerId, uploadId, blobName, dueAt },
        'Replace',
      );
    },
    remove: async ({ partnerId, uploadId }) => {
      await unlessMissing(table.deleteEntity(tableKey(partnerId), tableKey(uploadId)));
    },
    due: async function* (now) {
      const filter = odata`dueAt le ${now.toISOString()}`;
      type Row = { partnerId: string; uploadId: string; blobName: string; dueAt: string };
      for await (const { partnerId, uploadId, blobName, dueAt } of table.listEntities<Row>({
        queryOptions: { filter },
      })) {
        yield { partnerId, uploadId, blobName, dueAt };
      }
    },
  };
}

/** Table `batches`: partition = connection and customer, row = the batch's name without case. */
export function makeBatches(table: TableClient): Batches {
  const rows = makeDocumentTable<BatchRow>(table, checkBatchRow, ({ state, batchId }) => ({ state, batchId }));
  const batchKey = (batchId: string): string => tableKey(batchId.toLowerCase());
  return {
    read: (connectionId, customer, batchId) => rows.read(tableKey(connectionId, customer), batchKey(batchId)),
    write: async (connectionId, customer, row, etag) =>
      (await rows.write(tableKey(connectionId, customer), batchKey(row.batchId), row, etag)) !== undefined,
    remove: async (connectionId, customer, batchId, etag) => {
      await unlessChanged(table.deleteEntity(tableKey(connectionId, customer), batchKey(batchId), { etag }));
    },
  };
}

/** Table `notices`: partition = partner, row = upload and event. The delivery log of webhooks. */
export function makeDeliveries(table: TableClient): Deliveries {
  const rows = makeDocumentTable<Delivery>(table, checkDelivery, ({ state, attempts, last }) => ({
    state,
    attempts,
    last,
  }));
  const rowKey = ({ uploadId, event }: Pick<Delivery, 'uploadId' | 'event'>): string => tableKey(uploadId, event);
  return {
    read: async (notice) => (await rows.read(tableKey(notice.partnerId), rowKey(notice)))?.value,
    write: async (delivery) => {
      const there = await rows.read(tableKey(delivery.partnerId), rowKey(delivery));
      await rows.write(tableKey(delivery.partnerId), rowKey(delivery), delivery, there?.etag);
    },
  };
}
