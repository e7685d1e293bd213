import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { expect } from 'chai';
import { before, describe, it } from 'mocha';
import { settingsOfCode } from '../local/infra/settings-of-code.ts';
import { containers, queues, tables } from '../shared/adapters/storage/names.ts';

const textOf = (path: string): Promise<string> => readFile(path, 'utf8');

/** Every document people read, with its path. */
async function documents(): Promise<readonly (readonly [path: string, text: string])[]> {
  const below = (await readdir('docs', { recursive: true })).map((name) => join('docs', name));
  const paths = ['README.md', 'CONTRIBUTING.md', ...below].filter((path) => path.endsWith('.md'));
  return Promise.all(paths.map(async (path) => [path, await textOf(path)] as const));
}

describe('What the documents say', () => {
  let docs: readonly (readonly [path: string, text: string])[] = [];
  let operations = '';
  before(async () => {
    docs = await documents();
    operations = await textOf('docs/operations.md');
  });

  it('names only npm scripts that exist', async () => {
    const { scripts } = JSON.parse(await textOf('package.json'));
    const missing = docs.flatMap(([path, text]) =>
      [...text.matchAll(/npm run ((?:[a-z:]+ \| )*[a-z:]+)/g)]
        .flatMap(([, names = '']) => names.split(' | '))
        .filter((name) => scripts[name] === undefined)
        .map((name) => `npm run ${name}`)
        .map((command) => `${path}: ${command}`),
    );
    expect(missing).to.deep.equal([]);
  });

  it('names only commands that exist', function () {
    this.timeout(20_000);
    const { stdout, stderr } = spawnSync(process.execPath, ['local/cli.ts', '--help'], { encoding: 'utf8' });
    const usage = `${stdout}${stderr}`;
    const missing = docs.flatMap(([path, text]) =>
      [...text.matchAll(/npm run cli -- ([a-z]+(?: [a-z]+(?=[ `]))?)/g)]
        .map(([, words = '']) => words)
        // The second word is a command's or its argument's.
        .filter((words) => ![words, words.split(' ')[0]].some((known) => usage.includes(`npm run cli -- ${known} `)))
        .map((words) => `npm run cli -- ${words}`)
        .map((command) => `${path}: ${command}`),
    );
    expect(missing).to.deep.equal([]);
  });

  it('links only to files that are there', () => {
    const missing = docs.flatMap(([path, text]) =>
      [...text.matchAll(/\]\((?!https?:|#)([^)#]+)/g)]
        .map(([, target = '']) => join(dirname(path), target))
        .filter((target) => !existsSync(target))
        .map((target) => `${path} -> ${target}`),
    );
    expect(missing).to.deep.equal([]);
  });

  it('the operations guide knows every setting, container, table, queue, parameter and role', async () => {
    const folder = await readdir('functions');
    const functions = (await Promise.all(folder.map((name) => textOf(`functions/${name}`)))).join('\n');
    const parameters = [...(await textOf('infra/main.bicep')).matchAll(/^param (\w+)/gm)].map(([, name = '']) => name);
    const known = [
      ...settingsOfCode(functions).keys(),
      ...[containers, tables, queues].flatMap((names) => Object.values(names)),
      ...parameters,
    ].map((name) => `\`${name}\``);
    const roles = Object.keys(JSON.parse(await textOf('infra/roles.json')));
    expect([...known, ...roles].filter((name) => !operations.includes(name))).to.deep.equal([]);
  });

  it('the operations guide has a runbook for every alert: how it shows, what it means, what to do, when it is over', async () => {
    const { logs, metrics } = JSON.parse(await textOf('infra/alerts.json'));
    for (const { name, severity } of [...logs, ...metrics]) {
      const [, runbook = ''] = operations.split(`### ${name} (severity ${severity})`);
      const [own = ''] = runbook.split('\n### ');
      for (const part of ['**Shows**', '**Means**', '**Do**', '**Over when**']) expect(own, name).to.contain(part);
    }
  });
});
