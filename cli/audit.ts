import { parseArgs } from 'node:util';
import { auditedPartners, readAudit, verifyAudit } from '../shared/adapters/storage/audit-reader.ts';
import { makeUploadLedger } from '../shared/adapters/storage/ledger.ts';
import { containers, tables } from '../shared/adapters/storage/names.ts';
import type { ChainEnd } from '../shared/domain/audit/audit-chain.ts';
import { type Command, openStorage, partnerOf, storageHelp } from './command.ts';
import { UsageError } from './command-line.ts';

const options = { storage: { type: 'string' }, head: { type: 'string' }, json: { type: 'boolean' } } as const;

function headOf(text: string): ChainEnd {
  const [, sequence, hash] = /^(\d+):([0-9a-f]{8,64})$/.exec(text) ?? [];
  if (sequence === undefined || hash === undefined) {
    throw new UsageError(`--head takes NUMBER:HASH as an earlier check printed it, not "${text}"`);
  }
  return { sequence: Number(sequence), hash };
}

/** Checks the record of one partner, or of all. */
export const auditVerify: Command = {
  usage: 'audit verify [PARTNER] [--head NUMBER:HASH] [--storage TEXT] [--json]',
  about: "checks a partner's record (or everybody's): every gap, every changed entry",
  help: `  --head N:HASH    the end an earlier check printed: is it still part of the record, or was the record cut off?
  --json           print one JSON object for each partner instead of text
${storageHelp}

Ends with 1 when anything is wrong.`,
  run: async (args, print) => {
    const { values, positionals } = parseArgs({ args: [...args], allowPositionals: true, options });
    const only = positionals.length === 0 ? undefined : partnerOf(positionals);
    if (values.head !== undefined && only === undefined) throw new UsageError('--head needs a partner');
    const { blobs, table } = openStorage(values.storage);
    const container = blobs.getContainerClient(containers.audit);
    const uploads = makeUploadLedger(table(tables.uploads));
    const partners = only === undefined ? await auditedPartners(container) : [only];
    let wrong = 0;
    for (const partnerId of partners) {
      const verified = await verifyAudit(
        container,
        partnerId,
        values.head === undefined ? undefined : headOf(values.head),
      );
      const lost = verified.entries === 0 && (await uploads.newest(partnerId, 1)).length > 0;
      const faults = lost ? [...verified.faults, 'there are uploads, but no record of them'] : verified.faults;
      wrong += faults.length;
      if (values.json) {
        print(`${JSON.stringify({ ...verified, faults })}\n`);
        continue;
      }
      const { pages, entries, end } = verified;
      print(`${partnerId}: ${entries} entries in ${pages} pages, head ${end.sequence}:${end.hash}\n`);
      for (const fault of faults) print(`  ${fault}\n`);
    }
    if (!values.json) {
      const found = wrong === 0 ? 'nothing is missing or changed' : `${wrong} faults`;
      print(`Checked the records of ${partners.length} partners: ${found}.\n`);
    }
    return wrong === 0 ? 0 : 1;
  },
};

/** Prints the record of one partner. */
export const auditShow: Command = {
  usage: 'audit show PARTNER [--storage TEXT]',
  about: "prints a partner's record, one JSON object for each entry, oldest first",
  help: storageHelp,
  run: async (args, print) => {
    const { values, positionals } = parseArgs({
      args: [...args],
      allowPositionals: true,
      options: { storage: options.storage },
    });
    const partnerId = partnerOf(positionals);
    const container = openStorage(values.storage).blobs.getContainerClient(containers.audit);
    for await (const entry of readAudit(container, partnerId)) print(`${JSON.stringify(entry)}\n`);
    return 0;
  },
};
