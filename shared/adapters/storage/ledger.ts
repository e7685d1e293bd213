import { odata, type TableClient } from '@azure/data-tables';
import type { UploadState } from '../../domain/planning/upload-state.ts';
import type { BatchRow } from '../../domain/registering/batch-row.ts';
import type { ChunkState } from '../../domain/registering/chunk-state.ts';
import type { Alarm } from '../../domain/reporting/alarm.ts';
import type { Delivery } from '../../domain/reporting/notification.ts';
import type { PersonalLink } from '../../domain/settings/personal-link.ts';
import type { Suspension } from '../../domain/settings/suspension.ts';
import type { OpenUpload } from '../../domain/work.ts';
import { ContractViolation } from '../../errors.ts';
import type {
  Alarms,
  Batches,
  ChunkLedger,
  Clock,
  Deliveries,
  OpenUploads,
  PersonalLinks,
  Suspensions,
  UploadLedger,
  Versioned,
} from '../../ports.ts';
import {
  checkAlarm,
  checkBatchRow,
  checkChunkState,
  checkDelivery,
  checkPersonalLink,
  checkSuspension,
  checkUploadState,
} from './documents.ts';
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
    ids: async (partnerId) => {
      const filter = odata`PartitionKey eq ${tableKey(partnerId)} and RowKey ge ${'u-'} and RowKey lt ${'u.'}`;
      const ids = new Set<string>();
      for await (const { rowKey = '' } of table.listEntities({ queryOptions: { filter, select: ['RowKey'] } }))
        ids.add(rowKey.slice(2));
      return ids;
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
    page: async (partnerId, after, atMost) => {
      const partition = tableKey(partnerId);
      const from = after === undefined ? 'n-' : newestFirst(after.receivedAt, after.uploadId);
      const filter = odata`PartitionKey eq ${partition} and RowKey gt ${from} and RowKey lt ${'n.'}`;
      const pages = table.listEntities<{ uploadId: string; rowKey: string }>({ queryOptions: { filter } });
      const listed: { uploadId: string; rowKey: string }[] = [];
      for await (const page of pages.byPage({ maxPageSize: atMost })) {
        for (const { uploadId, rowKey = '' } of page) listed.push({ uploadId, rowKey });
        if (listed.length >= atMost) break;
      }
      const some = listed.slice(0, atMost);
      const read = await Promise.all(some.map(({ uploadId }) => rows.read(partition, uploadRow(uploadId))));
      const uploads = read.flatMap((there) => (there?.value.partnerId === partnerId ? [there.value] : []));
      const last = some.at(-1);
      // A row of the listing may be all that is left of an upload: it counts as a place all the same.
      return last === undefined || some.length < atMost
        ? { uploads }
        : { uploads, next: { receivedAt: receivedAtOf(last.rowKey.slice(2, 18)), uploadId: last.uploadId } };
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
    list: async function* (partnerId) {
      const filter = partnerId === undefined ? '' : odata`PartitionKey eq ${tableKey(partnerId)}`;
      const queryOptions = filter === '' ? {} : { filter };
      for await (const { partnerId, uploadId, blobName, dueAt } of table.listEntities<OpenUpload>({ queryOptions })) {
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

/** Table `notices`: partition = partner, row = upload, event and channel. The delivery log. */
export function makeDeliveries(table: TableClient): Deliveries {
  const rows = makeDocumentTable<Delivery>(table, checkDelivery, ({ state, attempts, last }) => ({
    state,
    attempts,
    last,
  }));
  const rowKey = ({ uploadId, event, channel }: Pick<Delivery, 'uploadId' | 'event' | 'channel'>): string =>
    channel === undefined ? tableKey(uploadId, event) : tableKey(uploadId, event, channel);
  return {
    read: async (notice) => (await rows.read(tableKey(notice.partnerId), rowKey(notice)))?.value,
    write: async (delivery) => {
      const there = await rows.read(tableKey(delivery.partnerId), rowKey(delivery));
      await rows.write(tableKey(delivery.partnerId), rowKey(delivery), delivery, there?.etag);
    },
    list: async (partnerId, uploadId) =>
      (await rows.list(tableKey(partnerId), `${tableKey(uploadId)}|`)).map(({ value }) => value),
  };
}

/** How old the picture of what is suspended may be: a chunk is not to wait for it. */
const freshMilliseconds = 5_000;

/** Table `suspensions`: one partition, a row for each partner or connection that operators stopped. */
export function makeSuspensions(table: TableClient, clock: Clock): Suspensions {
  const rows = makeDocumentTable<Suspension>(table, checkSuspension, ({ of, id }) => ({ of, id }));
  const partition = 'suspensions';
  let picture: { readonly list: Promise<readonly Suspension[]>; readonly takenAt: number } | undefined;
  const take = async (): Promise<readonly Suspension[]> => (await rows.list(partition)).map(({ value }) => value);
  return {
    list: async () => {
      const now = clock.now().getTime();
      if (picture === undefined || now - picture.takenAt > freshMilliseconds) picture = { list: take(), takenAt: now };
      try {
        return await picture.list;
      } catch (error) {
        picture = undefined;
        throw error;
      }
    },
    put: async (suspension) => {
      const row = tableKey(suspension.of, suspension.id);
      const there = await rows.read(partition, row);
      await rows.write(partition, row, suspension, there?.etag);
      picture = undefined;
    },
    remove: async ({ of, id }) => {
      await unlessMissing(table.deleteEntity(partition, tableKey(of, id)));
      picture = undefined;
    },
  };
}

/** Table `alarms`: one partition, a row for each. */
export function makeAlarms(table: TableClient): Alarms {
  const rows = makeDocumentTable<Alarm>(table, checkAlarm, ({ kind, id }) => ({ kind, id }));
  const partition = 'alarms';
  const rowKey = ({ kind, id }: Pick<Alarm, 'kind' | 'id'>): string => tableKey(kind, id);
  return {
    list: () => rows.list(partition),
    write: async (alarm, etag) => (await rows.write(partition, rowKey(alarm), alarm, etag)) !== undefined,
    remove: async (alarm) => {
      await unlessMissing(table.deleteEntity(partition, rowKey(alarm)));
    },
  };
}

/** Table `links`: one partition, a row for each personal link. A secret is looked up by its digest. */
export function makePersonalLinks(table: TableClient): PersonalLinks {
  const rows = makeDocumentTable<PersonalLink>(table, checkPersonalLink, ({ partnerId, until }) => ({
    partnerId,
    until,
  }));
  const partition = 'links';
  return {
    read: (linkId) => rows.read(partition, tableKey(linkId)),
    write: async (link, etag) => (await rows.write(partition, tableKey(link.linkId), link, etag)) !== undefined,
    list: async (partnerId) =>
      (await rows.list(partition)).map(({ value }) => value).filter((link) => link.partnerId === partnerId),
  };
}
