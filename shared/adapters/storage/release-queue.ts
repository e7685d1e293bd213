import type { TableClient, TransactionAction } from '@azure/data-tables';
import type { QueuePlace } from '../../domain/work.ts';
import type { ReleaseQueue } from '../../ports.ts';
import { unlessChanged, unlessMissing } from './storage-error.ts';
import { batchesOf, tableKey } from './table-documents.ts';

interface Row extends QueuePlace {
  readonly released: boolean;
}
type Line = Pick<QueuePlace, 'partnerId' | 'connectionId'>;

const partitionKey = ({ partnerId, connectionId }: Line): string => tableKey(partnerId, connectionId);
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
  const within = (line: Line, further = ''): { queryOptions: { filter: string } } => ({
    queryOptions: { filter: `PartitionKey eq '${partitionKey(line)}'${further}` },
  });
  /** Places of one upload lie beside each other: `|` ends its part of the key, and `}` comes right behind `|`. */
  const ofUpload = ({ since, uploadId }: Pick<QueuePlace, 'since' | 'uploadId'>): string => {
    const upload = tableKey(since, uploadId);
    return ` and RowKey ge '${upload}|' and RowKey lt '${upload}}'`;
  };
  const released = async (line: Line): Promise<QueuePlace[]> => {
    const places: QueuePlace[] = [];
    for await (const row of table.listEntities<Row>(within(line, ' and released eq true')))
      places.push(placeInRow(row));
    return places;
  };
  /** The oldest that wait, and no more of the table than that. */
  const waiting = async (line: Line, atMost: number): Promise<{ place: QueuePlace; etag: string }[]> => {
    const found: { place: QueuePlace; etag: string }[] = [];
    const pages = table.listEntities<Row>(within(line, ' and released eq false')).byPage({ maxPageSize: atMost });
    for await (const page of pages) {
      for (const row of page) found.push({ place: placeInRow(row), etag: row.etag });
      if (found.length >= atMost) break;
    }
    return found.slice(0, atMost);
  };
  const placeInRow = ({ partnerId, connectionId, uploadId, chunk, since }: Row): QueuePlace => ({
    partnerId,
    connectionId,
    uploadId,
    chunk,
    since,
  });

  return {
    join: async (places) => {
      const byUpload = Map.groupBy(places, (place) => partitionKey(place) + ofUpload(place));
      for (const joining of byUpload.values()) {
        const [first] = joining;
        if (first === undefined) continue;
        const there = new Set<string | undefined>();
        for await (const row of table.listEntities(within(first, ofUpload(first)))) there.add(row.rowKey);
        for (const batch of batchesOf(joining.filter((place) => !there.has(rowKey(place))))) {
          const actions = batch.map((place): TransactionAction => ['create', entityOf(place, false)]);
          // Another run may have joined some of them meanwhile; then the batch is refused whole and each goes alone.
          if ((await unlessChanged(table.submitTransaction(actions))) !== undefined) continue;
          for (const place of batch) await unlessChanged(table.createEntity(entityOf(place, false)));
        }
      }
    },
    release: async (partnerId, connectionId, window) => {
      const line = { partnerId, connectionId };
      const there = await released(line);
      const room = window - there.length;
      if (room <= 0) return there;
      let lost = false;
      for (const { place, etag } of await waiting(line, room)) {
        const taken = await unlessChanged(table.updateEntity(entityOf(place, true), 'Replace', { etag }));
        if (taken === undefined) lost = true;
        else there.push(place);
      }
      // Another run took one, or took it out; or we did, and the answer was lost.
      return lost ? released(line) : there;
    },
    leave: async (place) => {
      await unlessMissing(table.deleteEntity(partitionKey(place), rowKey(place)));
    },
    list: async (partnerId, connectionId, upload) => {
      const places: QueuePlace[] = [];
      const which = within({ partnerId, connectionId }, upload === undefined ? '' : ofUpload(upload));
      for await (const row of table.listEntities<Row>(which)) places.push(placeInRow(row));
      return places;
    },
  };
}
