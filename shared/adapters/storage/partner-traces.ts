import type { ContainerClient } from '@azure/storage-blob';
import { auditedPartners } from './audit-reader.ts';
import type { StorageClients } from './clients.ts';
import { foldersOf } from './folders-of.ts';
import { ledgerPartners } from './ledger.ts';
import { containers, tables } from './names.ts';

async function settingsOf(container: ContainerClient): Promise<readonly string[]> {
  const ids: string[] = [];
  for await (const { name } of container.listBlobsFlat({ prefix: 'partners/' })) {
    const [, id] = /^partners\/([^/]+)\.json$/.exec(name) ?? [];
    if (id !== undefined) ids.push(id);
  }
  return ids;
}

/**
 * Every partner that has a record, settings, kept heads, uploads in the ledger or state, with what there is of them that the record must
 * speak of: nothing of the last two comes to be without an entry.
 */
export async function findPartners({ blobs, table }: StorageClients): Promise<ReadonlyMap<string, readonly string[]>> {
  const found = new Map<string, readonly string[]>();
  const add = (partnerId: string, ...what: readonly string[]): void => {
    found.set(partnerId, [...(found.get(partnerId) ?? []), ...what]);
  };
  for (const id of await auditedPartners(blobs.getContainerClient(containers.audit))) add(id);
  // A head that is no part of a record is a fault of its own.
  for (const id of await foldersOf(blobs.getContainerClient(containers.heads))) add(id);
  for (const id of await settingsOf(blobs.getContainerClient(containers.settings))) add(id);
  for await (const id of ledgerPartners(table(tables.uploads))) add(id, 'uploads');
  for (const id of await foldersOf(blobs.getContainerClient(containers.state))) {
    // The last good settings of all partners lie there, too.
    if (id !== 'settings') add(id, 'state documents');
  }
  return found;
}
