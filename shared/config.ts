import type { SecretsAddress } from './adapters/secrets/secrets.ts';
import type { StorageAddress } from './adapters/storage/clients.ts';
import type { ExportTo } from './adapters/telemetry/export-to.ts';
import { ConfigError } from './errors.ts';

/** `smtp`: `secret` names the secret with the server's address. */
export type MailSettings =
  | { readonly kind: 'smtp'; readonly secret: string; readonly from: string }
  | { readonly kind: 'communicationServices'; readonly endpoint: string; readonly from: string };

/** Everything the deployment decides; times in milliseconds. */
export interface Config {
  readonly storage: StorageAddress;
  readonly secrets: SecretsAddress;
  readonly telemetry: ExportTo;
  /** Partners' webhooks may be on this machine or network: for trying out, never in Azure. */
  readonly privateWebhooks: boolean;
  /** How people on the page and the API are known. */
  readonly signIn: {
    /** App Service Authentication stands in front: the deployment says so, and so does the platform. */
    readonly platform: boolean;
    /** Object ids of users and groups of Entra that are operators. */
    readonly operators: readonly string[];
    /** Storage is on this machine: only then can there be a choice of who to be. */
    readonly loopback: boolean;
  };
  /** How mail is sent; absent: not at all. */
  readonly mail?: MailSettings;
  /** How the operator hears of alarms: mail addresses, and the name of the secret with a Teams workflow's address. */
  readonly operator: { readonly mail: readonly string[]; readonly teams?: string };
  /** Address of the page people use, for notifications. */
  readonly pageAddress?: string;
  /** Folder of the built page; absent: it lies beside the functions. */
  readonly page?: string;
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
    readonly reconcile: number;
    readonly retention: number;
  };
}

const second = 1_000;
const day = 24 * 3_600 * second;
/** A longer time is a typing error. */
const longest = 10 * 365 * day;

/** Environment name, and default in the unit it names. Each is described in docs/operations.md. */
const times = {
  claim: ['CLAIM_SECONDS', 120],
  call: ['CALL_SECONDS', 180],
  giveUp: ['GIVE_UP_SECONDS', 72 * 3600],
  usualJob: ['USUAL_JOB_SECONDS', 1200],
  unclaimed: ['UNCLAIMED_SECONDS', 120],
  lookBack: ['LOOK_BACK_SECONDS', 48 * 3600],
  overdue: ['OVERDUE_SECONDS', 300],
  every: ['REPAIR_SECONDS', 45],
  provisional: ['PROVISIONAL_SECONDS', 1800],
  hold: ['HOLD_SECONDS', 14 * 24 * 3600],
  reconcile: ['RECONCILE_SECONDS', 480],
  retention: ['RETENTION_DAYS', 90],
} as const satisfies Record<keyof Config['times'], readonly [string, number]>;

/** Settings of earlier versions: set under an old name they would silently fall back to their defaults. */
const renamed: Readonly<Record<string, string>> = {
  COMPARE_SCHEDULE: 'RECONCILE_SCHEDULE (what was RECONCILE_SCHEDULE is now REPAIR_SCHEDULE)',
  COMPARE_SECONDS: 'RECONCILE_SECONDS',
  FORGET_SCHEDULE: 'EXPIRE_SCHEDULE',
};

const renamedIn = (env: Env): readonly string[] =>
  Object.keys(renamed)
    .filter((name) => env[name] !== undefined)
    .map((name) => `${name} is now called ${renamed[name]}`);

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

/** Where secrets are; what is wrong with that is added to `problems`. */
export function secretsOf(env: Env, problems: string[]): SecretsAddress {
  const { KEY_VAULT_URI: uri, SECRETS_FOLDER: path, AzureWebJobsStorage__clientId: clientId } = env;
  if (uri !== undefined && uri !== '') {
    if (!URL.canParse(uri)) problems.push('KEY_VAULT_URI is not an address');
    return { kind: 'keyVault', uri, ...(clientId === undefined ? {} : { clientId }) };
  }
  if (path === undefined || path === '') problems.push('KEY_VAULT_URI (or SECRETS_FOLDER, locally) is missing');
  return { kind: 'folder', path: path ?? '' };
}

const mailAddress = /^[^\s@<>]+@[^\s@<>]+$/;

function mailOf(env: Env, problems: string[]): MailSettings | undefined {
  const { MAIL_FROM: from = '', MAIL_SMTP_SECRET: secret = '', MAIL_ENDPOINT: endpoint = '' } = env;
  if (from === '' && secret === '' && endpoint === '') return undefined;
  if (!mailAddress.test(from)) problems.push('MAIL_FROM is not a mail address');
  if ((secret === '') === (endpoint === '')) problems.push('One of MAIL_SMTP_SECRET and MAIL_ENDPOINT has to be set');
  if (secret !== '') return { kind: 'smtp', secret, from };
  if (URL.parse(endpoint)?.protocol !== 'https:') problems.push('MAIL_ENDPOINT is not an https address');
  return { kind: 'communicationServices', endpoint, from };
}

function operatorOf(env: Env, mail: MailSettings | undefined, problems: string[]): Config['operator'] {
  const { OPERATOR_MAIL: addresses = '', OPERATOR_TEAMS_SECRET: teams = '' } = env;
  const to = addresses
    .split(',')
    .map((address) => address.trim())
    .filter((address) => address !== '');
  for (const address of to)
    if (!mailAddress.test(address)) problems.push(`OPERATOR_MAIL holds "${address}", which is no mail address`);
  if (to.length > 0 && mail === undefined)
    problems.push('OPERATOR_MAIL needs MAIL_FROM: this deployment sends no mail');
  return { mail: to, ...(teams === '' ? {} : { teams }) };
}

/** The names are those of OpenTelemetry and Azure Monitor; the Functions host reads the same. */
function telemetryOf(env: Env, problems: string[]): ExportTo {
  const { OTEL_EXPORTER_OTLP_ENDPOINT: otlp, APPLICATIONINSIGHTS_CONNECTION_STRING: connectionString } = env;
  const signIn = env['APPLICATIONINSIGHTS_AUTHENTICATION_STRING'] ?? '';
  if (otlp !== undefined && otlp !== '' && !/^https?:$/.test(URL.parse(otlp)?.protocol ?? '')) {
    problems.push('OTEL_EXPORTER_OTLP_ENDPOINT is not an address');
  }
  const clientId = /ClientId=([^;]+)/i.exec(signIn)?.[1];
  const identity = /Authorization=AAD/i.test(signIn) ? { identity: clientId ?? (true as const) } : {};
  return {
    ...(otlp === undefined || otlp === '' ? {} : { otlpEndpoint: otlp }),
    ...(connectionString === undefined || connectionString === ''
      ? {}
      : { azureMonitor: { connectionString, ...identity } }),
  };
}

function timesOf(env: Env, problems: string[]): Config['times'] {
  const read = ([name, standard]: readonly [string, number]): number => {
    const [unit, unitMs] = name.endsWith('_DAYS') ? ['days', day] : ['seconds', second];
    const text = env[name];
    if (text === undefined || text === '') return standard * unitMs;
    const value = Number(text);
    if (!Number.isFinite(value) || value <= 0 || value * unitMs > longest) {
      problems.push(`${name} is "${text}", not a number of ${unit} above 0`);
    }
    return value * unitMs;
  };
  const unreadable = problems.length;
  const all = Object.fromEntries(Object.entries(times).map(([key, value]) => [key, read(value)])) as Config['times'];
  if (problems.length > unreadable) return all;
  if (all.giveUp < all.usualJob) problems.push('GIVE_UP_SECONDS is shorter than USUAL_JOB_SECONDS');
  if (all.retention <= all.hold + all.giveUp) {
    problems.push('RETENTION_DAYS is not longer than HOLD_SECONDS and GIVE_UP_SECONDS together');
  }
  if (all.retention <= all.lookBack) problems.push('RETENTION_DAYS is not longer than LOOK_BACK_SECONDS');
  if (all.giveUp > 28 * day) problems.push('GIVE_UP_SECONDS is longer than four weeks');
  return all;
}

/** The origin that browsers send files to: scheme, host and port of the blob service. */
export function storageOrigin(storage: StorageAddress): string {
  if (storage.kind === 'identity') return new URL(storage.blobServiceUri).origin;
  const part = (name: string): string | undefined =>
    new RegExp(`(?:^|;)${name}=([^;]+)`, 'i').exec(storage.connectionString)?.[1];
  if (part('UseDevelopmentStorage') === 'true') return 'http://127.0.0.1:10000';
  const standard = `https://${part('AccountName')}.blob.${part('EndpointSuffix') ?? 'core.windows.net'}`;
  return new URL(part('BlobEndpoint') ?? standard).origin;
}

const guid = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** Is every service of the storage on this machine? A name that could be looked up elsewhere is not. */
function isLoopback(storage: StorageAddress): boolean {
  if (storage.kind !== 'connectionString') return false;
  const endpoints = [...storage.connectionString.matchAll(/(?:^|;)\w+Endpoint=([^;]+)/gi)].map(([, url = '']) => url);
  const hosts = endpoints.map((url) => URL.parse(url)?.hostname ?? '');
  return hosts.length >= 3 && hosts.every((host) => ['127.0.0.1', '[::1]', 'localhost'].includes(host));
}

/**
 * The header by which the platform says who asks counts only where the templates switched authentication on (SIGN_IN)
 * and the platform itself says that it is (WEBSITE_AUTH_ENABLED): else anybody could write it. Without both, nobody can
 * sign in with an account; files are processed all the same.
 */
function signInOf(env: Env, storage: StorageAddress, problems: string[]): Config['signIn'] {
  const { SIGN_IN: signIn = '', WEBSITE_AUTH_ENABLED: enabled = '', OPERATOR_IDS: ids = '' } = env;
  if (signIn !== '' && signIn !== 'entra') problems.push(`SIGN_IN is "${signIn}"; it is "entra" or nothing`);
  const operators = ids
    .split(',')
    .map((id) => id.trim().toLowerCase())
    .filter((id) => id !== '');
  for (const id of operators) if (!guid.test(id)) problems.push(`OPERATOR_IDS holds "${id}", which is no object id`);
  return {
    platform: signIn === 'entra' && enabled.toLowerCase() === 'true',
    operators,
    loopback: isLoopback(storage),
  };
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
  const problems = [...renamedIn(env)];
  const page = env['PAGE_FOLDER'] ?? '';
  const pageAddress = env['PAGE_ADDRESS'] ?? '';
  if (pageAddress !== '' && URL.parse(pageAddress)?.protocol !== 'https:')
    problems.push('PAGE_ADDRESS is not an https address');
  const mail = mailOf(env, problems);
  const storage = storageOf(env, problems);
  const config = {
    ...(page === '' ? {} : { page }),
    ...(pageAddress === '' ? {} : { pageAddress }),
    ...(mail === undefined ? {} : { mail }),
    operator: operatorOf(env, mail, problems),
    storage,
    signIn: signInOf(env, storage, problems),
    secrets: secretsOf(env, problems),
    telemetry: telemetryOf(env, problems),
    privateWebhooks: env['PRIVATE_WEBHOOKS'] === 'true',
    times: timesOf(env, problems),
  };
  if (problems.length > 0) throw new ConfigError(problems);
  return config;
}
