import { odata, type TableClient, type TransactionAction } from '@azure/data-tables';
import type { ContainerClient } from '@azure/storage-blob';
import type { StorageClients } from './clients.ts';
import { containers, hostContainer, receiptsPrefix, settingsCopy, tables } from './names.ts';
import { readBlob } from './read-blob.ts';
import { removeBlob } from './remove-blob.ts';
import { codeOf, refusalOf, unlessMissing } from './storage-error.ts';
import { batchesOf, tableKey } from './table-documents.ts';

/** Where something of a partner is kept. Receipts are the Functions host's, and name the files of a partner. */
type Place = 'uploads' | 'reports' | 'state' | 'receipts';

type RowKeys = { readonly partitionKey: string; readonly rowKey: string };

/** Everything that is stored of a partner but its settings and its record. */
export interface PartnerData {
  readonly blobs: Readonly<Record<Place, readonly string[]>>;
  readonly rows: readonly { readonly table: string; readonly keys: readonly RowKeys[] }[];
}

/** How much there is, or was removed, by place. */
export type DataCounts = Readonly<Record<Place | 'rows', number>>;

/** Something that could not be removed, and the storage service's own code of the reason. */
export interface LeftOver {
  readonly what: string;
  readonly why: string;
}

const atOnce = 16;

async function blobsBelow(container: ContainerClient, prefix: string, ending = /$/): Promise<readonly string[]> {
  const names: string[] = [];
  for await (const { name } of container.listBlobsFlat({ prefix })) if (ending.test(name)) names.push(name);
  return names;
}

/** Removes the blobs whose name begins so and, where it is given, ends so. */
export async function removeBlobs(container: ContainerClient, prefix: string, ending?: RegExp): Promise<void> {
  for (const some of batchesOf(await blobsBelow(container, prefix, ending), atOnce)) {
    await Promise.all(some.map((name) => removeBlob(container.getBlobClient(name))));
  }
}

async function findRows(table: TableClient, filter: string): Promise<readonly RowKeys[]> {
  const found: RowKeys[] = [];
  const queryOptions = { filter, select: ['PartitionKey', 'RowKey'] };
  for await (const { partitionKey = '', rowKey = '' } of table.listEntities({ queryOptions })) {
    found.push({ partitionKey, rowKey });
  }
  return found;
}

async function removeKeys(table: TableClient, keys: readonly RowKeys[]): Promise<void> {
  for (const rows of Map.groupBy(keys, ({ partitionKey }) => partitionKey).values()) {
    for (const batch of batchesOf(rows)) {
      const actions = batch.map((row): TransactionAction => ['delete', row]);
      // A row somebody else removed meanwhile makes a transaction fail whole; then each goes alone.
      if ((await unlessMissing(table.submitTransaction(actions))) !== undefined) continue;
      for (const { partitionKey, rowKey } of batch) await unlessMissing(table.deleteEntity(partitionKey, rowKey));
    }
  }
}

/** Removes the rows a filter finds. */
export const removeRows = async (table: TableClient, filter: string): Promise<void> =>
  removeKeys(table, await findRows(table, filter));

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
 * The host's receipts of a partner's files. Azure's carry the file in their name; those of the local host in their text.
 */
async function receiptsOf({ blobs }: StorageClients, partnerId: string): Promise<readonly string[]> {
  const container = blobs.getContainerClient(hostContainer);
  const wanted = `${containers.uploads}/${partnerId}/`;
  const names: string[] = [];
  if (!(await container.exists())) return names;
  const unnamed: string[] = [];
  for await (const { name, properties } of container.listBlobsFlat({ prefix: receiptsPrefix })) {
    if (name.includes(`/${wanted}`)) names.push(name);
    else if (!name.includes(`/${containers.uploads}/`) && (properties.contentLength ?? 0) > 0) unnamed.push(name);
  }
  for (const some of batchesOf(unnamed, atOnce)) {
    const texts = await Promise.all(some.map((name) => readBlob(container.getBlobClient(name))));
    names.push(...some.filter((_, at) => texts[at]?.toString('utf8').startsWith(wanted)));
  }
  return names;
}

/** Looks for everything that is stored of a partner. What Partner Center's batches are called is the connection's and stays. */
export async function findPartnerData(clients: StorageClients, partnerId: string): Promise<PartnerData> {
  const { blobs, table } = clients;
  const own = odata`PartitionKey eq ${tableKey(partnerId)}`;
  // Keys of several parts are joined by `|`, which no part contains; `}` is the next character.
  const shared = odata`PartitionKey ge ${`${tableKey(partnerId)}|`} and PartitionKey lt ${`${tableKey(partnerId)}}`}`;
  const below = (container: string, prefix = `${partnerId}/`) =>
    blobsBelow(blobs.getContainerClient(container), prefix);
  const rowsOf = async (name: string, filter: string) => ({ table: name, keys: await findRows(table(name), filter) });
  /** The last good version of its settings, and the copy of all partners' settings, which is made anew. */
  const kept: readonly string[] = [`settings/partners/${partnerId}.json`, settingsCopy];
  const isKept = (name: string): boolean => kept.includes(name);

  const rows = [await rowsOf(tables.open, own), await rowsOf(tables.line, shared)];
  for (const id of await uploadIds(clients, partnerId)) {
    rows.push(await rowsOf(tables.chunks, odata`PartitionKey eq ${tableKey(id)}`));
  }
  const ofPartner = odata`partnerId eq ${partnerId}`;
  rows.push(await rowsOf(tables.links, ofPartner));
  rows.push(await rowsOf(tables.uploads, own), await rowsOf(tables.devices, shared), await rowsOf(tables.notices, own));
  return {
    blobs: {
      uploads: await below(containers.uploads),
      reports: await below(containers.reports),
      state: [...(await below(containers.state)), ...(await below(containers.state, 'settings/')).filter(isKept)],
      receipts: await receiptsOf(clients, partnerId),
    },
    rows,
  };
}

export const dataCounts = ({ blobs, rows }: PartnerData): DataCounts => ({
  uploads: blobs.uploads.length,
  reports: blobs.reports.length,
  state: blobs.state.length,
  receipts: blobs.receipts.length,
  rows: rows.reduce((sum, { keys }) => sum + keys.length, 0),
});

const containerOf: Readonly<Record<Place, string>> = {
  uploads: containers.uploads,
  reports: containers.reports,
  state: containers.state,
  receipts: hostContainer,
};

/**
 * Removes what was found. Uploads go first, so that repair finds nothing to take up again. What a legal hold or a lease
 * that comes back keeps does not keep the rest; but while a dropped file stays, the rows that know it stay, too:
 * without them the sweep would take it for a new one.
 */
export async function removePartnerData(
  { blobs, table }: StorageClients,
  data: PartnerData,
): Promise<{ readonly removed: DataCounts; readonly left: readonly LeftOver[] }> {
  const left: LeftOver[] = [];
  const remove = async (place: Place): Promise<number> => {
    const container = blobs.getContainerClient(containerOf[place]);
    let removed = 0;
    const one = async (name: string): Promise<void> => {
      try {
        await removeBlob(container.getBlobClient(name));
        removed += 1;
      } catch (error) {
        if (refusalOf(error) === undefined) throw error;
        left.push({ what: `${containerOf[place]}/${name}`, why: codeOf(error) ?? '' });
      }
    };
    for (const some of batchesOf(data.blobs[place], atOnce)) await Promise.all(some.map(one));
    return removed;
  };
  const uploads = await remove('uploads');
  const known: readonly string[] = left.length === 0 ? [] : [tables.uploads, tables.chunks];
  let rows = 0;
  for (const { table: name, keys } of data.rows) {
    if (known.includes(name)) {
      if (keys.length > 0) left.push({ what: `${keys.length} rows of ${name}`, why: 'a dropped file is left' });
      continue;
    }
    await removeKeys(table(name), keys);
    rows += keys.length;
  }
  const [state, reports] = [await remove('state'), await remove('reports')];
  return { removed: { uploads, reports, state, receipts: await remove('receipts'), rows }, left };
}
