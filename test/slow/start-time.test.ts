import { execFile } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect } from 'chai';
import { after, before, describe, it } from 'mocha';
import { buildPackage } from '../../tools/build.ts';

/** Half a second on a machine of one's own; others on it make each of its instructions take longer, too. */
const mostMilliseconds = 2000;

/** Loads every handler with all it imports, as the worker does, and says what that took. */
const startUp = `
  const { readdirSync } = await import('node:fs');
  const { pathToFileURL } = await import('node:url');
  const folder = process.argv[1];
  const began = performance.now();
  const before = process.cpuUsage();
  for (const file of readdirSync(folder).filter((name) => name.endsWith('.js'))) await import(pathToFileURL(folder + '/' + file).href);
  const { user, system } = process.cpuUsage(before);
  console.log(JSON.stringify({ wall: performance.now() - began, cpu: (user + system) / 1000 }));`;

interface StartTime {
  readonly wall: number;
  readonly cpu: number;
}

async function startTime(folder: string): Promise<StartTime> {
  const { stdout } = await promisify(execFile)(process.execPath, ['--input-type=module', '-e', startUp, folder]);
  return JSON.parse(stdout);
}

describe('The package as a new instance loads it', () => {
  let folder = '';
  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'package-'));
    await buildPackage(folder);
  });
  after(() => rm(folder, { recursive: true, force: true }));

  it(`loads all handlers in less than ${mostMilliseconds} ms of one processor`, async () => {
    const times: StartTime[] = [];
    for (let run = 0; run < 5; run += 1) times.push(await startTime(join(folder, 'functions')));
    const least = (which: keyof StartTime): number => Math.round(Math.min(...times.map((time) => time[which])));
    process.stderr.write(`      best of ${times.length}: ${least('cpu')} ms of processor time, ${least('wall')} ms\n`);
    // Processor time: the clock also counts what else the machine does.
    expect(least('cpu')).to.be.below(mostMilliseconds);
  });
});
