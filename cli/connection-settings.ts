import { reasonText } from '../local/progress-view.ts';
import connectionSchema from '../schemas/connection.schema.json' with { type: 'json' };
import { type Platform, platforms } from '../shared/domain/platforms.ts';
import type { Connection } from '../shared/domain/settings/connection.ts';
import { checkSettingsFolder } from '../shared/domain/settings/settings-folder.ts';
import type { ConnectionHealth } from '../shared/usecases/serving/overview.ts';
import { type Command, openServing, stackInUse } from './command.ts';
import { expectNothingElse, readArguments, UsageError } from './command-line.ts';
import { newId } from './partner.ts';
import type { Fields, FormHints, SchemaNode } from './schema-form.ts';
import { addSettings, printWritten, startFrom, withSettings } from './settings-files.ts';
import { folderOf, openSettings, settingsHelp } from './settings-store.ts';
import { table, unlessNone } from './table.ts';
import type { Terminal } from './terminal.ts';

const schema: SchemaNode = connectionSchema;
const where = { settings: { type: 'string' }, storage: { type: 'string' }, json: { type: 'boolean' } } as const;

const idFault = (id: string): string | undefined =>
  /^[a-z0-9][a-z0-9-]{0,62}$/.test(id) ? undefined : 'is not a connection id (small letters, digits and -)';

const globalCloud = { authority: 'https://login.microsoftonline.com' };

/** What connections of a platform have in common: the global cloud's addresses, our OEM contract's paths (docs/platforms.md). */
const usual: Readonly<Record<string, Fields>> = {
  partnerCenter: { baseUrl: 'https://api.partnercenter.microsoft.com', ...globalCloud },
  intune: { baseUrl: 'https://graph.microsoft.com', ...globalCloud },
  oemDirect: {
    paths: {
      validate: '/v1/ValidateDeviceSubmissionData',
      register: '/v1/AutopilotDeviceRegistration',
      status: '/v1/operations/{operationId}',
    },
    validateBeforeRegister: true,
  },
};

/** Names of secrets that say whose they are. */
const secretNames: Readonly<Record<string, string>> = {
  'credential.secret': 'app-secret',
  'credential.certificate': 'certificate',
  'signIn.refreshToken': 'refresh-token',
  'auth.secret': 'secret',
  'auth.certificate': 'certificate',
};

const hints: FormHints = {
  alsoAsk: ['exclusiveTo', 'invitationLink'],
  offer: (path, { connectionId }) => {
    const suffix = secretNames[path];
    return suffix === undefined ? undefined : `${String(connectionId)}-${suffix}`;
  },
};

/** Every secret a connection names, wherever it stands. */
function secretsOf(value: unknown, path = ''): readonly string[] {
  if (typeof value === 'string') return path in secretNames || path === 'auth.trust' ? [value] : [];
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([name, inner]) => secretsOf(inner, path === '' ? name : `${path}.${name}`));
}

function nextSteps(id: string, settings: Fields, secretsFolder: string | undefined): string {
  const steps = [
    ...secretsOf(settings).map((name) =>
      secretsFolder === undefined
        ? `  az keyvault secret set --vault-name VAULT --name ${name} --file FILE`
        : `  put the secret into ${secretsFolder}/${name}`,
    ),
    `  npm run cli -- connection check ${id}`,
    `  npm run cli -- partner add --connection ${id}`,
  ];
  return `Next:\n${steps.join('\n')}\n`;
}

export const connectionAdd: Command = {
  usage:
    'connection add [ID] [--platform NAME] [--name TEXT] [--set NAME=VALUE]… [--from FILE] [--settings DIR | --storage TEXT] [--json]',
  about: 'adds a connection to a platform: asks for what is missing, checks everything as a whole, then writes it',
  help: `  --platform NAME  partnerCenter, oemDirect, intune, m365AdminCenter or storeForBusiness
  --name TEXT      what people call it
  --set NAME=VALUE any other setting of schemas/connection.schema.json, e.g. --set credential.kind=managedIdentity
  --from FILE      begin with the settings in this JSON file
  --json           print one JSON object instead of text
${settingsHelp}

Addresses are those of the global cloud where none is given. Secrets never stand in a connection: only their names do.
In a terminal the command asks for whatever is missing. Elsewhere it never asks. Nothing is written while anything is
wrong: everything that is wrong is printed at once, and the command ends with 1.`,
  run: async (args, print, terminal) => {
    const { values, positionals } = readArguments(args, {
      ...where,
      platform: { type: 'string' },
      name: { type: 'string' },
      set: { type: 'string', multiple: true },
      from: { type: 'string' },
    });
    const id = await newId(positionals, 'connection', idFault, terminal);
    const started = await startFrom(values.from);
    const chosen = await choosePlatform(values.platform ?? started['platform'], terminal);
    const given = withSettings(
      schema,
      {
        ...(chosen === undefined ? {} : usual[chosen]),
        ...started,
        connectionId: id,
        ...(chosen === undefined ? {} : { platform: chosen }),
        ...(values.name === undefined ? {} : { name: values.name }),
      },
      values.set,
    );
    const store = openSettings(values);
    const written = await addSettings(store, { kind: 'connections', id, given }, { schema, hints }, terminal);
    const code = printWritten(written, `Connection "${id}"`, values.json === true, print);
    if (code === 0 && values.json !== true) {
      const stack = values.settings === undefined ? stackInUse(values.storage) : undefined;
      print(nextSteps(id, written.settings, stack?.env['SECRETS_FOLDER']));
    }
    return code;
  },
};

/** The platform of a new connection; asked for where somebody can be asked. */
async function choosePlatform(typed: unknown, terminal: Terminal | undefined): Promise<Platform | undefined> {
  const names = Object.keys(platforms) as readonly Platform[];
  const named = (text: string): Platform | undefined => names.find((name) => name === text);
  if (typed !== undefined) {
    const chosen = named(String(typed));
    if (chosen === undefined) throw new UsageError(`--platform takes ${names.join(', ')}, not "${String(typed)}"`);
    return chosen;
  }
  if (terminal === undefined) return undefined;
  for (const [at, name] of names.entries()) terminal.say(`  ${at + 1}  ${platforms[name].title} (${name})\n`);
  for (;;) {
    const answer = await terminal.ask(`Platform (1 to ${names.length}): `);
    const chosen = names[Number(answer) - 1] ?? named(answer);
    if (chosen !== undefined) return chosen;
  }
}

/** How a connection signs in, in one word. */
function signInOf(connection: Connection): string {
  switch (connection.platform) {
    case 'partnerCenter':
      return connection.signIn.kind === 'appUser' ? 'person once' : 'app';
    case 'intune':
      return 'app';
    case 'oemDirect':
      return connection.auth.kind;
    case 'm365AdminCenter':
    case 'storeForBusiness':
      return 'no API';
  }
}

/** How each connection does, by id. */
async function healthOf(storage: string | undefined): Promise<ReadonlyMap<string, ConnectionHealth>> {
  const { serving } = await openServing(storage);
  return new Map((await serving.overseeing.connections()).map((one) => [one.connectionId, one]));
}

export const connectionList: Command = {
  usage: 'connection list [--settings DIR | --storage TEXT] [--json]',
  about: 'all connections: platform, how each does, who may use it, and whether anything is wrong with its settings',
  help: `  --json           print one JSON object instead of a table
${settingsHelp}

State: well, throttled (the platform slows us down), troubled (calls fail), blocked (a person must act), suspended, idle (not
used of late); of a folder only whether its settings can be used. "connection check" tries one now.`,
  run: async (args, print) => {
    const { values, positionals } = readArguments(args, where);
    expectNothingElse(positionals);
    const folder = folderOf(await openSettings(values).read());
    const { problems } = checkSettingsFolder(folder);
    const users = (id: string): readonly string[] =>
      [...folder.partners].flatMap(([partnerId, { value }]) =>
        value?.connections.includes(id) === true || value?.customers.some((one) => one.connections?.includes(id))
          ? [partnerId]
          : [],
      );
    const isLive = values.settings === undefined;
    const health = isLive ? await healthOf(values.storage) : new Map<string, never>();
    const connections = [...folder.connections].map(([connectionId, { value }]) => {
      const now = health.get(connectionId);
      return {
        connectionId,
        platform: value?.platform ?? '',
        name: value?.name ?? '',
        state: value === undefined ? 'unusable' : (now?.state ?? 'usable'),
        signsInAs: value === undefined ? '' : signInOf(value),
        exclusiveTo: value?.exclusiveTo ?? null,
        usedBy: users(connectionId),
        problems: problems.filter((line) => line.startsWith(`connections/${connectionId}.json: `)).length,
        ...(now === undefined ? {} : { now }),
      };
    });
    if (values.json) print(`${JSON.stringify({ connections })}\n`);
    else if (connections.length === 0) print('There is no connection yet. Add one: npm run cli -- connection add\n');
    else {
      const columns = [
        { title: 'connection', whole: true },
        { title: 'platform' },
        { title: 'name' },
        { title: 'state' },
        { title: 'signs in as' },
        { title: 'used by' },
        ...(isLive
          ? [
              { title: 'waiting', right: true },
              { title: 'held', right: true },
              { title: 'credential ends', whole: true },
            ]
          : []),
        { title: 'problems', right: true },
      ];
      const rows = connections.map(({ now, ...one }) => [
        ...[one.connectionId, one.platform, one.name, one.state, one.signsInAs],
        `${one.usedBy.join(', ')}${one.exclusiveTo === null ? '' : ' (exclusive)'}`,
        ...(isLive ? [unlessNone(now?.waiting), unlessNone(now?.held), now?.credentialEndsAt?.slice(0, 10) ?? ''] : []),
        unlessNone(one.problems),
      ]);
      print(table(columns, rows));
      for (const { connectionId, now } of connections) {
        for (const hold of now?.holds ?? []) print(`${connectionId} waits. ${reasonText(hold)}\n`);
      }
    }
    return 0;
  },
};
