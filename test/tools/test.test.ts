import { globSync } from 'node:fs';
import { expect } from 'chai';
import { describe, it } from 'mocha';
import { plannedRun } from '../../tools/test.ts';

describe('npm test', () => {
  it('runs all quick tests, and none that is slow or starts programs', () => {
    const { config, files, options } = plannedRun([]);
    expect({ config, options }).to.deep.equal({ config: '.mocharc.json', options: [] });
    expect(files).to.include('test/domain/ids.test.ts').and.have.length(new Set(files).size);
    expect(files.filter((file) => /^test\/(?:slow|built)\/|local\/storage|cli\/help/.test(file))).to.deep.equal([]);
  });

  it('every test belongs to one suite', () => {
    const all = ['quick', 'whole', 'nightly'].flatMap((name) => plannedRun(['--suite', name]).files);
    expect(all).to.have.members(plannedRun(['test']).files);
  });

  it('files are run alone, those of a folder too, slow ones with their own limits', () => {
    const named = ['test/domain/ids.test.ts', 'test/tools/test.test.ts'];
    expect(plannedRun(named).files).to.deep.equal(named);
    const ofFolder = globSync('test/domain/texts/*.test.ts').map((file) => file.replaceAll('\\', '/'));
    expect(plannedRun(['test/domain/texts']).files).to.have.members(ofFolder);
    expect(plannedRun(['test/slow/local/soak.test.ts'])).to.deep.equal({
      config: '.mocharc.nightly.json',
      options: [],
      files: ['test/slow/local/soak.test.ts'],
    });
  });

  it('everything else goes to mocha, with what follows it', () => {
    const { files, options } = plannedRun(['--grep', 'test', 'test/domain/ids.test.ts', '--bail']);
    expect({ files, options }).to.deep.equal({
      files: ['test/domain/ids.test.ts'],
      options: ['--grep', 'test', '--bail'],
    });
    expect(plannedRun(['--grep', 'a chunk']).files.length).to.be.above(100);
  });

  it('a file or a suite that is not there is said', () => {
    expect(() => plannedRun(['test/nothing.test.ts'])).to.throw('There is no file test/nothing.test.ts.');
    expect(() => plannedRun(['--suite', 'weekly'])).to.throw('There is no suite "weekly"');
  });
});
