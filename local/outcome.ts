import { readFile } from 'node:fs/promises';
import { basename, dirname, relative } from 'node:path';
import { table, tableWidth } from '../cli/table.ts';
import type { StateReason } from '../shared/domain/reporting/notification.ts';
import type { VerdictCounts } from '../shared/domain/verdict.ts';
import type { UploadProgress } from '../shared/usecases/upload-progress.ts';
import type { Drop } from './dropped-file.ts';
import { countsInWords, reasonText, several } from './progress-view.ts';

/** What became of a dropped file, as `--json` prints it. */
export interface Outcome {
  readonly file: string;
  readonly partner: string;
  readonly uploadId: string;
  readonly state: string;
  readonly rows: number;
  readonly counts: VerdictCounts;
  readonly chunks: number;
  readonly calls: Readonly<Record<string, number>>;
  readonly reports: readonly string[];
  /** Why the whole file was refused. */
  readonly refused?: StateReason;
  readonly holds: readonly StateReason[];
}

interface ReportJson {
  readonly summary?: { readonly counts?: Outcome['counts']; readonly calls?: Outcome['calls'] };
}

/** What became of a file: where it stands, and what its report counts. */
export async function outcomeOf(drop: Drop, end: UploadProgress, reports: readonly string[]): Promise<Outcome> {
  const json = reports.find((path) => path.endsWith('.report.json'));
  const { summary }: ReportJson = json === undefined ? {} : JSON.parse(await readFile(json, 'utf8'));
  return {
    file: drop.path,
    partner: drop.partner,
    uploadId: end.uploadId,
    state: end.state,
    rows: end.rows,
    counts: summary?.counts ?? end.counts,
    chunks: end.chunks.total,
    calls: summary?.calls ?? {},
    reports,
    ...(end.refused === undefined ? {} : { refused: end.refused }),
    holds: end.holds,
  };
}

/** Was the file read, and has it its report? */
export const isWell = ({ reports, refused }: Outcome): boolean => reports.length > 0 && refused === undefined;

const countsOf = ({ counts, refused }: Outcome): string =>
  refused === undefined ? countsInWords(counts) || 'no rows' : 'refused as a whole';

/** One line for each file, why some wait or were refused, and where the reports are. */
export function summaryText(outcomes: readonly Outcome[], seconds: number, width = tableWidth()): string {
  const columns = [
    { title: 'partner', whole: true },
    { title: 'file' },
    { title: 'rows', right: true, whole: true },
    { title: 'what became of them' },
  ];
  const rows = outcomes.map((one) => [one.partner, basename(one.file), one.rows.toLocaleString('en'), countsOf(one)]);
  const reasons = outcomes.flatMap(({ file, refused, holds }) => [
    ...(refused === undefined ? [] : [`${basename(file)} was refused: ${reasonText(refused)}`]),
    ...holds.map((hold) => `${basename(file)} waits. ${reasonText(hold)}`),
  ]);
  return [
    `\n${table(columns, rows, width)}`,
    ...reasons.map((reason) => `${reason}\n`),
    `${several(outcomes.length, 'file')} in ${seconds.toFixed(1)} s\n`,
  ].join('\n');
}

const fromHere = (path: string): string => {
  const short = relative(process.cwd(), path);
  return short.startsWith('..') ? path : short;
};

/** Where the reports were copied to, and which one to open. */
export function reportsText(outcomes: readonly Outcome[]): string {
  const reports = outcomes.flatMap((one) => one.reports);
  const [first, second] = reports.filter((path) => path.endsWith('.report.html'));
  if (first === undefined) return 'There is no report.\n';
  const which = second === undefined ? 'Open' : 'Open one of them, for example';
  return `Reports are in ${fromHere(dirname(first))} (${several(reports.length, 'file')}). ${which}\n  ${fromHere(first)}\n`;
}

/** What to do with the running stack. `on`: what a command needs to find it, where it is not the one of this folder. */
export const closingText = (page: string | undefined, adminUrl: string, on: string): string => `
${page === undefined ? '' : `The page: ${page}\n`}Drop a file of your own: npm run cli -- drop FILE${on}
See what there is:      npm run cli -- uploads${on} (npm run cli -- --help lists all commands)
What the simulated platforms hold: ${adminUrl}/devices
Ctrl-C stops everything.
`;
