import { readFile } from 'node:fs/promises';

/** What the host takes from `host.json`. */
export interface HostSettings {
  readonly functionTimeoutMs: number;
  readonly routePrefix: string;
  readonly queues: {
    readonly batchSize: number;
    readonly newBatchThreshold: number;
    readonly maxDequeueCount: number;
    /** How long a message stays hidden after a failure, in seconds. */
    readonly retrySeconds: number;
    readonly maxPollingMs: number;
    readonly encoding: 'base64' | 'none';
  };
  readonly blobs: { readonly maxDegreeOfParallelism: number; readonly poisonBlobThreshold: number };
}

type Environment = Readonly<Record<string, string | undefined>>;

/**
 * Reads `host.json`. As on the platform, `AzureFunctionsJobHost__extensions__queues__batchSize` and its like in the
 * environment win over the file. Defaults are the platform's.
 */
export async function readHostSettings(file: string, env: Environment): Promise<HostSettings> {
  const document: unknown = JSON.parse(await readFile(file, 'utf8'));
  const at = (path: string): unknown => {
    const override = env[`AzureFunctionsJobHost__${path.replaceAll('.', '__')}`];
    if (override !== undefined) return override;
    return path.split('.').reduce<unknown>((value, key) => member(value, key), document);
  };
  const text = (path: string, fallback: string) => {
    const value = at(path) ?? fallback;
    if (typeof value === 'string') return value;
    throw new Error(`host.json: ${path} is not a text`);
  };
  const count = (path: string, fallback: number) => {
    const value = Number(at(path) ?? fallback);
    if (Number.isInteger(value) && value >= 0) return value;
    throw new Error(`host.json: ${path} is not a whole number`);
  };
  const duration = (path: string, fallback: string) => {
    const ms = parseDuration(text(path, fallback));
    if (ms !== undefined) return ms;
    throw new Error(`host.json: ${path} is not a duration (hh:mm:ss)`);
  };
  const batchSize = count('extensions.queues.batchSize', 16);
  return {
    functionTimeoutMs: duration('functionTimeout', '00:30:00'),
    routePrefix: text('extensions.http.routePrefix', 'api'),
    queues: {
      batchSize,
      newBatchThreshold: count('extensions.queues.newBatchThreshold', Math.floor(batchSize / 2)),
      maxDequeueCount: count('extensions.queues.maxDequeueCount', 5),
      retrySeconds: duration('extensions.queues.visibilityTimeout', '00:00:00') / 1000,
      maxPollingMs: duration('extensions.queues.maxPollingInterval', '00:01:00'),
      encoding: text('extensions.queues.messageEncoding', 'base64') === 'none' ? 'none' : 'base64',
    },
    blobs: {
      maxDegreeOfParallelism: count('extensions.blobs.maxDegreeOfParallelism', 8),
      poisonBlobThreshold: count('extensions.blobs.poisonBlobThreshold', 5),
    },
  };
}

/** `hh:mm:ss` or `d.hh:mm:ss` in milliseconds; anything else is `undefined`. */
export function parseDuration(text: string): number | undefined {
  const match = /^(?:(\d+)\.)?(\d{1,2}):([0-5]?\d):([0-5]?\d)$/.exec(text);
  if (match === null) return undefined;
  const [days = 0, hours = 0, minutes = 0, seconds = 0] = match.slice(1).map((part) => Number(part ?? 0));
  return (((days * 24 + hours) * 60 + minutes) * 60 + seconds) * 1000;
}

/** A binding's text with its `%SETTING%` parts filled in from the environment. */
export function resolveSettings(text: string, env: Environment): string {
  return text.replaceAll(/%([^%]+)%/g, (_, name: string) => {
    const value = env[name];
    if (value === undefined) throw new Error(`The app setting ${name} is missing: "${text}" needs it`);
    return value;
  });
}

/** The connection string a binding's `connection` names; with or without the platform's prefix. */
export function connectionString(name: string, env: Environment): string {
  const value = env[name] ?? env[`AzureWebJobs${name}`];
  if (value === undefined) throw new Error(`The app setting ${name} is missing: a trigger's connection needs it`);
  return value;
}

function member(value: unknown, key: string): unknown {
  if (typeof value !== 'object' || value === null) return undefined;
  return Object.entries(value).find(([name]) => name === key)?.[1];
}
