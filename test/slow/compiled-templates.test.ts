import { readFile } from 'node:fs/promises';
import { expect } from 'chai';
import { before, describe, it } from 'mocha';
import { findBicep, templateOf } from '../../tools/infra/bicep.ts';

/** What Azure is sent; module templates lie inside deployments. */
interface Template {
  readonly resources: readonly Resource[] | Readonly<Record<string, Resource>>;
  readonly variables?: Readonly<Record<string, unknown>>;
  readonly outputs?: Readonly<Record<string, { readonly type: string; readonly value: unknown }>>;
}
interface Resource {
  readonly type: string;
  readonly existing?: boolean;
  readonly scope?: string;
  readonly properties?: Readonly<Record<string, unknown>>;
}
interface Placed extends Resource {
  readonly variables: Readonly<Record<string, unknown>>;
}

/** What lies at a path inside a value; undefined where the path ends early. */
const at = (value: unknown, ...path: readonly string[]): unknown =>
  path.reduce((inside, key) => (Object(inside) as Record<string, unknown>)[key], value);

const resourcesIn = ({ resources }: Template): readonly Resource[] =>
  Object.values(resources).filter(({ existing }) => existing !== true);

/** The template and those of its modules. */
function templatesIn(template: Template): readonly Template[] {
  const modules = resourcesIn(template).filter(({ type }) => type === 'Microsoft.Resources/deployments');
  return [template, ...modules.flatMap(({ properties }) => templatesIn(at(properties, 'template') as Template))];
}

/** An expression with what the variables it names stand for written after it. */
function spelledOut(expression: unknown, variables: Readonly<Record<string, unknown>>): string {
  const text = typeof expression === 'string' ? expression : JSON.stringify(expression);
  const named = [...text.matchAll(/variables\('([^']+)'\)/g)].map(([, name = '']) => name);
  const meant = named.filter((name) => name !== 'roles').map((name) => spelledOut(variables[name], variables));
  return [text, ...meant].join(' ');
}

const readsSecret = /list(?:Keys|Secrets|AccountSas|ServiceSas)|AccountKey|SharedAccess|primaryKey|password/i;

describe('The templates as Azure is sent them', () => {
  let templates: readonly Template[] = [];
  let events: readonly Template[] = [];
  let placed: readonly Placed[] = [];
  before(function () {
    const bicep = findBicep();
    // CI demands a compiler of its own accord: npm run infra:check -- --must-compile.
    if (bicep === undefined) return this.skip();
    templates = templatesIn(templateOf(bicep, 'infra/main.bicep') as Template);
    events = templatesIn(templateOf(bicep, 'infra/upload-events.bicep') as Template);
    placed = [...templates, ...events].flatMap((template) =>
      resourcesIn(template).map((resource) => ({ ...resource, variables: template.variables ?? {} })),
    );
  });

  /** Properties of all resources of a type; at least one, or the test looks at nothing. */
  const propertiesOf = (type: string) => {
    const found = placed.filter((resource) => resource.type === type).map(({ properties = {} }) => properties);
    expect(found, type).not.to.deep.equal([]);
    return found;
  };

  it('are all there', () => {
    expect(templates.length).to.be.at.least(12);
    expect(placed.length).to.be.at.least(40);
  });

  it('give out no secret, and read none but the key of the blob webhook', () => {
    const outputs = [...templates, ...events].flatMap(({ outputs: given = {}, variables = {} }) =>
      Object.entries(given).map(([name, { type, value }]) => `${name} ${type} ${spelledOut(value, variables)}`),
    );
    expect(outputs.length).to.be.above(10);
    expect(outputs.filter((output) => readsSecret.test(output) || /secure/i.test(output))).to.deep.equal([]);
    expect(readsSecret.test(JSON.stringify(templates))).to.equal(false);
    const [{ destination, ...rest } = {}] = propertiesOf('Microsoft.EventGrid/systemTopics/eventSubscriptions');
    expect(at(destination, 'properties', 'endpointUrl')).to.match(readsSecret);
    expect(readsSecret.test(JSON.stringify(rest))).to.equal(false);
  });

  it('set no app setting to a secret: addresses, names and schedules only', () => {
    const [settings] = propertiesOf('Microsoft.Web/sites/config');
    const text = JSON.stringify(settings);
    expect(text).to.contain('KEY_VAULT_URI');
    expect(text).not.to.match(readsSecret);
    // This connection string opens nothing: Application Insights takes Entra identities only.
    expect([...text.matchAll(/connection_?string/gi)].length).to.equal(2);
    expect(text).to.contain('Authorization=AAD');
  });

  it('turn off shared keys, anonymous reading, local sign-in and publishing passwords', () => {
    const [account] = propertiesOf('Microsoft.Storage/storageAccounts');
    expect(account).to.include({
      allowSharedKeyAccess: false,
      allowBlobPublicAccess: false,
      allowCrossTenantReplication: false,
      supportsHttpsTrafficOnly: true,
      minimumTlsVersion: 'TLS1_2',
    });
    expect(at(account, 'publicNetworkAccess')).to.contain("parameters('privateNetwork')").and.contain("'Disabled'");
    for (const container of propertiesOf('Microsoft.Storage/storageAccounts/blobServices/containers')) {
      expect(container).to.deep.equal({ publicAccess: 'None' });
    }
    const [vault] = propertiesOf('Microsoft.KeyVault/vaults');
    expect(vault).to.include({ enableRbacAuthorization: true, enableSoftDelete: true });
    expect(at(vault, 'publicNetworkAccess')).to.contain("parameters('privateNetwork')").and.contain("'Disabled'");
    const [insights] = propertiesOf('Microsoft.Insights/components');
    const [workspace] = propertiesOf('Microsoft.OperationalInsights/workspaces');
    const [site] = propertiesOf('Microsoft.Web/sites');
    expect(insights).to.include({ DisableLocalAuth: true });
    expect(workspace).to.deep.include({ features: { disableLocalAuth: true } });
    expect(site).to.include({ httpsOnly: true });
    expect(propertiesOf('Microsoft.Web/sites/basicPublishingCredentialsPolicies')).to.deep.equal([
      { allow: false },
      { allow: false },
    ]);
  });

  it('keep what is deleted or overwritten for 14 days, records as long as asked, and device data no longer', () => {
    const [blobs] = propertiesOf('Microsoft.Storage/storageAccounts/blobServices');
    const undo = "[variables('undoDays')]";
    expect(blobs).to.deep.equal({
      isVersioningEnabled: true,
      deleteRetentionPolicy: { enabled: true, days: undo },
      containerDeleteRetentionPolicy: { enabled: true, days: undo },
    });
    expect(placed.find(({ variables }) => 'undoDays' in variables)?.variables).to.include({ undoDays: 14 });
    expect(
      propertiesOf('Microsoft.Storage/storageAccounts/blobServices/containers/immutabilityPolicies'),
    ).to.deep.equal([
      { immutabilityPeriodSinceCreationInDays: "[parameters('auditDays')]", allowProtectedAppendWrites: true },
      { immutabilityPeriodSinceCreationInDays: "[parameters('auditDays')]", allowProtectedAppendWrites: false },
    ]);
    const [policy] = propertiesOf('Microsoft.Storage/storageAccounts/managementPolicies');
    const rules = at(policy, 'policy', 'rules') as readonly Readonly<Record<string, unknown>>[];
    const ends = rules.map(({ name, definition }) => {
      const prefixes = ((at(definition, 'filters', 'prefixMatch') as readonly string[] | undefined) ?? []).join();
      const after = JSON.stringify(at(definition, 'actions'));
      return [name, ...[...prefixes.matchAll(/containers\.(\w+)/g)].map(([, container]) => container), after];
    });
    expect(JSON.stringify(at(rules[0]?.['definition'], 'filters'))).to.include('azure-webjobs-hosts/blobreceipts/');
    const days = (kind: string, when: string, count: string): string =>
      JSON.stringify({ [kind]: { delete: { [`daysAfter${when}GreaterThan`]: `[${count}]` } } });
    expect(ends).to.deep.equal([
      [
        'uploads-and-state',
        'uploads',
        'state',
        days('baseBlob', 'Modification', "add(parameters('retentionDays'), 7)"),
      ],
      ['reports', 'reports', days('baseBlob', 'Modification', "parameters('reportDays')")],
      ['old-versions', days('version', 'Creation', "variables('undoDays')")],
    ]);
  });

  it('assign the roles of the operations guide, with its bounds, and no other', async () => {
    const roleNames = Object.keys(JSON.parse(await readFile('infra/roles.json', 'utf8')));
    const assignments = placed
      .filter(({ type }) => type === 'Microsoft.Authorization/roleAssignments')
      .flatMap(({ properties, scope = 'subscription', variables }) => {
        const role = spelledOut(at(properties, 'roleDefinitionId'), variables);
        const roles = role.includes('dropRoleId') ? ['Autopilot uploads: drop (custom)'] : roleNames;
        const who = /parameters\('(app|operator|)/i.exec(String(at(properties, 'principalId')))?.[1] || 'partner';
        const container = /containers\.(\w+)/.exec(scope)?.[1];
        const where = container === undefined ? (/(\w+)'/.exec(scope)?.[1] ?? scope) : `\`${container}\``;
        const bound = at(properties, 'condition') === undefined ? 'free' : 'bound';
        return roles
          .filter((name) => role.includes('dropRoleId') || role.includes(`'${name}'`))
          .map((name) => [name, who, where, bound].join(' | '));
      });
    const places: Readonly<Record<string, string>> = {
      account: 'storageAccounts',
      vault: 'vaults',
      'Application Insights': 'components',
    };
    const [, table = ''] = (await readFile('docs/operations.md', 'utf8')).split('| role | who | where |');
    const told = (table.split('\n\n')[0] ?? '')
      .split('\n')
      .slice(2)
      .map((line) => line.split('|').map((cell) => cell.trim()))
      .map(([, role, who, where = '', bound]) =>
        [role, who, places[where] ?? where, bound === '–' ? 'free' : 'bound'].join(' | '),
      );
    expect(told.length).to.be.above(8);
    expect(assignments.toSorted()).to.deep.equal(told.toSorted());
  });

  it('let the app change no blob of the settings, and a partner reach nothing but its own prefix', () => {
    const conditions = placed
      .filter(({ type, properties }) => /roleAssignments$/.test(type) && at(properties, 'condition') !== undefined)
      .map(({ properties, variables }) => spelledOut(at(properties, 'condition'), variables));
    expect(conditions.length).to.equal(3);
    const [app = '', drop = '', fetch = ''] = conditions;
    for (const action of ['write', 'add/action', 'delete', 'deleteBlobVersion/action', 'permanentDelete/action']) {
      expect(app).to.contain(`"${action}"`);
    }
    expect(app).to.contain('StringNotEquals').and.contain('containers.settings');
    expect(drop).to.contain('/write').and.contain('/add/action').and.contain('path] StringLike');
    expect(fetch).to.contain('path] StringLike').and.contain('prefix] StringStartsWith');
    const [role] = propertiesOf('Microsoft.Authorization/roleDefinitions');
    expect(at(role, 'permissions')).to.have.length(1);
    expect(at(role, 'permissions', '0', 'actions')).to.deep.equal([]);
    expect(at(role, 'permissions', '0', 'dataActions')).to.have.length(2);
  });
});
