import { parseArgs } from 'node:util';
import { makeAudit } from '../shared/adapters/storage/audit.ts';
import type { StorageClients } from '../shared/adapters/storage/clients.ts';
import { containers } from '../shared/adapters/storage/names.ts';
import { type Removed, removePartnerData } from '../shared/adapters/storage/partner-data.ts';
import type { AuditEvent } from '../shared/domain/audit/audit-entry.ts';
import { type Command, openStorage, partnerOf, storageHelp } from './command.ts';
import { UsageError } from './command-line.ts';
import { partnerState } from './partner-state.ts';

/** Work in flight may write while we remove; what it leaves is found by looking again. */
const mostRounds = 5;

async function removeAll(storage: StorageClients, partnerId: string): Promise<Removed> {
  let sum: Removed = { uploads: 0, reports: 0, state: 0, rows: 0 };
  for (let round = 1; round <= mostRounds; round++) {
    const { uploads, reports, state, rows } = await removePartnerData(storage, partnerId);
    sum = {
      uploads: sum.uploads + uploads,
      reports: sum.reports + reports,
      state: sum.state + state,
      rows: sum.rows + rows,
    };
    if (uploads + reports + state + rows === 0) break;
  }
  return sum;
}

/** Removes everything stored of a partner but its settings and its record. */
export const erase: Command = {
  usage: 'erase PARTNER --yes [--storage TEXT] [--json]',
  about: "deletes a partner's uploads, reports, state and ledger rows; the record shows that it was done",
  help: `  --yes            do it; without it the command only says what it would do
  --json           print one JSON object instead of text
${storageHelp}

Suspend the partner or remove its settings first: what an active partner has in flight goes on writing.
What the platforms hold is not touched. The record (audit) stays: it holds no data of devices.
In Azure whoever may administer the account can bring deleted files back for about 15 to 30 days: versions, then
soft delete (docs/operations.md says when exactly). Ledger rows are gone at once.`,
  run: async (args, print) => {
    const { values, positionals } = parseArgs({
      args: [...args],
      allowPositionals: true,
      options: { yes: { type: 'boolean' }, storage: { type: 'string' }, json: { type: 'boolean' } },
    });
    const partnerId = partnerOf(positionals);
    if (values.yes !== true) {
      throw new UsageError(
        `This would delete every upload, report and ledger row of ${partnerId}. Repeat it with --yes`,
      );
    }
    const storage = openStorage(values.storage);
    if ((await partnerState(storage, partnerId)) === 'active') {
      process.stderr.write(
        `Note: ${partnerId} is active; what it has in flight may leave new traces. Suspend it first.\n`,
      );
    }
    const audit = makeAudit(storage.blobs.getContainerClient(containers.audit));
    const record = (event: AuditEvent): Promise<void> =>
      audit.record({ partnerId, who: 'operator', at: new Date().toISOString(), ...event });
    await record({ what: 'erasing' });
    const removed = await removeAll(storage, partnerId);
    await record({ what: 'erased', removed });
    const { uploads, reports, state, rows } = removed;
    print(
      values.json
        ? `${JSON.stringify({ partnerId, removed })}\n`
        : `${partnerId}: deleted ${uploads} uploads, ${reports} report files, ${state} state documents, ${rows} ledger rows.\n`,
    );
    return 0;
  },
};
