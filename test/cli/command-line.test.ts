import { join, resolve } from 'node:path';
import { expect } from 'chai';
import { describe, it } from 'mocha';
import { readArguments, readOptions, typedPath, UsageError } from '../../cli/command-line.ts';
import { nearest } from '../../shared/domain/reading/spelling.ts';

const options = { json: { type: 'boolean' }, storage: { type: 'string' } } as const;

describe('a mistyped word', () => {
  const known = ['check', 'connect', 'connection check', 'repair', 'reconcile', 'status'];

  it('is matched with the known word that is nearest', () => {
    expect(nearest('recncile', known)).to.equal('reconcile');
    expect(nearest('stauts', known)).to.equal('status');
    expect(nearest('chekc', known)).to.equal('check');
    expect(nearest('conection chek', known)).to.equal('connection check');
  });

  it('is matched with nothing when nothing is near', () => {
    expect(nearest('deploy', known)).to.equal(undefined);
    expect(nearest('', known)).to.equal(undefined);
  });
});

describe('a command line', () => {
  it('is refused with the option that was probably meant', () => {
    expect(() => readArguments(['--jsno'], options)).to.throw(
      UsageError,
      /^There is no option "--jsno"; did you mean --json\?$/,
    );
  });

  it('is refused with all options where none is near', () => {
    expect(() => readArguments(['--colour'], options)).to.throw(
      UsageError,
      /^There is no option "--colour". Known options: --json, --storage$/,
    );
  });

  it('is refused in one line when a value is missing or too much', () => {
    expect(() => readArguments(['--storage'], options)).to.throw(
      UsageError,
      /^Option '--storage <value>' argument missing$/,
    );
    expect(() => readArguments(['--json=yes'], options)).to.throw(
      UsageError,
      /^Option '--json' does not take an argument$/,
    );
    expect(() => readOptions(['--data', 'x', 'more'], ['data'])).to.throw(UsageError, /^"more" is not understood$/);
  });
});

describe('a relative path', () => {
  const project = resolve('/work/project');
  const typedIn = join(project, 'docs', 'templates');
  const byNpm = { INIT_CWD: typedIn, npm_package_json: join(project, 'package.json') };

  it('is meant from the folder npm was called in', () => {
    expect(typedPath('devices.csv', byNpm, project)).to.equal(join(typedIn, 'devices.csv'));
  });

  it('is meant from the current folder without npm, and where npm did not choose the folder', () => {
    expect(typedPath('devices.csv', {}, typedIn)).to.equal(join(typedIn, 'devices.csv'));
    const elsewhere = resolve('/elsewhere');
    expect(typedPath('devices.csv', byNpm, elsewhere)).to.equal(join(elsewhere, 'devices.csv'));
  });

  it('may be absolute', () => {
    const absolute = resolve('/tmp/devices.csv');
    expect(typedPath(absolute, byNpm, project)).to.equal(absolute);
  });
});
