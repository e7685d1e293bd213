import { setFlagsFromString } from 'node:v8';
import { access } from './cli/access.ts';
import { auditShow, auditVerify } from './cli/audit.ts';
import { check } from './cli/check.ts';
import type { Command } from './cli/command.ts';
import { erase } from './cli/erase.ts';
import { reconcile } from './cli/reconcile.ts';
import { settingsCheck } from './cli/settings-check.ts';
import { status } from './cli/status.ts';
import { UsageError } from './command-line.ts';

const commands: Readonly<Record<string, Command>> = {
  check,
  'settings check': settingsCheck,
  access,
  'audit verify': auditVerify,
  'audit show': auditShow,
  status,
  reconcile,
  erase,
};

const list = Object.values(commands)
  .map(({ usage, about }) => `  npm run cli -- ${usage}\n      ${about}`)
  .join('\n');
const usage = `${list}\n\nEach command tells its options with --help. It ends with 0 when all is well, 1 when something is wrong with what it\nlooked at or with the storage, 2 when it was called wrongly.`;

/** The command the line begins with, by two words or one, and what stands behind it. */
function find(line: readonly string[]): { readonly command: Command; readonly args: readonly string[] } | undefined {
  for (const words of [2, 1]) {
    const name = line.slice(0, words).join(' ');
    const command = Object.hasOwn(commands, name) ? commands[name] : undefined;
    if (command !== undefined) return { command, args: line.slice(words) };
  }
  return undefined;
}

async function run(line: readonly string[]): Promise<number> {
  const found = find(line);
  if (found === undefined) {
    if (!line.includes('--help')) {
      const what = line[0] === undefined ? 'No command is named' : `There is no command "${line.join(' ')}"`;
      throw new UsageError(`${what}; npm run cli -- --help lists them`);
    }
    process.stdout.write(`${usage}\n`);
    return 0;
  }
  const { command, args } = found;
  if (!args.includes('--help')) return command.run(args, (text) => void process.stdout.write(text));
  process.stdout.write(`npm run cli -- ${command.usage}\n  ${command.about}\n\n${command.help}\n`);
  return 0;
}

/** Wrong calls: ours, and those the option parser finds. */
const isUsage = (error: unknown): boolean =>
  error instanceof UsageError ||
  (error instanceof TypeError && 'code' in error && String(error.code).startsWith('ERR_PARSE_ARGS'));

// In any long run Node lets the space for young objects grow to about 100 MB, whatever the program keeps.
setFlagsFromString('--semi-space-growth-factor=1');

try {
  process.exitCode = await run(process.argv.slice(2));
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = isUsage(error) ? 2 : 1;
}
