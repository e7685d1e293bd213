import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect } from 'chai';
import { afterEach, beforeEach, describe, it } from 'mocha';
import { settingsCheck } from '../../cli/settings-check.ts';
import { thrownBy } from '../fakes/thrown-by.ts';
import { runCommandHere } from './run-command.ts';

const samples = fileURLToPath(new URL('../../local/settings', import.meta.url));
const contoso = '00000000-0000-4000-8000-00000000c001';

describe('the check of a settings folder', () => {
  let folder = '';
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'settings-'));
    await cp(samples, folder, { recursive: true });
  });
  afterEach(() => rm(folder, { recursive: true, force: true }));

  async function edit(file: string, change: (value: Record<string, unknown>) => object): Promise<void> {
    const path = join(folder, file);
    await writeFile(path, JSON.stringify(change(JSON.parse(await readFile(path, 'utf8')))));
  }
  async function problems(): Promise<readonly string[]> {
    const { code, text } = await runCommandHere(settingsCheck, folder, '--offline', '--json');
    const said: { ok: boolean; problems: string[] } = JSON.parse(text);
    expect(code).to.equal(said.ok ? 0 : 1);
    return said.problems;
  }

  it('finds nothing wrong with the sample settings', async () => {
    expect(await problems()).to.deep.equal([]);
    expect((await runCommandHere(settingsCheck, folder, '--offline')).text).to.equal(
      [
        'Warning: partners/alpine.json: customer "Adatum" has no default group tag, and "alpine" takes no row without a group tag',
        '4 partners, 4 connections: nothing is wrong, 1 warning.',
        '1 deployment profile was not looked up on the platform.',
        '',
      ].join('\n'),
    );
  });

  it('finds partner ids that are words of this service', async () => {
    const text = await readFile(join(folder, 'partners/tailwind.json'), 'utf8');
    for (const id of ['settings', 'reports', 'azure-webjobs-hosts']) {
      await writeFile(join(folder, `partners/${id}.json`), text.replace('"tailwind"', `"${id}"`));
      expect((await problems()).join('\n')).to.include(
        `partners/${id}.json: "${id}" is a word of this service and cannot be a partner id`,
      );
      await rm(join(folder, `partners/${id}.json`));
    }
  });

  it('says everything that is wrong at once', async () => {
    await edit('partners/tailwind.json', (partner) => ({ ...partner, connections: ['fabrikam', 'alpine', 'lost'] }));
    await edit('partners/alpine.json', (partner) => ({ ...partner, timeZone: 'Europe/Atlantis', anyCustomer: 'yes' }));
    await edit('partners/proseware.json', (partner) => ({
      ...partner,
      connections: ['fabrikam'],
      customers: [{ customerTenantId: contoso, name: 'Contoso', defaultGroupTag: 'no/slash' }],
    }));
    await writeFile(join(folder, 'connections/alpine.json'), '{"connectionId": "alpine"');
    await writeFile(join(folder, 'partners/notes.txt'), 'x');
    await writeFile(join(folder, 'readme.md'), 'x');
    const found = await problems();
    for (const expected of [
      'readme.md: only the folders',
      'partners/notes.txt: not a settings file',
      'connections/alpine.json: it is not JSON',
      'partners/alpine.json: anyCustomer must be true or false',
      'partners/alpine.json: time zone "Europe/Atlantis" is not known',
      'partners/tailwind.json: there is no connection "lost"',
      'partners/tailwind.json: connection "alpine" can\'t be used',
      'is claimed by another partner on the same connection: refused for both',
      'default group tag "no/slash" of "Contoso" would be refused by "fabrikam"',
    ]) {
      expect(
        found.some((problem) => problem.includes(expected)),
        `${expected} in\n${found.join('\n')}`,
      ).to.equal(true);
    }
  });

  it('finds a shared connection with any customer, and an exclusive one used by another partner', async () => {
    await edit('partners/tailwind.json', (partner) => ({ ...partner, anyCustomer: true }));
    await edit('partners/proseware.json', (partner) => ({ ...partner, connections: ['alpine'] }));
    expect(await problems()).to.deep.equal([
      'partners/proseware.json: connection "alpine" is exclusive to another partner',
      'partners/tailwind.json: anyCustomer needs connections that are exclusive to this partner; "fabrikam" is shared',
    ]);
  });

  it('finds a file about another id than its name, and a misspelled setting by its name', async () => {
    await edit('partners/tailwind.json', (partner) => ({ ...partner, partnerId: 'alpine' }));
    await edit('partners/alpine.json', (partner) => ({ ...partner, timezone: 'Europe/Zurich' }));
    expect(await problems()).to.deep.equal([
      'partners/alpine.json: there is no setting timezone; did you mean timeZone?',
      'partners/tailwind.json: it is about "alpine"',
    ]);
  });

  it('compares a file that its schema refuses with the others all the same, and says how many files can not be used', async () => {
    await edit('partners/tailwind.json', (partner) => ({ ...partner, connections: ['fabrikamm'], timezone: 'UTC' }));
    await edit('connections/alpine.json', (connection) => ({ ...connection, exclusiveTo: 'alpin' }));
    expect(await problems()).to.deep.equal([
      'connections/alpine.json: exclusiveTo: there is no partner "alpin"',
      'partners/alpine.json: connection "alpine" is exclusive to another partner',
      'partners/tailwind.json: there is no setting timezone; did you mean timeZone?',
      'partners/tailwind.json: there is no connection "fabrikamm"',
    ]);
    expect((await runCommandHere(settingsCheck, folder)).text).to.contain(
      "4 connections (1 file can't be used): 4 problems",
    );
  });

  it('says in plain words what a connection lacks, and which kinds there are', async () => {
    await edit('connections/fabrikam.json', ({ clientId: _id, ...connection }) => ({
      ...connection,
      partnerTenantId: '',
      credential: { kind: 'password' },
      invitationLink: 'no address',
    }));
    expect((await problems()).filter((line) => line.startsWith('connections/fabrikam'))).to.have.members([
      'connections/fabrikam.json: clientId is missing: Application (client) id of the app registration.',
      'connections/fabrikam.json: partnerTenantId must not be empty',
      'connections/fabrikam.json: credential.kind must be one of secret, certificate, managedIdentity',
      'connections/fabrikam.json: invitationLink must be an address such as https://example.com',
    ]);
  });

  it('does not repeat values, so that a secret put there by mistake is not printed', async () => {
    await edit('connections/alpine.json', (connection) => ({ ...connection, clientSecret: 'Pa55w0rd-by-mistake' }));
    await edit('connections/fabrikam.json', (connection) => ({
      ...connection,
      credential: { kind: 'secret', secret: 'Pa55 w0rd by mistake!' },
    }));
    const found = await problems();
    expect(found.length).to.be.greaterThan(1);
    expect(found.join('\n')).not.to.match(/Pa55/);
  });

  it('a folder that is not there, or two, is a wrong call', async () => {
    for (const args of [[join(folder, 'nowhere')], [folder, folder]]) {
      expect(await thrownBy(runCommandHere(settingsCheck, ...args))).to.have.property('name', 'UsageError');
    }
  });
});
