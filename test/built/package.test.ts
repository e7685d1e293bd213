import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { after, before, describe, it } from 'mocha';
import { type BuiltPackage, buildPackage } from '../../tools/build.ts';
import { wholeStack } from './whole-stack.ts';

/** Each file costs a new instance a look-up: a thousand of them took it more than a second. */
const mostFiles = 100;
/** A third is exceljs, which writes templates for partners and is loaded only there. */
const mostMebibytes = 15;

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
    const top = ['functions', 'shared', 'page', 'node_modules', 'host.json', 'package.json'];
    expect(await readdir(folder)).to.have.members(top);
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
    const scripts = files.filter((file) => /^(?:functions|shared)\b.*\.js$/.test(file));
    expect(scripts.length).to.be.within(1, mostFiles);
  });

  describe('does what the sources do', function () {
    wholeStack.call(this, () => join(folder, 'functions'));
  });
});
