import { readFile } from 'node:fs/promises';
import { expect } from 'chai';
import { afterEach, beforeEach, describe, it } from 'mocha';
import { partnerIdentity } from '../../cli/partner-identity.ts';
import { readBicep } from '../../tools/infra/read-bicep.ts';
import { thrownBy } from '../fakes/thrown-by.ts';
import { runCommandHere } from './run-command.ts';

const values = { AZURE_RESOURCE_GROUP: 'rg-trial', STORAGE_ACCOUNT_NAME: 'st1', DROP_ROLE_ID: '/roles/drop' };
const [one, other] = ['00000000-0000-4000-8000-00000000000a', '00000000-0000-4000-8000-00000000000B'];

describe('partner identity', () => {
  beforeEach(() => void Object.assign(process.env, values));
  afterEach(() => {
    for (const name of Object.keys(values)) delete process.env[name];
  });

  it('prints a command for each identity of a partner, with all that the template asks for', async () => {
    const { code, text } = await runCommandHere(partnerIdentity, 'alpine', one, other, one);
    expect(code).to.equal(0);
    const lines = text.trim().split('\n');
    expect(lines).to.have.length(2);
    expect(lines[1])
      .to.contain(`principalId=${other.toLowerCase()} principalType=Group`)
      .and.contain('partnerId=alpine');
    const [, file = ''] = /--template-file (\S+)/.exec(lines[0] ?? '') ?? [];
    const [, given = ''] = / --parameters (.*)/.exec(lines[0] ?? '') ?? [];
    const { params } = readBicep(file, await readFile(file, 'utf8'));
    expect(given.split(' ').map((part) => part.split('=')[0])).to.have.members([...params.keys()]);
    const main = readBicep('infra/main.bicep', await readFile('infra/main.bicep', 'utf8'));
    expect(main.outputs).to.include.members(Object.keys(values));
  });

  it('refuses what is no object id or no partner id, and says which value of the deployment is missing', async () => {
    const said = async (...args: readonly string[]) => String(await thrownBy(runCommandHere(partnerIdentity, ...args)));
    expect(await said('alpine', 'me@example.org')).to.contain('No object id: me@example.org');
    expect(await said('Alpine', one)).to.contain('Alpine');
    expect(await said('alpine', one, '--type', 'Team')).to.contain('--type is one of');
    expect(await said('alpine')).to.contain('Which identities?');
    delete process.env['DROP_ROLE_ID'];
    expect(await said('alpine', one)).to.contain('DROP_ROLE_ID is missing');
  });
});
