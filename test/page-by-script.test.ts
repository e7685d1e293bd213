import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect } from 'chai';
import { before, describe, it } from 'mocha';
import { commands } from '../cli/commands.ts';
import contract from '../schemas/openapi.json' with { type: 'json' };

/** Every operation of the API: `GET /me`. */
const operations: readonly string[] = Object.entries(contract.paths).flatMap(([path, methods]) =>
  Object.keys(methods).map((method) => `${method.toUpperCase()} ${path}`),
);

/** A call as the page's source names it: literal parts as they are, others by a placeholder. */
const asPattern = (parts: string): RegExp =>
  new RegExp(
    `^/${parts
      .split(',')
      .map((part) => part.trim())
      .filter((part) => part !== '')
      .map((part) => /^'([a-z-]+)'$/.exec(part)?.[1] ?? '[^/]+')
      .join('/')}$`,
  );

describe('What the page does, by script', () => {
  let rows: readonly (readonly string[])[] = [];
  let sources: readonly string[] = [];
  before(async () => {
    const text = await readFile('docs/operations.md', 'utf8');
    const [, section = ''] = /\n### The page by script\n([\s\S]*?)\n##/.exec(text) ?? [];
    rows = section
      .split('\n')
      .filter((line) => line.startsWith('|'))
      .slice(2)
      .map((line) => line.split('|').map((cell) => cell.trim()));
    const names = await readdir('web', { recursive: true });
    const files = names.filter((name) => /\.tsx?$/.test(name) && !name.endsWith('.d.ts'));
    sources = await Promise.all(files.map((name) => readFile(join('web', name), 'utf8')));
  });
  const coded = (cell = ''): readonly string[] => [...cell.matchAll(/`([^`]+)`/g)].map(([, code = '']) => code);

  it('stands in a table that names every operation of the API, and no other', () => {
    const named = rows.flatMap(([, , cell]) => coded(cell));
    expect(named.toSorted()).to.deep.equal(operations.toSorted());
  });

  it('names only commands that exist', () => {
    const named = rows.flatMap(([, , , cell]) => coded(cell));
    expect(named.filter((name) => !Object.hasOwn(commands, name))).to.deep.equal([]);
  });

  it('is every call the page makes', () => {
    const paths = operations.map((operation) => operation.split(' ')[1] ?? '');
    const calls = sources.flatMap((text) => [
      ...[...text.matchAll(/apiPath\(\[([^\]]+)\]/g)].map(([, parts = '']) => asPattern(parts)),
      ...[...text.matchAll(/'\/((?:sign-in|sign-out|me|operator)[a-z/-]*)'/g)].map(
        ([, path]) => new RegExp(`^/${path}$`),
      ),
    ]);
    expect(calls).to.have.length.above(20);
    expect(calls.filter((call) => !paths.some((path) => call.test(path))).map(String)).to.deep.equal([]);
  });
});

const withoutJson: Readonly<Record<string, string>> = {
  connect: 'a person signs in meanwhile',
  template: 'it writes a workbook',
  'audit show': 'it prints JSON anyway',
};

describe('The commands for programs', () => {
  it('print JSON where they are asked to, each of them', async () => {
    const loaded = await Promise.all(
      Object.entries(commands).map(async ([name, load]) => [name, await load()] as const),
    );
    const without = loaded.filter(([, { usage }]) => !usage.includes('--json')).map(([name]) => name);
    expect(without).to.have.members(Object.keys(withoutJson));
    const unsaid = loaded.filter(([, { usage, help }]) => usage.includes('--json') && !help.includes('--json'));
    expect(unsaid.map(([name]) => name)).to.deep.equal([]);
  });
});
