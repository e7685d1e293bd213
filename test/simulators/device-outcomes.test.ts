import { createHash } from 'node:crypto';
import { expect } from 'chai';
import { afterEach, beforeEach, describe, it } from 'mocha';
import { aWorld, contoso, northwind } from './a-world.ts';
import { buildHash } from './build-hash.ts';
import { ask, type Simulated, simulated } from './simulated.ts';

const names = { serialNumber: 'SYN-1', manufacturer: 'HP', model: 'Synthetic Book', productKey: '3000000000001' };
const tuple = { serialNumber: names.serialNumber, oemManufacturerName: names.manufacturer, modelName: names.model };
const pkid = { productKey: names.productKey };
const hash = { hardwareHash: buildHash(names) };

describe('what becomes of a device', () => {
  let sim: Simulated;
  let batches = 0;
  beforeEach(async () => {
    sim = await simulated();
  });
  afterEach(() => sim.stop());

  /** Names of the errors, in the order of the devices; 'ok' for none. */
  const register = async (devices: readonly unknown[], customer = contoso): Promise<readonly string[]> => {
    const token = await sim.userToken();
    const url = `${sim.partnerCenterUrl}/v1/customers/${customer}`;
    batches += 1;
    const answer = await ask(`${url}/deviceBatches`, { token, body: { batchId: `B-${batches}`, devices } });
    sim.pass();
    const job = answer.headers.get('location')?.split('/').at(-1);
    const status = await ask(`${url}/batchJobStatus/${job}`, { token });
    return status.json.devicesStatus.map((one: { errorDescription: string }) => one.errorDescription || 'ok');
  };
  const held = async () => (await sim.truth('/devices')).json.devices;

  describe('combinations of identities', () => {
    for (const [what, device] of Object.entries({
      'hash and PKID': { ...hash, ...pkid },
      'hash and serial number': { ...hash, serialNumber: 'SYN-1' },
      'hash, PKID and serial number': { ...hash, ...pkid, serialNumber: 'SYN-1' },
      'hash alone': hash,
      'PKID alone': pkid,
      'the whole tuple': tuple,
    })) {
      it(`${what} is accepted`, async () => {
        expect(await register([device])).to.deep.equal(['ok']);
      });
    }

    for (const [what, device] of Object.entries({
      nothing: {},
      'a serial number alone': { serialNumber: 'SYN-1' },
      'a tuple without model': { serialNumber: 'SYN-1', oemManufacturerName: 'HP' },
      'a PKID that is not 13 digits': { productKey: '00329-00000-0003-AA606' },
    })) {
      it(`${what} is refused with 803`, async () => {
        expect(await register([device])).to.deep.equal(['MissingZtdSerialNumberAndProductKey']);
      });
    }

    it('a PKID beside a serial number without a hash is in no list and refused with 801', async () => {
      expect(await register([{ ...pkid, serialNumber: 'SYN-1' }])).to.deep.equal(['InvalidZtdRequestBody']);
    });

    it('an invalid one makes the whole call fail with 400 when told so', async () => {
      await sim.behave({ invalidIdentity: 'request' });
      const answer = await sim.partnerCenter('/deviceBatches', { body: { batchId: 'x', devices: [pkid, {}] } });
      expect(answer.status).to.equal(400);
      expect((await sim.truth('/submissions')).json.submissions).to.deep.equal([]);
    });
  });

  describe('a hash', () => {
    const text = hash.hardwareHash;
    for (const [what, broken] of Object.entries({
      'cut short of its checksum': text.slice(0, 400),
      'with one changed character': `${text.slice(0, 200)}${text[200] === 'A' ? 'B' : 'A'}${text.slice(201)}`,
      'in lower case': text.toLowerCase(),
      'with line breaks': `${text.slice(0, 76)}\r\n${text.slice(76)}`,
      'without its padding': buildHash(names).slice(0, -2),
      'without a serial number in it': buildHash({ manufacturer: 'HP', model: 'x' }),
      'without a manufacturer in it': buildHash({ serialNumber: 'x', model: 'x' }),
      'that is a sample stub': 'T0FzAQEAHAAAAAoA6AOCOgEABgBgW7EdzorHH3g',
    })) {
      it(`${what} is refused with 802`, async () => {
        expect(await register([{ hardwareHash: broken }])).to.deep.equal(['InvalidZtdHardwareHash']);
      });
    }

    it('that names another serial number or PKID than its row is refused with 802', async () => {
      const rows = [
        { ...hash, serialNumber: 'OTHER' },
        { ...hash, productKey: '3999999999999' },
      ];
      expect(await register(rows)).to.deep.equal(['InvalidZtdHardwareHash', 'InvalidZtdHardwareHash']);
    });

    it('is kept as its SHA-256 only', async () => {
      await register([hash]);
      const [device] = await held();
      expect(device.hashSha256).to.equal(createHash('sha256').update(text).digest('hex'));
      expect(JSON.stringify(device)).not.to.contain(text.slice(0, 40));
    });
  });

  describe('one physical device', () => {
    it('registered by hash is found again by its tuple, its PKID and another collection of its hash (806)', async () => {
      expect(await register([hash])).to.deep.equal(['ok']);
      const again = [tuple, { hardwareHash: buildHash({ ...names, collected: 99 }) }];
      for (const device of [...again, pkid]) {
        expect(await register([device])).to.deep.equal(['ZtdDeviceAlreadyAssigned']);
      }
    });

    it('registered for another customer is 808', async () => {
      await register([pkid]);
      expect(await register([hash], northwind)).to.deep.equal(['ZtdDeviceAssignedToOtherTenant']);
    });

    it('twice in one call is ZtdDeviceDuplicated the second time, under whatever identity', async () => {
      expect(await register([hash, tuple, pkid])).to.deep.equal(['ok', 'ZtdDeviceDuplicated', 'ZtdDeviceDuplicated']);
      expect(await held()).to.have.length(1);
    });

    it('registered elsewhere before is 806 or 808', async () => {
      await sim.world({ ...aWorld, registered: [{ ...names, customerTenantId: northwind }] });
      expect(await register([tuple])).to.deep.equal(['ZtdDeviceAssignedToOtherTenant']);
      expect(await register([pkid], northwind)).to.deep.equal(['ZtdDeviceAlreadyAssigned']);
    });

    it('is known by tuple and PKID alike where its maker reported both', async () => {
      await sim.world({ ...aWorld, builds: [names] });
      expect(await register([pkid])).to.deep.equal(['ok']);
      expect(await register([tuple])).to.deep.equal(['ZtdDeviceAlreadyAssigned']);
    });

    it('stays in its batch when it is sent again under another', async () => {
      await register([pkid]);
      const [before] = await held();
      await register([pkid]);
      expect(await held()).to.deep.equal([before]);
    });
  });

  describe('the maker’s data', () => {
    it('does not hold a tuple whose model is marked UNKNOWN (812)', async () => {
      expect(await register([{ ...tuple, modelName: 'UNKNOWN Book' }])).to.deep.equal(['ZtdDeviceNotFound']);
    });

    it('does not hold a maker spelled in another case (812)', async () => {
      const spellings = ['hp', 'Lenovo', 'DELL INC.', 'microsoft corporation'];
      const rows = spellings.map((oemManufacturerName, row) => ({
        ...tuple,
        serialNumber: `S${row}`,
        oemManufacturerName,
      }));
      expect(await register(rows)).to.deep.equal(spellings.map(() => 'ZtdDeviceNotFound'));
    });

    it('does not hold a tuple that differs in case from the one reported (812)', async () => {
      await sim.world({ ...aWorld, builds: [names] });
      expect(await register([{ ...tuple, modelName: 'synthetic book' }])).to.deep.equal(['ZtdDeviceNotFound']);
    });

    it('holds only reported devices when told so; a hash needs no report', async () => {
      await sim.world({ ...aWorld, builds: [names] });
      await sim.behave({ knownToOem: 'listed' });
      const other = buildHash({ ...names, serialNumber: 'SYN-3', productKey: '3000000000003' });
      const rows = [
        { ...tuple, serialNumber: 'SYN-2' },
        { productKey: '3000000000002' },
        { hardwareHash: other },
        tuple,
      ];
      expect(await register(rows)).to.deep.equal(['ZtdDeviceNotFound', 'ZtdDeviceNotFound', 'ok', 'ok']);
    });
  });

  it('a device with an Entra object is 814 until the object is gone', async () => {
    await sim.world({ ...aWorld, entraDevices: [names.serialNumber] });
    expect(await register([tuple])).to.deep.equal(['ZtdDeviceAlreadyAadRegistered']);
    await sim.world(aWorld);
    expect(await register([tuple])).to.deep.equal(['ok']);
  });

  it('a device marked STORAGE640 meets a storage error the first time only', async () => {
    const device = { ...tuple, serialNumber: 'STORAGE640-1' };
    expect(await register([device])).to.deep.equal(['StorageError']);
    expect(await register([device])).to.deep.equal(['ok']);
  });

  it('storage errors can strike at a rate', async () => {
    await sim.behave({ storageErrorRate: 0.3 });
    const rows = Array.from({ length: 200 }, (_, row) => ({ productKey: String(3_000_000_000_000 + row) }));
    const failed = (await register(rows)).filter((name) => name === 'StorageError').length;
    expect(failed).to.be.within(30, 90);
  });
});
