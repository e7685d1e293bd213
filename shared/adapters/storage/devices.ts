import type { TableClient, TransactionAction } from '@azure/data-tables';
import type { DeviceRow, Devices } from '../../ports.ts';
import { unlessMissing } from './statuses.ts';
import { batchesOf, tableKey } from './table-documents.ts';

const lookUpsAtOnce = 16;

interface Entity {
  readonly groupTag?: string;
  readonly seenAt: string;
  readonly uploadId?: string;
  readonly chunk?: number;
  readonly sheet?: string;
  readonly row?: number;
  readonly registeredAt?: string;
}

const partitionOf = (partnerId: string, connectionId: string, customerTenantId: string): string =>
  tableKey(partnerId, connectionId, customerTenantId);

/** Table `devices`: partition = partner, connection and customer; row = digest of the device's key. No serials, no hashes. */
export function makeDevices(table: TableClient): Devices {
  const entityOf = ({ groupTag, seenAt, origin }: DeviceRow): Entity => ({
    ...(groupTag === undefined ? {} : { groupTag }),
    seenAt,
    ...origin,
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
        const { groupTag, seenAt, uploadId, chunk, sheet, row, registeredAt } = there;
        const hasOrigin =
          uploadId !== undefined && chunk !== undefined && row !== undefined && registeredAt !== undefined;
        found.set(key, {
          partnerId,
          connectionId,
          customerTenantId,
          key,
          ...(groupTag === undefined ? {} : { groupTag }),
          seenAt,
          ...(hasOrigin
            ? { origin: { uploadId, chunk, ...(sheet === undefined ? {} : { sheet }), row, registeredAt } }
            : {}),
        });
      };
      for (const some of batchesOf([...new Set(keys)], lookUpsAtOnce)) await Promise.all(some.map(look));
      return found;
    },
  };
}
