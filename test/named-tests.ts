import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));

/** The rows of a page's tables whose first cell fits, each as its cells. */
export async function tableRows(page: string, firstCell: RegExp): Promise<readonly (readonly string[])[]> {
  const text = await readFile(join(root, page), 'utf8');
  const rows = text.split('\n').map((line) => line.split('|').slice(1, -1));
  return rows.filter(([first = '']) => firstCell.test(first)).map((cells) => cells.map((cell) => cell.trim()));
}

/** What these cells name and nobody can find: files in backticks by their end, rules in quotes by their first words (up to an ellipsis). */
export async function missingTests(cells: readonly string[]): Promise<readonly string[]> {
  const files = (await readdir(join(root, 'test'), { recursive: true })).map((name) => name.replaceAll('\\', '/'));
  const specs = files.filter((name) => /\.(test|contract)\.ts$/.test(name));
  const rules = (await Promise.all(specs.map((name) => readFile(join(root, 'test', name), 'utf8')))).join('\n');
  return cells.flatMap((cell) => [
    ...[...cell.matchAll(/`([^`]+)`/g)].flatMap(([, name = '']) =>
      files.some((file) => file.endsWith(name)) ? [] : [name],
    ),
    ...[...cell.matchAll(/"([^"]+)"/g)].flatMap(([, rule = '']) => {
      const words = rule.replaceAll('…', '').trim();
      return rules.includes(words) ? [] : [words];
    }),
  ]);
}
