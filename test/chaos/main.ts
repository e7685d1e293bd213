import { appendFileSync } from 'node:fs';
import { readOptions, runCommand, wholeNumber } from '../../cli/command-line.ts';
import { runChaos } from './run-chaos.ts';

const names = ['devices', 'kills', 'seed', 'hosts', 'log'] as const;

/**
 * `npm run chaos -- --devices 5000 --kills 30 --seed 1 [--hosts 2] [--log FILE] [--json]`: hosts are killed while they register
 * devices with misbehaving platforms. Ends with one line of JSON; exit code 1 if anything was lost, doubled or wrong.
 */
async function main(): Promise<void> {
  // The last line is JSON in any case.
  const args = process.argv.slice(2).filter((arg) => arg !== '--json');
  const { log, ...options } = readOptions(args, names);
  const number = (name: Exclude<(typeof names)[number], 'log'>, standard: number, least: number): number =>
    wholeNumber(options[name], name, { min: least, max: 1_000_000 }) ?? standard;
  const { problems, ...result } = await runChaos({
    devices: number('devices', 5000, 1),
    kills: number('kills', 30, 0),
    seed: number('seed', 1, 0),
    hosts: number('hosts', 2, 1),
    say: (line) => process.stderr.write(`${line}\n`),
    ...(log === undefined ? {} : { onHostLine: (line) => appendFileSync(log, `${line}\n`) }),
  });
  for (const problem of problems.slice(0, 40)) process.stderr.write(`${problem}\n`);
  process.stdout.write(`${JSON.stringify(result)}\n`);
  process.exitCode = problems.length === 0 ? 0 : 1;
}

runCommand(main);
