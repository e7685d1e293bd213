import type { TableClient, TransactionAction } from '@azure/data-tables';
import { cutVisibly } from '../../domain/cut-text.ts';
import type { IdentityKind } from '../../domain/identity.ts';
import type { DeviceRow } from '../../domain/registering/device-row.ts';
import type { DeviceList, Devices } from '../../ports.ts';
import { unlessMissing } from './storage-error.ts';
import { batchesOf, columnLength, tableKey } from './table-documents.ts';

const lookUpsAtOnce = 16;

interface Entity {
  readonly groupTag?: string;
  readonly seenAt: string;
  readonly identity?: IdentityKind;
  readonly alias?: boolean;
  readonly serialKey?: string;
  readonly uploadId?: string;
  readonly chunk?: number;
  readonly sheet?: string;
  readonly row?: number;
  readonly registeredAt?: string;
}

const partitionOf = (partnerId: string, connectionId: string, customerTenantId: string): string =>
  tableKey(partnerId, connectionId, customerTenantId);

type RowKey = Pick<DeviceRow, 'partnerId' | 'connectionId' | 'customerTenantId' | 'key'>;

function rowOf(named: RowKey, entity: Entity): DeviceRow {
  const { groupTag, seenAt, identity, alias, serialKey, uploadId, chunk, sheet, row, registeredAt } = entity;
  const hasOrigin = uploadId !== undefined && chunk !== undefined && row !== undefined && registeredAt !== undefined;
  return {
    ...named,
    ...(groupTag === undefined ? {} : { groupTag }),
    seenAt,
    ...(identity === undefined ? {} : { identity }),
    ...(alias === undefined ? {} : { alias }),
    ...(serialKey === undefined ? {} : { serialKey }),
    ...(hasOrigin ? { origin: { uploadId, chunk, ...(sheet === undefined ? {} : { sheet }), row, registeredAt } } : {}),
  };
}

/** Table `devices`: partition = partner, connection and customer; row = digest of the device's key. No serials, no hashes. */
export function makeDevices(table: TableClient): Devices & DeviceList {
  const entityOf = ({ groupTag, seenAt, identity, alias, serialKey, origin }: DeviceRow): Entity => ({
    ...(groupTag === undefined ? {} : { groupTag: cutVisibly(groupTag, columnLength) }),
    seenAt,
    ...(identity === undefined ? {} : { identity }),
    ...(alias === undefined ? {} : { alias }),
    ...(serialKey === undefined ? {} : { serialKey }),
    ...origin,
    // Sheets are called as their file says, whatever Excel allows.
    ...(origin?.sheet === undefined ? {} : { sheet: cutVisibly(origin.sheet, columnLength) }),
  });
  return {
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
      const partition = partitionOf(partnerId, connectionId, customerTenantId);
      const found = new Map<string, DeviceRow>();
      const look = async (key: string): Promise<void> => {
        const there = await unlessMissing(table.getEntity<Entity>(partition, key));
        if (there === undefined) return;
        found.set(key, rowOf({ partnerId, connectionId, customerTenantId, key }, there));
      };
      for (const some of batchesOf([...new Set(keys)], lookUpsAtOnce)) await Promise.all(some.map(look));
      return found;
    },
    list: async function* (partnerId, connectionId, customerTenantId) {
      const partition = partitionOf(partnerId, connectionId, customerTenantId);
      const filter = `PartitionKey eq '${partition.replaceAll("'", "''")}'`;
      for await (const entity of table.listEntities<Entity>({ queryOptions: { filter } })) {
        yield rowOf({ partnerId, connectionId, customerTenantId, key: entity.rowKey ?? '' }, entity);
      }
    },
  };
}
