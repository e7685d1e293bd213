import { execFile } from 'node:child_process';
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect } from 'chai';
import { after, before, describe, it } from 'mocha';
import { type BuiltPackage, buildPackage } from '../../tools/build.ts';
import { wholeStack } from '../whole-stack.ts';

const mostMilliseconds = 500;
const mostMebibytes = 10;

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

describe('The package as it is deployed', () => {
  let folder = '';
  let built: BuiltPackage | undefined;
  before(async () => {
    // Outside the repository, so that nothing it lacks can be found in a folder above it.
    folder = await mkdtemp(join(tmpdir(), 'package-'));
    built = await buildPackage(folder);
  });
  after(() => rm(folder, { recursive: true, force: true }));

  it('holds the functions, the host settings and the packages it needs, and no tests, no local parts, no types', async () => {
    expect(await readdir(folder)).to.have.members(['functions', 'shared', 'node_modules', 'host.json', 'package.json']);
    const { main, type } = JSON.parse(await readFile(join(folder, 'package.json'), 'utf8'));
    expect({ main, type }).to.deep.equal({ main: 'functions/*.js', type: 'module' });
    const files = await readdir(folder, { recursive: true });
    expect(files.filter((file) => /\.ts$|mocha|azurite|simulator|^node_modules.*\.map$/.test(file))).to.deep.equal([]);
    const { devDependencies } = JSON.parse(await readFile('package.json', 'utf8'));
    const packages = (await readdir(join(folder, 'node_modules'), { recursive: true })).map((name) =>
      name.replaceAll('\\', '/'),
    );
    expect(packages).to.include('@azure/functions');
    expect(Object.keys(devDependencies).filter((name) => packages.includes(name))).to.deep.equal([]);
    const mebibytes = (built?.bytes ?? 0) / 2 ** 20;
    process.stderr.write(`      ${built?.files} files, ${mebibytes.toFixed(1)} MiB\n`);
    expect(mebibytes).to.be.within(1, mostMebibytes);
  });

  it(`loads all handlers in less than ${mostMilliseconds} ms of one processor`, async () => {
    const times: StartTime[] = [];
    for (let run = 0; run < 5; run += 1) times.push(await startTime(join(folder, 'functions')));
    const least = (which: keyof StartTime): number => Math.round(Math.min(...times.map((time) => time[which])));
    process.stderr.write(`      best of ${times.length}: ${least('cpu')} ms of processor time, ${least('wall')} ms\n`);
    // Processor time: the clock also counts what else the machine does.
    expect(least('cpu')).to.be.below(mostMilliseconds);
  });

  describe('does what the sources do', function () {
    wholeStack.call(this, () => join(folder, 'functions'));
  });
});
