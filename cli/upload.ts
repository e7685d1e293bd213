import { countsInWords } from '../local/progress-view.ts';
import { readAuditSince } from '../shared/adapters/storage/audit-reader.ts';
import type { StorageClients } from '../shared/adapters/storage/clients.ts';
import { containers } from '../shared/adapters/storage/names.ts';
import type { AuditEntry } from '../shared/domain/audit/audit-entry.ts';
import type { Actor } from '../shared/domain/reasons/explanation.ts';
import type { StateReason } from '../shared/domain/reporting/notification.ts';
import { english } from '../shared/domain/texts/en.ts';
import type { VerdictCounts } from '../shared/domain/verdict.ts';
import type { UploadKey } from '../shared/domain/work.ts';
import type { UploadView } from '../shared/usecases/serving/read-upload.ts';
import { type Command, countsText, openServing, openStorage, sameStorage, storageHelp } from './command.ts';
import { expectNothingElse, readArguments, UsageError } from './command-line.ts';
import { findUpload } from './ledger.ts';
import { table, tableWidth } from './table.ts';
import { ageText, stageText } from './uploads.ts';

/** What the partner's record says of an upload, oldest first; `until`: it goes on, and was read no further. */
export interface Timeline {
  readonly entries: readonly AuditEntry[];
  readonly until?: string;
}

/** Some 8 MB: a record that goes on for years is not read for one upload. */
const mostEntriesRead = 20_000;
/** Clocks of storage and hosts differ. */
const before = 15 * 60_000;

/** Reads the record from the time the upload was received. */
export async function timelineOf(
  { blobs }: StorageClients,
  { partnerId, uploadId, receivedAt }: UploadKey & { readonly receivedAt: string },
  most = mostEntriesRead,
): Promise<Timeline> {
  const entries: AuditEntry[] = [];
  let read = 0;
  const since = new Date(Date.parse(receivedAt) - before).toISOString();
  const record = readAuditSince(blobs.getContainerClient(containers.audit), partnerId, since);
  for await (const { sequence: _number, hash: _hash, previous: _before, ...entry } of record) {
    if (read >= most) return { entries, until: entry.at };
    read += 1;
    if ('uploadId' in entry && entry.uploadId === uploadId) entries.push(entry);
  }
  return { entries };
}

const timeText = (iso: string): string => `${iso.slice(0, 19).replace('T', ' ')}Z`;

/** An event of the record in one line: `chunk 2 held, consent_expired`. */
function eventText(entry: AuditEntry): string {
  const words = entry.what.replaceAll(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`);
  const what = 'chunk' in entry && entry.chunk !== undefined ? words.replace(/^chunk/, `chunk ${entry.chunk}`) : words;
  const details = [
    ...('reason' in entry ? [entry.reason] : []),
    ...('devices' in entry ? [`${entry.devices.toLocaleString('en')} devices`] : []),
    ...('counts' in entry ? [countsInWords(entry.counts)] : []),
    ...('problem' in entry ? [entry.problem] : []),
    ...(entry.by === undefined ? [] : [`by ${entry.by}`]),
  ].filter((text) => text !== '');
  return [what, ...details].join(', ');
}

/** Who acts, as the operator calls them. */
const actors: Readonly<Record<Actor, string>> = {
  nobody: 'nobody',
  uploader: 'the partner',
  operator: 'the operator',
  customer: 'the customer',
  maker: 'the device maker',
  microsoft: 'Microsoft',
};

/** Why something waits, what to do, who does it, and where: each on a line of its own. */
function reasonLines({ customer, happened, advice, who, link, code }: StateReason): readonly string[] {
  return [
    `  ${customer === undefined ? '' : `${customer}: `}${happened} (${code})`,
    `    to do: ${advice}`,
    ...(who === 'nobody' ? [] : [`    who:   ${actors[who]}`]),
    ...(link === undefined ? [] : [`    link:  ${link}`]),
  ];
}

const callsText = (calls: Readonly<Record<string, number>>): string =>
  Object.keys(calls).length === 0 ? '' : countsText(calls);

function chunkTable({ chunks }: UploadView, now: Date, width: number): string {
  const columns = [
    { title: 'chunk', right: true, whole: true },
    { title: 'through', whole: true },
    { title: 'customer' },
    { title: 'group tag' },
    { title: 'devices', right: true, whole: true },
    { title: 'stands at', whole: true },
    { title: 'since', right: true, whole: true },
    { title: 'tries', right: true, whole: true },
    { title: 'calls' },
    { title: 'what became of it' },
  ];
  const last = ({ counts, hold, trouble }: UploadView['chunks'][number]): string =>
    hold?.code ?? trouble?.code ?? countsInWords(counts ?? {});
  const rows = chunks.map((chunk) => [
    ...[String(chunk.chunk), chunk.connectionId, chunk.customer, chunk.groupTag ?? ''],
    ...[chunk.devices.toLocaleString('en'), chunk.state, ageText(chunk.changedAt, now), String(chunk.tries)],
    ...[callsText(chunk.calls), last(chunk)],
  ]);
  return table(columns, rows, width);
}

/** Everything about one upload, for people; `where` is what a command needs to work on the same storage. */
export function uploadText(
  view: UploadView,
  timeline: Timeline,
  now: Date,
  width: number = tableWidth(),
  where = '',
): string {
  const { summary, estimate, findings, notices, files, follows, can, chunks } = view;
  const { uploadId, partnerId, fileName, receivedAt, rows, counts, devices, holds, refused, failures } = summary;
  const counted: VerdictCounts = counts;
  const section = (title: string, lines: readonly string[]): readonly string[] =>
    lines.length === 0 ? [] : ['', title, ...lines];
  const under = (text: string): readonly string[] =>
    text
      .trimEnd()
      .split('\n')
      .map((line) => `  ${line}`);
  const findingRows = findings.map(({ rows, verdict, code, happened, advice }) => [
    rows.toLocaleString('en'),
    english.verdicts[verdict],
    code === 'none' ? '' : code,
    happened,
    advice,
  ]);
  const findingColumns = [
    { title: 'rows', right: true, whole: true },
    { title: 'verdict', whole: true },
    { title: 'code', whole: true },
    { title: 'what happened' },
    { title: 'what to do' },
  ];
  const shown = uploadId.slice(0, 8);
  const commands = [
    ...(files.length > 0
      ? [
          `  npm run cli -- fetch ${shown}${where}     copies ${files.length === 1 ? 'its file' : `its ${files.length} files`} here`,
        ]
      : []),
    ...(can.release ? [`  npm run cli -- release ${shown}${where}   tries what waits again now`] : []),
    ...(can.cancel ? [`  npm run cli -- cancel ${shown}${where}    calls off what was not sent`] : []),
  ];
  return [
    `${partnerId}/${fileName}`,
    `upload   ${uploadId}`,
    `dropped  ${timeText(receivedAt)}, ${ageText(receivedAt, now)} ago`,
    `stands   ${stageText(summary)}`,
    ...(estimate === undefined
      ? []
      : [`left     about ${ageText(new Date(now.getTime() - estimate.seconds * 1000).toISOString(), now)}`]),
    `rows     ${rows.toLocaleString('en')}${Object.keys(counted).length === 0 ? '' : `: ${countsInWords(counted)}`}`,
    `devices  ${devices.settled.toLocaleString('en')} of ${devices.total.toLocaleString('en')} have their verdict, ${devices.held.toLocaleString('en')} held`,
    ...(failures > 0 ? [`failed   ${failures} times unexpectedly`] : []),
    ...(follows.length > 0 ? [`follows  ${follows.join(', ')}`] : []),
    ...section('Refused as a whole', refused === undefined ? [] : reasonLines(refused)),
    ...section('Waits for', holds.flatMap(reasonLines)),
    ...section(
      'About the file',
      notices.map(({ happened, advice }) => `  ${happened} ${advice}`),
    ),
    ...section('Rows', findingRows.length === 0 ? [] : under(table(findingColumns, findingRows, width - 2))),
    ...section('Chunks', chunks.length === 0 ? [] : under(chunkTable(view, now, width - 2))),
    ...section('Timeline', [
      ...timeline.entries.map((entry) => `  ${timeText(entry.at)}  ${eventText(entry)}`),
      ...(timeline.until === undefined
        ? []
        : [
            `  Read until ${timeText(timeline.until)}; npm run cli -- audit show ${partnerId} prints the whole record.`,
          ]),
    ]),
    ...section('Next', commands),
    '',
  ].join('\n');
}

/** Says everything about one upload. */
export const upload: Command = {
  usage: 'upload UPLOAD [--storage TEXT] [--json]',
  about: 'everything about one upload: what it waits for and who must act, rows by reason, chunks, calls, timeline',
  help: `  UPLOAD           the upload's id, or its first six or more digits
  --json           print one JSON object instead of text
${storageHelp}

The timeline is what the partner's audit record says of it, in up to ${mostEntriesRead.toLocaleString('en')} entries since it was received.`,
  run: async (args, print) => {
    const { values, positionals } = readArguments(args, { storage: { type: 'string' }, json: { type: 'boolean' } });
    const [typed, ...rest] = positionals;
    expectNothingElse(rest);
    const storage = openStorage(values.storage);
    const key = await findUpload(storage, typed);
    const { serving } = await openServing(values.storage);
    const view = await serving.readUpload(key);
    if (view === undefined) throw new UsageError(`There is no upload ${key.uploadId}`);
    const timeline = await timelineOf(storage, view.summary);
    const { entries, until } = timeline;
    const json = { ...view, timeline: entries, ...(until === undefined ? {} : { timelineUntil: until }) };
    print(
      values.json
        ? `${JSON.stringify(json)}\n`
        : uploadText(view, timeline, new Date(), tableWidth(), sameStorage(values.storage)),
    );
    return 0;
  },
};
