import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';

/** Every document people read, with its path. */
export async function documents(): Promise<readonly (readonly [path: string, text: string])[]> {
  const below = (await readdir('docs', { recursive: true })).map((name) => join('docs', name));
  const paths = ['README.md', 'CONTRIBUTING.md', 'SECURITY.md', ...below].filter((path) => path.endsWith('.md'));
  return Promise.all(paths.map(async (path) => [path, await readFile(path, 'utf8')] as const));
}
