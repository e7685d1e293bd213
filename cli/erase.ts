import { auditPages } from '../shared/adapters/storage/audit.ts';
import type { StorageClients } from '../shared/adapters/storage/clients.ts';
import { containers } from '../shared/adapters/storage/names.ts';
import {
  type DataCounts,
  dataCounts,
  findPartnerData,
  type LeftOver,
  removePartnerData,
} from '../shared/adapters/storage/partner-data.ts';
import type { AuditEvent } from '../shared/domain/audit/audit-entry.ts';
import { type Command, openAudit, openStorage, partnerOf, storageHelp } from './command.ts';
import { readArguments, UsageError } from './command-line.ts';
import { partnerState } from './partner-state.ts';

/** Work in flight may write while we remove; what it leaves is found by looking again. */
const mostRounds = 5;

const total = ({ uploads, reports, state, receipts, rows }: DataCounts): number =>
  uploads + reports + state + receipts + rows;

const sumOf = (one: DataCounts, other: DataCounts): DataCounts => ({
  uploads: one.uploads + other.uploads,
  reports: one.reports + other.reports,
  state: one.state + other.state,
  receipts: one.receipts + other.receipts,
  rows: one.rows + other.rows,
});

const textOf = ({ uploads, reports, state, receipts, rows }: DataCounts): string =>
  `${uploads} uploads, ${reports} report files, ${state} state documents, ${receipts} receipts, ${rows} ledger rows`;

async function removeAll(
  storage: StorageClients,
  partnerId: string,
): Promise<{ readonly removed: DataCounts; readonly left: readonly LeftOver[] }> {
  let removed: DataCounts = { uploads: 0, reports: 0, state: 0, receipts: 0, rows: 0 };
  let left: readonly LeftOver[] = [];
  for (let round = 1; round <= mostRounds; round++) {
    const done = await removePartnerData(storage, await findPartnerData(storage, partnerId));
    left = done.left;
    removed = sumOf(removed, done.removed);
    if (total(done.removed) === 0) break;
  }
  return { removed, left };
}

/** Removes everything stored of a partner but its settings and its record. */
export const erase: Command = {
  usage: 'erase PARTNER [--yes] [--force] [--storage TEXT] [--json]',
  about: "deletes a partner's uploads, reports, state and ledger rows; the record shows that it was done",
  help: `  --yes            do it; without it the command only counts what it would delete
  --force          also of a partner that is active
  --json           print one JSON object instead of text
${storageHelp}

Suspend the partner or remove its settings first: what an active partner has in flight goes on writing.
Leases are broken. What a legal hold keeps is listed, the rest goes, and the command ends with 1.
What the platforms hold is not touched. The record (audit) stays: it holds no data of devices.
In Azure, an administrator of the storage account can restore deleted files for about 15 to 30 days, from versions and
soft delete (docs/operations.md has the details). Ledger rows are gone at once.`,
  run: async (args, print) => {
    const { values, positionals } = readArguments(args, {
      yes: { type: 'boolean' },
      force: { type: 'boolean' },
      storage: { type: 'string' },
      json: { type: 'boolean' },
    });
    const partnerId = partnerOf(positionals);
    const storage = openStorage(values.storage);
    const state = await partnerState(storage, partnerId);
    const found = dataCounts(await findPartnerData(storage, partnerId));
    const recorded = await auditPages(storage.blobs.getContainerClient(containers.audit), partnerId);
    if (state === 'unknown' && total(found) === 0 && recorded.length === 0) {
      throw new UsageError(`There is no partner "${partnerId}": neither in the settings nor in storage`);
    }
    if (values.yes !== true) {
      print(
        values.json
          ? `${JSON.stringify({ partnerId, state, found })}\n`
          : `${partnerId} (${state} in the settings): ${textOf(found)} would be deleted. Repeat it with --yes\n`,
      );
      return 0;
    }
    if (state === 'active' && values.force !== true) {
      throw new UsageError(
        `${partnerId} is active: what it has in flight would leave new traces. Suspend it first, or repeat this with --force`,
      );
    }
    const audit = openAudit(storage, values.storage);
    const record = (event: AuditEvent): Promise<number> =>
      audit.record({ partnerId, who: 'operator', at: new Date().toISOString(), ...event });
    await record({ what: 'erasing' });
    const { removed, left } = await removeAll(storage, partnerId);
    await record({ what: 'erased', removed: { ...removed }, left: left.length });
    if (values.json) print(`${JSON.stringify({ partnerId, removed, left })}\n`);
    else {
      print(`${partnerId}: deleted ${textOf(removed)}.\n`);
      for (const { what, why } of left) print(`  left: ${what} (${why})\n`);
      if (left.length > 0) print(`${left.length} things could not be deleted. Repeat this once nothing holds them.\n`);
    }
    return left.length === 0 ? 0 : 1;
  },
};
