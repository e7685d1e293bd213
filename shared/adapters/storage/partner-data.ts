import { odata, type TableClient, type TransactionAction } from '@azure/data-tables';
import type { ContainerClient } from '@azure/storage-blob';
import type { StorageClients } from './clients.ts';
import { containers, tables } from './names.ts';
import { unlessMissing } from './statuses.ts';
import { batchesOf, tableKey } from './table-documents.ts';

/** How much was removed, by place. */
export type Removed = Readonly<Record<'uploads' | 'reports' | 'state' | 'rows', number>>;

const deletesAtOnce = 16;

/** Removes the blobs whose name begins so and, where it is given, ends so; how many there were. */
export async function removeBlobs(container: ContainerClient, prefix: string, ending = /$/): Promise<number> {
  const names: string[] = [];
  for await (const { name } of container.listBlobsFlat({ prefix })) if (ending.test(name)) names.push(name);
  for (const some of batchesOf(names, deletesAtOnce)) {
    await Promise.all(some.map((name) => unlessMissing(container.deleteBlob(name, { deleteSnapshots: 'include' }))));
  }
  return names.length;
}

/** Removes the rows a filter finds; how many there were. */
export async function removeRows(table: TableClient, filter: string): Promise<number> {
  const found: { readonly partitionKey: string; readonly rowKey: string }[] = [];
  const queryOptions = { filter, select: ['PartitionKey', 'RowKey'] };
  for await (const { partitionKey = '', rowKey = '' } of table.listEntities({ queryOptions })) {
    found.push({ partitionKey, rowKey });
  }
  for (const rows of Map.groupBy(found, ({ partitionKey }) => partitionKey).values()) {
    for (const batch of batchesOf(rows)) {
      const actions = batch.map((row): TransactionAction => ['delete', row]);
      // A row somebody else removed meanwhile makes a transaction fail whole; then each goes alone.
      if ((await unlessMissing(table.submitTransaction(actions))) !== undefined) continue;
      for (const { partitionKey, rowKey } of batch) await unlessMissing(table.deleteEntity(partitionKey, rowKey));
    }
  }
  return found.length;
}

/** Ids of all uploads that left traces: in the ledger, or only in the state of a run that went no further. */
async function uploadIds({ blobs, table }: StorageClients, partnerId: string): Promise<ReadonlySet<string>> {
  const ids = new Set<string>();
  const filter = odata`PartitionKey eq ${tableKey(partnerId)} and RowKey ge ${'u-'} and RowKey lt ${'u.'}`;
  const queryOptions = { filter, select: ['RowKey'] };
  for await (const { rowKey = '' } of table(tables.uploads).listEntities({ queryOptions })) ids.add(rowKey.slice(2));
  const state = blobs.getContainerClient(containers.state);
  for await (const item of state.listBlobsByHierarchy('/', { prefix: `${partnerId}/` })) {
    if (item.kind === 'prefix') ids.add(item.name.split('/')[1] ?? '');
  }
  return ids;
}

/**
 * Removes everything that is stored of a partner but its settings and its record. Uploads go first, so that repair
 * finds nothing to take up again. What Partner Center's batches are called is the connection's and stays.
 */
export async function removePartnerData(clients: StorageClients, partnerId: string): Promise<Removed> {
  const { blobs, table } = clients;
  const own = odata`PartitionKey eq ${tableKey(partnerId)}`;
  // Keys of several parts are joined by `|`, which no part contains; `}` is the next character.
  const shared = odata`PartitionKey ge ${`${tableKey(partnerId)}|`} and PartitionKey lt ${`${tableKey(partnerId)}}`}`;
  const blobsOf = (container: string): Promise<number> =>
    removeBlobs(blobs.getContainerClient(container), `${partnerId}/`);

  const uploads = await blobsOf(containers.uploads);
  const ids = await uploadIds(clients, partnerId);
  let rows = await removeRows(table(tables.open), own);
  rows += await removeRows(table(tables.line), shared);
  for (const id of ids) rows += await removeRows(table(tables.chunks), odata`PartitionKey eq ${tableKey(id)}`);
  rows += await removeRows(table(tables.uploads), own);
  rows += await removeRows(table(tables.devices), shared);
  rows += await removeRows(table(tables.notices), own);
  const state = await blobsOf(containers.state);
  const kept = blobs.getContainerClient(containers.state).getBlobClient(`settings/partners/${partnerId}.json`);
  await kept.deleteIfExists();
  return { uploads, reports: await blobsOf(containers.reports), state, rows };
}
