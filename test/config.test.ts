import { expect } from 'chai';
import { describe, it } from 'mocha';
import { signInOf } from '../functions/api/sign-in.ts';
import { readConfig, storageOrigin } from '../shared/config.ts';
import { ConfigError } from '../shared/errors.ts';

const local = { AzureWebJobsStorage: 'UseDevelopmentStorage=true', SECRETS_FOLDER: '/secrets' };
const inAzure = {
  AzureWebJobsStorage__blobServiceUri: 'https://a.blob.core.windows.net',
  AzureWebJobsStorage__queueServiceUri: 'https://a.queue.core.windows.net',
  AzureWebJobsStorage__tableServiceUri: 'https://a.table.core.windows.net',
  AzureWebJobsStorage__clientId: 'client',
  KEY_VAULT_URI: 'https://vault.vault.azure.net',
};

function problemsOf(env: Readonly<Record<string, string>>): readonly string[] {
  try {
    readConfig(env);
  } catch (error) {
    if (error instanceof ConfigError) return error.problems;
    throw error;
  }
  return [];
}

describe('the settings of a deployment', () => {
  it('on a laptop are a connection string and a folder for secrets', () => {
    const { storage, secrets, times } = readConfig(local);
    expect(storage).to.deep.equal({ kind: 'connectionString', connectionString: 'UseDevelopmentStorage=true' });
    expect(secrets).to.deep.equal({ kind: 'folder', path: '/secrets' });
    expect(times).to.include({ giveUp: 72 * 3_600_000, call: 180_000 });
  });

  it('trust the header that says who asks only where the templates and the platform both say that it is theirs', () => {
    const platformOf = (env: Readonly<Record<string, string>>) => readConfig({ ...local, ...env }).signIn.platform;
    expect(platformOf({})).to.equal(false);
    expect(platformOf({ SIGN_IN: 'entra' })).to.equal(false);
    expect(platformOf({ WEBSITE_AUTH_ENABLED: 'True' })).to.equal(false);
    expect(platformOf({ SIGN_IN: 'entra', WEBSITE_AUTH_ENABLED: 'False' })).to.equal(false);
    expect(platformOf({ SIGN_IN: 'entra', WEBSITE_AUTH_ENABLED: 'True' })).to.equal(true);
    expect(problemsOf({ ...local, SIGN_IN: 'everybody', OPERATOR_IDS: 'Olga' })).to.have.length(2);
  });

  it('name the operator by mail addresses, where mail is sent at all, and by a Teams workflow', () => {
    const mail = { MAIL_FROM: 'a@example.org', MAIL_SMTP_SECRET: 'smtp' };
    const named = {
      ...local,
      ...mail,
      OPERATOR_MAIL: 'olga@example.org, on-call@example.org',
      OPERATOR_TEAMS_SECRET: 't',
    };
    expect(readConfig(named).operator).to.deep.equal({ mail: ['olga@example.org', 'on-call@example.org'], teams: 't' });
    expect(readConfig(local).operator).to.deep.equal({ mail: [] });
    expect(problemsOf({ ...local, OPERATOR_MAIL: 'olga@example.org' })).to.have.length(1);
    expect(problemsOf({ ...local, ...mail, OPERATOR_MAIL: 'Olga' })).to.have.length(1);
  });

  it('lets nobody be chosen unless storage is on this very machine and the host is our own', () => {
    const at = (host: string) =>
      ['Blob', 'Queue', 'Table'].map((service) => `${service}Endpoint=http://${host}/devstoreaccount1`).join(';');
    const configOf = (AzureWebJobsStorage: string) => readConfig({ ...local, AzureWebJobsStorage });
    const here = configOf(`AccountName=a;AccountKey=b;${at('127.0.0.1:10000')}`);
    expect(signInOf(here, true).local).to.equal(true);
    expect(signInOf(here, false).local).to.equal(false);
    // No host of ours has loaded this test.
    expect(signInOf(here).local).to.equal(false);
    for (const elsewhere of [
      'AccountName=a;AccountKey=b;EndpointSuffix=core.windows.net',
      `AccountName=a;AccountKey=b;${at('127.0.0.1.evil.example')}`,
      `AccountName=a;AccountKey=b;BlobEndpoint=http://127.0.0.1:10000/a`,
    ])
      expect(signInOf(configOf(elsewhere), true).local, elsewhere).to.equal(false);
    expect(signInOf(readConfig(inAzure), true).local).to.equal(false);
  });

  it('under a name of an earlier release are refused with the new name', () => {
    expect(problemsOf({ ...local, COMPARE_SCHEDULE: '0 0 3 * * *', FORGET_SCHEDULE: '0 30 * * * *' })).to.deep.equal([
      'COMPARE_SCHEDULE is now called RECONCILE_SCHEDULE (what was RECONCILE_SCHEDULE is now REPAIR_SCHEDULE)',
      'FORGET_SCHEDULE is now called EXPIRE_SCHEDULE',
    ]);
  });

  it('in Azure are addresses reached with an identity', () => {
    const { storage, secrets } = readConfig(inAzure);
    expect(storage).to.include({
      kind: 'identity',
      clientId: 'client',
      blobServiceUri: 'https://a.blob.core.windows.net',
    });
    expect(secrets).to.deep.equal({ kind: 'keyVault', uri: 'https://vault.vault.azure.net', clientId: 'client' });
    const { AzureWebJobsStorage__clientId: _client, ...systemAssigned } = inAzure;
    expect(readConfig(systemAssigned).secrets).not.to.have.property('clientId');
  });

  it('say to which origin browsers send files', () => {
    const of = (connectionString: string) => storageOrigin({ kind: 'connectionString', connectionString });
    expect(of('UseDevelopmentStorage=true')).to.equal('http://127.0.0.1:10000');
    expect(of('AccountName=a;BlobEndpoint=http://127.0.0.1:4711/a;AccountKey=k')).to.equal('http://127.0.0.1:4711');
    expect(of('DefaultEndpointsProtocol=https;AccountName=a;AccountKey=k')).to.equal('https://a.blob.core.windows.net');
    expect(storageOrigin(readConfig(inAzure).storage)).to.equal('https://a.blob.core.windows.net');
  });

  it('say where telemetry goes, under the names everybody uses for it; by default nowhere', () => {
    expect(readConfig(local).telemetry).to.deep.equal({});
    const connectionString = 'InstrumentationKey=0;IngestionEndpoint=https://monitor.example';
    const azure = { ...inAzure, APPLICATIONINSIGHTS_CONNECTION_STRING: connectionString };
    const signedIn = (how: string) =>
      readConfig({ ...azure, APPLICATIONINSIGHTS_AUTHENTICATION_STRING: how }).telemetry.azureMonitor;
    expect(readConfig(azure).telemetry).to.deep.equal({ azureMonitor: { connectionString } });
    expect(signedIn('ClientId=me;Authorization=AAD')).to.deep.equal({ connectionString, identity: 'me' });
    expect(signedIn('Authorization=AAD')).to.deep.equal({ connectionString, identity: true });
    const otlpEndpoint = 'http://127.0.0.1:4318';
    expect(readConfig({ ...local, OTEL_EXPORTER_OTLP_ENDPOINT: otlpEndpoint }).telemetry).to.deep.equal({
      otlpEndpoint,
    });
    expect(problemsOf({ ...local, OTEL_EXPORTER_OTLP_ENDPOINT: 'localhost:4318' })).to.deep.equal([
      'OTEL_EXPORTER_OTLP_ENDPOINT is not an address',
    ]);
  });

  it('that are wrong fail with every problem at once', () => {
    expect(problemsOf({ CALL_SECONDS: '-1', GIVE_UP_SECONDS: 'soon', KEY_VAULT_URI: 'vault' })).to.deep.equal([
      'AzureWebJobsStorage__blobServiceUri is not an address',
      'AzureWebJobsStorage__queueServiceUri is not an address',
      'AzureWebJobsStorage__tableServiceUri is not an address',
      'KEY_VAULT_URI is not an address',
      'CALL_SECONDS is "-1", not a number of seconds above 0',
      'GIVE_UP_SECONDS is "soon", not a number of seconds above 0',
    ]);
    expect(problemsOf({ ...local, SECRETS_FOLDER: '' })).to.deep.equal([
      'KEY_VAULT_URI (or SECRETS_FOLDER, locally) is missing',
    ]);
  });

  it('never turn a bad duration into 0', () => {
    for (const text of ['0', ' ', '1h', 'Infinity', 'NaN', '99999999999']) {
      expect(problemsOf({ ...local, HOLD_SECONDS: text }), text).to.have.length(1);
    }
    expect(readConfig({ ...local, HOLD_SECONDS: '90' }).times.hold).to.equal(90_000);
    expect(readConfig({ ...local, HOLD_SECONDS: '' }).times.hold).to.equal(14 * 24 * 3_600_000);
  });

  it('keep uploads longer than any of their chunks can be held or tried, and than lost events are looked for', () => {
    const tooShort = 'RETENTION_DAYS is not longer than HOLD_SECONDS and GIVE_UP_SECONDS together';
    expect(readConfig(local).times.retention).to.equal(90 * 24 * 3_600_000);
    expect(readConfig({ ...local, RETENTION_DAYS: '18' }).times.retention).to.equal(18 * 24 * 3_600_000);
    expect(problemsOf({ ...local, RETENTION_DAYS: '17' })).to.deep.equal([tooShort]);
    expect(problemsOf({ ...local, HOLD_SECONDS: String(88 * 24 * 3600) })).to.deep.equal([tooShort]);
    expect(problemsOf({ ...local, LOOK_BACK_SECONDS: String(91 * 24 * 3600) })).to.deep.equal([
      'RETENTION_DAYS is not longer than LOOK_BACK_SECONDS',
    ]);
    expect(problemsOf({ ...local, RETENTION_DAYS: 'for ever' })).to.deep.equal([
      'RETENTION_DAYS is "for ever", not a number of days above 0',
    ]);
  });

  it('give up neither before a job can be over nor after a month', () => {
    expect(problemsOf({ ...local, GIVE_UP_SECONDS: '60' })).to.have.length(1);
    expect(problemsOf({ ...local, GIVE_UP_SECONDS: String(40 * 24 * 3600) })).to.have.length(1);
  });
});
