import { readdir, readFile } from 'node:fs/promises';
import { expect } from 'chai';
import { before, describe, it } from 'mocha';
import { scriptsIn } from './builders/npm-scripts.ts';

const textOf = (path: string): Promise<string> => readFile(path, 'utf8');

const twice = (names: readonly string[]): readonly string[] => names.filter((name, at) => names.indexOf(name) !== at);

describe('The workflows', () => {
  let scripts: Readonly<Record<string, string>> = {};
  let check = '';
  let deploy = '';
  let nightly = '';
  before(async () => {
    ({ scripts } = JSON.parse(await textOf('package.json')));
    check = await textOf('.github/workflows/check.yml');
    deploy = await textOf('.github/workflows/azure-dev.yml');
    nightly = await textOf('.github/workflows/nightly.yml');
  });

  it('check every push on Linux, Windows and macOS, with the whole gate', () => {
    expect(check).to.match(/^on:\n {2}push:\n(?! {4})/m);
    expect(check).to.contain('os: [ubuntu-latest, windows-latest, macos-latest]');
    expect(scriptsIn(check, scripts)).to.include.members([
      'check',
      'lint',
      'types',
      'boundaries',
      'dead',
      'test',
      'test:whole',
    ]);
  });

  it('run what is slow every night and when asked, and nothing of it for a change', () => {
    expect(nightly).to.match(/^ {2}schedule:\n {4}- cron: ["']\d+ \d+ \* \* \*["']\n {2}workflow_dispatch:/m);
    expect(scriptsIn(nightly, scripts)).to.deep.equal(['check:nightly', 'infra:check', 'test:nightly']);
    expect(scriptsIn(check + deploy, scripts)).not.to.include('test:nightly');
  });

  it('show the page and the report to the browser that is there', () => {
    for (const text of [check, nightly]) expect(text).to.match(/^ {10}CHROMIUM: .*\/usr\/bin\/google-chrome/m);
  });

  it('and no test is tried again until it passes', async () => {
    for (const config of ['.mocharc.json', '.mocharc.nightly.json', 'package.json'])
      expect(await textOf(config)).not.to.contain('retries');
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

  it('release from a tag: gate, package, SBOM and provenance, with no more rights than that takes', async () => {
    const release = await textOf('.github/workflows/release.yml');
    expect(release).to.match(/^on:\n {2}push:\n {4}tags: \[["']v\*["']\]\npermissions:\n {2}contents: read\n/m);
    expect(scriptsIn(release, scripts)).to.include.members(['check', 'build']);
    expect(release).to.contain('npm sbom').and.contain('actions/attest-build-provenance@');
    expect(release).not.to.match(/secrets\./);
  });

  it('hand over every parameter that a deployment takes from its environment', async () => {
    const parameters = await textOf('infra/main.parameters.json');
    const taken = [...parameters.matchAll(/\$\{([A-Z_]+)/g)].map(([, name = '']) => name);
    const ofAzd = ['AZURE_PRINCIPAL_ID', 'AZURE_PRINCIPAL_TYPE'];
    expect(taken).to.include.members([...ofAzd, 'ALERT_EMAIL', 'OPERATOR_ID', 'PRIVATE_NETWORK']);
    for (const name of taken) {
      if (ofAzd.includes(name)) expect(deploy, 'azd writes it over').not.to.contain(`${name}:`);
      else expect(deploy).to.match(new RegExp(`^ {6}${name}: `, 'm'));
    }
  });

  it('deploy with an azd that knows a package built here, and lets it see one', async () => {
    const [azure, ignored] = [await textOf('azure.yaml'), (await textOf('.funcignore')).trim().split('\n')];
    expect(azure)
      .to.match(/^requiredVersions:\n {2}azd: ">= \d/m)
      .and.contain('remoteBuild: false');
    // It refuses `remoteBuild: false` where the last pattern that fits the folder leaves it out.
    const fits = ignored.filter((line) => ['/*', '/node_modules/', '!/node_modules/', 'node_modules'].includes(line));
    expect(fits.at(-1)).to.equal('!/node_modules/');
    expect(ignored.at(-1)).to.equal('/node_modules/*');
  });

  /** The jobs of a workflow, as text. */
  const jobsOf = (text: string): readonly string[] => (text.split('\njobs:\n')[1] ?? '').split(/^(?= {2}[\w-]+:$)/m);

  it('let no job that runs code from npm sign in, sign or publish', async () => {
    const files = (await readdir('.github/workflows')).map((name) => textOf(`.github/workflows/${name}`));
    const texts = await Promise.all(files);
    for (const text of texts) expect(text.split('\njobs:\n')[0]).to.match(/^permissions:\n {2}contents: read$/m);
    const strong = texts.flatMap(jobsOf).filter((job) => / (?:id-token|contents|attestations): write/.test(job));
    expect(strong.length).to.equal(3);
    expect(strong.filter((job) => /\bnpm |\bnode /.test(job))).to.deep.equal([]);
  });

  it('name each action by its commit, but for the one whose commit is not known', async () => {
    const files = (await readdir('.github/workflows')).map((name) => textOf(`.github/workflows/${name}`));
    const used = (await Promise.all(files)).flatMap((text) => [...text.matchAll(/uses: (\S+)(.*)/g)]);
    expect(used.length).to.be.above(15);
    const byTag = used.filter(([, action = '', rest = '']) => !/@[0-9a-f]{40}$/.test(action) || !/# v\d/.test(rest));
    expect(byTag.map(([, action]) => action)).to.deep.equal(['Azure/setup-azd@v2']);
    const commits = new Map<string, Set<string>>();
    for (const [, action = ''] of used) {
      const [name = '', commit = ''] = action.split('@');
      commits.set(name, (commits.get(name) ?? new Set()).add(commit));
    }
    expect([...commits.values()].filter((each) => each.size > 1)).to.deep.equal([]);
  });

  it('look at what a change brings in, and say what a change of the templates would do', async () => {
    const security = await textOf('.github/workflows/security.yml');
    expect(security).to.contain('dependency-review-action@').and.contain('codeql-action/analyze@');
    const whatIf = await textOf('.github/workflows/what-if.yml');
    expect(whatIf).to.contain('paths: ["infra/**"]').and.contain('az deployment sub what-if');
    expect(whatIf).to.contain('!github.event.pull_request.head.repo.fork');
  });

  it('get their dependencies updated in groups', async () => {
    const updates = (await textOf('.github/dependabot.yml')).split('- package-ecosystem: ').slice(1);
    expect(updates.map((update) => update.split('\n')[0])).to.deep.equal(['npm', 'github-actions']);
    for (const update of updates) expect(update).to.contain('groups:');
  });
});
