import { appendFileSync } from 'node:fs';
import { readOptions, runScript, typedPath, wholeNumber } from '../../cli/command-line.ts';
import { runChaos } from './run-chaos.ts';

const names = ['devices', 'kills', 'seed', 'hosts', 'log'] as const;

const usage = `npm run chaos -- [options]    hosts are killed while they register devices with misbehaving platforms

  --devices N      devices to register (default: 5000)
  --kills N        how often a host is killed (default: 30)
  --hosts N        hosts that share the storage (default: 2)
  --seed N         makes the choice of moments repeatable (default: 1)
  --log FILE       append what the hosts log
  -h, --help       this text
  --version        name and version

Ends with one line of JSON; exit code 1 if anything was lost, registered twice or wrong.`;

async function main(all: readonly string[]): Promise<void> {
  // The last line is JSON in any case.
  const args = all.filter((arg) => arg !== '--json');
  const { log, ...options } = readOptions(args, names);
  const number = (name: Exclude<(typeof names)[number], 'log'>, standard: number, least: number): number =>
    wholeNumber(options[name], name, { min: least, max: 1_000_000 }) ?? standard;
  const { problems, ...result } = await runChaos({
    devices: number('devices', 5000, 1),
    kills: number('kills', 30, 0),
    seed: number('seed', 1, 0),
    hosts: number('hosts', 2, 1),
    say: (line) => process.stderr.write(`${line}\n`),
    ...(log === undefined ? {} : { onHostLine: (line) => appendFileSync(typedPath(log), `${line}\n`) }),
  });
  for (const problem of problems.slice(0, 40)) process.stderr.write(`${problem}\n`);
  process.stdout.write(`${JSON.stringify(result)}\n`);
  process.exitCode = problems.length === 0 ? 0 : 1;
}

runScript(usage, main);
