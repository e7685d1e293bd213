import { odata, type TableClient, type TransactionAction } from '@azure/data-tables';
import { cutVisibly } from '../../domain/cut-text.ts';
import type { Listed } from '../../domain/device-key.ts';
import type { OrderData } from '../../domain/identity.ts';
import {
  afterEvent,
  type DeviceEvent,
  isRegisteredRow,
  withHistoryOf,
} from '../../domain/registering/device-history.ts';
import { type DeviceEntry, type OriginStanding, originStanding } from '../../domain/registering/device-origin.ts';
import type { DeviceRow } from '../../domain/registering/device-row.ts';
import type { DeviceHistory, DeviceList, DeviceRecord, DeviceSearch, Devices, Versioned } from '../../ports.ts';
import { unlessChanged, unlessMissing } from './storage-error.ts';
import { batchesOf, columnLength, tableKey } from './table-documents.ts';

const lookUpsAtOnce = 16;
const rowsInTransaction = 100;
/** Others enter the same devices; after this many lost races the whole step is tried again. */
const mostTries = 5;

/** A device's columns: those of its row, with those of its origin and its order beside them. */
interface Entity
  extends Pick<DeviceRow, 'groupTag' | 'seenAt' | 'seenBy' | 'identity' | 'alias' | 'serialKey'>,
    Listed,
    Partial<NonNullable<DeviceRow['origin']>>,
    Omit<OrderData, 'reference'> {
  readonly orderReference?: string;
  /** Empty: it is registered again. */
  readonly removedAt?: string;
  /** JSON of what was done with it before. */
  readonly history?: string;
}

const partitionOf = (partnerId: string, connectionId: string, customerTenantId: string): string =>
  tableKey(partnerId, connectionId, customerTenantId);

const partitionOfRow = (row: RowKey): string => partitionOf(row.partnerId, row.connectionId, row.customerTenantId);

type RowKey = Pick<DeviceRow, 'partnerId' | 'connectionId' | 'customerTenantId' | 'key'>;

/** A history that can't be read is an empty one. */
function historyIn(text: string | undefined): readonly DeviceEvent[] {
  try {
    const value: unknown = text === undefined ? [] : JSON.parse(text);
    return Array.isArray(value) ? value : [];
  } catch {
    return [];
  }
}

/** Names as the entity's own columns have them. */
function namesOf({ serial, manufacturer, model, pkid }: Listed): Listed {
  return {
    ...(serial === undefined ? {} : { serial: cutVisibly(serial, columnLength) }),
    ...(manufacturer === undefined ? {} : { manufacturer: cutVisibly(manufacturer, columnLength) }),
    ...(model === undefined ? {} : { model: cutVisibly(model, columnLength) }),
    ...(pkid === undefined ? {} : { pkid }),
  };
}

function orderOf({ purchaseOrder, deliveryDate, orderReference: reference }: Entity): Pick<DeviceRow, 'order'> {
  if (purchaseOrder === undefined && deliveryDate === undefined && reference === undefined) return {};
  return {
    order: {
      ...(purchaseOrder === undefined ? {} : { purchaseOrder }),
      ...(deliveryDate === undefined ? {} : { deliveryDate }),
      ...(reference === undefined ? {} : { reference }),
    },
  };
}

function rowOf({ partnerId, connectionId, customerTenantId, key }: RowKey, entity: Entity): DeviceRow {
  const { groupTag, seenAt, seenBy, identity, alias, serialKey } = entity;
  const { uploadId, file, chunk, sheet, row, registeredAt } = entity;
  const names = namesOf(entity);
  const place = { ...(file === undefined ? {} : { file }), ...(sheet === undefined ? {} : { sheet }) };
  const { removedAt = '' } = entity;
  const history = historyIn(entity.history);
  const hasOrigin = uploadId !== undefined && chunk !== undefined && row !== undefined && registeredAt !== undefined;
  return {
    partnerId,
    connectionId,
    customerTenantId,
    key,
    ...(groupTag === undefined ? {} : { groupTag }),
    seenAt,
    ...(seenBy === undefined ? {} : { seenBy }),
    ...(identity === undefined ? {} : { identity }),
    ...(alias === undefined ? {} : { alias }),
    ...(serialKey === undefined ? {} : { serialKey }),
    ...(Object.keys(names).length === 0 ? {} : { names }),
    ...(hasOrigin ? { origin: { uploadId, chunk, ...place, row, registeredAt } } : {}),
    ...orderOf(entity),
    ...(removedAt === '' ? {} : { removedAt }),
    ...(history.length === 0 ? {} : { history }),
  };
}

/** Names of sheets and tags may be longer than a column. */
const fitted = (event: DeviceEvent): DeviceEvent => ({
  ...event,
  ...(event.sheet === undefined ? {} : { sheet: cutVisibly(event.sheet, columnLength) }),
  ...(event.groupTag === undefined ? {} : { groupTag: cutVisibly(event.groupTag, columnLength) }),
});

/** Table `devices`: partition = partner, connection and customer; row = digest of the device's key. No hashes. */
export function makeDevices(table: TableClient): Devices & DeviceList & DeviceHistory & DeviceSearch {
  const entityOf = ({
    groupTag,
    seenAt,
    seenBy,
    identity,
    alias,
    serialKey,
    names = {},
    origin,
    removedAt = '',
    history,
    order: { reference: orderReference, ...order } = {},
  }: DeviceRow): Entity => ({
    ...order,
    ...(orderReference === undefined ? {} : { orderReference }),
    ...(groupTag === undefined ? {} : { groupTag: cutVisibly(groupTag, columnLength) }),
    seenAt,
    ...(seenBy === undefined ? {} : { seenBy }),
    ...(identity === undefined ? {} : { identity }),
    ...(alias === undefined ? {} : { alias }),
    ...(serialKey === undefined ? {} : { serialKey }),
    ...namesOf(names),
    ...origin,
    // Sheets are called as their file says, whatever Excel allows.
    ...(origin?.sheet === undefined ? {} : { sheet: cutVisibly(origin.sheet, columnLength) }),
    ...(origin?.file === undefined ? {} : { file: cutVisibly(origin.file, columnLength) }),
    removedAt,
    ...(history === undefined ? {} : { history: JSON.stringify(history.map(fitted)) }),
  });
  /** The rows that stand there, with their versions. */
  const rowsNow = async (rows: readonly DeviceRow[]): Promise<ReadonlyMap<string, Versioned<DeviceRow>>> => {
    const found = new Map<string, Versioned<DeviceRow>>();
    const look = async (row: DeviceRow): Promise<void> => {
      const there = await unlessMissing(table.getEntity<Entity>(partitionOfRow(row), row.key));
      if (there !== undefined) found.set(row.key, { value: rowOf(row, there), etag: there.etag });
    };
    for (const some of batchesOf(rows, lookUpsAtOnce)) await Promise.all(some.map(look));
    return found;
  };

  /** Enters what a transaction takes. Most devices are new, so that is tried first; else each is judged by what is there. */
  const enterBatch = async (entries: readonly DeviceEntry[]): Promise<readonly OriginStanding[]> => {
    const rows = [...new Map(entries.flatMap((entry) => entry.rows).map((row) => [row.key, row])).values()];
    const entity = (row: DeviceRow) => ({ partitionKey: partitionOfRow(row), rowKey: row.key, ...entityOf(row) });
    const creating = rows.map((row): TransactionAction => ['create', entity(row)]);
    if ((await unlessChanged(table.submitTransaction(creating))) !== undefined) return entries.map(() => 'free');
    for (let tries = 0; tries < mostTries; tries += 1) {
      const there = await rowsNow(rows);
      const standings = entries.map((entry) =>
        originStanding(
          entry,
          entry.rows.map(({ key }) => there.get(key)?.value),
        ),
      );
      const entering = new Set(entries.filter((_, at) => standings[at] === 'free').flatMap((entry) => entry.rows));
      const actions = rows
        .filter((row) => entering.has(row))
        .map((row): TransactionAction => {
          const etag = there.get(row.key)?.etag;
          const kept = withHistoryOf(row, there.get(row.key)?.value);
          return etag === undefined ? ['create', entity(row)] : ['update', entity(kept), 'Replace', { etag }];
        });
      if (actions.length === 0) return standings;
      if ((await unlessChanged(table.submitTransaction(actions))) !== undefined) return standings;
    }
    throw new Error('Devices could not be entered: others kept changing their rows.');
  };

  /** Writes one device's row as the event leaves it. */
  const recordOne = async ({ row, event }: DeviceRecord): Promise<void> => {
    for (let tries = 0; tries < mostTries; tries += 1) {
      const there = (await rowsNow([row])).get(row.key);
      const next = entityOf(afterEvent(there?.value, row, event));
      const entity = { partitionKey: partitionOfRow(row), rowKey: row.key, ...next };
      const action: TransactionAction =
        there === undefined ? ['create', entity] : ['update', entity, 'Replace', { etag: there.etag }];
      if ((await unlessChanged(table.submitTransaction([action]))) !== undefined) return;
    }
    throw new Error('A device could not be entered: others kept changing its row.');
  };

  const everKnown: DeviceHistory['everKnown'] = async (partnerId, connectionId, customerTenantId, keys) => {
    const partition = partitionOf(partnerId, connectionId, customerTenantId);
    const found = new Map<string, DeviceRow>();
    const look = async (key: string): Promise<void> => {
      const there = await unlessMissing(table.getEntity<Entity>(partition, key));
      if (there !== undefined) found.set(key, rowOf({ partnerId, connectionId, customerTenantId, key }, there));
    };
    for (const some of batchesOf([...new Set(keys)], lookUpsAtOnce)) await Promise.all(some.map(look));
    return found;
  };

  return {
    everKnown,
    record: async (records) => {
      for (const some of batchesOf(records, lookUpsAtOnce)) await Promise.all(some.map(recordOne));
    },
    enter: async (entries) => {
      const standings: OriginStanding[] = [];
      let batch: DeviceEntry[] = [];
      const flush = async (): Promise<void> => {
        if (batch.length > 0) standings.push(...(await enterBatch(batch)));
        batch = [];
      };
      for (const entry of entries) {
        const [next] = entry.rows;
        const [first = next] = batch[0]?.rows ?? [];
        const rows = batch.reduce((sum, one) => sum + one.rows.length, entry.rows.length);
        if (rows > rowsInTransaction || partitionOfRow(first) !== partitionOfRow(next)) await flush();
        batch.push(entry);
      }
      await flush();
      return standings;
    },
    put: async (rows) => {
      const byPartition = Map.groupBy(rows, (row) =>
        partitionOf(row.partnerId, row.connectionId, row.customerTenantId),
      );
      for (const [partitionKey, all] of byPartition) {
        // One transaction may not name a row twice; of one device, the last word counts.
        const once = [...new Map(all.map((row) => [row.key, row])).values()];
        for (const batch of batchesOf(once)) {
          await table.submitTransaction(
            batch.map(
              // A new origin takes the place of the old one whole; without one, the old one is merged with.
              (row): TransactionAction => [
                'upsert',
                { partitionKey, rowKey: row.key, ...entityOf(row) },
                row.origin === undefined ? 'Merge' : 'Replace',
              ],
            ),
          );
        }
      }
    },
    known: async (partnerId, connectionId, customerTenantId, keys) => {
      const found = await everKnown(partnerId, connectionId, customerTenantId, keys);
      return new Map([...found].filter(([, row]) => isRegisteredRow(row)));
    },
    search: async function* (partnerId, { keys = [], serialKeys = [], orders = [] }) {
      // Keys of several parts are joined by `|`, which no part contains; `}` is the next character.
      const [from, until] = [`${tableKey(partnerId)}|`, `${tableKey(partnerId)}}`];
      const wanted = [
        ...keys.map((key) => odata`RowKey eq ${key}`),
        ...serialKeys.map((serial) => odata`serialKey eq ${serial}`),
        ...orders.map((order) => odata`purchaseOrder eq ${order} or orderReference eq ${order}`),
      ];
      if (wanted.length === 0) return;
      const filter = `${odata`PartitionKey ge ${from} and PartitionKey lt ${until}`} and (${wanted.join(' or ')})`;
      for await (const page of table.listEntities<Entity>({ queryOptions: { filter } }).byPage()) {
        yield page.map((entity) => {
          const [, connectionId = '', customerTenantId = ''] = (entity.partitionKey ?? '').split('|');
          return rowOf({ partnerId, connectionId, customerTenantId, key: entity.rowKey ?? '' }, entity);
        });
      }
    },
    places: async function* (partnerId) {
      const until = `${tableKey(partnerId)}}`;
      let from = `${tableKey(partnerId)}|`;
      // One row of each partition: what stands before the next one is never read.
      const next = async (): Promise<string | undefined> => {
        const filter = odata`PartitionKey gt ${from} and PartitionKey lt ${until}`;
        const rows = table.listEntities({ queryOptions: { filter, select: ['PartitionKey'] } });
        for await (const [row] of rows.byPage({ maxPageSize: 1 })) if (row !== undefined) return row.partitionKey;
        return undefined;
      };
      for (let partition = await next(); partition !== undefined; partition = await next()) {
        const [, connectionId = '', customerTenantId = ''] = partition.split('|');
        yield { connectionId, customerTenantId };
        from = partition;
      }
    },
    list: async function* (partnerId, connectionId, customerTenantId) {
      const partition = partitionOf(partnerId, connectionId, customerTenantId);
      const filter = `PartitionKey eq '${partition.replaceAll("'", "''")}'`;
      for await (const entity of table.listEntities<Entity>({ queryOptions: { filter } })) {
        const row = rowOf({ partnerId, connectionId, customerTenantId, key: entity.rowKey ?? '' }, entity);
        if (isRegisteredRow(row)) yield row;
      }
    },
  };
}
