import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { globSync, statSync } from 'node:fs';
import { createRequire } from 'node:module';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { compileCache } from '../local/compile-cache.ts';

interface Suite {
  readonly config: string;
  readonly files: readonly string[];
  readonly without: readonly string[];
}

/** What starts the product's programs, or takes seconds: with the storage emulator, simulated platforms or large files. */
const whole: readonly string[] = [
  'test/built/*.test.ts',
  'test/browser/*.test.ts',
  'test/cli/{access,audit,erase,help,partner}.test.ts',
  'test/contracts/{call-counts,comparison,device-answers}.test.ts',
  'test/adapters/report/partner-template/*.test.ts',
  'test/usecases/registering/{fairness,lost-access}.test.ts',
  'test/adapters/spreadsheet/work-limits.test.ts',
  'test/adapters/storage/{audit,storage-error}.test.ts',
  'test/local/host/{process,triggers}.test.ts',
  'test/local/{inspect,storage}.test.ts',
  'test/simulators/main.test.ts',
  'test/usecases/upkeep/expire-uploads.test.ts',
];

/** Files are begun in this order: the longest ones first, which would otherwise be waited for alone at the end. */
const suites: Readonly<Record<string, Suite>> = {
  quick: { config: '.mocharc.json', files: ['test/**/*.test.ts'], without: ['test/slow/**', ...whole] },
  whole: { config: '.mocharc.json', files: whole, without: [] },
  nightly: {
    config: '.mocharc.nightly.json',
    files: [
      'test/slow/**/{soak,two-partners,fairness,typed-commands,storage-costs,memory}.test.ts',
      'test/slow/**/*.test.ts',
    ],
    without: [],
  },
};

/** What mocha is to be started with. */
export interface TestRun {
  readonly config: string;
  readonly options: readonly string[];
  readonly files: readonly string[];
}

const kindOf = (path: string): 'file' | 'folder' | undefined => {
  const found = statSync(path, { throwIfNoEntry: false });
  return found?.isDirectory() === true ? 'folder' : found === undefined ? undefined : 'file';
};

const slashed = (path: string): string => path.replaceAll('\\', '/');
const glob = (pattern: string, without: readonly string[] = []): readonly string[] =>
  globSync(pattern, { exclude: [...without] })
    .map(slashed)
    .toSorted();

/** Options of mocha that are followed by their value: what comes next is no file. */
const takesValue = /^(?:-[fgjORrtw]|--(?:grep|fgrep|jobs|reporter|reporter-options?|require|timeout|slow|config))$/;

/** What was typed behind `npm test --`: files and folders are run alone, everything else goes to mocha. */
export function plannedRun(typed: readonly string[]): TestRun {
  const [flag, name = 'quick'] = typed[0] === '--suite' ? typed : [];
  const rest = flag === undefined ? typed : typed.slice(2);
  const suite = suites[name];
  if (suite === undefined) throw new Error(`There is no suite "${name}", only ${Object.keys(suites).join(', ')}.`);
  const isPath = (word: string, at: number): boolean =>
    !word.startsWith('-') && !takesValue.test(rest[at - 1] ?? '') && (/\.ts$/.test(word) || kindOf(word) !== undefined);
  const paths = rest.filter(isPath).map(slashed);
  const options = rest.filter((word, at) => !isPath(word, at));
  const missing = paths.filter((path) => kindOf(path) === undefined && glob(path).length === 0);
  if (missing.length > 0) throw new Error(`There is no file ${missing.join(', ')}.`);
  if (paths.length > 0) {
    const files = paths.flatMap((path) => (kindOf(path) === 'folder' ? glob(join(path, '**/*.test.ts')) : glob(path)));
    const slow = files.some((file) => file.includes('test/slow/'));
    return { config: slow ? '.mocharc.nightly.json' : suite.config, options, files };
  }
  const files = new Set(suite.files.flatMap((pattern) => glob(pattern, suite.without)));
  return { config: suite.config, options, files: [...files] };
}

async function main(): Promise<number> {
  const { config, options, files } = plannedRun(process.argv.slice(2));
  const mocha = join(createRequire(import.meta.url).resolve('mocha'), '../bin/mocha.js');
  // One file needs no other processes. One process more than there are processors works while others wait for a clock.
  const processes = files.length === 1 ? ['--no-parallel'] : ['--jobs', `${availableParallelism() + 1}`];
  const child = spawn(process.execPath, [mocha, '--config', config, ...processes, ...options, ...files], {
    stdio: 'inherit',
    env: { ...compileCache(), ...process.env },
  });
  const [code] = await once(child, 'exit');
  if (code === 1 && options.some((option) => /^(?:-g|-f|--f?grep)/.test(option)))
    process.stderr.write('If 0 tests ran: no test has that name.\n');
  return typeof code === 'number' ? code : 1;
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  process.exitCode = await main().catch((error: Error) => {
    process.stderr.write(`${error.message}\n`);
    return 2;
  });
}
