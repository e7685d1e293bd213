import { access, mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, relative, resolve, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import { counted } from '../cli/command.ts';
import {
  onShutdown,
  portNumber,
  readArguments,
  runCommand,
  runScript,
  typedPath,
  UsageError,
} from '../cli/command-line.ts';
import { makeApp } from '../shared/app.ts';
import { readConfig } from '../shared/config.ts';
import { isProgramFile } from '../shared/domain/planning/program-file.ts';
import type { StateReason } from '../shared/domain/reporting/notification.ts';
import type { App } from '../shared/wire.ts';
import { type Drop, dropFile, fetchReports, followUpload } from './dropped-file.ts';
import { makeProgressView, type ProgressView, reasonText } from './progress-view.ts';
import { type Stack, startStack } from './stack.ts';
import { watchFiles } from './watch-files.ts';

const usage = `npm start                                 the whole stack with sample partners and files; runs until Ctrl-C
npm start -- FILE… [options]              runs these files through the same stack and copies their reports to ./reports

  --partner ID     drop as this partner (default: tailwind, the sample reseller)
  --customer NAME  drop into this customer's folder (tenant id, domain or alias)
  --check          only say what would happen; nothing is sent
  --json           end stdout with one line of JSON
  --data DIR       keep storage and simulators here (default: .data when staying, a temporary folder for files)
  --inspect        let a debugger attach to the Functions host, on port 9229
  --inspect-port N the same on another port
  --watch          start the Functions host again whenever a file below functions, shared, schemas or web changes
  -h, --help       this text
  --version        name and version`;

interface Options {
  readonly files: readonly string[];
  readonly partner: string;
  readonly customer?: string;
  readonly check: boolean;
  readonly json: boolean;
  readonly watch: boolean;
  /** Where a debugger may attach to the host. */
  readonly inspectPort?: number;
  readonly data?: string;
}

function readCommandLine(args: readonly string[]): Options {
  const { values, positionals } = readArguments(args, {
    partner: { type: 'string', default: 'tailwind' },
    customer: { type: 'string' },
    check: { type: 'boolean', default: false },
    json: { type: 'boolean', default: false },
    inspect: { type: 'boolean', default: false },
    'inspect-port': { type: 'string' },
    watch: { type: 'boolean', default: false },
    data: { type: 'string' },
  });
  const { inspect, 'inspect-port': port, ...options } = values;
  const inspectPort = portNumber(port, 'inspect-port') ?? (inspect ? 9229 : undefined);
  return { ...options, files: positionals, ...(inspectPort === undefined ? {} : { inspectPort }) };
}

/** The sample files, each below the folders it is dropped into. */
async function sampleDrops(): Promise<readonly Drop[]> {
  const folder = fileURLToPath(new URL('samples', import.meta.url));
  const files = await readdir(folder, { recursive: true, withFileTypes: true });
  return files
    .filter((file) => file.isFile() && /\.(csv|xlsx)$/.test(file.name))
    .map((file) => join(file.parentPath, file.name))
    .sort()
    .flatMap((path): Drop[] => {
      const [partner, ...folders] = relative(folder, path).split(sep).slice(0, -1);
      const [customer] = folders.filter((name) => name !== 'check');
      if (partner === undefined) return [];
      return [{ path, partner, check: folders[0] === 'check', ...(customer === undefined ? {} : { customer }) }];
    });
}

interface Outcome {
  readonly file: string;
  readonly partner: string;
  readonly uploadId: string;
  readonly state: string;
  readonly rows: number;
  readonly counts: Readonly<Record<string, number>>;
  readonly chunks: number;
  readonly calls: Readonly<Record<string, number>>;
  readonly reports: readonly string[];
  /** Why the whole file was refused. */
  readonly refused?: StateReason;
  readonly holds: readonly StateReason[];
}

interface ReportJson {
  readonly summary?: { readonly rows?: number; readonly counts?: Outcome['counts']; readonly calls?: Outcome['calls'] };
}

async function runFile(stack: Stack, app: App, view: ProgressView, drop: Drop, folder: string): Promise<Outcome> {
  if (isProgramFile(drop.path)) {
    const refused = {
      code: 'program_file',
      happened: 'A program has left this file beside the list; it is no list, and gets no report.',
      advice: 'Drop the list itself.',
      who: 'uploader',
    } as const;
    const nothing = { rows: 0, counts: {}, chunks: 0, calls: {}, reports: [], holds: [] };
    return { file: drop.path, partner: drop.partner, uploadId: '', state: 'ignored', ...nothing, refused };
  }
  const dropped = await dropFile(stack.connectionString, drop);
  const end = await followUpload(app, dropped, view.show);
  const reports = await fetchReports(stack.connectionString, dropped, folder);
  const json = reports.find((path) => path.endsWith('.report.json'));
  const report: ReportJson = json === undefined ? {} : JSON.parse(await readFile(json, 'utf8'));
  return {
    file: drop.path,
    partner: drop.partner,
    uploadId: dropped.uploadId,
    state: end.state,
    rows: end.rows,
    counts: report.summary?.counts ?? end.counts,
    chunks: end.chunks.total,
    calls: report.summary?.calls ?? {},
    reports,
    ...(end.refused === undefined ? {} : { refused: end.refused }),
    holds: end.holds,
  };
}

function printSummary(outcomes: readonly Outcome[], seconds: number): void {
  for (const { file, rows, counts, chunks, reports, refused, holds } of outcomes) {
    const verdicts = Object.entries(counts).map(([kind, number]) => `${number.toLocaleString('en')} ${kind}`);
    const read = `${counted(rows, 'row')}, ${counted(chunks, 'chunk')}: ${verdicts.join(', ') || 'no rows'}`;
    process.stdout.write(`\n${file}\n  ${refused === undefined ? read : `Refused: ${reasonText(refused)}`}\n`);
    for (const hold of holds) process.stdout.write(`  Held: ${reasonText(hold)}\n`);
    for (const report of reports) process.stdout.write(`  ${report}\n`);
    if (reports.length === 0) process.stdout.write('  There is no report.\n');
  }
  process.stdout.write(`\n${outcomes.length} ${outcomes.length === 1 ? 'file' : 'files'} in ${seconds.toFixed(1)} s\n`);
}

async function main(args: readonly string[]): Promise<void> {
  const options = readCommandLine(args);
  const files = options.files.map((file) => typedPath(file));
  for (const file of files) {
    await access(file).catch(() => {
      throw new UsageError(`There is no file ${file}`);
    });
  }
  const stays = files.length === 0;
  const temporary = options.data === undefined && !stays ? await mkdtemp(join(tmpdir(), 'autopilot-')) : undefined;
  const dataDir = options.data === undefined ? resolve(temporary ?? '.data') : typedPath(options.data);
  const view = makeProgressView(process.stderr);
  view.say('Starting storage emulator, platform simulators and Functions host …');
  let stack: Stack | undefined;
  const stop = async (): Promise<void> => {
    await stack?.stop();
    if (temporary !== undefined) await rm(temporary, { recursive: true, force: true });
    else if (stack !== undefined) {
      view.say(`Stopped: Functions host, simulators, storage. The data is in ${dataDir}; npm start goes on with it.`);
    }
  };
  onShutdown(() => runCommand(() => stop().then(() => process.exit(stays ? 0 : 130))));
  stack = await startStack({
    dataDir,
    storageInMemory: temporary !== undefined,
    hostNodeOptions: options.inspectPort === undefined ? [] : [`--inspect=127.0.0.1:${options.inspectPort}`],
    onHostLine: (line) => troubleLine(line, view),
  });
  const { connectionString, partnerCenterUrl, adminUrl, hosts, env } = stack;
  view.say(
    `Ready. Functions host ${hosts[0]?.baseUrl}, simulated platforms ${partnerCenterUrl} (what they hold: ${adminUrl}/devices)`,
  );
  if (options.watch) restartOnChange(stack, view);

  const app = makeApp(readConfig({ ...process.env, ...env }));
  const { partner, customer, check } = options;
  const drops = stays
    ? await sampleDrops()
    : files.map((path): Drop => ({ path, partner, check, ...(customer === undefined ? {} : { customer }) }));
  const running = stack;
  const began = performance.now();
  const outcomes = await Promise.all(drops.map((drop) => runFile(running, app, view, drop, resolve('reports'))));
  view.end();
  const seconds = (performance.now() - began) / 1000;
  printSummary(outcomes, seconds);
  const ok = outcomes.every(({ reports, refused }) => reports.length > 0 && refused === undefined);
  if (options.json)
    process.stdout.write(`${JSON.stringify({ ok, seconds: Number(seconds.toFixed(3)), files: outcomes })}\n`);
  if (stays) {
    process.stdout.write(
      `\nReports are in ./reports. Storage: ${connectionString}\nTo try your own file, run npm start -- FILE. Ctrl-C stops everything.\n`,
    );
    return;
  }
  await stop();
  process.exit(ok ? 0 : 1);
}

/** What the Functions host has loaded; a change there needs a new one. */
const watchedFolders = ['functions', 'shared', 'schemas', 'web'].map((name) =>
  fileURLToPath(new URL(`../${name}`, import.meta.url)),
);

/** Starts the host again after each change of a source file; one that does not start waits for the next change. */
function restartOnChange(stack: Stack, view: ProgressView): void {
  let host = stack.hosts[0];
  watchFiles(watchedFolders, async (name) => {
    await host?.stop();
    host = undefined;
    try {
      host = await stack.startHost();
      view.say(`${name} changed: the Functions host was started again, ${host.baseUrl}`);
    } catch (error) {
      view.say(`${name} changed: ${error instanceof Error ? error.message : String(error)}`);
    }
  });
}

/** Only what goes wrong in the host is worth a line here. */
function troubleLine(line: string, view: ProgressView): void {
  if (/"level":"(?:warning|error|critical)"/.test(line) || !line.startsWith('{')) view.say(line);
}

runScript(usage, main);
