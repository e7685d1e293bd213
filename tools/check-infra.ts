import { resolve } from 'node:path';
import { expectNothingElse, readArguments, runScript } from '../cli/command-line.ts';
import { compilable, compile, fetchBicep, findBicep } from './infra/bicep.ts';
import { checkStructure } from './infra/check-structure.ts';

/** Fewer files than this, and the check has looked at nothing. */
const fewestFiles = 10;

const usage = `npm run infra:check -- [options]    checks the Azure templates, and compiles them where a Bicep compiler is found

  --fetch          download a Bicep compiler where there is none
  --must-compile   fail where the templates could not be compiled
  -h, --help       this text
  --version        name and version`;

async function main(args: readonly string[]): Promise<void> {
  const boolean = { type: 'boolean' } as const;
  const { values, positionals } = readArguments(args, { fetch: boolean, 'must-compile': boolean });
  expectNothingElse(positionals);
  const { files, faults } = await checkStructure(resolve('.'));
  const bicep = findBicep() ?? (values.fetch === true ? fetchBicep() : undefined);
  const templates = bicep === undefined ? undefined : compilable(bicep, resolve('.'));
  const compiled =
    bicep === undefined || templates === undefined
      ? []
      : ['infra/main.bicep', 'infra/upload-events.bicep'].flatMap((file) => compile(bicep, templates.root, file));
  templates?.remove();
  /** Where a compiler can be had, a check that quietly went without one proves too little. */
  const lacksCompiler = values['must-compile'] === true && templates?.whole !== true;
  for (const fault of new Set([...faults, ...compiled])) process.stderr.write(`${fault}\n`);
  if (files < fewestFiles)
    process.stderr.write(`Only ${files} templates were looked at: the check itself is broken.\n`);
  process.stdout.write(
    `${files} templates looked at, ${faults.length} faults. ${
      bicep === undefined
        ? 'Not compiled: there is no Bicep compiler here (--fetch tries to get one).'
        : `Compiled and linted by ${bicep}${
            templates?.whole === false ? ' (but for the sign-in: the types of Graph can not be had here)' : ''
          }, ${compiled.length} complaints.`
    }\n`,
  );
  process.exitCode = faults.length + compiled.length > 0 || files < fewestFiles || lacksCompiler ? 1 : 0;
}

runScript(usage, main);
