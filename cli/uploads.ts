import { countsInWords } from '../local/progress-view.ts';
import { unknownPartner } from '../shared/domain/ids.ts';
import { type UploadsShown, uploadFilters } from '../shared/usecases/serving/list-uploads.ts';
import type { Serving } from '../shared/usecases/serving/serving.ts';
import type { Stage, UploadSummary } from '../shared/usecases/serving/upload-summary.ts';
import { type Command, counted, openServing, partnerOf, storageHelp } from './command.ts';
import { expectNothingElse, readArguments, UsageError, wholeNumber } from './command-line.ts';
import { table } from './table.ts';

const standardLimit = 20;
const pageSize = 100;

const stages: Readonly<Record<Stage, string>> = {
  reading: 'is being read',
  sending: 'under way',
  held: 'waits for a person',
  writing: 'report is being written',
  done: 'done',
  refused: 'refused',
  waiting: 'waits for settings',
  replaced: 'replaced',
};

/** Where an upload stands, in words. */
export const stageText = ({ stage, check, late }: UploadSummary): string =>
  `${stages[stage]}${check ? ', check' : ''}${late ? ', LATE' : ''}`;

/** How long ago, as short as it stays useful: `40 s`, `12 min`, `5 h`, `3 d`. */
export function ageText(iso: string, now: Date): string {
  const seconds = Math.max(0, Math.round((now.getTime() - Date.parse(iso)) / 1000));
  if (seconds < 100) return `${seconds} s`;
  if (seconds < 6_000) return `${Math.round(seconds / 60)} min`;
  const hours = Math.round(seconds / 3_600);
  return hours < 48 ? `${hours} h` : `${Math.round(hours / 24)} d`;
}

/** What there is to say of an upload in one cell: why it waits or was refused, else what its rows became. */
function lastWord({ refused, holds, counts, devices, stage }: UploadSummary): string {
  const [hold] = holds;
  if (refused !== undefined) return refused.happened;
  if (hold !== undefined)
    return `${devices.held} held: ${hold.customer === undefined ? '' : `${hold.customer}: `}${hold.happened}`;
  if (stage === 'sending')
    return `${devices.settled.toLocaleString('en')} of ${devices.total.toLocaleString('en')} devices`;
  return countsInWords(counts);
}

/** The newest of a partner's uploads that pass; a page may hold fewer than were asked for. */
async function newestOf(
  serving: Serving,
  partnerId: string,
  show: UploadsShown | undefined,
  limit: number,
): Promise<readonly UploadSummary[]> {
  const found: UploadSummary[] = [];
  for (let cursor: string | undefined; found.length < limit; ) {
    const how = { limit: Math.min(limit, pageSize), ...(show === undefined ? {} : { show }) };
    const page = await serving.listUploads(partnerId, { ...how, ...(cursor === undefined ? {} : { cursor }) });
    if (page === 'badCursor') break;
    found.push(...page.uploads);
    cursor = page.next;
    if (cursor === undefined) break;
  }
  return found.slice(0, limit);
}

/** Uploads as a table for people. */
export function uploadsText(found: readonly UploadSummary[], now: Date, width?: number): string {
  const columns = [
    { title: 'upload', whole: true },
    { title: 'age', right: true, whole: true },
    { title: 'partner', whole: true },
    { title: 'file' },
    { title: 'rows', right: true, whole: true },
    { title: 'stands at' },
    { title: 'what became of it' },
  ];
  const rows = found.map((upload) => [
    ...[upload.uploadId, ageText(upload.receivedAt, now), upload.partnerId, upload.fileName],
    ...[upload.rows.toLocaleString('en'), stageText(upload), lastWord(upload)],
  ]);
  return table(columns, rows, width);
}

const filters = Object.fromEntries(uploadFilters.map((name) => [name, { type: 'boolean' as const }]));

/** Lists uploads, of all partners or one. */
export const uploads: Command = {
  usage: `uploads [${uploadFilters.map((name) => `--${name}`).join(' | ')}] [--partner ID] [--limit N] [--storage TEXT] [--json]`,
  about: 'the newest uploads: where each stands, and why one waits or was refused',
  help: `  --open           only those without a final report
  --held           only those of which something waits for a person
  --late           only those that take longer than they should
  --done           only those that are over
  --refused        only those that were refused as a whole
  --check          only those that were checked and not sent
  --partner ID     only this partner's
  --limit N        at most so many (default: ${standardLimit})
  --json           print one JSON object instead of a table
${storageHelp}

"upload ID" says everything about one of them.`,
  run: async (args, print) => {
    const { values, positionals } = readArguments(args, {
      ...filters,
      partner: { type: 'string' },
      limit: { type: 'string' },
      storage: { type: 'string' },
      json: { type: 'boolean' },
    });
    expectNothingElse(positionals);
    const chosen = uploadFilters.filter((name) => (values as Readonly<Record<string, unknown>>)[name] === true);
    if (chosen.length > 1) throw new UsageError(`Either --${chosen.join(' or --')}`);
    const [show] = chosen;
    const only = values.partner === undefined ? undefined : partnerOf([values.partner]);
    const limit = wholeNumber(values.limit, 'limit', { min: 1, max: 10_000 }) ?? standardLimit;
    const { serving } = await openServing(values.storage);
    const partners = only === undefined ? [...(await serving.partners()).keys(), unknownPartner] : [only];
    const lists = await Promise.all(partners.map((partnerId) => newestOf(serving, partnerId, show, limit)));
    const found = lists
      .flat()
      .toSorted((one, other) => other.receivedAt.localeCompare(one.receivedAt))
      .slice(0, limit);
    if (values.json) {
      print(`${JSON.stringify({ uploads: found })}\n`);
      return 0;
    }
    if (found.length === 0) print(`There is no ${show === undefined ? '' : `${show} `}upload.\n`);
    else {
      print(uploadsText(found, new Date()));
      if (lists.some((list) => list.length >= limit) || lists.flat().length > limit) {
        print(`The newest ${counted(found.length, 'upload')}; --limit shows more.\n`);
      }
    }
    return 0;
  },
};
