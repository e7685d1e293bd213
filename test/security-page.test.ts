import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect } from 'chai';
import { describe, it } from 'mocha';

const root = fileURLToPath(new URL('..', import.meta.url));

describe('the threat table', () => {
  it('names tests that exist: every file, and every rule by its first words', async () => {
    const page = await readFile(join(root, 'docs/security.md'), 'utf8');
    const shownBy = page
      .split('\n')
      .flatMap((line) => (/^\| [0-9, ]+\|/.test(line) ? [line.split('|').at(-2) ?? ''] : []));
    expect(shownBy.length).to.be.greaterThan(20);
    const files = (await readdir(join(root, 'test'), { recursive: true })).map((name) => name.replaceAll('\\', '/'));
    const specs = files.filter((name) => name.endsWith('.test.ts'));
    const rules = (await Promise.all(specs.map((name) => readFile(join(root, 'test', name), 'utf8')))).join('\n');
    const lost = shownBy.flatMap((cell) => [
      ...[...cell.matchAll(/`([^`]+)`/g)].flatMap(([, name = '']) =>
        files.some((file) => file.endsWith(name)) ? [] : [name],
      ),
      ...[...cell.matchAll(/"([^"]+)"/g)].flatMap(([, rule = '']) => {
        const words = rule.replaceAll('…', '').trim();
        return rules.includes(words) ? [] : [words];
      }),
    ]);
    expect(lost).to.deep.equal([]);
  });
});
