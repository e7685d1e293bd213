import { spawnSync } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expectNothingElse, readArguments, runScript, wholeNumber } from '../cli/command-line.ts';

const usage = `npm run bench -- [options]    makes load files of each kind and reads each in a process of its own

  --rows N         rows of each file (default: 20000)
  --json           print one line of JSON for each kind
  -h, --help       this text
  --version        name and version

Prints rows a second, peak memory and event-loop delay.`;

const kinds = [
  { name: 'tuples and PKIDs, CSV', file: 'short.csv', options: ['--hash', '0'] },
  {
    name: 'hardware hashes, CSV UTF-16',
    file: 'hash.csv',
    options: ['--pkid', '0', '--tuple', '0', '--hash', '1', '--encoding', 'utf-16le'],
  },
  { name: 'tuples and PKIDs, XLSX', file: 'short.xlsx', options: ['--hash', '0'] },
  {
    name: 'hardware hashes, XLSX shared strings',
    file: 'hash.xlsx',
    options: ['--pkid', '0', '--tuple', '0', '--hash', '1', '--texts', 'shared'],
  },
] as const;

function run(script: string, args: readonly string[]): string {
  const path = fileURLToPath(new URL(script, import.meta.url));
  const { status, stdout, stderr } = spawnSync(process.execPath, [path, ...args], { encoding: 'utf8' });
  if (status !== 0) throw new Error(`${script} ${args.join(' ')} failed: ${stderr}`);
  return stdout;
}

/** Makes load files of each kind and reads each in a process of its own: rows a second, peak memory, event-loop delay. */
async function main(args: readonly string[]): Promise<void> {
  const { values, positionals } = readArguments(args, { rows: { type: 'string' }, json: { type: 'boolean' } });
  expectNothingElse(positionals);
  const rows = String(wholeNumber(values.rows, 'rows', { min: 1, max: 10_000_000 }) ?? 20_000);
  const folder = await mkdtemp(join(tmpdir(), 'bench-'));
  try {
    for (const { name, file, options } of kinds) {
      const path = join(folder, file);
      run('generate.ts', [path, '--rows', rows, ...options]);
      const { rowsPerSecond, peakMb, delayP99Ms, delayMaxMs, ...rest } = JSON.parse(run('read.ts', [path]));
      const figures = `${String(rowsPerSecond).padStart(7)} rows/s  ${String(peakMb).padStart(4)} MB  loop p99 ${delayP99Ms} ms, max ${delayMaxMs} ms`;
      process.stdout.write(
        values.json === true
          ? `${JSON.stringify({ name, rowsPerSecond, peakMb, delayP99Ms, delayMaxMs, ...rest })}\n`
          : `${name.padEnd(38)}${figures}\n`,
      );
    }
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

runScript(usage, main);
