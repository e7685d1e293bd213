import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect } from 'chai';
import { after, afterEach, before, beforeEach, describe, it } from 'mocha';
import { connectionAdd, connectionList } from '../../cli/connection-settings.ts';
import { partnerAdd, partnerList, partnerShow } from '../../cli/partner.ts';
import { copySettings } from '../../local/stack.ts';
import { type Storage, startStorage } from '../../local/storage.ts';
import { connectStorage, createStorage } from '../../shared/adapters/storage/clients.ts';
import { containers } from '../../shared/adapters/storage/names.ts';
import { thrownBy } from '../fakes/thrown-by.ts';
import { runAnswered, runCommandHere } from './run-command.ts';

const samples = fileURLToPath(new URL('../../local/settings', import.meta.url));
const tenant = '11111111-1111-4111-8111-111111111111';

describe('the operator’s verbs for partners and connections', () => {
  let folder = '';
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'partner-'));
    await cp(samples, folder, { recursive: true });
  });
  afterEach(() => rm(folder, { recursive: true, force: true }));

  const here = (): readonly string[] => ['--settings', folder];
  const written = async (file: string): Promise<unknown> => JSON.parse(await readFile(join(folder, file), 'utf8'));
  const isThere = (file: string): Promise<boolean> =>
    readFile(join(folder, file)).then(
      () => true,
      () => false,
    );

  it('add writes what the options say, without a question', async () => {
    const { code, text } = await runCommandHere(
      partnerAdd,
      ...['northwind', '--name', 'Northwind', '--connection', 'fabrikam', '--set', 'timeZone=Europe/Oslo'],
      ...['--set', 'maxGroupTags=5', '--set', 'answerFromLedger=yes'],
      ...['--customer', `customerTenantId=${tenant}; name=Adventure, Ltd.; defaultGroupTag=AW; domains=aw.example`],
      ...here(),
    );
    expect(text).to.contain('Partner "northwind" is written').and.contain('uploads/northwind/');
    expect(code).to.equal(0);
    expect(await written('partners/northwind.json')).to.deep.equal({
      partnerId: 'northwind',
      name: 'Northwind',
      connections: ['fabrikam'],
      customers: [
        { customerTenantId: tenant, name: 'Adventure, Ltd.', defaultGroupTag: 'AW', domains: ['aw.example'] },
      ],
      timeZone: 'Europe/Oslo',
      maxGroupTags: 5,
      answerFromLedger: true,
    });
  });

  it('add says everything that is wrong at once, and writes nothing', async () => {
    const { code, text } = await runCommandHere(
      partnerAdd,
      ...['northwind', '--connection', 'fabrikamm', '--set', 'timezone=Europe/Oslo'],
      ...['--customer', 'customerTenantId=x; tag=AW', ...here()],
    );
    expect(text.split('\n')).to.include.members([
      'partners/northwind.json: there is no connection "fabrikamm"',
      'partners/northwind.json: there is no setting timezone; did you mean timeZone?',
      'partners/northwind.json: name is missing: Name shown in reports.',
      'partners/northwind.json: customers[0].name is missing: Name shown in reports.',
      'partners/northwind.json: customers[0].customerTenantId must be an id such as 11111111-1111-4111-8111-111111111111',
      'Nothing was written.',
    ]);
    expect(text).to.contain('there is no setting customers[0].tag; known here: ');
    expect(code).to.equal(1);
    expect(await isThere('partners/northwind.json')).to.equal(false);
  });

  it('add is stopped by what the new partner breaks elsewhere, not by what was wrong before', async () => {
    await writeFile(join(folder, 'partners/other.json'), '{');
    const contoso = '00000000-0000-4000-8000-00000000c001';
    const add = (...more: readonly string[]) =>
      runCommandHere(partnerAdd, 'northwind', '--name', 'N', '--connection', 'fabrikam', ...more, ...here());
    const claimed = await add('--customer', `customerTenantId=${contoso}; name=Contoso; defaultGroupTag=A`);
    expect(claimed.text).to.contain('partners/tailwind.json: customer "Contoso" is claimed by another partner');
    expect(claimed.text).not.to.contain('other.json');
    expect(claimed.code).to.equal(1);
    const free = await add('--customer', `customerTenantId=${tenant}; name=Adventure`);
    expect(free.text).to.contain('Warning: partners/northwind.json: customer "Adventure" has no default group tag');
    expect(free.code).to.equal(0);
  });

  it('add asks for what is missing, takes no answer that does not fit, and shows what it writes', async () => {
    const answers = [
      ...['North Wind', 'northwind', 'Northwind', 'fabrikam', 'y', 'nonsense', tenant, 'Adventure', '', 'aw.example'],
      ...['AW', 'n', 'Europe/Oslo', ''],
    ];
    const { code, asked, left } = await runAnswered(partnerAdd, here(), answers);
    expect(left).to.deep.equal([]);
    expect(asked)
      .to.contain('"North Wind" is not a partner id')
      .and.contain('That does not fit: it must be an id such as')
      .and.contain('Connection ids in order of preference.')
      .and.contain('"defaultGroupTag": "AW"');
    expect(code).to.equal(0);
    expect(await written('partners/northwind.json')).to.deep.equal({
      partnerId: 'northwind',
      name: 'Northwind',
      connections: ['fabrikam'],
      customers: [{ customerTenantId: tenant, name: 'Adventure', domains: ['aw.example'], defaultGroupTag: 'AW' }],
      timeZone: 'Europe/Oslo',
    });
  });

  it('add writes nothing when the last question is answered with no', async () => {
    const args = ['northwind', '--name', 'N', '--connection', 'fabrikam', '--set', 'timeZone=UTC', ...here()];
    const { code, text } = await runAnswered(partnerAdd, args, ['n', 'n']);
    expect(text).to.equal('Nothing was written.\n');
    expect(code).to.equal(1);
    expect(await isThere('partners/northwind.json')).to.equal(false);
  });

  it('add begins with a file, and refuses an id that is taken, no id and a text that is no setting', async () => {
    const from = join(folder, 'copy.json');
    await writeFile(from, '{"name":"Copied","connections":["fabrikam"],"customers":[]}');
    await runCommandHere(partnerAdd, 'copied', '--from', from, ...here());
    expect(await written('partners/copied.json')).to.include({ partnerId: 'copied', name: 'Copied' });
    const wrong: readonly (readonly string[])[] = [
      ['copied', '--from', from],
      ['--name', 'x'],
      ['new', '--from', join(folder, 'nowhere.json')],
      ['new', '--set', 'name'],
      ['new', '--customer', 'Contoso'],
      ['New'],
      ['new', 'another'],
      ['settings'],
    ];
    for (const args of wrong) {
      expect(await thrownBy(runCommandHere(partnerAdd, ...args, ...here())), args.join(' ')).to.have.property(
        'name',
        'UsageError',
      );
    }
  });

  it('list and show say how partners stand and what is wrong with their settings', async () => {
    await writeFile(join(folder, 'partners/beta.json'), '{"partnerId":"beta","name":"Beta","connections":["lost"]}');
    const list = await runCommandHere(partnerList, ...here());
    expect(list.text).to.match(/^partner +name +state +connections +customers +problems\n/);
    expect(list.text)
      .to.match(/\nbeta +Beta +unusable +lost +0 +2\n/)
      .and.match(/\ntailwind .* active +fabrikam +1\n/);
    const { partners } = JSON.parse((await runCommandHere(partnerList, '--json', ...here())).text);
    expect(partners).to.have.length(5);
    const good = await runCommandHere(partnerShow, 'alpine', ...here());
    expect(good.text)
      .to.contain('Alpine Cloud, CSP (alpine), active')
      .and.contain('00000000-0000-4000-8000-00000000c004');
    expect(good.text).to.contain('Warning: customer "Adatum" has no default group tag');
    expect(good.code).to.equal(0);
    const bad = await runCommandHere(partnerShow, 'beta', ...here());
    expect(bad.text).to.contain('Wrong: there is no connection "lost"').and.contain('Wrong: customers is missing');
    expect(bad.code).to.equal(1);
    expect(await thrownBy(runCommandHere(partnerShow, 'gone', ...here()))).to.have.property('name', 'UsageError');
  });

  it('a connection is added with the addresses of the global cloud, and the names of its secrets are told', async () => {
    const { code, text } = await runCommandHere(
      connectionAdd,
      ...['distributor', '--platform', 'partnerCenter', '--name', 'Distributor', ...here()],
      ...['--set', `partnerTenantId=${tenant}`, '--set', 'clientId=abc', '--set', 'maxDevices=500'],
      ...['--set', 'credential.kind=certificate', '--set', 'credential.certificate=distributor-certificate'],
      ...['--set', 'signIn.kind=appUser', '--set', 'signIn.refreshToken=distributor-refresh-token'],
    );
    expect(text).to.contain('--name distributor-certificate').and.contain('connection check distributor');
    expect(code).to.equal(0);
    expect(await written('connections/distributor.json')).to.deep.include({
      platform: 'partnerCenter',
      baseUrl: 'https://api.partnercenter.microsoft.com',
      authority: 'https://login.microsoftonline.com',
      maxDevices: 500,
      credential: { kind: 'certificate', certificate: 'distributor-certificate' },
    });
  });

  it('a connection is added by questions, which follow the kinds that were chosen', async () => {
    const answers = [
      'gateway',
      '2',
      'Gateway',
      '',
      'https://oem.example/consent',
      'https://oem.example',
      'Contoso',
      '3',
    ];
    const { code, asked, left } = await runAnswered(connectionAdd, here(), [...answers, 'x-key', '', 'y']);
    expect(left).to.deep.equal([]);
    expect(asked).to.contain('3  apiKeyHeader: A key in a header.');
    expect(code).to.equal(0);
    expect(await written('connections/gateway.json')).to.deep.include({
      platform: 'oemDirect',
      oemName: 'Contoso',
      invitationLink: 'https://oem.example/consent',
      auth: { kind: 'apiKeyHeader', header: 'x-key', secret: 'gateway-secret' },
    });
  });

  it('connections are listed with who uses them and how they sign in', async () => {
    const { text } = await runCommandHere(connectionList, ...here());
    expect(text).to.match(/\nfabrikam +partnerCenter +Fabrikam.* usable +person once +tailwind\n/);
    expect(text).to.match(/\nproseware-oem +oemDirect .* apiKeyHeader +proseware \(exclusive\)\n/);
    await writeFile(join(folder, 'connections/lost.json'), '{}');
    const { connections } = JSON.parse((await runCommandHere(connectionList, '--json', ...here())).text);
    expect(connections.at(-2)).to.include({ connectionId: 'lost', state: 'unusable', problems: 1 });
  });

  it('a connection of no platform is a wrong call, or a fault', async () => {
    const unknown = runCommandHere(connectionAdd, 'x', '--platform', 'partnercentre', ...here());
    expect(await thrownBy(unknown)).to.have.property('name', 'UsageError');
    const { code, text } = await runCommandHere(connectionAdd, 'x', '--name', 'X', ...here());
    expect(text).to.contain(
      'platform must be one of partnerCenter, oemDirect, intune, m365AdminCenter, storeForBusiness',
    );
    expect(code).to.equal(1);
  });

  describe('in storage', () => {
    let storage: Storage;
    before(async () => {
      storage = await startStorage();
      await createStorage(storage.connectionString);
      const none = 'http://127.0.0.1:1';
      const urls = { entraUrl: none, partnerCenterUrl: none, oemUrl: none, graphUrl: none, adminUrl: none };
      await copySettings(samples, storage.connectionString, urls);
    });
    after(() => storage.stop());

    it('they read and write the same files, and replace none', async () => {
      const there = ['--storage', storage.connectionString];
      const add = ['acme', '--name', 'Acme', '--connection', 'fabrikam', '--set', 'customers=', ...there];
      expect((await runCommandHere(partnerAdd, ...add)).text).to.contain('Partner "acme" is written');
      expect(await thrownBy(runCommandHere(partnerAdd, ...add))).to.have.property('name', 'UsageError');
      expect((await runCommandHere(partnerList, ...there)).text).to.match(/\nacme +Acme +active /);
      const { blobs } = connectStorage({ kind: 'connectionString', connectionString: storage.connectionString });
      const blob = blobs.getContainerClient(containers.settings).getBlobClient('partners/acme.json');
      expect((await blob.getProperties()).contentType).to.equal('application/json');
    });
  });
});
