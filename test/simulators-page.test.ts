import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect } from 'chai';
import { describe, it } from 'mocha';
import { missingTests, tableRows } from './named-tests.ts';

const simulators = 'simulators';
const operation = /operation: '((?:partnerCenter|oemDirect|intune|entra)\.\w+)'/g;

/** The table's rows, without headings and rulers. */
const rules = async () =>
  (await tableRows('docs/simulators.md', /\S/)).filter(([first = '']) => !/^(operation|-+)$/.test(first));

describe('the table of what the simulators hold us to', () => {
  it('names tests that exist, and at least one of the simulator for each rule', async () => {
    const rows = await rules();
    expect(rows.length).to.be.greaterThan(60);
    const shownBy = rows.map((cells) => cells.slice(-2));
    expect(rows.filter((cells) => cells.length !== 4 || !/["`]/.test(cells[2] ?? ''))).to.deep.equal([]);
    expect(await missingTests(shownBy.flat())).to.deep.equal([]);
  });

  it('has a rule for every operation', async () => {
    const files = (await readdir(simulators, { recursive: true })).filter((name) => name.endsWith('.ts'));
    const sources = await Promise.all(files.map((name) => readFile(join(simulators, name), 'utf8')));
    const known = new Set(sources.flatMap((text) => [...text.matchAll(operation)].map(([, name = '']) => name)));
    expect(known.size).to.be.greaterThan(20);
    const named = (await rules()).map(([first]) => first).join(' ');
    expect([...known].filter((name) => !named.includes(`\`${name}\``))).to.deep.equal([]);
  });

  it('has every rule the simulators are tested for', async () => {
    const shown = [
      ...(await rules())
        .flat()
        .join(' ')
        .matchAll(/"([^"]+)"/g),
    ].map(([, words = '']) => words.replaceAll('…', '').trim());
    const tests = ['partner-center', 'oem-direct', 'graph', 'faults', 'device-outcomes', 'one-directory'];
    const texts = await Promise.all(tests.map((name) => readFile(`test/${simulators}/${name}.test.ts`, 'utf8')));
    const tested = texts.flatMap((text) =>
      [...text.matchAll(/^ +it\((['`])(.+?)\1, /gm)].map(([, , name = '']) => name),
    );
    expect(tested.length).to.be.greaterThan(100);
    expect(tested.filter((name) => !shown.some((words) => name.includes(words)))).to.deep.equal([]);
  });
});
