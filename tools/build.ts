import { cp, mkdir, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { join, relative, resolve, sep } from 'node:path';
import { pathToFileURL } from 'node:url';
import { build } from 'esbuild';
import { readOptions, runScript } from '../cli/command-line.ts';
import { buildPage } from './build-page.ts';

/** What was built: the package is exactly this folder. */
export interface BuiltPackage {
  readonly files: number;
  readonly bytes: number;
}

/**
 * Stay as packages: `@azure/functions` finds its host through `require`, and the blob reference must be registered in
 * the very copy of the base package that it uses.
 */
const external = ['@azure/functions', '@azure/functions-extensions-base'];

/** Bundled CommonJS packages still call `require` for Node's own modules. */
const requireInModules =
  "import { createRequire as __createRequire } from 'node:module'; const require = __createRequire(import.meta.url);";

const readJson = async <T>(file: string): Promise<T> => JSON.parse(await readFile(file, 'utf8'));

interface PackageJson {
  readonly name: string;
  readonly version: string;
  readonly dependencies?: Readonly<Record<string, string>>;
}

/** Not sources, types or words: of a package's files, named from its own folder, only what runs. */
export const isPartOfPackage = (path: string): boolean =>
  !/\.(?:map|d\.[cm]?ts|md)$/.test(path) && path.split(sep)[0] !== 'src';

/** Copies a package and all it depends on. */
async function copyPackage(name: string, root: string, target: string, done: Set<string>): Promise<void> {
  if (done.has(name)) return;
  done.add(name);
  const from = join(root, 'node_modules', name);
  await cp(from, join(target, 'node_modules', name), {
    recursive: true,
    filter: (path) => isPartOfPackage(relative(from, path)),
  });
  const { dependencies = {} } = await readJson<PackageJson>(join(from, 'package.json'));
  for (const dependency of Object.keys(dependencies)) await copyPackage(dependency, root, target, done);
}

async function measure(folder: string): Promise<BuiltPackage> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const sizes = await Promise.all(
    entries.filter((entry) => entry.isFile()).map((entry) => stat(join(entry.parentPath, entry.name))),
  );
  return { files: sizes.length, bytes: sizes.reduce((sum, { size }) => sum + size, 0) };
}

/**
 * Builds the deployment package: the functions with everything they import in a few files (a thousand small ones take
 * a new instance more than a second to load), `host.json`, and the packages that must stay packages.
 */
export async function buildPackage(target: string, root = resolve('.')): Promise<BuiltPackage> {
  await rm(target, { recursive: true, force: true });
  await build({
    absWorkingDir: root,
    entryPoints: ['functions/*.ts'],
    outdir: target,
    outbase: '.',
    chunkNames: 'shared/[hash]',
    bundle: true,
    splitting: true,
    platform: 'node',
    target: 'node24',
    format: 'esm',
    external,
    banner: { js: requireInModules },
    legalComments: 'eof',
    sourcemap: 'linked',
    sourcesContent: false,
    logLevel: 'warning',
  });
  await buildPage(join(target, 'page'), root);
  const { name, version, dependencies = {} } = await readJson<PackageJson>(join(root, 'package.json'));
  const kept = Object.fromEntries(external.map((one) => [one, dependencies[one] ?? '']));
  const description = { name, version, private: true, type: 'module', main: 'functions/*.js', dependencies: kept };
  await mkdir(target, { recursive: true });
  await writeFile(join(target, 'package.json'), `${JSON.stringify(description, undefined, 2)}\n`);
  await cp(join(root, 'host.json'), join(target, 'host.json'));
  const done = new Set<string>();
  for (const one of external) await copyPackage(one, root, target, done);
  return measure(target);
}

const usage = `npm run build    builds the deployment package: ./dist is then exactly what Azure gets

  -h, --help       this text
  --version        name and version`;

async function main(args: readonly string[]): Promise<void> {
  readOptions(args, []);
  const { files, bytes } = await buildPackage(resolve('dist'));
  process.stdout.write(`dist: ${files} files, ${(bytes / 2 ** 20).toFixed(1)} MiB\n`);
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) runScript(usage, main);
