import { readFile } from 'node:fs/promises';
import { expect } from 'chai';
import { before, describe, it } from 'mocha';
import { scriptsIn } from './builders/npm-scripts.ts';

const textOf = (path: string): Promise<string> => readFile(path, 'utf8');

const twice = (names: readonly string[]): readonly string[] => names.filter((name, at) => names.indexOf(name) !== at);

describe('The workflows', () => {
  let scripts: Readonly<Record<string, string>> = {};
  let check = '';
  let deploy = '';
  before(async () => {
    ({ scripts } = JSON.parse(await textOf('package.json')));
    check = await textOf('.github/workflows/check.yml');
    deploy = await textOf('.github/workflows/deploy.yml');
  });

  it('check every push on Linux, Windows and macOS, with the whole gate', () => {
    expect(check).to.match(/^on:\n {2}push:\n(?! {4})/m);
    expect(check).to.contain('os: [ubuntu-latest, windows-latest, macos-latest]');
    expect(scriptsIn(check, scripts)).to.include.members(['check', 'lint', 'types', 'dead', 'test', 'test:slow']);
  });

  it('run nothing twice but the check of the templates, which on Linux must have compiled them', () => {
    for (const text of [check, deploy]) {
      expect(twice(scriptsIn(text, scripts))).to.deep.equal(['infra:check']);
      expect(text).to.contain('npm run infra:check -- --fetch --must-compile');
    }
  });

  it('deploy without a stored credential', () => {
    expect(deploy).to.contain('id-token: write').and.contain('--federated-credential-provider github');
    expect(check + deploy).not.to.match(/secrets\.(?!GITHUB_TOKEN)/);
  });

  it('get their dependencies updated in groups', async () => {
    const updates = (await textOf('.github/dependabot.yml')).split('- package-ecosystem: ').slice(1);
    expect(updates.map((update) => update.split('\n')[0])).to.deep.equal(['npm', 'github-actions']);
    for (const update of updates) expect(update).to.contain('groups:');
  });
});
