import { cp, mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { expect } from 'chai';
import { afterEach, beforeEach, describe, it } from 'mocha';
import { checkStructure } from '../tools/infra/check-structure.ts';
import { settingsOfCode } from '../tools/infra/settings-of-code.ts';

const names = 'shared/adapters/storage/names.json';
const partnerList = (...ids: readonly string[]): string =>
  JSON.stringify(
    ids.map((partnerId) => ({
      partnerId,
      principalId: '00000000-0000-0000-0000-000000000001',
      principalType: 'Group',
    })),
  );

describe('The check of the templates', () => {
  let root = '';
  beforeEach(async () => {
    root = await mkdtemp(join(tmpdir(), 'infra-'));
    for (const path of ['infra', 'functions', 'package.json', names]) {
      await mkdir(dirname(join(root, path)), { recursive: true });
      await cp(path, join(root, path), { recursive: true });
    }
  });
  afterEach(() => rm(root, { recursive: true, force: true }));

  /** The faults after one text of one file was replaced by another. */
  const faultsAfter = async (file: string, text: string, other: string): Promise<string> => {
    const before = await readFile(join(root, file), 'utf8');
    expect(before, `${file} holds what is to be replaced`).to.contain(text);
    await writeFile(join(root, file), before.replace(text, other));
    return (await checkStructure(root)).faults.join('\n');
  };

  it('finds nothing wrong with the templates as they are, and has looked at all of them', async () => {
    const { files, faults } = await checkStructure(root);
    expect(faults).to.deep.equal([]);
    expect(files).to.be.at.least(13);
  });

  const planted: readonly (readonly [rule: string, file: string, text: string, other: string, fault: string])[] = [
    [
      'a module that is not given what it asks for',
      'infra/main.bicep',
      '    retentionDays: retentionDays\n',
      '',
      'does not give retentionDays',
    ],
    [
      'a module that is given what it does not know',
      'infra/main.bicep',
      '    retentionDays: retentionDays\n',
      '    retentionDays: retentionDays\n    uploadHours: 3\n',
      'gives uploadHours',
    ],
    [
      'a setting of the sign-in that the platform does not know',
      'infra/modules/functions.bicep',
      'requireAuthentication: false',
      'requiresAuthentication: false',
      'authsettingsV2 has no setting globalValidation.requiresAuthentication',
    ],
    [
      'what is done with strangers, misspelt',
      'infra/modules/functions.bicep',
      "unauthenticatedClientAction: 'AllowAnonymous'",
      "unauthenticatedClientAction: 'AllowAnyone'",
      'authsettingsV2 knows no unauthenticatedClientAction AllowAnyone',
    ],
    [
      'a right to send mail without a sender',
      'infra/main.bicep',
      "module mail 'modules/mail.bicep' = if (sendsMail)",
      "module mail 'modules/mail.bicep' = if (!empty(mailService))",
      'infra/main.bicep does not say module mail',
    ],
    [
      'a module that is not there',
      'infra/main.bicep',
      'modules/vault.bicep',
      'modules/safe.bicep',
      'there is no infra/modules/safe.bicep',
    ],
    [
      'a query for a span or metric that nothing exports',
      'infra/workbook.json',
      "Name == 'autopilot.verdicts'",
      "Name == 'autopilot.outcomes'",
      'a query asks for autopilot.outcomes',
    ],
    ['a parameter nobody knows', 'infra/main.parameters.json', '"alertEmail"', '"alarmEmail"', 'gives alarmEmail'],
    [
      'a missing app setting',
      'infra/modules/functions.bicep',
      'KEY_VAULT_URI',
      'VAULT_URI',
      'is not given KEY_VAULT_URI',
    ],
    [
      'an app setting no code reads',
      'infra/modules/functions.bicep',
      'KEY_VAULT_URI',
      'VAULT_URI',
      'is given VAULT_URI',
    ],
    [
      'shared keys',
      'infra/modules/storage.bicep',
      'allowSharedKeyAccess: false',
      'allowSharedKeyAccess: true',
      'allowSharedKeyAccess',
    ],
    [
      'authentication in front of the events',
      'infra/modules/functions.bicep',
      "excludedPaths: ['/runtime/webhooks/*']",
      'excludedPaths: []',
      "does not say excludedPaths: ['/runtime/webhooks/*']",
    ],
    [
      'a sign-in with a stored secret',
      'infra/modules/functions.bicep',
      'clientSecretSettingName: assertionSetting',
      "clientSecretSettingName: 'SIGN_IN_SECRET'",
      'clientSecretSettingName',
    ],
    [
      'an application with a password',
      'infra/modules/sign-in.bicep',
      "groupMembershipClaims: 'SecurityGroup'",
      'passwordCredentials: []',
      'sign-in.bicep reads a key',
    ],
    [
      'a sign-in open to every directory',
      'infra/modules/sign-in.bicep',
      'AzureADMyOrg',
      'AzureADMultipleOrgs',
      'does not say signInAudience',
    ],
    [
      'pages of others that may put files into storage',
      'infra/modules/storage.bicep',
      'allowedOrigins: [pageOrigin]',
      "allowedOrigins: ['*']",
      'does not say allowedOrigins',
    ],
    [
      'a key read where none is needed',
      'infra/modules/events.bicep',
      'source: storage.id',
      'source: storage.listKeys().keys[0].value',
      'reads a key',
    ],
    ['an output that is a secret', 'infra/modules/vault.bicep', 'output name', 'output appSecret', 'output appSecret'],
    [
      'a partner role without its path',
      'infra/modules/partner-access.bicep',
      '{ownPath}))',
      '{partnerId}))',
      'not bound to its own path',
    ],
    [
      'a partner that may list everything',
      'infra/modules/partner-access.bicep',
      '{ownPrefix}',
      '{partnerId}',
      'may list more',
    ],
    [
      'a role that is not in the list',
      'infra/modules/vault.bicep',
      'Key Vault Secrets Officer',
      'Key Vault Administrator',
      'no role Key Vault Administrator',
    ],
    [
      'tables that are not made from the list',
      'infra/modules/storage.bicep',
      'items(names.tables)',
      'items({})',
      'tables are not made',
    ],
    [
      'events that go to no function',
      'infra/upload-events.bicep',
      'Host.Functions.receive-upload',
      'Host.Functions.take-upload',
      'take-upload',
    ],
    ['events of unfinished writes', 'infra/upload-events.bicep', "'PutBlockList', ", '', 'unfinished writes'],
    [
      'another Node than the one pinned',
      'infra/modules/functions.bicep',
      "version: '24'",
      "version: '20'",
      'does not run on Node 24',
    ],
    [
      'an app that may replace its own package',
      'infra/access.json',
      '{ "who": "deployment",',
      '{ "who": "app",',
      'the app may not have Storage Blob Data Contributor on app-package',
    ],
    [
      'an app that may delete what stands in the record',
      'infra/access.json',
      '"who": "app", "role": "keep", "container": "audit"',
      '"who": "app", "role": "work", "container": "audit"',
      'the app may not have work on audit',
    ],
    [
      'an operator that may replace the package',
      'infra/access.json',
      '"who": "operator", "role": "work", "container": "settings"',
      '"who": "operator", "role": "work", "container": "app-package"',
      'operator may reach the package',
    ],
    [
      'a container the app has no right to',
      'infra/access.json',
      '"role": "work", "container": "state"',
      '"role": "work", "container": "estate"',
      'the app has no right to state',
    ],
    [
      'a role that removes immutability policies with everything of a container',
      'infra/modules/storage.bicep',
      "{containerActions}/write'",
      "{containerActions}/*'",
      'allows too much',
    ],
    [
      'a role that removes containers',
      'infra/modules/storage.bicep',
      "{containerActions}/write'",
      "{containerActions}/delete'",
      'allows too much',
    ],
    [
      'a package that the app writes with its own identity',
      'infra/modules/functions.bicep',
      'userAssignedIdentityResourceId: deploymentIdentity.id',
      'userAssignedIdentityResourceId: identity.id',
      'userAssignedIdentityResourceId',
    ],
    [
      'a private app that answers everybody',
      'infra/modules/functions.bicep',
      "closed ? 'Deny'",
      "closed ? 'Allow'",
      'ipSecurityRestrictionsDefaultAction',
    ],
    ['copies from other tenants', 'infra/modules/storage.bicep', "allowedCopyScope: 'AAD'", '', 'allowedCopyScope'],
    ['a partner id that no file can be dropped for', 'infra/partners.json', '[]', partnerList('Acme'), '"Acme"'],
    ['a partner id of the service', 'infra/partners.json', '[]', partnerList('settings'), '"settings"'],
    [
      'one identity of a partner twice',
      'infra/partners.json',
      '[]',
      partnerList('acme', 'acme'),
      'acme has 00000000-0000-0000-0000-000000000001 twice',
    ],
    [
      'what is no object id',
      'infra/partners.json',
      '[]',
      '[{ "partnerId": "acme", "principalId": "acme@example.org", "principalType": "User" }]',
      '"acme@example.org" of acme is no object id',
    ],
    ['an alert on an event nobody logs', 'infra/alerts.json', "== 'repair'", "== 'repaired'", 'event repaired'],
  ];
  for (const [rule, file, text, other, fault] of planted) {
    it(`finds ${rule}`, async () => {
      expect(await faultsAfter(file, text, other)).to.contain(fault);
    });
  }

  it('takes several identities of one partner', async () => {
    const other = JSON.parse(partnerList('acme'));
    const both = [...other, { ...other[0], principalId: '00000000-0000-0000-0000-000000000002' }];
    expect(await faultsAfter('infra/partners.json', '[]', JSON.stringify(both))).to.equal('');
  });

  it('the host writes no name of a dropped file into the logs, and our own lines stay', async () => {
    const { logging } = JSON.parse(await readFile('host.json', 'utf8'));
    const folder = (await readdir('functions')).filter((name) => name.endsWith('.ts'));
    const functions = (await Promise.all(folder.map((name) => readFile(join('functions', name), 'utf8')))).join('\n');
    const ofBlobs = [...functions.matchAll(/app\.storageBlob\('([\w-]+)'/g)].map(([, name]) => name);
    expect(ofBlobs).not.to.deep.equal([]);
    for (const name of ofBlobs)
      expect(logging.logLevel).to.include({
        [`Function.${name}`]: 'Warning',
        [`Function.${name}.User`]: 'Information',
      });
  });

  it('knows every setting the code asks for, and which it can not start without', () => {
    const settings = settingsOfCode("schedule: '%REPAIR_SCHEDULE%'");
    expect(settings.get('REPAIR_SCHEDULE')).to.deep.equal({ required: true });
    expect(settings.get('KEY_VAULT_URI')).to.deep.equal({ required: true });
    expect(settings.get('HOLD_SECONDS')).to.deep.equal({ required: false });
  });
});
