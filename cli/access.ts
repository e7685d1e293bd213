import type { StorageClients } from '../shared/adapters/storage/clients.ts';
import { makeLink } from '../shared/adapters/storage/links.ts';
import { containers } from '../shared/adapters/storage/names.ts';
import { blobDigestOf } from '../shared/domain/ids.ts';
import { parseUploadPath } from '../shared/domain/planning/upload-path.ts';
import { english } from '../shared/domain/texts/en.ts';
import { type Command, openAudit, openStorage, partnerOf, storageHelp } from './command.ts';
import { readArguments, UsageError, wholeNumber } from './command-line.ts';
import { partnerState } from './partner-state.ts';

const longestHours = 7 * 24;
const newestReports = 10;

interface Link {
  readonly kind: 'upload' | 'report';
  /** Name below the partner's folder. */
  readonly name: string;
  readonly until: string;
  readonly url: string;
}

/** The name an upload link is for, or why no file may be called so. */
function uploadName(partnerId: string, name: string): string {
  const parsed = parseUploadPath(`${partnerId}/${name}`);
  if (parsed.kind === 'upload') return name;
  const reason = english.explain(parsed.reason);
  throw new UsageError(`"${name}" can't be uploaded: ${reason?.happened ?? parsed.reason.code}`);
}

async function newestReportsOf({ blobs }: StorageClients, partnerId: string): Promise<readonly string[]> {
  const found: { readonly name: string; readonly at: number }[] = [];
  for await (const item of blobs.getContainerClient(containers.reports).listBlobsFlat({ prefix: `${partnerId}/` })) {
    found.push({ name: item.name.slice(partnerId.length + 1), at: item.properties.lastModified.getTime() });
  }
  return found
    .toSorted((a, b) => b.at - a.at)
    .slice(0, newestReports)
    .map(({ name }) => name);
}

/** Looked for by listing, where a name is a name: in an address, `..` would lead to another partner's folder. */
async function expectReport({ blobs }: StorageClients, partnerId: string, name: string): Promise<void> {
  const wanted = `${partnerId}/${name}`;
  for await (const item of blobs.getContainerClient(containers.reports).listBlobsFlat({ prefix: wanted })) {
    if (item.name === wanted) return;
  }
  throw new UsageError(`${partnerId} has no report "${name}"`);
}

/** Time-limited links for a partner without an Entra identity. */
export const access: Command = {
  usage: 'access PARTNER [--hours N] [--upload NAME | --report NAME] [--storage TEXT] [--json]',
  about: 'prints time-limited links for a partner: to drop one file, to read one report',
  help: `  --hours N        how long a link is valid: 1 to ${longestHours} (default: 24)
  --upload NAME    a link that creates this one file in the partner's folder, once; it reads and overwrites nothing.
                   NAME may begin with check/ or a customer's folder
  --report NAME    a link that reads this one report
  --json           print one JSON array instead of text
${storageHelp}

Without --upload and --report: a link to drop a file named after the time, and links to the newest reports.
A link is a key: whoever has it can use it until it ends. Its making is recorded, with who made it and a digest of the
blob's name: "audit show PARTNER --link URL" finds the entry of a link that turned up somewhere.`,
  run: async (args, print) => {
    const { values, positionals } = readArguments(args, {
      hours: { type: 'string' },
      upload: { type: 'string' },
      report: { type: 'string' },
      storage: { type: 'string' },
      json: { type: 'boolean' },
    });
    const partnerId = partnerOf(positionals);
    if (values.upload !== undefined && values.report !== undefined) {
      throw new UsageError('Either --upload or --report, not both');
    }
    const hours = wholeNumber(values.hours, 'hours', { min: 1, max: longestHours }) ?? 24;
    const now = new Date();
    const until = new Date(now.getTime() + hours * 3_600_000);
    const one = values.upload ?? values.report;
    const stamp = now.toISOString().slice(0, 19).replaceAll(/[-:]/g, '').replace('T', '-');
    const drop = values.upload ?? (one === undefined ? `devices-${stamp}.xlsx` : undefined);
    const uploads = drop === undefined ? [] : [uploadName(partnerId, drop)];
    const storage = openStorage(values.storage);
    const state = await partnerState(storage, partnerId);
    if (state === 'unknown') throw new UsageError(`There is no partner "${partnerId}" in the settings`);
    if (state === 'suspended') process.stderr.write(`Note: ${partnerId} is suspended; what it uploads is not sent.\n`);
    if (values.report !== undefined) await expectReport(storage, partnerId, values.report);
    const reports = values.report === undefined ? [] : [values.report];
    if (one === undefined) reports.push(...(await newestReportsOf(storage, partnerId)));

    const audit = openAudit(storage, values.storage);
    const linkTo = async (kind: Link['kind'], name: string): Promise<Link> => {
      const container = kind === 'upload' ? containers.uploads : containers.reports;
      const terms = { partnerId, who: 'operator', at: now.toISOString(), until: until.toISOString() } as const;
      const blob = blobDigestOf(container, `${partnerId}/${name}`);
      await audit.record({ what: 'linkMade', linkTo: kind, blob, ...terms });
      const right = kind === 'upload' ? 'create' : 'read';
      const url = await makeLink(storage.blobs, { container, name: `${partnerId}/${name}` }, right, { now, until });
      return { kind, name, until: terms.until, url };
    };
    const links: Link[] = [];
    for (const name of uploads) links.push(await linkTo('upload', name));
    for (const name of reports) links.push(await linkTo('report', name));
    print(values.json ? `${JSON.stringify(links)}\n` : links.map(describe).join('\n'));
    return 0;
  },
};

function describe({ kind, name, until, url }: Link): string {
  if (kind === 'report') return `Read ${name}, until ${until}:\n${url}\n`;
  const call = `curl --fail -X PUT -H 'x-ms-blob-type: BlockBlob' --data-binary @FILE '${url}'`;
  return `Drop ${name} once, until ${until}:\n${url}\nfor example: ${call}\n`;
}
