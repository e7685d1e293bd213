import { readFile } from 'node:fs/promises';
import { expect } from 'chai';
import { before, describe, it } from 'mocha';
import { compilable, findBicep, templateOf } from '../../tools/infra/bicep.ts';
import type { BlobAccess } from '../../tools/infra/check-access.ts';

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

/** An action's text: `format('{0}/read', variables('blobActions'))` becomes `…/blobs/read`. */
const spelledLast = (expression: string, variables: Readonly<Record<string, unknown>>): string =>
  expression.replace(
    /^\[format\('\{0\}([^']*)', variables\('(\w+)'\)\)\]$/,
    (_, end: string, name: string) => `${variables[name]}${end}`,
  );

const readsSecret = /list(?:Keys|Secrets|AccountSas|ServiceSas)|AccountKey|SharedAccess|primaryKey|password/i;

describe('The templates as Azure is sent them', () => {
  let templates: readonly Template[] = [];
  let events: readonly Template[] = [];
  let placed: readonly Placed[] = [];
  before(function () {
    const bicep = findBicep();
    // CI demands a compiler of its own accord: npm run infra:check -- --must-compile.
    if (bicep === undefined) return this.skip();
    const { root, remove } = compilable(bicep, '.');
    templates = templatesIn(templateOf(bicep, root, 'infra/main.bicep') as Template);
    events = templatesIn(templateOf(bicep, root, 'infra/upload-events.bicep') as Template);
    remove();
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
    const [, { destination, ...rest } = {}] = propertiesOf('Microsoft.EventGrid/systemTopics/eventSubscriptions');
    expect(at(destination, 'properties', 'endpointUrl')).to.match(readsSecret);
    expect(readsSecret.test(JSON.stringify(rest))).to.equal(false);
  });

  it('set no app setting to a secret: addresses, names and schedules only', () => {
    const text = propertiesOf('Microsoft.Web/sites/config')
      .map((config) => JSON.stringify(config))
      .find((config) => config.includes('AzureWebJobsStorage'));
    expect(text).to.contain('KEY_VAULT_URI');
    expect(text).not.to.match(readsSecret);
    // This connection string opens nothing: Application Insights takes Entra identities only.
    expect([...(text ?? '').matchAll(/connection_?string/gi)].length).to.equal(2);
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
    expect(blobs).to.deep.include({
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
        // Assigned by the list, which is added below.
        if (role.includes("variables('access')")) return [];
        const custom = role.includes('dropRoleId')
          ? ['Autopilot uploads: drop (custom)']
          : /'secrets'/.test(role) && ['Autopilot secrets: get and set (custom)'];
        const who = /parameters\('(app|operator|)/i.exec(String(at(properties, 'principalId')))?.[1] || 'partner';
        const container = /containers\.(\w+)/.exec(scope)?.[1];
        const where = container === undefined ? (/(\w+)'/.exec(scope)?.[1] ?? scope) : `\`${container}\``;
        const bound = at(properties, 'condition') === undefined ? 'free' : 'bound';
        return (custom || roleNames.filter((name) => role.includes(`'${name}'`) || role.includes(`"${name}"`))).map(
          (name) => [name, who, where, bound].join(' | '),
        );
      });
    const places: Readonly<Record<string, string>> = {
      account: 'storageAccounts',
      vault: 'vaults',
      'Application Insights': 'components',
      'mail service': 'communicationServices',
    };
    const [, table = ''] = (await readFile('docs/operations.md', 'utf8')).split('| role | who | where |');
    const told = (table.split('\n\n')[0] ?? '')
      .split('\n')
      .slice(2)
      .map((line) => line.split('|').map((cell) => cell.trim()))
      .flatMap(([, role, who, where = '', bound]) =>
        where
          .split(', ')
          .map((place) => [role, who, places[place] ?? place, bound === '–' ? 'free' : 'bound'].join(' | ')),
      );
    expect(told.length).to.be.above(8);
    const access: readonly BlobAccess[] = JSON.parse(await readFile('infra/access.json', 'utf8'));
    const listed = access.map(({ who, role, container }) => {
      const name = roleNames.includes(role) ? role : `Autopilot blobs: ${role} (custom)`;
      return `${name} | ${who} | \`${container}\` | free`;
    });
    expect([...assignments, ...listed].toSorted()).to.deep.equal(told.toSorted());
  });

  it('let a partner reach nothing but its own prefix', () => {
    const conditions = placed
      .filter(({ type, properties }) => /roleAssignments$/.test(type) && at(properties, 'condition') !== undefined)
      .map(({ properties, variables }) => spelledOut(at(properties, 'condition'), variables));
    expect(conditions.length).to.equal(2);
    const [drop = '', fetch = ''] = conditions;
    expect(drop).to.contain('/write').and.contain('/add/action').and.contain('path] StringLike');
    expect(fetch).to.contain('path] StringLike').and.contain('prefix] StringStartsWith');
  });

  it('make roles that can do what the work needs, and remove no container, policy or secret', () => {
    const rights = placed
      .filter(({ type }) => type === 'Microsoft.Authorization/roleDefinitions')
      .map(({ properties, variables }) => {
        const [{ actions, dataActions } = {}, ...more] = at(properties, 'permissions') as readonly Record<
          string,
          readonly string[]
        >[];
        expect(more).to.deep.equal([]);
        const last = (list: readonly string[] = []) =>
          list.map((one) => /(?:containers|blobs|secrets)\/(?!blobs)[\w/]+$/.exec(spelledLast(one, variables))?.[0]);
        return [...last(actions), ...last(dataActions)].join();
      });
    expect(rights).to.have.members([
      'containers/read,containers/write,blobs/read,blobs/write,blobs/add/action,blobs/delete',
      'containers/read,blobs/read,blobs/write,blobs/add/action',
      'blobs/write,blobs/add/action',
      'secrets/getSecret/action,secrets/setSecret/action',
    ]);
  });

  it('let the app answer in private mode to Event Grid and named ranges only, and never under /admin', () => {
    const [site] = propertiesOf('Microsoft.Web/sites');
    expect(site).to.include({ functionsRuntimeAdminIsolationEnabled: true });
    expect(at(site, 'siteConfig', 'ipSecurityRestrictionsDefaultAction')).to.contain("'Deny'");
    const rules = placed.find(({ variables }) => 'mayCall' in variables)?.variables['mayCall'];
    expect(rules).to.contain('AzureEventGrid').and.contain("parameters('addressRanges')");
  });

  it('log what changes storage, what Event Grid could not deliver, and who reads secrets', () => {
    const logs = placed
      .filter(({ type }) => type === 'Microsoft.Insights/diagnosticSettings')
      .map(({ properties, variables }) => spelledOut(at(properties, 'logs'), variables));
    for (const category of ['StorageRead', 'StorageWrite', 'StorageDelete', 'DeliveryFailures', 'AuditEvent'])
      expect(logs.join(), category).to.contain(category);
    expect(logs.filter((log) => log.includes('StorageWrite') || log.includes("variables('changes')"))).to.have.length(
      3,
    );
  });
});
