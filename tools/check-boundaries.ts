import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { cruise, type ICruiseResult } from 'dependency-cruiser';
import { readOptions, runScript } from '../cli/command-line.ts';

/** What a look at the import directions found. */
export interface Boundaries {
  readonly modules: number;
  readonly breaches: readonly string[];
}

const rules = createRequire(import.meta.url)('../.dependency-cruiser.cjs');

/** Checks who imports whom below `folder`, by the rules of `.dependency-cruiser.cjs`. */
export async function checkBoundaries(folder: string): Promise<Boundaries> {
  const { forbidden, options } = rules;
  const roots = ['functions', 'shared', 'cli', 'local', 'simulators', 'tools', 'schemas', 'web'].filter((root) =>
    existsSync(join(folder, root)),
  );
  const { output } = await cruise(roots, {
    ...options,
    baseDir: folder,
    validate: true,
    ruleSet: { forbidden },
  });
  const { summary } = output as ICruiseResult;
  return {
    // With a TypeScript it does not know the tool sees nothing and reports success; that must not pass.
    modules: summary.totalCruised,
    breaches: summary.violations.map(({ rule, from, to }) => `${rule.name}: ${from} -> ${to}`),
  };
}

/** The project has far more modules than this; seeing fewer means the tool looked at nothing. */
export const fewestModules = 100;

const usage = `npm run boundaries    checks who imports whom, by the rules of .dependency-cruiser.cjs

  -h, --help       this text
  --version        name and version`;

async function main(args: readonly string[]): Promise<void> {
  readOptions(args, []);
  const { modules, breaches } = await checkBoundaries(resolve('.'));
  for (const breach of breaches) process.stderr.write(`${breach}\n`);
  if (modules < fewestModules)
    process.stderr.write(`Only ${modules} modules were looked at: the check itself is broken.\n`);
  else process.stdout.write(`${modules} modules looked at, ${breaches.length} breaches.\n`);
  process.exitCode = breaches.length > 0 || modules < fewestModules ? 1 : 0;
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) runScript(usage, main);
