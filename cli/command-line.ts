import { inspect, parseArgs } from 'node:util';

/** A command was called in a way it does not understand: one line, exit code 2. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}

/** Reads `--name value` options; anything else on the line is a usage error. */
export function readOptions<Name extends string>(
  args: readonly string[],
  names: readonly Name[],
): Readonly<Partial<Record<Name, string>>> {
  const options = Object.fromEntries(names.map((name) => [name, { type: 'string' as const }]));
  try {
    const { values } = parseArgs({ args: [...args], options, strict: true, allowPositionals: false });
    const read: Partial<Record<Name, string>> = {};
    for (const name of names) {
      const value = values[name];
      if (typeof value === 'string') read[name] = value;
    }
    return read;
  } catch (error) {
    const [problem] = String(error instanceof Error ? error.message : error).split('. ');
    throw new UsageError(`${problem}. Known options: ${names.map((name) => `--${name}`).join(', ')}`, { cause: error });
  }
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
