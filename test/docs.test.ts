import { existsSync } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { expect } from 'chai';
import { before, describe, it } from 'mocha';
import { commands } from '../cli/commands.ts';
import { containers, queues, tables } from '../shared/adapters/storage/names.ts';
import { watchedOperations } from '../shared/adapters/telemetry/storage-spans.ts';
import { readConfig } from '../shared/config.ts';
import { measures, steps, uploadSpan } from '../shared/domain/telemetry.ts';
import { settingsOfCode } from '../tools/infra/settings-of-code.ts';
import { documents } from './documents.ts';

const textOf = (path: string): Promise<string> => readFile(path, 'utf8');

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

  it('names only commands that exist', () => {
    const missing = docs.flatMap(([path, text]) =>
      [...text.matchAll(/npm run cli -- ([a-z]+(?: [a-z]+(?=[ `]))?)/g)]
        .map(([, words = '']) => words)
        // The second word is a command's or its argument's.
        .filter((words) => ![words, words.split(' ')[0] ?? ''].some((name) => Object.hasOwn(commands, name)))
        .map((words) => `npm run cli -- ${words}`)
        .map((command) => `${path}: ${command}`),
    );
    expect(missing).to.deep.equal([]);
  });

  it('names tests that exist, and adds to one a line that its file knows the words of', async () => {
    const guide = await textOf('CONTRIBUTING.md');
    const [, title = '', file = ''] = /\*"([^"]+)"\*\s+in\s+`([^`]+)`/.exec(guide) ?? [];
    const test = await textOf(file);
    expect(test).to.contain(`it('${title}'`);
    const [, table = '', code = ''] = /expect\((\w+)\.(\w+)\.happened\)/.exec(guide) ?? [];
    expect(test).to.match(new RegExp(`import .*\\b${table}\\b`));
    const { rowReasons } = await import('../shared/domain/reasons/row-reasons.ts');
    expect(rowReasons).to.have.property(code);
    for (const [, words = ''] of guide.matchAll(/--grep "([^"]+)"/g)) expect(test).to.contain(words);
  });

  it('has the folders of the domain in the order that is checked', async () => {
    const [, drawn = ''] = /^ {4}(\w+(?: < \w+)+)$/m.exec(await textOf('docs/architecture.md')) ?? [];
    const [, checked = ''] = /const domainOrder = \[([^\]]+)\]/.exec(await textOf('.dependency-cruiser.cjs')) ?? [];
    const folders = [...checked.matchAll(/'(\w+)'/g)].map(([, name]) => name);
    expect(drawn.split(' < ')).to.deep.equal(folders);
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

  it('has lines that fit a screen, but for tables and drawings', () => {
    const long = docs.flatMap(([path, text]) =>
      text
        .replace(/^```[\s\S]*?^```/gm, (block) => block.replace(/[^\n]/g, ''))
        .split('\n')
        .flatMap((line, at) => (line.length > 140 && !line.startsWith('|') ? [`${path}:${at + 1}`] : [])),
    );
    expect(long).to.deep.equal([]);
  });

  it('the operations guide knows every setting, container, table, queue, parameter and role', async () => {
    const folder = (await readdir('functions')).filter((name) => name.endsWith('.ts'));
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

  it('the operations guide tells the defaults that are in force: settings of the app', () => {
    const base = { AzureWebJobsStorage: 'x', SECRETS_FOLDER: 'x' };
    const told = [...operations.matchAll(/^\| `([A-Z_]+)` \| (\d+|false)/gm)];
    expect(told.length).to.be.above(12);
    for (const [, name = '', value = ''] of told) {
      expect(readConfig({ ...base, [name]: value }), name).to.deep.equal(readConfig(base));
      // Another value makes a difference, or the setting is not read at all.
      const other = value === 'false' ? 'true' : String(Number(value) + 1);
      expect(readConfig({ ...base, [name]: other }), name).not.to.deep.equal(readConfig(base));
    }
  });

  it('the operations guide tells the defaults that are in force: parameters of the templates', async () => {
    const main = await textOf('infra/main.bicep');
    const standard = new Map([...main.matchAll(/^param (\w+) \w+ = (.+)$/gm)].map(([, name, value]) => [name, value]));
    const [, table = ''] = operations.split('| parameter (`infra/main.bicep`) |');
    const told = (table.split('\n\n')[0] ?? '')
      .split('\n')
      .slice(2)
      .map((row) => row.split('|'))
      .flatMap(([, names = '', values = '']) => {
        const each = values.split(', ').map((value) => value.trim().replaceAll('`', ''));
        return names.split(', ').map((name, at) => [name.trim().replaceAll('`', ''), each[at] ?? ''] as const);
      })
      .filter(([, value]) => /^(?:\d+|true|false|none|Standard_\w+)$/.test(value));
    expect(told.length).to.be.above(9);
    const none = ['[]', '{}', "''"];
    const wrong = told.filter(([name, value]) => {
      const inForce = standard.get(name) ?? '';
      return value === 'none' ? !none.includes(inForce) : inForce.replaceAll("'", '') !== value;
    });
    expect(wrong).to.deep.equal([]);
  });

  it('the operations guide names each variable that a deployment takes from its environment', async () => {
    const parameters = await textOf('infra/main.parameters.json');
    const workflow = await textOf('.github/workflows/azure-dev.yml');
    const taken = [...`${parameters}${workflow}`.matchAll(/\$\{(?:\{ vars\.)?([A-Z_]+)/g)].map(([, name = '']) => name);
    expect(taken.length).to.be.above(10);
    expect(taken.filter((name) => !operations.includes(`\`${name}\``))).to.deep.equal([]);
  });

  it('the operations guide explains each value of host.json, as it is', async () => {
    const leaves = (value: unknown, path: string): readonly (readonly [path: string, value: unknown])[] =>
      typeof value === 'object' && value !== null
        ? Object.entries(value).flatMap(([name, part]) => leaves(part, path === '' ? name : `${path}.${name}`))
        : [[path, value]];
    const values = leaves(JSON.parse(await textOf('host.json')), '');
    const [, section = ''] = operations.split('### `host.json`');
    const told = [...(section.split('\n## ')[0] ?? '').matchAll(/^\| `(.+?)` \| `(.+?)` \| \S.{4,} \|$/gm)];
    expect(told.map(([, path, value = '']) => [path, JSON.parse(value)])).to.deep.equal(values);
    expect(values.length).to.be.above(12);
  });

  it('the operations guide names every span and every metric, and the labels of each', () => {
    const [, telemetry = ''] = operations.split('## Telemetry');
    const table = (head: string): readonly (readonly string[])[] =>
      (telemetry.split(`| ${head} |`)[1]?.split('\n\n')[0] ?? '')
        .split('\n')
        .slice(2)
        .map((row) => row.split('|').map((cell) => cell.trim()));
    const named = (cell = ''): readonly string[] => [...cell.matchAll(/`([^`]+)`/g)].map(([, name = '']) => name);
    const spans = table('span').flatMap(([, names]) => named(names));
    const ofStorage = spans.filter((name) => name.includes('Client'));
    expect(ofStorage.filter((name) => !watchedOperations.test(name))).to.deep.equal([]);
    const ours = spans.filter((name) => !ofStorage.includes(name));
    expect(ours).to.have.members([uploadSpan, ...steps, '{platform} {operation}']);
    const metrics = table('metric').map(([, name, , by]) => ({ name: named(name)[0], labels: named(by) }));
    expect(metrics).to.have.deep.members(
      Object.values(measures).map(({ name, labels }) => ({ name, labels: [...labels] })),
    );
  });

  it('the operations guide has a runbook for every alert: how it shows, what it means, what to do, when it is over', async () => {
    const { logs, metrics } = JSON.parse(await textOf('infra/alerts.json'));
    for (const { name, severity } of [...logs, ...metrics]) {
      const [, runbook = ''] = operations.split(`### ${name} (severity ${severity})`);
      const [own = ''] = runbook.split('\n### ');
      const parts = [...own.matchAll(/^- \*\*(Shows|Means|Do|Over when)\*\*: \S.{10,}/gm)].map(([, part]) => part);
      expect(parts, name).to.deep.equal(['Shows', 'Means', 'Do', 'Over when']);
    }
  });
});
