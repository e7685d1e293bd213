import { existsSync } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import { dirname, join, normalize } from 'node:path';
import { measures, steps, uploadSpan } from '../../shared/domain/telemetry.ts';
import { authSettingsFaults } from './auth-settings.ts';
import { accessFaults, type BlobAccess, type PartnerPrincipal, partnerFaults } from './check-access.ts';
import { type BicepFile, readBicep, resourcesOf } from './read-bicep.ts';
import { settingsOfCode } from './settings-of-code.ts';

/** What the check compares: the templates, and the code's side of it. */
interface Picture {
  readonly files: readonly BicepFile[];
  readonly roles: Readonly<Record<string, string>>;
  readonly access: readonly BlobAccess[];
  readonly partners: readonly PartnerPrincipal[];
  readonly alerts: Alerts;
  /** Every query that alerts and the workbook ask. */
  readonly queries: string;
  readonly parameters: readonly string[];
  /** Names the code has for things in storage, by kind. */
  readonly stored: Readonly<Record<string, Readonly<Record<string, string>>>>;
  /** The text of the triggers. */
  readonly functions: string;
  readonly nodeMajor: string;
}

interface Alerts {
  readonly logs: readonly { readonly name: string; readonly query: readonly string[] }[];
  readonly metrics: readonly { readonly name: string; readonly resource: string }[];
}

const entries = ['infra/main.bicep', 'infra/upload-events.bicep'];
/** Written by the platform or for it; the code does not ask for them. */
const platformSettings = [
  'AzureWebJobsDisableHomepage',
  'AzureWebJobsStorage__credential',
  'OTEL_TRACES_SAMPLER',
  'OTEL_TRACES_SAMPLER_ARG',
  'APPLICATION_INSIGHTS_NO_STATSBEAT',
  'OVERRIDE_USE_MI_FIC_ASSERTION_CLIENTID',
  'WEBSITE_AUTH_AAD_ALLOWED_TENANTS',
];
/** Read where there is no Azure. */
const localSettings = ['AzureWebJobsStorage', 'SECRETS_FOLDER'];

const textOf = (root: string, path: string): Promise<string> => readFile(join(root, path), 'utf8');
const jsonOf = async <T>(root: string, path: string): Promise<T> => JSON.parse(await textOf(root, path));

async function read(root: string): Promise<Picture> {
  const names = await readdir(join(root, 'infra'), { recursive: true });
  const paths = names.filter((name) => name.endsWith('.bicep')).map((name) => `infra/${name.replaceAll('\\', '/')}`);
  const sources = (await readdir(join(root, 'functions'))).filter((name) => name.endsWith('.ts'));
  const triggers = sources.map((name) => textOf(root, `functions/${name}`));
  const { devDependencies } = await jsonOf<{ devDependencies: { node: string } }>(root, 'package.json');
  const { parameters } = await jsonOf<{ parameters: object }>(root, 'infra/main.parameters.json');
  return {
    files: await Promise.all(paths.sort().map(async (path) => readBicep(path, await textOf(root, path)))),
    roles: await jsonOf(root, 'infra/roles.json'),
    access: await jsonOf(root, 'infra/access.json'),
    partners: await jsonOf(root, 'infra/partners.json'),
    alerts: await jsonOf(root, 'infra/alerts.json'),
    queries: `${await textOf(root, 'infra/alerts.json')}${await textOf(root, 'infra/workbook.json')}`,
    parameters: Object.keys(parameters),
    stored: await jsonOf(root, 'shared/adapters/storage/names.json'),
    functions: (await Promise.all(triggers)).join('\n'),
    nodeMajor: devDependencies.node.split('.')[0] ?? '',
  };
}

/** Modules and files that are named exist, and what they are given is what they ask for. */
function wiring({ files, parameters }: Picture, root: string): readonly string[] {
  const byPath = new Map(files.map((file) => [file.path, file]));
  const used = new Set(entries);
  const faults: string[] = [];
  const compare = (who: string, given: readonly string[], asked: BicepFile['params']): void => {
    for (const name of given) if (!asked.has(name)) faults.push(`${who} gives ${name}, which is not asked for`);
    for (const [name, { required }] of asked) {
      if (required && !given.includes(name)) faults.push(`${who} does not give ${name}`);
    }
  };
  for (const { path, modules, loads, params, text } of files) {
    for (const module of modules) {
      const target = normalize(join(dirname(path), module.path)).replaceAll('\\', '/');
      used.add(target);
      const file = byPath.get(target);
      if (file === undefined) faults.push(`${path}: there is no ${target}`);
      else compare(`${path} -> ${target}`, module.given, file.params);
    }
    for (const file of loads) {
      if (!existsSync(join(root, dirname(path), file))) faults.push(`${path}: there is no ${file}`);
    }
    for (const name of params.keys()) {
      if ((text.match(new RegExp(`\\b${name}\\b`, 'g')) ?? []).length < 2) faults.push(`${path}: ${name} is not used`);
    }
  }
  for (const { path } of files) if (!used.has(path)) faults.push(`${path} is part of nothing`);
  const main = byPath.get('infra/main.bicep');
  if (main === undefined) return [...faults, 'there is no infra/main.bicep'];
  compare('infra/main.parameters.json', parameters, main.params);
  return faults;
}

/** The app is given what the code asks the environment for, and nothing it never reads. */
function settings({ files, functions }: Picture): readonly string[] {
  const asked = settingsOfCode(functions);
  const configs = files.flatMap((file) => resourcesOf(file, 'Microsoft.Web/sites/config'));
  const app = configs.find((config) => config.includes("name: 'appsettings'")) ?? '';
  const given = [...app.matchAll(/^\s+([A-Z]\w*):/gm)].map(([, name = '']) => name);
  return [
    ...[...asked]
      .filter(([name, { required }]) => required && !given.includes(name) && !localSettings.includes(name))
      .map(([name]) => `the app is not given ${name}`),
    ...given
      .filter((name) => !asked.has(name) && !platformSettings.includes(name))
      .map((name) => `the app is given ${name}, which no code reads`),
  ];
}

/** Roles are known by one list; a partner's never hold without their condition. */
function roles({ files, roles: known, access }: Picture): readonly string[] {
  const all = files.map(({ text }) => text).join('\n');
  const named = `${all}${JSON.stringify(access).replaceAll('"', "'")}`;
  const used = [...named.matchAll(/'((?:Storage|Key Vault|Monitoring|Communication) [A-Za-z][A-Za-z ]+)'/g)].map(
    ([, name = '']) => name,
  );
  const partner = files.find(({ path }) => path.endsWith('partner-access.bicep'));
  const assignments = partner === undefined ? [] : resourcesOf(partner, 'Microsoft.Authorization/roleAssignments');
  return [
    ...used.filter((name) => known[name] === undefined).map((name) => `there is no role ${name} in infra/roles.json`),
    ...Object.keys(known)
      .filter((name) => !used.includes(name))
      .map((name) => `the role ${name} is assigned to no one`),
    ...(assignments.length === 2 ? [] : ['a partner has exactly two roles: drop and fetch']),
    ...assignments
      .filter((one) => !one.includes("conditionVersion: '2.0'") || !/condition: '.*\$\{ownPath\}/.test(one))
      .map(() => 'a role of a partner is not bound to its own path'),
    ...assignments
      .filter((one) => one.includes('Storage Blob Data Reader') && !/Blob\.List.*\$\{ownPrefix\}/.test(one))
      .map(() => 'a partner may list more than its own prefix'),
  ];
}

/** Who may do what, as far as it stands in lists. */
function lists({ files, access, partners, stored }: Picture): readonly string[] {
  const storage = files.find(({ path }) => path.endsWith('storage.bicep'))?.text ?? '';
  return [...accessFaults(access, Object.values(stored['containers'] ?? {}), storage), ...partnerFaults(partners)];
}

/** What keeps keys out of it, and strangers. */
const locks: readonly (readonly [file: string, line: string])[] = [
  ['modules/storage.bicep', 'allowSharedKeyAccess: false'],
  ['modules/storage.bicep', 'allowBlobPublicAccess: false'],
  ['modules/storage.bicep', "minimumTlsVersion: 'TLS1_2'"],
  ['modules/storage.bicep', 'isVersioningEnabled: true'],
  ['modules/storage.bicep', 'allowProtectedAppendWrites: true'],
  ['modules/vault.bicep', 'enableRbacAuthorization: true'],
  ['modules/vault.bicep', 'enablePurgeProtection: purgeProtection ? true'],
  ['modules/monitoring.bicep', 'DisableLocalAuth: true'],
  ['modules/functions.bicep', 'httpsOnly: true'],
  ['modules/functions.bicep', "excludedPaths: ['/runtime/webhooks/*']"],
  ['modules/functions.bicep', 'clientSecretSettingName: assertionSetting'],
  ['modules/functions.bicep', "SIGN_IN: 'entra'"],
  ['modules/sign-in.bicep', "signInAudience: 'AzureADMyOrg'"],
  ['modules/storage.bicep', 'allowedOrigins: [pageOrigin]'],
  ['modules/functions.bicep', "type: 'UserAssignedIdentity'"],
  ['modules/functions.bicep', 'userAssignedIdentityResourceId: deploymentIdentity.id'],
  ['modules/functions.bicep', 'functionsRuntimeAdminIsolationEnabled: true'],
  ['modules/functions.bicep', "ipSecurityRestrictionsDefaultAction: closed ? 'Deny'"],
  ['modules/functions.bicep', "minTlsVersion: '1.2'"],
  ['modules/storage.bicep', "allowedCopyScope: 'AAD'"],
  ['modules/network.bicep', 'networkSecurityGroup: { id: rules.id }'],
  ['infra/main.bicep', "module mail 'modules/mail.bicep' = if (sendsMail)"],
  ['infra/main.bicep', 'sendsMail = !empty(mailService) && !empty(mailFrom)'],
  ['modules/mail.bicep', 'scope: service'],
];

function secrets({ files }: Picture): readonly string[] {
  const holds = (end: string, line: string) =>
    files.some(({ path, text }) => path.endsWith(end) && text.includes(line));
  return [
    ...locks.filter(([end, line]) => !holds(end, line)).map(([end, line]) => `${end} does not say ${line}`),
    ...files.flatMap(({ path, outputs }) =>
      outputs
        .filter((name) => /secret|token$|password|key$|connectionstring/i.test(name))
        .map((name) => `${path}: output ${name}`),
    ),
    ...files
      .filter(
        ({ path, text }) =>
          /listKeys\(|AccountKey=|listAccountSas|passwordCredentials/.test(text) &&
          !path.endsWith('upload-events.bicep'),
      )
      .map(({ path }) => `${path} reads a key`),
  ];
}

/** Names the code has: of storage, of the function that events go to, of the runtime, of what is logged. */
function names({ files, stored, functions, nodeMajor, alerts, queries }: Picture): readonly string[] {
  const all = files.map(({ text }) => text).join('\n');
  const events = files.find(({ path }) => path.endsWith('upload-events.bicep'))?.text ?? '';
  const target = /Host\.Functions\.([\w-]+)/.exec(events)?.[1] ?? '';
  const awaited = alerts.logs.flatMap(({ query }) => [...query.join('\n').matchAll(/event\)? == '(\w+)'/g)]);
  const exported = new Set<string>([uploadSpan, ...steps, ...Object.values(measures).map(({ name }) => name)]);
  const asked = [...queries.matchAll(/\bName == '([^']+)'/g)].map(([, name = '']) => name);
  const alertNames = [...alerts.logs, ...alerts.metrics].map(({ name }) => name);
  return [
    ...Object.keys(stored)
      .filter((kind) => !all.includes(`items(names.${kind})`))
      .map((kind) => `${kind} are not made from the list`),
    ...(functions.includes(`app.storageBlob('${target}'`) ? [] : [`events go to ${target}, which is no blob function`]),
    ...(/containers\/\$\{names\.containers\.uploads\}\/blobs\//.test(events)
      ? []
      : ['events are not bound to uploads']),
    ...(/'PutBlob', 'PutBlockList', 'CopyBlob', 'FlushWithClose'/.test(events)
      ? []
      : ['events of unfinished writes pass']),
    ...(all.includes(`name: 'node', version: '${nodeMajor}'`) ? [] : [`the app does not run on Node ${nodeMajor}`]),
    ...awaited
      .filter(([, event = '']) => !functions.includes(`event: '${event}'`))
      .map(([, event]) => `an alert waits for the event ${event}, which no function logs`),
    ...asked.filter((name) => !exported.has(name)).map((name) => `a query asks for ${name}, which nothing exports`),
    ...alertNames.filter((name, at) => alertNames.indexOf(name) !== at).map((name) => `two alerts are called ${name}`),
  ];
}

/** What is wrong with the templates in `root`, as far as that shows without a compiler; and how many files were looked at. */
export async function checkStructure(
  root: string,
): Promise<{ readonly files: number; readonly faults: readonly string[] }> {
  const picture = await read(root);
  const faults = [
    wiring(picture, root),
    settings(picture),
    roles(picture),
    lists(picture),
    secrets(picture),
    names(picture),
    authSettingsFaults(picture.files.flatMap((file) => resourcesOf(file, 'Microsoft.Web/sites/config'))),
  ].flat();
  return { files: picture.files.length, faults };
}
