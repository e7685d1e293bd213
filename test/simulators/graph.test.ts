import { expect } from 'chai';
import { afterEach, beforeEach, describe, it } from 'mocha';
import { app, aWorld, contoso, northwind } from './a-world.ts';
import { buildHash } from './build-hash.ts';
import { type Asked, ask, graphScope, type Simulated, simulated } from './simulated.ts';

const imported = '/deviceManagement/importedWindowsAutopilotDeviceIdentities';
const registered = '/deviceManagement/windowsAutopilotDeviceIdentities';
const sync = '/beta/deviceManagement/windowsAutopilotSettings/sync';

const device = (serialNumber: string, more: object = {}) => ({
  serialNumber,
  productKey: '',
  groupTag: 'Kiosk',
  hardwareIdentifier: buildHash({ serialNumber, manufacturer: 'HP', model: 'Synthetic Book' }),
  state: { deviceImportStatus: 'pending', deviceErrorCode: 0, deviceErrorName: '' },
  ...more,
});

describe('the Graph simulator', () => {
  let sim: Simulated;
  let token: string;
  beforeEach(async () => {
    sim = await simulated();
    token = await sim.appToken(graphScope, contoso);
  });
  afterEach(() => sim.stop());

  const graph = (path: string, asked: Asked = {}) => ask(`${sim.graphUrl}${path}`, { token, ...asked });
  const importAll = (devices: readonly unknown[], version = '/v1.0') =>
    graph(`${version}${imported}/import`, { body: { importedWindowsAutopilotDeviceIdentities: devices } });

  describe('who may call', () => {
    it('nobody without a Graph token that still holds (401)', async () => {
      expect((await ask(`${sim.graphUrl}/v1.0${imported}`)).status).to.equal(401);
      const partnerToken = await sim.userToken();
      expect((await graph(`/v1.0${imported}`, { token: partnerToken })).status).to.equal(401);
      sim.pass(3600 * 1000);
      const late = await graph(`/v1.0${imported}`);
      expect([late.status, late.json.error.code]).to.deep.equal([401, 'InvalidAuthenticationToken']);
    });

    it('an app that was granted reading may not import (403)', async () => {
      const reader = await sim.appToken(graphScope, northwind);
      expect((await graph(`/v1.0${imported}`, { token: reader })).status).to.equal(200);
      const body = { importedWindowsAutopilotDeviceIdentities: [device('A')] };
      const refused = await graph(`/v1.0${imported}/import`, { token: reader, body });
      expect([refused.status, refused.json.error.code]).to.deep.equal([403, 'Forbidden']);
    });

    it('a permission taken away counts at once', async () => {
      const customers = aWorld.customers.map((one) =>
        one.tenantId === contoso ? { ...one, graph: { [app]: 'none' as const } } : one,
      );
      await sim.world({ ...aWorld, customers });
      expect((await graph(`/v1.0${imported}`)).status).to.equal(403);
    });

    it('the token’s tenant is the target: another tenant’s records are not there', async () => {
      await importAll([device('A')]);
      const other = await sim.appToken(graphScope, northwind);
      expect((await graph(`/v1.0${imported}`, { token: other })).json.value).to.deep.equal([]);
    });
  });

  describe('importing', () => {
    it('answers 200 with one record for each device, status unknown, and no hash', async () => {
      const { status, json } = await importAll([device('A'), device('B', { importId: 'import-1' })]);
      expect([status, json.value.length]).to.deep.equal([200, 2]);
      expect(json.value[0].state).to.deep.equal({
        deviceImportStatus: 'unknown',
        deviceRegistrationId: '',
        deviceErrorCode: 0,
        deviceErrorName: '',
      });
      expect(json.value[1]).to.include({ importId: 'import-1', serialNumber: 'B', hardwareIdentifier: null });
    });

    it('answers a single device with 201', async () => {
      const { status, json } = await graph(`/beta${imported}`, { body: device('A') });
      expect([status, json.serialNumber]).to.deep.equal([201, 'A']);
    });

    it('is unknown until it is complete; the registration id is the registered device’s id', async () => {
      const { id } = (await importAll([device('A')])).json.value[0];
      const look = async () => (await graph(`/v1.0${imported}/${id}`)).json.state;
      sim.pass(2999);
      expect((await look()).deviceImportStatus).to.equal('unknown');
      sim.pass(1);
      const { deviceImportStatus, deviceRegistrationId } = await look();
      expect(deviceImportStatus).to.equal('complete');
      const found = (await graph(`/v1.0${registered}/${deviceRegistrationId}`)).json;
      expect(found).to.include({ serialNumber: 'A', groupTag: 'Kiosk', manufacturer: 'HP', model: 'Synthetic Book' });
    });

    it('ends in error with code and name: 806, 808, 802, and a duplicate without number', async () => {
      await sim.world({
        ...aWorld,
        registered: [{ serialNumber: 'B', manufacturer: 'HP', model: 'Synthetic Book', customerTenantId: northwind }],
      });
      await importAll([device('A')]);
      sim.pass();
      const broken = { ...device('C'), hardwareIdentifier: Buffer.from('nonsense').toString('base64') };
      const { json } = await importAll([device('A'), device('B'), broken, device('D'), device('D')]);
      sim.pass();
      const said: unknown[] = [];
      for (const { id } of json.value) {
        const { deviceErrorCode, deviceErrorName } = (await graph(`/v1.0${imported}/${id}`)).json.state;
        said.push([deviceErrorCode, deviceErrorName]);
      }
      expect(said).to.deep.equal([
        [806, 'ZtdDeviceAlreadyAssigned'],
        [808, 'ZtdDeviceAssignedToOtherTenant'],
        [802, 'InvalidZtdHardwareHash'],
        [0, ''],
        [0, 'ZtdDeviceDuplicated'],
      ]);
    });

    it('can pair the other tenant’s name with 806 and spell it Another, as was seen', async () => {
      await sim.behave({ otherTenantCode: 806, otherTenantName: 'ZtdDeviceAssignedToAnotherTenant' });
      const names = { serialNumber: 'B', manufacturer: 'HP', model: 'Synthetic Book' };
      await sim.world({ ...aWorld, registered: [{ ...names, customerTenantId: northwind }] });
      const { id } = (await importAll([device('B')])).json.value[0];
      sim.pass();
      const { state } = (await graph(`/v1.0${imported}/${id}`)).json;
      expect([state.deviceErrorCode, state.deviceErrorName]).to.deep.equal([806, 'ZtdDeviceAssignedToAnotherTenant']);
    });

    it('refuses the whole call with 400 when one hash is no Edm.Binary: unpadded, wrapped or missing', async () => {
      const { hardwareIdentifier } = device('A');
      const unpadded = Buffer.from('1234').toString('base64').replace(/=+$/, '');
      for (const wrong of [
        unpadded,
        `${hardwareIdentifier.slice(0, 76)}\n${hardwareIdentifier.slice(76)}`,
        undefined,
      ]) {
        const { status, json } = await importAll([device('B'), { ...device('A'), hardwareIdentifier: wrong }]);
        expect(status).to.equal(400);
        expect(json.error.message).to.match(/^Cannot convert the literal '.*' to the expected type 'Edm.Binary'/s);
      }
      expect((await graph(`/v1.0${imported}`)).json.value).to.deep.equal([]);
    });

    it('takes 500 devices in one call and no more, nor none, unless told otherwise', async () => {
      const many = Array.from({ length: 501 }, (_, row) => device(`S${row}`));
      expect((await importAll(many)).status).to.equal(400);
      expect((await importAll([])).status).to.equal(400);
      expect((await importAll(many.slice(1))).status).to.equal(200);
      await sim.behave({ importMaximum: 501 });
      expect((await importAll(many)).status).to.equal(200);
    });

    it('keeps records until they are deleted; deleting one does not deregister its device', async () => {
      const { id } = (await importAll([device('A')])).json.value[0];
      sim.pass();
      expect((await graph(`/v1.0${imported}/${id}`, { method: 'DELETE' })).status).to.equal(204);
      expect((await graph(`/v1.0${imported}/${id}`)).status).to.equal(404);
      expect((await graph(`/v1.0${registered}`)).json.value).to.have.length(1);
    });
  });

  describe('lists', () => {
    it('go on at @odata.nextLink', async () => {
      await importAll(Array.from({ length: 250 }, (_, row) => device(`S${row}`)));
      sim.pass();
      for (const path of [imported, registered]) {
        const sizes: number[] = [];
        let url: string | undefined = `${sim.graphUrl}/v1.0${path}`;
        while (url !== undefined) {
          const { json }: { json: { value: unknown[]; '@odata.nextLink'?: string } } = await ask(url, { token });
          sizes.push(json.value.length);
          url = json['@odata.nextLink'];
        }
        expect(sizes).to.deep.equal([100, 100, 50]);
      }
    });

    it('have pages of the size that is asked for or set', async () => {
      await importAll(Array.from({ length: 5 }, (_, row) => device(`S${row}`)));
      expect((await graph(`/v1.0${imported}?$top=2`)).json.value).to.have.length(2);
      await sim.behave({ graphPageSize: 3 });
      expect((await graph(`/v1.0${imported}`)).json.value).to.have.length(3);
    });

    it('filter by contains, which finds longer serial numbers too, and by eq', async () => {
      await importAll([device('S1'), device('S11'), device('S2')]);
      sim.pass();
      const found = async (filter: string, path = registered) =>
        (await graph(`/v1.0${path}?$filter=${encodeURIComponent(filter)}`)).json.value.map(
          (one: { serialNumber: string }) => one.serialNumber,
        );
      expect(await found("contains(serialNumber,'s1')")).to.deep.equal(['S1', 'S11']);
      expect(await found("serialNumber eq 'S1'", imported)).to.deep.equal(['S1']);
    });

    it('refuse a filter with a space in its value, and forms they do not know', async () => {
      for (const filter of ["contains(serialNumber,'VMware-56 4d')", "startswith(serialNumber,'S')"]) {
        expect((await graph(`/v1.0${registered}?$filter=${encodeURIComponent(filter)}`)).status, filter).to.equal(400);
      }
    });
  });

  describe('registered devices', () => {
    const elsewhere = async () => {
      await sim.partnerCenter('/deviceBatches', {
        body: { batchId: 'PO-1', devices: [{ productKey: '3000000000001' }] },
      });
      sim.pass();
    };
    const count = async () => (await graph(`/v1.0${registered}`)).json.value.length;

    it('of other portals show after a sync, or by themselves after a quarter of an hour', async () => {
      await elsewhere();
      expect(await count()).to.equal(0);
      await graph(sync, { method: 'POST' });
      expect(await count()).to.equal(1);
    });

    it('of other portals show by themselves in the end', async () => {
      await elsewhere();
      sim.pass(15 * 60 * 1000);
      expect(await count()).to.equal(1);
    });

    it('imported here do not show in Partner Center', async () => {
      await importAll([device('A')]);
      sim.pass();
      expect((await sim.partnerCenter('/deviceBatches')).json.items).to.deep.equal([]);
    });

    it('can be given another group tag, and be deleted', async () => {
      await importAll([device('A')]);
      sim.pass();
      const [{ id }] = (await graph(`/v1.0${registered}`)).json.value;
      const path = `/v1.0${registered}/${id}`;
      const update = await graph(`${path}/updateDeviceProperties`, { body: { groupTag: 'Desk' } });
      expect([update.status, (await graph(path)).json.groupTag]).to.deep.equal([204, 'Desk']);
      expect((await graph(path, { method: 'DELETE' })).status).to.equal(204);
      expect(await count()).to.equal(0);
    });
  });

  describe('syncing', () => {
    it('is beta only', async () => {
      expect((await graph(sync.replace('/beta', '/v1.0'), { method: 'POST' })).status).to.equal(404);
    });

    it('is 409 while one runs, 429 without Retry-After within ten minutes, 204 after', async () => {
      const go = () => graph(sync, { method: 'POST' });
      expect((await go()).status).to.equal(204);
      expect((await go()).status).to.equal(409);
      sim.pass(60 * 1000);
      const soon = await go();
      expect([soon.status, soon.headers.get('retry-after')]).to.deep.equal([429, null]);
      sim.pass(9 * 60 * 1000);
      expect((await go()).status).to.equal(204);
    });

    it('tells its state in the settings', async () => {
      const settings = sync.replace('/sync', '');
      expect((await graph(settings)).json.lastSyncDateTime).to.equal(null);
      await graph(sync, { method: 'POST' });
      expect((await graph(settings)).json.syncStatus).to.equal('inProgress');
    });
  });
});
