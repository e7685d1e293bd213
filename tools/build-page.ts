import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { basename, join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { brotliCompress, constants, gzip } from 'node:zlib';
import { build } from 'esbuild';

const compressed = {
  br: (bytes: Uint8Array) =>
    promisify(brotliCompress)(bytes, { params: { [constants.BROTLI_PARAM_QUALITY]: constants.BROTLI_MAX_QUALITY } }),
  gz: (bytes: Uint8Array) => promisify(gzip)(bytes, { level: 9 }),
};

/**
 * Bundles the page (`web/`) into a folder that `functions/page.ts` serves: `index.html`, and files whose names carry a
 * hash of their content, each also compressed. The folder is replaced.
 */
export async function buildPage(target: string, root = resolve('.')): Promise<void> {
  const { outputFiles, metafile } = await build({
    absWorkingDir: root,
    entryPoints: ['web/main.tsx', 'web/icon.svg'],
    outdir: target,
    entryNames: '[name]-[hash]',
    bundle: true,
    minify: true,
    write: false,
    metafile: true,
    platform: 'browser',
    target: 'es2022',
    format: 'esm',
    jsx: 'automatic',
    jsxImportSource: 'preact',
    loader: { '.svg': 'copy' },
    legalComments: 'none',
    logLevel: 'warning',
  });
  const names = Object.keys(metafile.outputs).map((path) => basename(path));
  const named = (ending: string): string => names.find((name) => name.endsWith(ending)) ?? '';
  const template = await readFile(join(root, 'web/index.html'), 'utf8');
  const index = template.replace('STYLE', named('.css')).replace('ICON', named('.svg')).replace('SCRIPT', named('.js'));
  const files = [
    ...outputFiles.map(({ path, contents }) => ({ name: basename(path), contents })),
    { name: 'index.html', contents: Buffer.from(index) },
  ];
  await rm(target, { recursive: true, force: true });
  await mkdir(target, { recursive: true });
  await Promise.all(
    files.flatMap(({ name, contents }) => [
      writeFile(join(target, name), contents),
      ...Object.entries(compressed).map(async ([ending, compress]) =>
        writeFile(join(target, `${name}.${ending}`), await compress(contents)),
      ),
    ]),
  );
}
