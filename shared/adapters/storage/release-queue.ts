import type { TableClient, TransactionAction } from '@azure/data-tables';
import type { QueuePlace } from '../../domain/work.ts';
import type { ReleaseQueue } from '../../ports.ts';
import { unlessChanged, unlessMissing } from './storage-error.ts';
import { batchesOf, partitionOf, tableKey } from './table-documents.ts';

interface Row extends QueuePlace {
  readonly released: boolean;
}

const partitionKey = ({ partnerId, connectionId }: Pick<QueuePlace, 'partnerId' | 'connectionId'>): string =>
  tableKey(partnerId, connectionId);
const rowKey = ({ since, uploadId, chunk }: QueuePlace): string =>
  tableKey(since, uploadId, String(chunk).padStart(6, '0'));
const entityOf = (place: QueuePlace, released: boolean) => ({
  partitionKey: partitionKey(place),
  rowKey: rowKey(place),
  ...place,
  released,
});

/** Table `line`: one partition for each partner and connection, rows in the order of service. */
export function makeReleaseQueue(table: TableClient): ReleaseQueue {
  async function* rows(partnerId: string, connectionId: string) {
    const filter = `PartitionKey eq '${partitionKey({ partnerId, connectionId })}'`;
    yield* table.listEntities<Row>({ queryOptions: { filter } });
  }
  const placeInRow = ({ partnerId, connectionId, uploadId, chunk, since }: Row): QueuePlace => ({
    partnerId,
    connectionId,
    uploadId,
    chunk,
    since,
  });

  return {
    join: async (places) => {
      const byPartition = Map.groupBy(places, partitionKey);
      for (const [partition, joining] of byPartition) {
        const there = new Set((await partitionOf(table, partition)).map((row) => row.rowKey));
        for (const batch of batchesOf(joining.filter((place) => !there.has(rowKey(place))))) {
          const actions = batch.map((place): TransactionAction => ['create', entityOf(place, false)]);
          // Another run may have joined some of them meanwhile; then the batch is refused whole and each goes alone.
          if ((await unlessChanged(table.submitTransaction(actions))) !== undefined) continue;
          for (const place of batch) await unlessChanged(table.createEntity(entityOf(place, false)));
        }
      }
    },
    release: async (partnerId, connectionId, window) => {
      const released: QueuePlace[] = [];
      const waiting: { place: QueuePlace; etag: string }[] = [];
      for await (const row of rows(partnerId, connectionId)) {
        if (row.released) released.push(placeInRow(row));
        else if (waiting.length < window) waiting.push({ place: placeInRow(row), etag: row.etag });
      }
      for (const { place, etag } of waiting.slice(0, Math.max(0, window - released.length))) {
        const taken = await unlessChanged(table.updateEntity(entityOf(place, true), 'Replace', { etag }));
        if (taken !== undefined) released.push(place);
      }
      return released;
    },
    leave: async (place) => {
      await unlessMissing(table.deleteEntity(partitionKey(place), rowKey(place)));
    },
    list: async (partnerId, connectionId) => {
      const places: QueuePlace[] = [];
      for await (const row of rows(partnerId, connectionId)) places.push(placeInRow(row));
      return places;
    },
  };
}
