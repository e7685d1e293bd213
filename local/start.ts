import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { access, mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, relative, resolve, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import { sameStorage } from '../cli/command.ts';
import {
  onShutdown,
  portNumber,
  readArguments,
  runCommand,
  runScript,
  typedPath,
  UsageError,
} from '../cli/command-line.ts';
import { announceStack } from '../cli/running-stack.ts';
import { connectStorage, type StorageClients } from '../shared/adapters/storage/clients.ts';
import { makeApp } from '../shared/app.ts';
import { readConfig } from '../shared/config.ts';
import { isProgramFile } from '../shared/domain/planning/program-file.ts';
import type { App } from '../shared/wire.ts';
import {
  type Drop,
  type Dropped,
  dropInto,
  fetchReportFiles,
  findDropped,
  followUpload,
  isAtRest,
  readDropped,
} from './dropped-file.ts';
import { closingText, isWell, type Outcome, outcomeOf, reportsText, summaryText } from './outcome.ts';
import { makeProgressView, type ProgressView } from './progress-view.ts';
import { type Stack, startStack } from './stack.ts';
import { watchFiles } from './watch-files.ts';

/** Whose file it is when the command line names no partner. */
const sampleReseller = 'tailwind';

const usage = `npm start                                 the whole stack with sample partners and files; runs until Ctrl-C
npm start -- FILE… [options]              runs these files through a stack of their own and copies their reports to ./reports

  --open           open the page in a browser
  --samples        drop the sample files again, although an earlier run did
  --partner ID     drop as this partner (default: ${sampleReseller}, the sample reseller)
  --customer NAME  drop into this customer's folder (tenant id, domain or alias)
  --check          only say what would happen; nothing is sent
  --json           end stdout with one line of JSON
  --data DIR       keep storage and simulators here (default: .data when staying, a temporary folder for files)
  --inspect        let a debugger attach to the Functions host, on port 9229
  --inspect-port N the same on another port
  --watch          start the Functions host again whenever a file below functions, shared, schemas or web changes
  -h, --help       this text
  --version        name and version

Each run copies reports into a folder of its own below ./reports. While the stack runs, npm run cli -- works on it:
npm run cli -- drop FILE drops a file there. With --data DIR, such commands need --storage DIR.`;

interface Options {
  readonly files: readonly string[];
  readonly partner: string;
  readonly customer?: string;
  readonly check: boolean;
  readonly json: boolean;
  readonly watch: boolean;
  readonly open: boolean;
  readonly samples: boolean;
  /** Where a debugger may attach to the host. */
  readonly inspectPort?: number;
  readonly data?: string;
}

function readCommandLine(args: readonly string[]): Options {
  const { values, positionals } = readArguments(args, {
    partner: { type: 'string', default: sampleReseller },
    customer: { type: 'string' },
    check: { type: 'boolean', default: false },
    json: { type: 'boolean', default: false },
    inspect: { type: 'boolean', default: false },
    'inspect-port': { type: 'string' },
    watch: { type: 'boolean', default: false },
    open: { type: 'boolean', default: false },
    samples: { type: 'boolean', default: false },
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

/** Files that go through the stack in one run, and where their reports go. */
interface Run {
  readonly storage: StorageClients;
  readonly app: App;
  readonly view: ProgressView;
  readonly folder: string;
}

/** Drops a file, unless it lies there already, and stays with it until nothing more happens by itself. */
async function runFile({ storage, app, view, folder }: Run, drop: Drop, dropped?: Dropped): Promise<Outcome> {
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
  const there = dropped ?? (await dropInto(storage, drop));
  const end = await followUpload(app, there, view.show);
  return outcomeOf(drop, end, await fetchReportFiles(storage, end, folder));
}

interface SampleDrop {
  readonly drop: Drop;
  /** It lies there already. */
  readonly dropped?: Dropped | undefined;
}

/** The samples that no earlier run dropped, or that it did not finish. */
async function openSamples({ storage, app }: Run): Promise<readonly SampleDrop[]> {
  const all = await Promise.all(
    (await sampleDrops()).map(async (drop) => {
      const dropped = await findDropped(storage, drop);
      const progress = dropped && (await readDropped(app, dropped));
      return progress !== undefined && isAtRest(progress) ? [] : [{ drop, dropped }];
    }),
  );
  return all.flat();
}

/** A folder below ./reports that no other run has. */
function runFolder(): string {
  const stamp = new Date().toISOString().slice(0, 19).replace('T', '_').replaceAll(':', '-');
  for (let again = 1; ; again++) {
    const folder = resolve('reports', again === 1 ? stamp : `${stamp}_${again}`);
    if (!existsSync(folder)) return folder;
  }
}

/** The page this host serves; undefined: it serves none. */
async function findPage(baseUrl: string): Promise<string | undefined> {
  const answer = await fetch(`${baseUrl}/`).catch(() => undefined);
  await answer?.body?.cancel();
  return answer?.ok === true && answer.headers.get('content-type')?.includes('html') === true ? answer.url : undefined;
}

/** Opens an address in whatever opens addresses here; where nothing does, the printed address is left. */
function openInBrowser(address: string): void {
  const [command, ...args] = { darwin: ['open'], win32: ['cmd', '/c', 'start', ''] }[process.platform as string] ?? [
    'xdg-open',
  ];
  spawn(command ?? 'xdg-open', [...args, address], { stdio: 'ignore', detached: true })
    .on('error', () => process.stderr.write(`There is nothing here that opens ${address}\n`))
    .unref();
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
  let forget = async (): Promise<void> => undefined;
  const stop = async (): Promise<void> => {
    await forget();
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
  const { connectionString, adminUrl, hosts, env } = stack;
  const hostUrl = hosts[0]?.baseUrl ?? '';
  const page = await findPage(hostUrl);
  const { partner, customer, check } = options;
  forget = await announceStack(dataDir, { pid: process.pid, env, hostUrl, partner });
  if (stays) view.say(page === undefined ? 'Ready.' : `Ready. Open ${page}`);
  if (options.open && page !== undefined) openInBrowser(page);
  if (options.watch) restartOnChange(stack, view);

  const run: Run = {
    storage: connectStorage({ kind: 'connectionString', connectionString }),
    app: makeApp(readConfig({ ...process.env, ...env })),
    view,
    folder: runFolder(),
  };
  const typed = files.map((path): Drop => ({ path, partner, check, ...(customer === undefined ? {} : { customer }) }));
  const drops: readonly SampleDrop[] =
    stays && !options.samples
      ? await openSamples(run)
      : (stays ? await sampleDrops() : typed).map((drop) => ({ drop }));
  const began = performance.now();
  const outcomes = await Promise.all(drops.map(({ drop, dropped }) => runFile(run, drop, dropped)));
  view.end();
  const seconds = (performance.now() - began) / 1000;
  process.stdout.write(
    outcomes.length === 0
      ? '\nThe sample files were dropped by an earlier run; npm start -- --samples drops them again.\n'
      : summaryText(outcomes, seconds) + reportsText(outcomes),
  );
  const ok = outcomes.every(isWell);
  if (options.json)
    process.stdout.write(`${JSON.stringify({ ok, seconds: Number(seconds.toFixed(3)), files: outcomes })}\n`);
  if (stays) {
    process.stdout.write(closingText(page, adminUrl, sameStorage(options.data === undefined ? undefined : dataDir)));
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
