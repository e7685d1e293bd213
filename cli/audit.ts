import { keptHeads } from '../shared/adapters/storage/audit-heads.ts';
import { type AuditVerification, readAudit, verifyAudit } from '../shared/adapters/storage/audit-reader.ts';
import type { StorageClients } from '../shared/adapters/storage/clients.ts';
import { containers } from '../shared/adapters/storage/names.ts';
import { findPartners } from '../shared/adapters/storage/partner-traces.ts';
import type { ChainEnd } from '../shared/domain/audit/audit-chain.ts';
import { blobDigestOf } from '../shared/domain/ids.ts';
import { type Command, counted, openStorage, partnerOf, storageHelp } from './command.ts';
import { readArguments, UsageError } from './command-line.ts';
import { type Heads, headText, readHead, readHeads, writeHeads } from './heads.ts';

const options = {
  storage: { type: 'string' },
  head: { type: 'string' },
  heads: { type: 'string' },
  json: { type: 'boolean' },
} as const;

function headOf(text: string): ChainEnd {
  const head = readHead(text);
  if (head === undefined) {
    throw new UsageError(`--head takes NUMBER:HASH as an earlier check printed it, not "${text}"`);
  }
  return head;
}

/** Reads the records of these partners; one that is gone although the partner left other traces is a fault. */
async function* verifyEach(
  { blobs }: StorageClients,
  partners: readonly string[],
  traces: ReadonlyMap<string, readonly string[]>,
  heads: Heads,
): AsyncGenerator<AuditVerification> {
  for (const partnerId of partners) {
    const kept = await keptHeads(blobs.getContainerClient(containers.heads), partnerId);
    const given = heads.get(partnerId);
    const ends = given === undefined ? kept : [...kept, given];
    const verified = await verifyAudit(blobs.getContainerClient(containers.audit), partnerId, ends);
    const left = verified.entries === 0 ? (traces.get(partnerId) ?? []) : [];
    yield {
      ...verified,
      faults: [...verified.faults, ...left.map((what) => `there are ${what}, but no record of them`)],
    };
  }
}

/** Checks the record of one partner, or of all. */
export const auditVerify: Command = {
  usage: 'audit verify [PARTNER] [--head NUMBER:HASH | --heads FILE] [--storage TEXT] [--json]',
  about: "checks a partner's record (or everybody's): every gap, every changed entry, every record that is gone",
  help: `  --head N:HASH    the end an earlier check printed: is it still part of the record, or was the record cut off?
  --heads FILE     the same for every partner: compares with the heads in FILE, and puts the new ones there. A head that
                   does not fit stays as it was. Keep FILE where no one who may write to the storage account can write
  --json           print one JSON object for each partner instead of text
${storageHelp}

Each record is compared with the ends the app has kept of it (container "heads"). Without PARTNER: everybody who has a record, such
ends, settings, uploads in the ledger, state, or a head in FILE.
Ends with 1 when anything is wrong.`,
  run: async (args, print) => {
    const { values, positionals } = readArguments(args, options);
    const only = positionals.length === 0 ? undefined : partnerOf(positionals);
    if (values.head !== undefined && only === undefined) throw new UsageError('--head needs a partner');
    if (values.head !== undefined && values.heads !== undefined) throw new UsageError('Either --head or --heads');
    const kept = values.heads === undefined ? undefined : await readHeads(values.heads);
    if (values.heads !== undefined && kept === undefined) {
      process.stderr.write(`${values.heads} is not there yet: nothing to compare with; it begins with this check.\n`);
    }
    const heads = new Map(kept);
    if (values.head !== undefined && only !== undefined) heads.set(only, headOf(values.head));
    const storage = openStorage(values.storage);
    const traces = await findPartners(storage);
    const partners = only === undefined ? [...new Set([...traces.keys(), ...heads.keys()])].toSorted() : [only];
    let wrong = 0;
    for await (const verified of verifyEach(storage, partners, traces, new Map(heads))) {
      const { partnerId, pages, entries, end, faults } = verified;
      wrong += faults.length;
      if (faults.length === 0 && entries > 0) heads.set(partnerId, end);
      if (values.json) {
        print(`${JSON.stringify(verified)}\n`);
        continue;
      }
      print(
        `${partnerId}: ${counted(entries, 'entry', 'entries')} in ${counted(pages, 'page')}, head ${headText(end)}\n`,
      );
      for (const fault of faults) print(`  ${fault}\n`);
    }
    if (values.heads !== undefined) await writeHeads(values.heads, heads);
    if (!values.json) {
      const found = wrong === 0 ? 'nothing is missing or changed' : counted(wrong, 'fault');
      print(
        `Checked the ${partners.length === 1 ? 'record' : 'records'} of ${counted(partners.length, 'partner')}: ${found}.\n`,
      );
    }
    return wrong === 0 ? 0 : 1;
  },
};

/** The digest of the blob a link is for, as the record names it. */
function digestOfLink(link: string): string {
  const parts = URL.canParse(link) ? new URL(link).pathname.split('/').map(decodeURIComponent) : [];
  // The emulator puts the account's name before the container's.
  const at = parts.findIndex((part) => part === containers.uploads || part === containers.reports);
  if (at < 0) throw new UsageError('--link takes the address of a link to an upload or a report');
  return blobDigestOf(parts[at] ?? '', parts.slice(at + 1).join('/'));
}

/** Prints the record of one partner. */
export const auditShow: Command = {
  usage: 'audit show PARTNER [--link URL] [--storage TEXT]',
  about: "prints a partner's record, one JSON object for each entry, oldest first",
  help: `  --link URL       only the entries of links to the blob that this link is for: who made it, when, until when
${storageHelp}`,
  run: async (args, print) => {
    const { values, positionals } = readArguments(args, { storage: options.storage, link: { type: 'string' } });
    const partnerId = partnerOf(positionals);
    const digest = values.link === undefined ? undefined : digestOfLink(values.link);
    const container = openStorage(values.storage).blobs.getContainerClient(containers.audit);
    for await (const entry of readAudit(container, partnerId)) {
      if (digest === undefined || (entry.what === 'linkMade' && entry.blob === digest)) {
        print(`${JSON.stringify(entry)}\n`);
      }
    }
    return 0;
  },
};
