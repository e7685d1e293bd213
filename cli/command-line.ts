import { readFileSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { inspect, type ParseArgsConfig, parseArgs } from 'node:util';
import { nearest } from '../shared/domain/reading/spelling.ts';

/** A command was called in a way it does not understand: one line, exit code 2. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}

/** What the option parser complains of, with the option that was probably meant. */
function optionProblem(error: unknown, names: readonly string[]): string {
  const text = error instanceof Error ? error.message : String(error);
  const [, typed] = /^Unknown option '(-+[^']*)'/.exec(text) ?? [];
  if (typed === undefined) return text.split(/\. |\n/, 1)[0] ?? text;
  const meant = nearest(typed.replace(/^-+/, ''), names);
  const known = names.length === 0 ? 'None is known' : `Known options: ${names.map((name) => `--${name}`).join(', ')}`;
  return `There is no option "${typed}"${meant === undefined ? `. ${known}` : `; did you mean --${meant}?`}`;
}

/** Reads a command line with these options; whatever the parser refuses is a `UsageError` of one line. */
export function readArguments<const Options extends NonNullable<ParseArgsConfig['options']>>(
  args: readonly string[],
  options: Options,
) {
  try {
    return parseArgs({ args: [...args], options, strict: true, allowPositionals: true });
  } catch (error) {
    throw new UsageError(optionProblem(error, Object.keys(options)), { cause: error });
  }
}

/** Refuses what stands on the line beside the options. */
export function expectNothingElse(positionals: readonly string[]): void {
  if (positionals.length > 0) throw new UsageError(`"${positionals.join(' ')}" is not understood`);
}

/** Reads `--name value` options; anything else on the line is a usage error. */
export function readOptions<Name extends string>(
  args: readonly string[],
  names: readonly Name[],
): Readonly<Partial<Record<Name, string>>> {
  const options = Object.fromEntries(names.map((name) => [name, { type: 'string' as const }]));
  const { values, positionals } = readArguments(args, options);
  expectNothingElse(positionals);
  const read: Partial<Record<Name, string>> = {};
  for (const name of names) {
    const value = values[name];
    if (typeof value === 'string') read[name] = value;
  }
  return read;
}

/**
 * A file or folder as whoever typed it meant it. npm runs scripts in the project's folder and names the folder it was
 * called from in `INIT_CWD`. That variable is inherited further down, so it counts only where npm chose the folder.
 */
export function typedPath(
  path: string,
  env: Readonly<Record<string, string | undefined>> = process.env,
  folder = process.cwd(),
): string {
  const { INIT_CWD: calledFrom, npm_package_json: description } = env;
  const movedByNpm = calledFrom !== undefined && description !== undefined && dirname(description) === folder;
  return resolve(movedByNpm ? calledFrom : folder, path);
}

/** Does the line ask for `names`? Behind `--` nothing is an option any more. */
function asksFor(args: readonly string[], names: readonly string[]): boolean {
  const end = args.indexOf('--');
  return (end < 0 ? args : args.slice(0, end)).some((arg) => names.includes(arg));
}

/** Does the line ask for help with an option? */
export const asksForHelp = (args: readonly string[]): boolean => asksFor(args, ['-h', '--help']);

/** Does the line ask which version this is? */
export const asksForVersion = (args: readonly string[]): boolean => asksFor(args, ['--version']);

/** Name and version, as `--version` prints them. */
export function versionText(): string {
  const { name, version } = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8'));
  return `${name} ${version}`;
}

/** When whoever reads the output stops reading (`| head`), the command ends without a word, as others do. */
export function endWithReader(): void {
  process.stdout.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EPIPE') throw error;
    // What must be stopped and removed first stands behind this signal.
    if (process.listenerCount('SIGTERM') > 0) process.emit('SIGTERM');
    else process.exit();
  });
}

/** A whole number from an option's text; `undefined` where the option was not given. */
export function wholeNumber(
  text: string | undefined,
  name: string,
  range: { readonly min: number; readonly max: number },
): number | undefined {
  if (text === undefined) return undefined;
  const value = Number(text);
  if (/^\d+$/.test(text) && value >= range.min && value <= range.max) return value;
  throw new UsageError(`--${name} takes a whole number from ${range.min} to ${range.max}, not "${text}"`);
}

/** A TCP port from an option's text; 0 asks for a free one. */
export function portNumber(text: string | undefined, name: string): number | undefined {
  return wholeNumber(text, name, { min: 0, max: 65_535 });
}

const parentCheckMs = 500;

/** Calls back once on Ctrl-C, on SIGTERM, or when the process that started this one is gone. */
export function onShutdown(stop: () => void): void {
  let called = false;
  const once = () => {
    if (called) return;
    called = true;
    stop();
  };
  for (const event of ['SIGINT', 'SIGTERM', 'disconnect']) process.on(event, once);
  if (process.connected === false) once();
  // A SIGTERM to npm ends npm and its shell, and does not reach the command.
  if (process.env['npm_lifecycle_event'] === undefined) return;
  const parent = process.ppid;
  setInterval(() => process.ppid !== parent && once(), parentCheckMs).unref();
}

/** Runs a command's body: a usage error is one line and exit code 2, any other failure its message (and cause) and exit code 1. */
export function runCommand(body: () => Promise<void>): void {
  body().catch((error: unknown) => {
    const known = error instanceof Error;
    process.stderr.write(`${known ? error.message : String(error)}\n`);
    if (error instanceof UsageError) process.exit(2);
    if (known && error.cause !== undefined) process.stderr.write(`${inspect(error.cause)}\n`);
    process.exit(1);
  });
}

/** Runs a script: answers `-h`, `--help`, `help` and `--version`, else runs its body with the command line. */
export function runScript(help: string, body: (args: readonly string[]) => Promise<void>): void {
  const args = process.argv.slice(2);
  endWithReader();
  if (asksForHelp(args) || (args.length === 1 && args[0] === 'help')) process.stdout.write(`${help}\n`);
  else if (asksForVersion(args)) process.stdout.write(`${versionText()}\n`);
  else runCommand(() => body(args));
}
