import { onShutdown, portNumber, readOptions, runCommand, UsageError, wholeNumber } from '../../cli/command-line.ts';
import { startHost } from './host.ts';
import { isLogLevel } from './log.ts';

const names = [
  'storage',
  'functions',
  'port',
  'visibility',
  'data',
  'key',
  'log-level',
  'duplicate-blob-events',
  'seed',
] as const;

async function main(): Promise<void> {
  const options = readOptions(process.argv.slice(2), names);
  const storage = options.storage ?? process.env['AzureWebJobsStorage'];
  if (storage === undefined) throw new UsageError('--storage CONNECTION_STRING is missing');
  const logLevel = options['log-level'] ?? 'information';
  if (!isLogLevel(logLevel)) throw new UsageError(`--log-level does not know "${logLevel}"`);
  const { stop, ...ready } = await startHost({
    storage,
    logLevel,
    functionsDir: options.functions,
    port: portNumber(options.port, 'port'),
    visibilitySeconds: wholeNumber(options.visibility, 'visibility', { min: 1, max: 604_800 }),
    dataDir: options.data,
    key: options.key,
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

runCommand(main);
