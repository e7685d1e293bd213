import partnerSchema from '../schemas/partner.schema.json' with { type: 'json' };
import { partnerIdFault } from '../shared/domain/ids.ts';
import type { Partner } from '../shared/domain/settings/partner.ts';
import { checkSettingsFolder } from '../shared/domain/settings/settings-folder.ts';
import type { PartnerOverview } from '../shared/usecases/serving/overview.ts';
import { type Command, counted, openServing, partnerOf } from './command.ts';
import { expectNothingElse, readArguments, UsageError } from './command-line.ts';
import { type Fields, type FormHints, type SchemaNode, withSetting } from './schema-form.ts';
import { addSettings, printWritten, startFrom, withSettings } from './settings-files.ts';
import { folderOf, openSettings, settingsHelp } from './settings-store.ts';
import { table, unlessNone } from './table.ts';
import type { Terminal } from './terminal.ts';

const schema: SchemaNode = partnerSchema;

const where = { settings: { type: 'string' }, storage: { type: 'string' }, json: { type: 'boolean' } } as const;

const hints: FormHints = {
  alsoAsk: ['timeZone', 'customers.alias', 'customers.domains', 'customers.defaultGroupTag'],
  offer: (path) => (path === 'timeZone' ? Intl.DateTimeFormat().resolvedOptions().timeZone : undefined),
};

/** One customer as it is typed: `customerTenantId=…; name=Contoso, Ltd.; defaultGroupTag=Office`. */
function customerOf(text: string): Fields {
  const customer: SchemaNode = schema.properties?.['customers']?.items ?? {};
  return text.split(/\s*;\s*/).reduce((fields: Fields, part) => {
    const [, name, value] = /^([^=]+?)\s*=\s*(.*)$/.exec(part) ?? [];
    if (name === undefined || value === undefined) {
      throw new UsageError(`--customer takes NAME=VALUE; NAME=VALUE, not "${part}"`);
    }
    return withSetting(customer, fields, [name], value);
  }, {});
}

/** The id a person types for something new; asked for where somebody can be asked. */
export async function newId(
  positionals: readonly string[],
  what: string,
  faultOf: (id: string) => string | undefined,
  terminal: Terminal | undefined,
): Promise<string> {
  const [typed, ...rest] = positionals;
  expectNothingElse(rest);
  if (typed === undefined && terminal === undefined) throw new UsageError(`Which ${what}? Its id is missing`);
  for (let id = typed; ; id = undefined) {
    const chosen = id ?? (await terminal?.ask(`Id of the new ${what} (small letters, digits and -): `)) ?? '';
    const fault = faultOf(chosen);
    if (fault === undefined) return chosen;
    if (terminal === undefined || id !== undefined) throw new UsageError(`"${chosen}" ${fault}`);
    terminal.say(`"${chosen}" ${fault}\n`);
  }
}

export const partnerAdd: Command = {
  usage:
    'partner add [ID] [--name TEXT] [--connection ID]… [--customer TEXT]… [--set NAME=VALUE]… [--from FILE] [--settings DIR | --storage TEXT] [--json]',
  about: 'adds a partner: asks for what is missing, checks everything as a whole, then writes it',
  help: `  --name TEXT      what reports call it
  --connection ID  a connection it uses; again for each further one, in order of preference
  --customer TEXT  a customer: 'customerTenantId=…; name=Contoso; defaultGroupTag=Office'; again for each further one
  --set NAME=VALUE any other setting of schemas/partner.schema.json, e.g. --set timeZone=Europe/Berlin
  --from FILE      begin with the settings in this JSON file
  --json           print one JSON object instead of text
${settingsHelp}

In a terminal the command asks for whatever is missing. Elsewhere it never asks. Nothing is written while anything is
wrong: everything that is wrong is printed at once, and the command ends with 1.`,
  run: async (args, print, terminal) => {
    const { values, positionals } = readArguments(args, {
      ...where,
      name: { type: 'string' },
      connection: { type: 'string', multiple: true },
      customer: { type: 'string', multiple: true },
      set: { type: 'string', multiple: true },
      from: { type: 'string' },
    });
    const id = await newId(positionals, 'partner', partnerIdFault, terminal);
    const given = withSettings(
      schema,
      {
        ...(await startFrom(values.from)),
        partnerId: id,
        ...(values.name === undefined ? {} : { name: values.name }),
        ...(values.connection === undefined ? {} : { connections: values.connection }),
        ...(values.customer === undefined ? {} : { customers: values.customer.map(customerOf) }),
      },
      values.set,
    );
    const store = openSettings(values);
    const written = await addSettings(store, { kind: 'partners', id, given }, { schema, hints }, terminal);
    const code = printWritten(written, `Partner "${id}"`, values.json === true, print);
    if (code === 0 && values.json !== true) {
      print(`Its folder is uploads/${id}/. Next:
  npm run cli -- drop FILE --partner ${id} --check     what would become of a first file; nothing is sent
  npm run cli -- template ${id}                        a workbook for it to fill in
  npm run cli -- link add ${id} --person NAME          a personal link for somebody without an account
  npm run cli -- partner identity ${id} OBJECT_ID      in Azure: lets a group of Entra into its folders
`);
    }
    return code;
  },
};

/** What is under way of each partner, by id. */
async function overviewsOf(storage: string | undefined): Promise<ReadonlyMap<string, PartnerOverview>> {
  const { serving } = await openServing(storage);
  return new Map((await serving.overseeing.partners()).map((one) => [one.partnerId, one]));
}

/** `ended`: the settings say so for good; `suspended`: by an operator, until it is resumed. */
function stateOf(value: Partner | undefined, overview: PartnerOverview | undefined): string {
  if (value === undefined) return 'unusable';
  if (value.state === 'suspended') return 'ended';
  return overview?.suspension === undefined ? 'active' : 'suspended';
}

const uploadColumns = ['open', 'held', 'late'].map((title) => ({ title, right: true }));

export const partnerList: Command = {
  usage: 'partner list [--settings DIR | --storage TEXT] [--json]',
  about:
    'all partners: state, connections, customers, uploads under way, and whether anything is wrong with their settings',
  help: `  --json           print one JSON object instead of a table
${settingsHelp}`,
  run: async (args, print) => {
    const { values, positionals } = readArguments(args, where);
    expectNothingElse(positionals);
    const folder = folderOf(await openSettings(values).read());
    const { problems } = checkSettingsFolder(folder);
    const overviews = values.settings === undefined ? await overviewsOf(values.storage) : new Map<string, never>();
    const partners = [...folder.partners].map(([partnerId, file]) => {
      const value = file.value ?? file.draft;
      const own = problems.filter((line) => line.startsWith(`partners/${partnerId}.json: `));
      const overview = overviews.get(partnerId);
      return {
        partnerId,
        name: value?.name ?? '',
        state: stateOf(file.value, overview),
        connections: value?.connections ?? [],
        customers: value?.customers.length ?? 0,
        problems: own.length,
        ...(overview === undefined ? {} : { now: overview }),
      };
    });
    if (values.json) print(`${JSON.stringify({ partners })}\n`);
    else if (partners.length === 0) print('There is no partner yet. Add one: npm run cli -- partner add\n');
    else {
      const columns = [
        { title: 'partner', whole: true },
        { title: 'name' },
        { title: 'state' },
        { title: 'connections' },
        { title: 'customers', right: true },
        ...(values.settings === undefined ? uploadColumns : []),
        { title: 'problems', right: true },
      ];
      const rows = partners.map((one) => [
        ...[one.partnerId, one.name, one.state, one.connections.join(', '), String(one.customers)],
        ...(values.settings === undefined
          ? [unlessNone(one.now?.open), unlessNone(one.now?.held), unlessNone(one.now?.late)]
          : []),
        unlessNone(one.problems),
      ]);
      print(table(columns, rows));
    }
    return 0;
  },
};

export const partnerShow: Command = {
  usage: 'partner show PARTNER [--settings DIR | --storage TEXT] [--json]',
  about: "one partner's settings: its connections, its customers, and what is wrong with them",
  help: `  --json           print its settings as one JSON object
${settingsHelp}

Exit code 1: something is wrong with its settings.`,
  run: async (args, print) => {
    const { values, positionals } = readArguments(args, where);
    const partnerId = partnerOf(positionals);
    const folder = folderOf(await openSettings(values).read());
    const file = folder.partners.get(partnerId);
    if (file === undefined) throw new UsageError(`There is no partner "${partnerId}" in the settings`);
    const checked = checkSettingsFolder(folder);
    const [problems, warnings] = [checked.problems, checked.warnings].map((lines) =>
      lines.flatMap((line) => line.split(`partners/${partnerId}.json: `).slice(1)),
    );
    const value = file.value ?? file.draft;
    if (values.json) print(`${JSON.stringify({ partnerId, settings: value ?? null, problems, warnings })}\n`);
    else {
      if (value !== undefined) {
        print(`${value.name} (${partnerId}), ${value.state ?? 'active'}
connections: ${value.connections.join(', ')}
time zone:   ${value.timeZone ?? 'UTC'}
folder:      uploads/${partnerId}/, reports in reports/${partnerId}/
${counted(value.customers.length, 'customer')}${value.anyCustomer === true ? ', and any other the connection reaches' : ''}
`);
        const columns = [
          { title: 'customer' },
          { title: 'tenant id', whole: true },
          { title: 'default group tag' },
          { title: 'also called' },
          { title: 'connections' },
        ];
        const rows = value.customers.map((customer) => [
          customer.name,
          customer.customerTenantId,
          customer.defaultGroupTag ?? '',
          [customer.alias ?? [], customer.aliases ?? [], customer.domains ?? []].flat().join(', '),
          (customer.connections ?? []).join(', '),
        ]);
        if (rows.length > 0) print(`\n${table(columns, rows)}`);
      }
      for (const problem of problems ?? []) print(`Wrong: ${problem}\n`);
      for (const warning of warnings ?? []) print(`Warning: ${warning}\n`);
    }
    return (problems ?? []).length === 0 ? 0 : 1;
  },
};
