import type { SecretsAddress } from './adapters/secrets/secrets.ts';
import type { StorageAddress } from './adapters/storage/clients.ts';
import { ConfigError } from './errors.ts';

/** Everything the deployment decides; times in milliseconds. */
export interface Config {
  readonly storage: StorageAddress;
  readonly secrets: SecretsAddress;
  /** Partners' webhooks may be on this machine or network: for trying out, never in Azure. */
  readonly privateWebhooks: boolean;
  readonly times: {
    readonly claim: number;
    readonly call: number;
    readonly giveUp: number;
    readonly usualJob: number;
    readonly unclaimed: number;
    readonly lookBack: number;
    readonly overdue: number;
    readonly every: number;
    readonly provisional: number;
    readonly hold: number;
    readonly compare: number;
  };
}

const second = 1_000;
const hour = 3_600 * second;

/** Environment name, default in seconds. Each is described in docs/operations.md. */
const times = {
  claim: ['CLAIM_SECONDS', 120],
  call: ['CALL_SECONDS', 180],
  giveUp: ['GIVE_UP_SECONDS', 72 * 3600],
  usualJob: ['USUAL_JOB_SECONDS', 1200],
  unclaimed: ['UNCLAIMED_SECONDS', 120],
  lookBack: ['LOOK_BACK_SECONDS', 48 * 3600],
  overdue: ['OVERDUE_SECONDS', 300],
  every: ['REPAIR_SECONDS', 60],
  provisional: ['PROVISIONAL_SECONDS', 1800],
  hold: ['HOLD_SECONDS', 14 * 24 * 3600],
  compare: ['COMPARE_SECONDS', 480],
} as const satisfies Record<keyof Config['times'], readonly [string, number]>;

type Env = Readonly<Record<string, string | undefined>>;

function storageOf(env: Env, problems: string[]): StorageAddress {
  const connectionString = env['AzureWebJobsStorage'];
  if (connectionString !== undefined && connectionString !== '') return { kind: 'connectionString', connectionString };
  const uri = (service: string): string => {
    const name = `AzureWebJobsStorage__${service}ServiceUri`;
    const value = env[name];
    if (value === undefined || !URL.canParse(value)) problems.push(`${name} is not an address`);
    return value ?? '';
  };
  const clientId = env['AzureWebJobsStorage__clientId'];
  return {
    kind: 'identity',
    blobServiceUri: uri('blob'),
    queueServiceUri: uri('queue'),
    tableServiceUri: uri('table'),
    ...(clientId === undefined ? {} : { clientId }),
  };
}

function secretsOf(env: Env, problems: string[]): SecretsAddress {
  const { KEY_VAULT_URI: uri, SECRETS_FOLDER: path, AzureWebJobsStorage__clientId: clientId } = env;
  if (uri !== undefined && uri !== '') {
    if (!URL.canParse(uri)) problems.push('KEY_VAULT_URI is not an address');
    return { kind: 'keyVault', uri, ...(clientId === undefined ? {} : { clientId }) };
  }
  if (path === undefined || path === '') problems.push('KEY_VAULT_URI (or SECRETS_FOLDER, locally) is missing');
  return { kind: 'folder', path: path ?? '' };
}

function timesOf(env: Env, problems: string[]): Config['times'] {
  const read = ([name, standard]: readonly [string, number]): number => {
    const text = env[name];
    if (text === undefined || text === '') return standard * second;
    const seconds = Number(text);
    if (!Number.isFinite(seconds) || seconds <= 0 || seconds > 24 * 365 * 3600) {
      problems.push(`${name} is "${text}", not a number of seconds above 0`);
    }
    return seconds * second;
  };
  const all = Object.fromEntries(Object.entries(times).map(([key, value]) => [key, read(value)])) as Config['times'];
  if (all.giveUp < all.usualJob) problems.push('GIVE_UP_SECONDS is shorter than USUAL_JOB_SECONDS');
  if (all.giveUp > 7 * 24 * hour * 4) problems.push('GIVE_UP_SECONDS is longer than four weeks');
  return all;
}

/** Where storage is, alone: commands of the operator need nothing else. Throws `ConfigError`. */
export function readStorageAddress(env: Env = process.env): StorageAddress {
  const problems: string[] = [];
  const address = storageOf(env, problems);
  if (problems.length > 0) throw new ConfigError(problems);
  return address;
}

/** Reads the deployment's settings; throws `ConfigError` that lists every problem at once. */
export function readConfig(env: Env = process.env): Config {
  const problems: string[] = [];
  const config = {
    storage: storageOf(env, problems),
    secrets: secretsOf(env, problems),
    privateWebhooks: env['PRIVATE_WEBHOOKS'] === 'true',
    times: timesOf(env, problems),
  };
  if (problems.length > 0) throw new ConfigError(problems);
  return config;
}
