import type { TableClient } from '@azure/data-tables';
import { type RemovalDay, takeRemovals } from '../../domain/registering/removal-day.ts';
import type { RemovalCounts } from '../../ports.ts';
import { checkRemovalDay } from './documents.ts';
import { makeDocumentTable, tableKey } from './table-documents.ts';

/** Others write the same row; after this many lost races the whole step is tried again. */
const mostTries = 10;

/** Table `slots`: one row for each connection and day, shared by all instances. */
export function makeRemovalCounts(table: TableClient): RemovalCounts {
  const rows = makeDocumentTable<RemovalDay>(table, checkRemovalDay, ({ day }) => ({ day }));
  return {
    take: async (connectionId, day, chunkId, devices, limit) => {
      const [partition, row] = [tableKey(connectionId), `removals-${day}`];
      for (let tries = 0; tries < mostTries; tries++) {
        const there = await rows.read(partition, row);
        const next = takeRemovals(there?.value ?? { day, chunks: {} }, chunkId, devices, limit);
        if (next === undefined) return false;
        if ((await rows.write(partition, row, next, there?.etag)) !== undefined) return true;
      }
      throw new Error('Removals could not be counted: others kept changing the row.');
    },
  };
}
