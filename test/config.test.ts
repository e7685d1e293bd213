import { expect } from 'chai';
import { describe, it } from 'mocha';
import { readConfig } from '../shared/config.ts';
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

  it('give up neither before a job can be over nor after a month', () => {
    expect(problemsOf({ ...local, GIVE_UP_SECONDS: '60' })).to.have.length(1);
    expect(problemsOf({ ...local, GIVE_UP_SECONDS: String(40 * 24 * 3600) })).to.have.length(1);
  });
});
