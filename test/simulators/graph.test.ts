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

    it('of devices refuse a filter with a space or a hyphen in its value, by eq or by another property', async () => {
      for (const filter of [
        "contains(serialNumber,'VMware 56')",
        "contains(serialNumber,'SN-1')",
        "serialNumber eq 'S1'",
        "contains(displayName,'DESK')",
        "startswith(serialNumber,'S')",
      ]) {
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

    const paths = async (...serials: readonly string[]): Promise<readonly string[]> => {
      await importAll(serials.map((serial) => device(serial)));
      sim.pass();
      return (await graph(`/v1.0${registered}`)).json.value.map(({ id }: { id: string }) => `/v1.0${registered}/${id}`);
    };
    const later = () => sim.pass(30_000);

    it('can be given another group tag, user and name, which show after a while', async () => {
      const [path = ''] = await paths('A');
      const body = { groupTag: 'Desk', userPrincipalName: 'ada@contoso.example', displayName: 'DESK-1' };
      expect((await graph(`${path}/updateDeviceProperties`, { body })).status).to.equal(204);
      expect((await graph(path)).json).to.include({ groupTag: 'Kiosk', userPrincipalName: '' });
      later();
      expect((await graph(path)).json).to.include(body);
    });

    it('keep what a change does not name, and refuse what it can’t change', async () => {
      const [path = ''] = await paths('A');
      await graph(`${path}/updateDeviceProperties`, { body: { displayName: 'DESK-1' } });
      later();
      expect((await graph(path)).json).to.include({ groupTag: 'Kiosk', displayName: 'DESK-1' });
      const serial = await graph(`${path}/updateDeviceProperties`, { body: { serialNumber: 'B' } });
      expect(serial.status).to.equal(400);
    });

    it('can be assigned a user, and lose it', async () => {
      const [path = ''] = await paths('A');
      const userPrincipalName = 'ada@contoso.example';
      expect((await graph(`${path}/assignUserToDevice`, { body: {} })).status).to.equal(400);
      expect((await graph(`${path}/assignUserToDevice`, { body: { userPrincipalName } })).status).to.equal(204);
      later();
      expect((await graph(path)).json.userPrincipalName).to.equal(userPrincipalName);
      expect((await graph(`${path}/unassignUserFromDevice`, { method: 'POST' })).status).to.equal(204);
      later();
      expect((await graph(path)).json.userPrincipalName).to.equal('');
    });

    it('can be deleted: shown for a while, not deleted twice, and nobody else’s meanwhile', async () => {
      const [path = ''] = await paths('A');
      expect((await graph(path, { method: 'DELETE' })).status).to.equal(204);
      expect((await graph(path, { method: 'DELETE' })).status).to.equal(404);
      expect(await count()).to.equal(1);
      const again = (await importAll([device('A')])).json.value[0].id;
      sim.pass();
      expect((await graph(`/v1.0${imported}/${again}`)).json.state.deviceErrorName).to.equal(
        'ZtdDeviceAlreadyAssigned',
      );
      later();
      expect(await count()).to.equal(0);
      expect((await graph(path)).status).to.equal(404);
    });

    it('that are enrolled have to leave Intune before they can be deleted, unless told otherwise', async () => {
      const [path = ''] = await paths('A');
      await sim.world({ ...aWorld, enrolledDevices: ['A'] });
      const shown = (await graph(path)).json;
      expect(shown.enrollmentState).to.equal('enrolled');
      expect(shown.managedDeviceId).to.match(/^(?!0{8})[0-9a-f]{8}-/);
      expect((await graph(path, { method: 'DELETE' })).status).to.equal(400);
      await sim.behave({ deleteEnrolled: 'accept' });
      expect((await graph(path, { method: 'DELETE' })).status).to.equal(204);
    });

    it('can be deleted by serial number: every one that bears it, accepted and not gone', async () => {
      const names = { serialNumber: 'A', customerTenantId: contoso };
      await sim.world({
        ...aWorld,
        registered: ['HP', 'LENOVO'].map((manufacturer) => ({ ...names, manufacturer, model: 'Book' })),
      });
      sim.pass(15 * 60 * 1000);
      const { status, json } = await graph(`/v1.0${registered}/deleteDevices`, { body: { serialNumbers: ['A', 'B'] } });
      expect(status).to.equal(200);
      expect(
        json.value.map((one: Record<string, unknown>) => [one['serialNumber'], one['deletionState']]),
      ).to.deep.equal([
        ['A', 'accepted'],
        ['A', 'accepted'],
        ['B', 'failed'],
      ]);
      expect(await count()).to.equal(2);
      later();
      expect(await count()).to.equal(0);
      expect((await graph(`/v1.0${registered}/deleteDevices`, { body: {} })).status).to.equal(400);
    });
  });

  describe('corporate identifiers', () => {
    const identifiers = '/beta/deviceManagement/importedDeviceIdentities';
    const kind = 'manufacturerModelSerial';
    const bodyOf = (...names: readonly string[]) => ({
      importedDeviceIdentities: names.map((name) => ({
        importedDeviceIdentifier: name,
        importedDeviceIdentityType: kind,
      })),
    });
    const add = (body: object) => graph(`${identifiers}/importDeviceIdentityList`, { body });
    const listed = async () =>
      (await graph(identifiers)).json.value.map(
        (one: { importedDeviceIdentifier: string }) => one.importedDeviceIdentifier,
      );

    it('are taken at once, each with its status, and register nothing', async () => {
      const { status, json } = await add(bodyOf('HP,Book,A', 'HP,Book,B'));
      expect([status, json.value.map((one: { status: boolean }) => one.status)]).to.deep.equal([200, [true, true]]);
      expect(await listed()).to.deep.equal(['HP,Book,A', 'HP,Book,B']);
      expect((await sim.truth('/devices')).json.devices).to.deep.equal([]);
    });

    it('that are there already are not taken again, or said to be, unless they may be overwritten', async () => {
      await add(bodyOf('HP,Book,A'));
      const statusOf = async (body: object) => (await add(body)).json.value[0].status;
      expect(await statusOf(bodyOf('HP,Book,A'))).to.equal(false);
      expect(await statusOf({ ...bodyOf('HP,Book,A'), overwriteImportedDeviceIdentities: true })).to.equal(true);
      await sim.behave({ existingIdentifier: 'true' });
      expect(await statusOf(bodyOf('HP,Book,A'))).to.equal(true);
      expect(await listed()).to.have.length(1);
    });

    it('refuse the whole call when one of them holds a period or not three parts', async () => {
      for (const wrong of ['HP,Book,A.1', 'H.P.,Book,A', 'HP,A', 'HP,Book,A,4', 'HP,,A']) {
        const { status, json } = await add(bodyOf('HP,Book,B', wrong));
        expect(status, wrong).to.equal(400);
        expect(json.error.message).to.equal('Invalid Device Identifier parameter found for 1 import records!');
      }
      expect((await add(bodyOf())).status).to.equal(400);
      expect(await listed()).to.deep.equal([]);
    });

    it('can be searched for, and deleted', async () => {
      await add(bodyOf('HP,Book,A'));
      const search = await graph(`${identifiers}/searchExistingIdentities`, { body: bodyOf('hp,book,a', 'HP,Book,B') });
      expect(
        search.json.value.map((one: { importedDeviceIdentifier: string }) => one.importedDeviceIdentifier),
      ).to.deep.equal(['HP,Book,A']);
      const path = `${identifiers}/${search.json.value[0].id}`;
      expect((await graph(path, { method: 'DELETE' })).status).to.equal(204);
      expect((await graph(path, { method: 'DELETE' })).status).to.equal(404);
      expect(await listed()).to.deep.equal([]);
    });

    it('are beta only', async () => {
      expect((await graph(identifiers.replace('/beta', '/v1.0'))).status).to.equal(404);
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
