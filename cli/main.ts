import { setFlagsFromString } from 'node:v8';
import type { Command } from './command.ts';
import { UsageError } from './command-line.ts';

/** Each command is loaded when it is called: reading one file needs no storage client. */
const commands: Readonly<Record<string, () => Promise<Command>>> = {
  check: async () => (await import('./check.ts')).check,
  connect: async () => (await import('./connection.ts')).connect,
  'connection check': async () => (await import('./connection.ts')).connectionCheck,
  'settings check': async () => (await import('./settings-check.ts')).settingsCheck,
  access: async () => (await import('./access.ts')).access,
  'audit verify': async () => (await import('./audit.ts')).auditVerify,
  'audit show': async () => (await import('./audit.ts')).auditShow,
  template: async () => (await import('./template.ts')).template,
  status: async () => (await import('./status.ts')).status,
  repair: async () => (await import('./repair.ts')).repair,
  reconcile: async () => (await import('./reconcile.ts')).reconcile,
  erase: async () => (await import('./erase.ts')).erase,
};

const ending = `Each command tells its options with --help. It ends with 0 when all is well, 1 when something is wrong with what it
looked at or with the storage, 2 when it was called wrongly.`;

async function usage(): Promise<string> {
  const all = await Promise.all(Object.values(commands).map((load) => load()));
  return [...all.map((command) => `  npm run cli -- ${command.usage}\n      ${command.about}`), '', ending].join('\n');
}

/** The command the line begins with, by two words or one, and what stands behind it. */
function find(line: readonly string[]) {
  for (const words of [2, 1]) {
    const name = line.slice(0, words).join(' ');
    const load = Object.hasOwn(commands, name) ? commands[name] : undefined;
    if (load !== undefined) return { load, args: line.slice(words) };
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
    process.stdout.write(`${await usage()}\n`);
    return 0;
  }
  const { args } = found;
  const command = await found.load();
  if (!args.includes('--help')) return command.run(args, (text) => void process.stdout.write(text));
  process.stdout.write(`npm run cli -- ${command.usage}\n  ${command.about}\n\n${command.help}\n`);
  return 0;
}

/** Wrong calls: ours, and those the option parser finds. */
const isUsage = (error: unknown): boolean =>
  error instanceof UsageError ||
  (error instanceof TypeError && 'code' in error && String(error.code).startsWith('ERR_PARSE_ARGS'));

/** What Azure refuses on the way, said for whoever typed the command. */
function inPlainWords(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  // By name: most commands need neither library.
  if (['AggregateAuthenticationError', 'CredentialUnavailableError'].includes(error.name)) {
    return 'Nobody is signed in to Azure here. Run `az login`, then this again.';
  }
  if (!('statusCode' in error && error.statusCode === 403)) return error.message;
  const [reason = ''] = error.message.split('\n');
  return `Azure refused: ${reason || '403'}
Whoever is signed in here has no role there (docs/operations.md lists them; \`az account show\` says who it is), or a firewall
keeps this machine out.`;
}

// In any long run Node lets the space for young objects grow to about 100 MB, whatever the program keeps.
setFlagsFromString('--semi-space-growth-factor=1');

try {
  process.exitCode = await run(process.argv.slice(2));
} catch (error) {
  process.stderr.write(`${inPlainWords(error)}\n`);
  process.exitCode = isUsage(error) ? 2 : 1;
}
