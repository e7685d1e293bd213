import { expectNothingElse, readArguments, typedPath } from '../cli/command-line.ts';

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
  readonly ownPorts?: boolean;
}

export type ReadOptions =
  | { readonly ok: true; readonly options: CommandOptions }
  | { readonly ok: false; readonly problem: string };

const usage =
  'npm run simulators -- --data DIR [--port N] [--job-seconds S] [--seed N] [--world FILE] [--faults FILE] [--secrets FILE] [--tls FILE] [--own-ports]';

/** What `--help` prints. */
export const help = `npm run simulators -- --data DIR [options]    the simulated platforms alone; stays until Ctrl-C

  --data DIR       keep state and secrets here
  --port N         listen on this port and those after it (default: free ones)
  --job-seconds S  how long a simulated job takes
  --seed N         makes what is left to chance repeatable
  --world FILE     who exists: tenants, customers, apps (default: a sample world)
  --faults FILE    what goes wrong (docs/simulators.md)
  --secrets FILE   the secrets that are accepted (default: made once, kept in the data folder)
  --tls FILE       PEM file with key and certificate, to serve HTTPS
  --own-ports      give each platform a port of its own as well, for libraries that know hosts only
  -h, --help       this text
  --version        name and version

Prints one line of JSON when it is ready: the addresses.`;

/** Reads a number within bounds; undefined when the text is none. */
function readNumber(text: string, most: number, whole: boolean): number | undefined {
  const value = text.trim() === '' ? Number.NaN : Number(text);
  return value >= 0 && value <= most && (!whole || Number.isInteger(value)) ? value : undefined;
}

function parse(args: readonly string[]) {
  const text = { type: 'string' } as const;
  const { values, positionals } = readArguments(args, {
    data: text,
    port: text,
    'job-seconds': text,
    seed: text,
    world: text,
    faults: text,
    secrets: text,
    tls: text,
    'own-ports': { type: 'boolean' },
  });
  expectNothingElse(positionals);
  return values;
}

/** Reads the command line; a problem is one clear line. */
export function readOptions(args: readonly string[]): ReadOptions {
  const problem = (what: string): ReadOptions => ({ ok: false, problem: `${what} Usage: ${usage}` });
  let given: ReturnType<typeof parse>;
  try {
    given = parse(args);
  } catch (error) {
    return problem(error instanceof Error ? error.message.replace(/[^?.]$/, '$&.') : 'Wrong option.');
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
      dataDir: typedPath(given.data),
      ...(port === undefined ? {} : { port }),
      ...(jobSeconds === undefined ? {} : { jobMilliseconds: jobSeconds * 1000 }),
      ...(seed === undefined ? {} : { seed }),
      ...(given.faults === undefined ? {} : { faultsFile: typedPath(given.faults) }),
      ...(given.world === undefined ? {} : { worldFile: typedPath(given.world) }),
      ...(given.secrets === undefined ? {} : { secretsFile: typedPath(given.secrets) }),
      ...(given.tls === undefined ? {} : { tlsFile: typedPath(given.tls) }),
      ...(given['own-ports'] ? { ownPorts: true } : {}),
    },
  };
}
