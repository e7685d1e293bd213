import {
  onShutdown,
  portNumber,
  readOptions,
  runCommand,
  runScript,
  typedPath,
  UsageError,
  wholeNumber,
} from '../../cli/command-line.ts';
import { startHost } from './host.ts';
import { isLogLevel } from './log.ts';

const names = ['storage', 'functions', 'port', 'visibility', 'log-level', 'duplicate-blob-events', 'seed'] as const;

const usage = `npm run host -- [options]                 the Functions host alone; stays until Ctrl-C

  --storage TEXT   connection string of the storage (default: AzureWebJobsStorage of the environment)
  --functions DIR  folder of the functions (default: this repository's)
  --port N         listen on this port (default: a free one)
  --log-level L    least level to log: trace, debug, information (default), warning, error, critical
  --visibility S   seconds a queue message stays hidden while a function works on it (default: 600)
  --duplicate-blob-events R  share of blob events that come twice, 0 to 1 (default: 0)
  --seed N         makes --duplicate-blob-events repeatable
  -h, --help       this text
  --version        name and version

Logs lines of JSON to stderr, and prints one line of JSON to stdout when it is ready. SECRETS_FOLDER or KEY_VAULT_URI in
the environment says where secrets are. To debug it: node --inspect local/host/main.ts, or npm start -- --inspect.`;

async function main(args: readonly string[]): Promise<void> {
  const options = readOptions(args, names);
  const storage = options.storage ?? process.env['AzureWebJobsStorage'];
  if (storage === undefined) throw new UsageError('--storage CONNECTION_STRING is missing');
  const logLevel = options['log-level'] ?? 'information';
  if (!isLogLevel(logLevel)) throw new UsageError(`--log-level does not know "${logLevel}"`);
  const { stop, ...ready } = await startHost({
    storage,
    logLevel,
    functionsDir: options.functions === undefined ? undefined : typedPath(options.functions),
    port: portNumber(options.port, 'port'),
    visibilitySeconds: wholeNumber(options.visibility, 'visibility', { min: 1, max: 604_800 }),
    duplicateBlobEvents: rate(options['duplicate-blob-events']),
    seed: wholeNumber(options.seed, 'seed', { min: 0, max: 2 ** 32 - 1 }),
  });
  onShutdown(() => runCommand(() => stop().then(() => process.exit(0))));
  process.stdout.write(`${JSON.stringify({ pid: process.pid, ...ready })}\n`);
}

function rate(text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  const value = Number(text);
  if (text.trim() !== '' && value >= 0 && value <= 1) return value;
  throw new UsageError(`--duplicate-blob-events takes a number from 0 to 1, not "${text}"`);
}

runScript(usage, main);
