import { randomUUID } from 'node:crypto';
import { expect } from 'chai';
import { afterEach, beforeEach, describe, it } from 'mocha';
import { aWorld, contoso, northwind, partner, stranger } from './a-world.ts';
import { ask, type Simulated, simulated } from './simulated.ts';

const tuple = {
  ClientReference: 'row-1',
  SmbiosSystemManufacturer: 'HP',
  SmbiosSystemProductName: 'Synthetic Book',
  SmbiosSystemSerialNumber: 'SYN-1',
};
const pkid = { ClientReference: 'row-2', ProductKeyID: '3000000000001' };
const toContoso = { TenantID: contoso, TenantDomain: 'contoso.example' };

describe('the OEM gateway simulator (our contract, the vendor’s is not public)', () => {
  let sim: Simulated;
  beforeEach(async () => {
    sim = await simulated();
  });
  afterEach(() => sim.stop());

  const call = (operation: string, body: object, headers: Readonly<Record<string, string>> = {}) =>
    ask(`${sim.oemUrl}/v1/${operation}`, { body: { RequestID: randomUUID(), ...body }, headers });
  const register = (body: object) => call('AutopilotDeviceRegistration', body);
  const validate = (body: object) => call('ValidateDeviceSubmissionData', body);
  const devices = async () => (await sim.truth('/devices')).json;

  it('registers tuples and PKIDs and answers each by its ClientReference', async () => {
    const { status, json } = await register({ ...toContoso, GroupTag: 'Kiosk', Devices: [tuple, pkid] });
    expect([status, json.Status]).to.deep.equal([200, 'completed']);
    expect(json.Results.map((one: object) => ({ ...one, DeviceRegistrationID: 'id' }))).to.deep.equal([
      { ClientReference: 'row-1', Status: 'succeeded', DeviceRegistrationID: 'id' },
      { ClientReference: 'row-2', Status: 'succeeded', DeviceRegistrationID: 'id' },
    ]);
    const [device] = (await devices()).devices;
    expect(device).to.include({
      platform: 'oemDirect',
      customerTenantId: contoso,
      groupTag: 'Kiosk',
      owner: 'Contoso Devices',
    });
  });

  it('takes a group tag of the device before that of the call', async () => {
    await register({ ...toContoso, GroupTag: 'A', Devices: [{ ...tuple, GroupTag: 'B' }] });
    expect((await devices()).devices[0].groupTag).to.equal('B');
  });

  it('answers 202 with an operation to look at when told to be asynchronous', async () => {
    await sim.behave({ oemAnswer: 'async' });
    const { status, headers, json } = await register({ ...toContoso, Devices: [tuple] });
    expect([status, headers.get('location'), json.Status]).to.deep.equal([
      202,
      `/v1/operations/${json.OperationID}`,
      'queued',
    ]);
    const look = async () => (await ask(`${sim.oemUrl}/v1/operations/${json.OperationID}`)).json;
    sim.pass(1000);
    expect(await look()).to.deep.equal({ OperationID: json.OperationID, Status: 'processing' });
    sim.pass(2000);
    expect((await look()).Results[0].Status).to.equal('succeeded');
    expect((await ask(`${sim.oemUrl}/v1/operations/nothing`)).status).to.equal(404);
  });

  it('answers the same RequestID with the first operation when told to, else carries it out again (806)', async () => {
    const body = { ...toContoso, RequestID: randomUUID(), Devices: [tuple] };
    const first = (await call('AutopilotDeviceRegistration', body)).json;
    expect((await call('AutopilotDeviceRegistration', body)).json.Results[0].ErrorCode).to.equal(806);
    await sim.behave({ replay: 'dedupe' });
    expect((await call('AutopilotDeviceRegistration', body)).json).to.deep.equal(first);
  });

  it('answers a RequestID whose operation still runs with 409 and that operation when told to', async () => {
    await sim.behave({ oemAnswer: 'async', oemSameRequest: 'conflict' });
    const body = { ...toContoso, RequestID: randomUUID(), Devices: [tuple] };
    const first = (await call('AutopilotDeviceRegistration', body)).json;
    const again = await call('AutopilotDeviceRegistration', body);
    expect([again.status, again.json.OperationID]).to.deep.equal([409, first.OperationID]);
  });

  it('drops and reorders results, hides an operation from the first look, and lets one never end', async () => {
    const rows = Array.from({ length: 10 }, (_, row) => ({
      ...tuple,
      SmbiosSystemSerialNumber: `S${row}`,
      ClientReference: `${row}`,
    }));
    const rule = { operation: 'oemDirect.register' };
    await sim.rules({ ...rule, kind: 'dropResults', share: 0.5 }, { ...rule, kind: 'reorderResults' });
    const { Results } = (await register({ ...toContoso, Devices: rows })).json;
    const told = Results.map(({ ClientReference }: { ClientReference: string }) => ClientReference);
    expect(told.length).to.be.within(1, 9);
    expect(told).to.deep.equal(told.toSorted().toReversed());
    await sim.rules({ ...rule, kind: 'neverEnds' }, { ...rule, kind: 'notFoundFirst' });
    const never = (await register({ ...toContoso, Devices: [pkid] })).json.OperationID;
    sim.pass();
    const look = () => ask(`${sim.oemUrl}/v1/operations/${never}`);
    expect((await look()).status).to.equal(404);
    expect((await look()).json.Status).to.equal('processing');
  });

  it('says by number, name and words why a device failed', async () => {
    await register({ ...toContoso, Devices: [tuple] });
    const rows = [tuple, { ...tuple, SmbiosSystemProductName: 'UNKNOWN' }, pkid, pkid];
    const { json } = await register({ ...toContoso, Devices: rows });
    expect(json.Status).to.equal('completedWithErrors');
    const said = json.Results.map(({ Status, ErrorCode, ErrorName }: Record<string, unknown>) => [
      Status,
      ErrorCode,
      ErrorName,
    ]);
    expect(said).to.deep.equal([
      ['failed', 806, 'ZtdDeviceAlreadyAssigned'],
      ['failed', 812, 'ZtdDeviceNotFound'],
      ['succeeded', undefined, undefined],
      ['skipped', undefined, 'ZtdDeviceDuplicated'],
    ]);
  });

  it('knows devices registered through Partner Center (808 for another customer)', async () => {
    const body = { batchId: 'x', devices: [{ productKey: pkid.ProductKeyID }] };
    await sim.partnerCenter('/deviceBatches', { body });
    sim.pass();
    const { json } = await register({ TenantID: northwind, TenantDomain: 'northwind.example', Devices: [pkid] });
    expect(json.Results[0].ErrorCode).to.equal(808);
  });

  describe('a blank tenant', () => {
    for (const [what, tenant] of Object.entries({
      'empty text': { TenantID: '', TenantDomain: '' },
      null: { TenantID: null, TenantDomain: null },
      'left out': {},
    })) {
      it(`(${what}) deregisters the devices, as the vendor’s API does, and the truth shows it`, async () => {
        await register({ ...toContoso, Devices: [tuple, pkid] });
        const { status } = await register({ ...tenant, Devices: [tuple] });
        expect(status).to.equal(200);
        sim.pass(30_000);
        const { devices: left, removed } = await devices();
        expect([left.length, removed.length]).to.deep.equal([1, 1]);
        const { submissions } = (await sim.truth('/submissions')).json;
        expect(submissions.map(({ kind }: { kind: string }) => kind)).to.deep.equal(['register', 'deregister']);
      });
    }

    it('takes out a device that somebody else registered too', async () => {
      await sim.world({ ...aWorld, registered: [{ productKey: pkid.ProductKeyID, customerTenantId: northwind }] });
      await register({ Devices: [pkid] });
      sim.pass(30_000);
      expect((await devices()).removed).to.have.length(1);
    });

    it('is 807 for a device that is not registered', async () => {
      const { json } = await register({ Devices: [tuple] });
      expect(json.Results[0].ErrorName).to.equal('ZtdDeviceIsNotRegistered');
    });

    it('is refused when only one of the two fields is blank', async () => {
      expect((await register({ TenantID: contoso, TenantDomain: '', Devices: [tuple] })).status).to.equal(400);
      expect((await register({ TenantID: '', TenantDomain: 'contoso.example', Devices: [tuple] })).status).to.equal(
        400,
      );
    });

    it('cannot be validated', async () => {
      expect((await validate({ Devices: [tuple] })).status).to.equal(400);
    });
  });

  it('refuses a tenant whose domain is another’s, and one that does not exist', async () => {
    const rows = [tuple];
    expect((await register({ TenantID: contoso, TenantDomain: 'northwind.example', Devices: rows })).status).to.equal(
      400,
    );
    const nobody = { TenantID: randomUUID(), TenantDomain: 'nobody.example', Devices: rows };
    expect((await register(nobody)).status).to.equal(400);
  });

  it('answers a missing consent by 403 on register and by name on validate, and takes a consent at once', async () => {
    const body = { TenantID: stranger, TenantDomain: 'tailspin.example', Devices: [tuple] };
    const refused = await register(body);
    expect([refused.status, refused.json.ErrorName]).to.deep.equal([403, 'ConsentMissing']);
    expect((await validate(body)).json.Consent).to.equal('missing');
    const customers = aWorld.customers.map((one) => (one.tenantId === stranger ? { ...one, oemConsent: true } : one));
    await sim.world({ ...aWorld, customers });
    expect((await validate(body)).json.Consent).to.equal('granted');
    expect((await register(body)).status).to.equal(200);
  });

  it('validates without registering anything', async () => {
    const { json } = await validate({
      ...toContoso,
      Devices: [tuple, { ...tuple, SmbiosSystemProductName: 'UNKNOWN' }],
    });
    expect(json.Results.map(({ Status }: { Status: string }) => Status)).to.deep.equal(['succeeded', 'failed']);
    expect((await devices()).devices).to.deep.equal([]);
  });

  it('takes no hash, no unknown field, no damaged PKID and no incomplete tuple', async () => {
    const { SmbiosSystemProductName: _model, ...incomplete } = tuple;
    const wrong = [{ ...tuple, HardwareHash: 'T0F' }, { ...pkid, ProductKeyID: '123451234567' }, incomplete, {}];
    for (const device of wrong) {
      expect((await register({ ...toContoso, Devices: [device] })).status).to.equal(400);
    }
    expect((await register({ ...toContoso, Devices: [] })).status).to.equal(400);
    expect((await register({ ...toContoso, Devices: [tuple], TenantId: contoso })).status).to.equal(400);
    expect(
      (await call('AutopilotDeviceRegistration', { ...toContoso, Devices: [tuple], RequestID: 'x' })).status,
    ).to.equal(400);
  });

  it('takes 1000 devices in one call and answers 413 to 1001', async () => {
    const rows = Array.from({ length: 1001 }, (_, row) => ({ ProductKeyID: String(3_000_000_000_000 + row) }));
    expect((await register({ ...toContoso, Devices: rows })).status).to.equal(413);
    expect((await register({ ...toContoso, Devices: rows.slice(1) })).json.Results).to.have.length(1000);
  });

  it('can leave the ClientReference out of its answers', async () => {
    await sim.behave({ oemReference: 'omit' });
    const { json } = await register({ ...toContoso, Devices: [tuple] });
    expect(json.Results[0]).not.to.have.property('ClientReference');
  });

  it('asks for an API key or a token for its audience where the world says so', async () => {
    const oem = { name: 'Contoso Devices', audience: 'api://oem-gateway' };
    const body = { ...toContoso, Devices: [tuple] };
    const status = async (headers: Readonly<Record<string, string>> = {}) =>
      (await call('ValidateDeviceSubmissionData', body, headers)).status;
    await sim.world({ ...aWorld, oem: { ...oem, auth: 'apiKey' } });
    expect([
      await status(),
      await status({ 'x-api-key': 'wrong' }),
      await status({ 'x-api-key': 'test-api-key' }),
    ]).to.deep.equal([401, 401, 200]);
    await sim.world({ ...aWorld, oem: { ...oem, auth: 'oauth' } });
    const token = await sim.appToken('api://oem-gateway/.default', partner);
    expect([await status(), await status({ authorization: `Bearer ${token}` })]).to.deep.equal([401, 200]);
  });

  it('may call fields and its key’s header otherwise; then our names are unknown to it', async () => {
    const fieldNames = { TenantID: 'tenant', ProductKeyID: 'pkid' };
    const oem = { name: 'Contoso Devices', auth: 'apiKey', apiKeyHeader: 'ocp-key', fieldNames } as const;
    await sim.world({ ...aWorld, oem });
    const send = (body: object) => call('AutopilotDeviceRegistration', body, { 'ocp-key': 'test-api-key' });
    const theirs = { tenant: contoso, TenantDomain: 'contoso.example', Devices: [{ pkid: pkid.ProductKeyID }] };
    expect((await send(theirs)).json.Status).to.equal('completed');
    expect((await send({ ...toContoso, Devices: [pkid] })).status).to.equal(400);
  });
});
