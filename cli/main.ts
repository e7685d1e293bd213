import { enableCompileCache } from 'node:module';
import { setFlagsFromString } from 'node:v8';
import { compileCacheFolder } from '../local/compile-cache.ts';
import { nearest } from '../shared/domain/reading/spelling.ts';
import { asksForHelp, asksForVersion, endWithReader, UsageError, versionText } from './command-line.ts';
import { commands } from './commands.ts';
import { openTerminal } from './terminal.ts';

const names = Object.keys(commands);
const groups = [...new Set(names.filter((name) => name.includes(' ')).map((name) => name.split(' ', 1)[0] ?? ''))];

const ending = `Run a command with --help to see its options.
Exit codes: 0 all is well; 1 something is wrong with what the command looked at, or with the storage; 2 wrong usage.`;

/** These commands, each with one line about it. */
async function list(listed: readonly string[]): Promise<string> {
  const all = await Promise.all(listed.flatMap((name) => commands[name] ?? []).map((load) => load()));
  return [...all.map((command) => `  npm run cli -- ${command.usage}\n      ${command.about}`), '', ending].join('\n');
}

const membersOf = (group: string): readonly string[] => names.filter((name) => name.startsWith(`${group} `));

/** Other words for a command that people look for. */
const aliases: Readonly<Record<string, string>> = { retry: 'release' };

/** The name of the command the line begins with, by two words or one, and what follows it. */
function find([first = '', ...others]: readonly string[]) {
  const line = [Object.hasOwn(aliases, first) ? (aliases[first] ?? first) : first, ...others];
  for (const words of [2, 1]) {
    const name = line.slice(0, words).join(' ');
    const load = Object.hasOwn(commands, name) ? commands[name] : undefined;
    if (load !== undefined) return { name, load, args: line.slice(words) };
  }
  return undefined;
}

/** Why this line names no command, with the command that was probably meant. */
function unknownCommand(line: readonly string[]): UsageError {
  const [first, second] = line;
  if (first === undefined || first.startsWith('-')) {
    const what = first === undefined ? 'No command is named' : `No command is named before "${first}"`;
    return new UsageError(`${what}; npm run cli -- --help lists them`);
  }
  const two = second === undefined || second.startsWith('-') ? undefined : `${first} ${second}`;
  const ofGroup = membersOf(first);
  if (ofGroup.length > 0 && two === undefined) {
    return new UsageError(`"${first}" needs one of: ${ofGroup.map((name) => name.slice(first.length + 1)).join(', ')}`);
  }
  const oneWord = [...names.filter((name) => !name.includes(' ')), ...groups];
  const meant =
    (two === undefined
      ? undefined
      : nearest(
          two,
          names.filter((name) => name.includes(' ')),
        )) ?? nearest(first, oneWord);
  const typed = two !== undefined && (ofGroup.length > 0 || meant?.includes(' ') === true) ? two : first;
  const hint =
    meant === undefined || meant === first ? '; npm run cli -- --help lists them' : `; did you mean ${meant}?`;
  return new UsageError(`There is no command "${typed}"${hint}`);
}

/** Prints help for the whole command line, a group, or one command; the exit code. */
async function help(line: readonly string[]): Promise<number> {
  const [first = ''] = line;
  const found = find(line);
  if (found !== undefined) {
    const { usage, about, help: options } = await found.load();
    process.stdout.write(`npm run cli -- ${usage}\n  ${about}\n\n${options}\n`);
    return 0;
  }
  const listed = first === '' || first.startsWith('-') ? names : membersOf(first);
  if (listed.length === 0) throw unknownCommand(line);
  process.stdout.write(`${await list(listed)}\n`);
  return 0;
}

async function run(line: readonly string[]): Promise<number> {
  if (line[0] === 'help') return help(line.slice(1));
  const found = find(line);
  const args = found?.args ?? line;
  if (asksForHelp(args) || (found === undefined && line[1] === 'help')) return help(line);
  if (asksForVersion(args)) {
    process.stdout.write(`${versionText()}\n`);
    return 0;
  }
  if (found === undefined) throw unknownCommand(line);
  const command = await found.load();
  const terminal = openTerminal();
  try {
    return await command.run(args, (text) => void process.stdout.write(text), terminal);
  } finally {
    terminal?.close();
  }
}

/** What Azure refused, in words for whoever typed the command. */
function inPlainWords(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  // By name: most commands need neither library.
  if (['AggregateAuthenticationError', 'CredentialUnavailableError'].includes(error.name)) {
    return 'You are not signed in to Azure. Run `az login`, then this command again.';
  }
  if (!('statusCode' in error && error.statusCode === 403)) return error.message;
  const [reason = ''] = error.message.split('\n');
  return `Azure refused: ${reason || '403'}
You have no role there (docs/operations.md lists the roles; \`az account show\` says who you are), or a firewall blocks
this machine.`;
}

// In any long run Node lets the space for young objects grow to about 100 MB, whatever the program keeps.
setFlagsFromString('--semi-space-growth-factor=1');

// From its second run on, a command starts in half the time.
enableCompileCache(compileCacheFolder);
endWithReader();
try {
  process.exitCode = await run(process.argv.slice(2));
} catch (error) {
  process.stderr.write(`${inPlainWords(error)}\n`);
  process.exitCode = error instanceof UsageError ? 2 : 1;
}
