import { appendFileSync } from 'node:fs';
import { readOptions, runScript, typedPath, UsageError, wholeNumber } from '../../cli/command-line.ts';
import { runChaos } from './run-chaos.ts';
import { runVirtual } from './virtual/run-virtual.ts';

const names = ['devices', 'kills', 'seed', 'hosts', 'schedules', 'log', 'without'] as const;
/** What is done beside killing hosts, unless `--without` names it. */
const extras = ['parts', 'stops', 'skew', 'storage', 'changes', 'twins'] as const;

const usage = `npm run chaos -- [options]    hosts are killed while they register devices with misbehaving platforms

  --devices N      devices to register (default: 5000)
  --kills N        how often a host is killed (default: 30)
  --hosts N        hosts that share the storage (default: 2)
  --seed N         makes the choice of moments repeatable (default: 1)
  --without LIST   of parts (storage and simulators are killed, too), stops (hosts stand still), skew (clocks are wrong),
                   storage (its calls are lost, refused or late), changes (files are overwritten and removed, settings
                   broken), twins (two files with the same devices at once)
  --log FILE       append what the hosts log, or every effect of a schedule
  --virtual        the same app in memory: a moved clock, and every effect of several hosts in a drawn order
  --schedules N    virtual: one for each seed from --seed on (default: 2000)
  -h, --help       this text
  --version        name and version

Ends with one line of JSON; exit code 1 if anything was lost, registered twice or wrong.`;

function doneBeside(without: string): (extra: (typeof extras)[number]) => boolean {
  const left = without.split(',').filter((name) => name !== '');
  const strange = left.find((name) => !extras.some((extra) => extra === name));
  if (strange !== undefined) throw new UsageError(`--without takes ${extras.join(', ')}, not ${strange}`);
  return (extra) => !left.includes(extra);
}

async function main(all: readonly string[]): Promise<void> {
  // The last line is JSON in any case.
  const args = all.filter((arg) => arg !== '--json' && arg !== '--virtual');
  const { log, without = '', ...options } = readOptions(args, names);
  const number = (name: Exclude<(typeof names)[number], 'log' | 'without'>, standard: number, least: number): number =>
    wholeNumber(options[name], name, { min: least, max: 1_000_000 }) ?? standard;
  const does = doneBeside(without);
  const seed = number('seed', 1, 0);
  const say = (line: string): void => {
    process.stderr.write(`${line}\n`);
  };
  const toLog = log === undefined ? undefined : (line: string): void => appendFileSync(typedPath(log), `${line}\n`);
  const { problems, ...result } = all.includes('--virtual')
    ? await runVirtual({
        seed,
        schedules: number('schedules', 2000, 1),
        say,
        ...(toLog === undefined ? {} : { onStep: toLog }),
      })
    : await runChaos({
        devices: number('devices', 5000, 1),
        kills: number('kills', 30, 0),
        seed,
        hosts: number('hosts', 2, 1),
        killParts: does('parts'),
        stopHosts: does('stops'),
        skewClocks: does('skew'),
        faultyStorage: does('storage'),
        changes: does('changes'),
        twins: does('twins'),
        say,
        ...(toLog === undefined ? {} : { onHostLine: toLog }),
      });
  for (const problem of problems.slice(0, 40)) process.stderr.write(`${problem}\n`);
  process.stdout.write(`${JSON.stringify(result)}\n`);
  process.exitCode = problems.length === 0 ? 0 : 1;
}

runScript(usage, main);
