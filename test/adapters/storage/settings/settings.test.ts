import { ContainerClient, newPipeline, type RequestPolicy, type WebResource } from '@azure/storage-blob';
import { expect } from 'chai';
import { after, before, describe, it } from 'mocha';
import { type Storage, startStorage } from '../../../../local/storage.ts';
import { connectStorage } from '../../../../shared/adapters/storage/clients.ts';
import { readConnectionFile, readPartnerFile } from '../../../../shared/adapters/storage/settings/files.ts';
import { makeSettings } from '../../../../shared/adapters/storage/settings/settings.ts';
import { movableClock } from '../../../fakes/platform-ports.ts';
import { contoso, northwind, oemDirect, partnerCenter } from '../../../fakes/sample-settings.ts';

describe('a settings file', () => {
  const text = JSON.stringify(northwind);

  it('that fits is taken, with or without a byte order mark', () => {
    expect(readPartnerFile('northwind', text, '1')).to.deep.equal({ value: northwind, version: '1', faults: [] });
    expect(readPartnerFile('northwind', `\uFEFF${text}`, '1').faults).to.deep.equal([]);
    expect(readConnectionFile('pc', JSON.stringify(partnerCenter), '1').value).to.deep.equal(partnerCenter);
    expect(readConnectionFile('oem', JSON.stringify(oemDirect), '1').faults).to.deep.equal([]);
  });

  it('that does not fit says everything that is wrong with it, and no values', () => {
    const wrong = { ...northwind, name: '', connections: [], extra: 'secret-value' };
    const { value, faults } = readPartnerFile('northwind', JSON.stringify(wrong), '1');
    expect(value).to.equal(undefined);
    expect(faults).to.have.length(3);
    expect(faults.join()).to.include('name must').and.to.include('connections must').and.not.to.include('secret-value');
    expect(readPartnerFile('northwind', '{', '1').faults).to.deep.equal(['it is not JSON']);
  });

  it('must be about what it is named after', () =>
    expect(readPartnerFile('tailspin', text, '1').faults).to.deep.equal(['it is about "northwind"']));

  it('is not taken with a customer listed twice or a time zone nobody knows', () => {
    const wrong = { ...northwind, customers: [contoso, contoso], timeZone: 'Mars/Olympus' };
    const { value, faults } = readPartnerFile('northwind', JSON.stringify(wrong), '1');
    expect(value).to.equal(undefined);
    expect(faults).to.have.length(2);
  });
});

describe('the settings container', () => {
  let storage: Storage | undefined;
  before(async () => {
    storage = await startStorage();
  });
  after(async () => {
    await storage?.stop();
  });

  async function opened(name: string) {
    if (storage === undefined) throw new Error('There is no storage.');
    const { blobs } = connectStorage({ kind: 'connectionString', connectionString: storage.connectionString });
    const [files, state] = [blobs.getContainerClient(`${name}-settings`), blobs.getContainerClient(`${name}-state`)];
    await Promise.all([files.create(), state.create()]);
    const clock = movableClock();
    const put = (path: string, value: unknown) => putText(files, path, JSON.stringify(value));
    await put('connections/pc.json', partnerCenter);
    await put('connections/oem.json', oemDirect);
    /** The containers as a new instance sees them, and how many calls it makes. */
    const counted = () => {
      let calls = 0;
      const counting = {
        create: (next: RequestPolicy) => ({
          sendRequest: (request: WebResource) => {
            calls += 1;
            return next.sendRequest(request);
          },
        }),
      };
      const of = (container: ContainerClient): ContainerClient => {
        const pipeline = newPipeline(container.credential);
        pipeline.factories.unshift(counting);
        return new ContainerClient(container.url, pipeline);
      };
      return { files: of(files), state: of(state), calls: () => calls };
    };
    return { files, state, clock, put, counted, settings: makeSettings(files, state, clock) };
  }
  const putText = async (container: ContainerClient, path: string, text: string): Promise<void> => {
    await container.getBlockBlobClient(path).upload(text, Buffer.byteLength(text));
  };

  it('without a file for a partner knows nobody', async () => {
    const { settings } = await opened('empty');
    expect(await settings.ofPartner('northwind')).to.deep.equal({ kind: 'unknown' });
  });

  it('shows a change within seconds, and the last good version while a newer one is broken', async () => {
    const { settings, put, files, clock, state } = await opened('broken');
    await put('partners/northwind.json', northwind);
    expect(await settings.ofPartner('northwind')).to.deep.include({ kind: 'found', partner: northwind, faults: [] });

    await putText(files, 'partners/northwind.json', '{ "partnerId": "northwind"');
    clock.move(11_000);
    const kept = await settings.ofPartner('northwind');
    expect(kept).to.deep.include({ kind: 'found', partner: northwind, faults: ['it is not JSON'] });
    // Another instance, which never saw the good one itself.
    expect(await makeSettings(files, state, clock).ofPartner('northwind')).to.deep.equal(kept);

    await put('partners/northwind.json', { ...northwind, name: 'Northwind Traders' });
    clock.move(11_000);
    const corrected = await settings.ofPartner('northwind');
    expect(corrected.kind === 'found' && corrected.partner.name).to.equal('Northwind Traders');
    expect(corrected.kind === 'found' && corrected.faults).to.deep.equal([]);
  });

  it('with a file that was never good leaves its partner waiting, and no other', async () => {
    const { settings, put, files } = await opened('never');
    await put('partners/northwind.json', northwind);
    await putText(files, 'partners/tailspin.json', 'nonsense');
    expect(await settings.ofPartner('tailspin')).to.deep.equal({ kind: 'broken', faults: ['it is not JSON'] });
    expect(await settings.ofPartner('northwind')).to.have.property('kind', 'found');
  });

  it('forgets a partner whose file is deleted', async () => {
    const { settings, put, files, clock } = await opened('deleted');
    await put('partners/northwind.json', northwind);
    await settings.ofPartner('northwind');
    await files.getBlobClient('partners/northwind.json').delete();
    clock.move(11_000);
    expect(await settings.ofPartner('northwind')).to.deep.equal({ kind: 'unknown' });
  });

  it('is read once for many questions at once', async () => {
    const { settings, put } = await opened('once');
    await put('partners/northwind.json', northwind);
    const answers = await Promise.all([1, 2, 3].map(() => settings.ofPartner('northwind')));
    expect(answers.map(({ kind }) => kind)).to.deep.equal(['found', 'found', 'found']);
  });

  it('is read by a new instance with two calls, however many partners there are', async () => {
    const { put, clock, counted } = await opened('many');
    for (let at = 0; at < 12; at++)
      await put(`partners/p${at}.json`, { ...northwind, partnerId: `p${at}`, customers: [] });
    const first = counted();
    expect(await makeSettings(first.files, first.state, clock).ids()).to.have.length(12);

    const next = counted();
    const found = await makeSettings(next.files, next.state, clock).ofPartner('p7');
    expect(found).to.deep.include({ kind: 'found', faults: [] });
    expect(next.calls()).to.equal(2);

    await put('partners/p7.json', { ...northwind, partnerId: 'p7', name: 'Renamed', customers: [] });
    await put('partners/p8.json', { partnerId: 'p8' });
    const changed = counted();
    const settings = makeSettings(changed.files, changed.state, clock);
    expect(await settings.ofPartner('p7')).to.have.nested.property('partner.name', 'Renamed');
    expect(await settings.ofPartner('p8'))
      .to.have.property('faults')
      .with.length.greaterThan(0);
    // One list, the copy, the two files, p8's last good version, p7's new one, and the copy again.
    expect(changed.calls()).to.equal(7);
  });

  it('is read from its files where the copy of them is lost, damaged or of before', async () => {
    const { put, clock, files, state } = await opened('copied');
    await put('partners/northwind.json', northwind);
    const read = () => makeSettings(files, state, clock).ofPartner('northwind');
    const found = await read();
    for (const damaged of ['', '{"partners/northwind.json', '{"partners/northwind.json \\"0x1\\"":"{}"}']) {
      await putText(state, 'settings/copy.json', damaged);
      expect(await read()).to.deep.equal(found);
    }
    await state.deleteBlob('settings/copy.json');
    expect(await read()).to.deep.equal(found);
  });
});
