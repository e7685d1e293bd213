import { odata } from '@azure/data-tables';
import type { StorageClients } from '../shared/adapters/storage/clients.ts';
import { ledgerPartners, makeChunkLedger, makeUploadLedger, uploadRow } from '../shared/adapters/storage/ledger.ts';
import { containers, tables } from '../shared/adapters/storage/names.ts';
import { makePlans } from '../shared/adapters/storage/plans.ts';
import { makeStateBlobs } from '../shared/adapters/storage/state-blobs.ts';
import { tableKey } from '../shared/adapters/storage/table-documents.ts';
import type { UploadKey } from '../shared/domain/work.ts';
import type { UploadLedger } from '../shared/ports.ts';
import { makeReadProgress, type ReadProgress } from '../shared/usecases/upload-progress.ts';
import { UsageError } from './command-line.ts';

/** What is known of uploads; reading it needs no settings of the deployment but where storage is. */
export function openLedger(storage: StorageClients): {
  readonly ledger: UploadLedger;
  readonly readProgress: ReadProgress;
} {
  const ledger = makeUploadLedger(storage.table(tables.uploads));
  const plans = makePlans(makeStateBlobs(storage.blobs.getContainerClient(containers.state)));
  return {
    ledger,
    readProgress: makeReadProgress({ ledger, chunks: makeChunkLedger(storage.table(tables.chunks)), plans }),
  };
}

/** Everybody with a settings file. */
export async function partnersInSettings({ blobs }: StorageClients): Promise<readonly string[]> {
  const ids: string[] = [];
  const settings = blobs.getContainerClient(containers.settings);
  for await (const { name } of settings.listBlobsFlat({ prefix: 'partners/' })) {
    const [, id] = /^partners\/([^/]+)\.json$/.exec(name) ?? [];
    if (id !== undefined) ids.push(id);
  }
  return ids;
}

/** Whose upload this is; an id may be cut to its first six or more digits where that names one upload only. */
export async function findUpload(storage: StorageClients, typed: string | undefined): Promise<UploadKey> {
  if (typed === undefined) throw new UsageError('Which upload? Its id is missing ("uploads" lists them)');
  if (!/^[0-9a-f]{6,24}$/.test(typed))
    throw new UsageError(`"${typed}" is no id of an upload (6 to 24 digits, 0-9 and a-f)`);
  const table = storage.table(tables.uploads);
  const found: UploadKey[] = [];
  for await (const partnerId of ledgerPartners(table)) {
    const [from, to] = [uploadRow(typed), uploadRow(`${typed}~`)];
    const filter = odata`PartitionKey eq ${tableKey(partnerId)} and RowKey ge ${from} and RowKey lt ${to}`;
    for await (const { rowKey = '' } of table.listEntities({ queryOptions: { filter, select: ['RowKey'] } })) {
      found.push({ partnerId, uploadId: rowKey.slice(uploadRow('').length) });
    }
  }
  const [first] = found;
  if (first === undefined) throw new UsageError(`There is no upload ${typed}`);
  if (found.length > 1) {
    throw new UsageError(
      `${typed} could be ${found.map(({ uploadId }) => uploadId).join(' or ')}; give more of the id`,
    );
  }
  return first;
}
