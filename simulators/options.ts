import { parseArgs } from 'node:util';

/** What the command line asks for. */
export interface CommandOptions {
  readonly dataDir: string;
  readonly port?: number;
  readonly jobMilliseconds?: number;
  readonly seed?: number;
  readonly faultsFile?: string;
  readonly worldFile?: string;
  readonly secretsFile?: string;
  /** PEM with the server's key and certificate. */
  readonly tlsFile?: string;
}

export type ReadOptions =
  | { readonly ok: true; readonly options: CommandOptions }
  | { readonly ok: false; readonly problem: string };

const usage =
  'npm run simulators -- --data DIR [--port N] [--job-seconds S] [--seed N] [--world FILE] [--faults FILE] [--secrets FILE] [--tls FILE]';

/** Reads a number within bounds; undefined when the text is none. */
function readNumber(text: string, most: number, whole: boolean): number | undefined {
  const value = text.trim() === '' ? Number.NaN : Number(text);
  return value >= 0 && value <= most && (!whole || Number.isInteger(value)) ? value : undefined;
}

function parse(args: readonly string[]) {
  const text = { type: 'string' } as const;
  return parseArgs({
    args: [...args],
    allowPositionals: false,
    options: {
      data: text,
      port: text,
      'job-seconds': text,
      seed: text,
      world: text,
      faults: text,
      secrets: text,
      tls: text,
    },
  }).values;
}

/** Reads the command line; a problem is one clear line. */
export function readOptions(args: readonly string[]): ReadOptions {
  const problem = (what: string): ReadOptions => ({ ok: false, problem: `${what} Usage: ${usage}` });
  let given: ReturnType<typeof parse>;
  try {
    given = parse(args);
  } catch (error) {
    return problem(
      error instanceof Error ? `${error.message.split('\n', 1)[0] ?? ''}.`.replace('..', '.') : 'Wrong option.',
    );
  }
  if (given.data === undefined) return problem('--data is missing: state and secrets are kept there.');
  const port = given.port === undefined ? undefined : readNumber(given.port, 65_535, true);
  if (given.port !== undefined && port === undefined) return problem('--port takes a number from 0 to 65535.');
  const jobSeconds = given['job-seconds'] === undefined ? undefined : readNumber(given['job-seconds'], 86_400, false);
  if (given['job-seconds'] !== undefined && jobSeconds === undefined)
    return problem('--job-seconds takes a number from 0 to 86400.');
  const seed = given.seed === undefined ? undefined : readNumber(given.seed, Number.MAX_SAFE_INTEGER, true);
  if (given.seed !== undefined && seed === undefined) return problem('--seed takes a whole number.');
  return {
    ok: true,
    options: {
      dataDir: given.data,
      ...(port === undefined ? {} : { port }),
      ...(jobSeconds === undefined ? {} : { jobMilliseconds: jobSeconds * 1000 }),
      ...(seed === undefined ? {} : { seed }),
      ...(given.faults === undefined ? {} : { faultsFile: given.faults }),
      ...(given.world === undefined ? {} : { worldFile: given.world }),
      ...(given.secrets === undefined ? {} : { secretsFile: given.secrets }),
      ...(given.tls === undefined ? {} : { tlsFile: given.tls }),
    },
  };
}
