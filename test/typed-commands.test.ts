import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect } from 'chai';
import { before, describe, it } from 'mocha';
import { scriptsIn } from './builders/npm-scripts.ts';
import { documents } from './documents.ts';
import { shown, type TypedCommand, typedCommands } from './typed-commands.ts';

const needsAzure = /^(?:azd? |scripts\/post-deploy|kusto: )|\$\(azd /;

describe('What the documents tell people to type', () => {
  let commands: readonly TypedCommand[] = [];
  before(async () => {
    commands = typedCommands(await documents());
  });

  it('is found in blocks, in running text and behind the mark of what needs Azure', () => {
    const text = [
      '# A ☁',
      '```sh',
      '# a remark',
      'azd up  # and another',
      '```',
      'Then `npm run a | b`.',
      '# B',
      'Type `az\n  login` ☁ or `npm test`; not `azd`.',
      '## C',
      '```js',
      'npm nothing',
      '```',
    ].join('\n');
    expect(typedCommands([['x.md', text]]).map(({ text: typed, cloud }) => [typed, cloud])).to.deep.equal([
      ['azd up', true],
      ['npm run a', true],
      ['npm run b', true],
      ['az login', true],
      ['npm test', false],
    ]);
  });

  it('is run by a test that is named, or needs an Azure subscription and says so', () => {
    expect(commands.length).to.be.above(40);
    const unknown = commands.filter(({ text, cloud }) => !(needsAzure.test(text) ? cloud : shown[text] !== undefined));
    expect(unknown.map(({ where, text }) => `${where}: ${text}`)).to.deep.equal([]);
  });

  it('is all that the list of tests for it speaks of', () => {
    const typed = new Set(commands.map(({ text }) => text));
    expect(Object.keys(shown).filter((text) => !typed.has(text))).to.deep.equal([]);
  });

  it('is shown by tests that exist, and by workflows that run it', async () => {
    const { scripts } = JSON.parse(await readFile('package.json', 'utf8'));
    const workflows = ['check', 'nightly'].map((name) => readFile(`.github/workflows/${name}.yml`, 'utf8'));
    const gate = [
      'npm ci',
      ...scriptsIn((await Promise.all(workflows)).join('\n'), scripts).flatMap((name) => [
        `npm run ${name}`,
        `npm ${name}`,
      ]),
    ];
    for (const [text, by] of Object.entries(shown)) {
      if (by.by === 'gate') expect(gate).to.include(text);
      if (by.by === 'test') expect(await readFile(join('test', by.file), 'utf8'), text).to.contain(`('${by.rule}`);
    }
  });
});
