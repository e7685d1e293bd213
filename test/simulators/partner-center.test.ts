import { expect } from 'chai';
import { afterEach, beforeEach, describe, it } from 'mocha';
import { aWorld, contoso, northwind, otherPartner, partner, stranger } from './a-world.ts';
import { appScope, ask, type Simulated, simulated } from './simulated.ts';

const tuple = { serialNumber: 'SYN-1', oemManufacturerName: 'HP', modelName: 'Synthetic Book' };
const pkid = (last: number): { productKey: string } => ({ productKey: String(3_000_000_000_000 + last) });

/** A customer of the partner by this last part of its id. */
const contosoOf = (last: string) => ({
  tenantId: contoso.replace(/c001$/, last.padStart(4, '0')),
  domain: `${last}.example`,
  name: last,
  resellers: [partner],
});

describe('the Partner Center simulator', () => {
  let sim: Simulated;
  beforeEach(async () => {
    sim = await simulated();
  });
  afterEach(() => sim.stop());

  const create = (devices: readonly unknown[], batchId = 'PO-1') =>
    sim.partnerCenter('/deviceBatches', { body: { batchId, devices } });
  const jobOf = (location: string | null): string => location?.split('/').at(-1) ?? '';
  const settled = async (answer: { headers: Headers }) => {
    sim.pass();
    return (await sim.partnerCenter(`/batchJobStatus/${jobOf(answer.headers.get('location'))}`)).json;
  };

  describe('who may call', () => {
    const url = (customer: string): string => `${sim.partnerCenterUrl}/v1/customers/${customer}/deviceBatches`;

    it('answers 401/800001 without a token', async () => {
      const answer = await ask(url(contoso));
      expect([answer.status, answer.json.code]).to.deep.equal([401, 800001]);
    });

    it('answers 401 to a token it never issued, to an expired one, and to one for another audience', async () => {
      expect((await ask(url(contoso), { token: 'invented' })).status).to.equal(401);
      const retired = await sim.appToken('https://graph.windows.net/.default', partner);
      expect((await ask(url(contoso), { token: retired })).status).to.equal(401);
      const token = await sim.userToken();
      sim.pass(3600 * 1000);
      expect((await ask(url(contoso), { token })).status).to.equal(401);
    });

    it('answers 401/900421 to a user token without the MFA claim, and tells so in isMfaCompliant on request', async () => {
      const token = await sim.userToken('test-refresh-token-without-mfa');
      const answer = await ask(url(contoso), { token, headers: { ValidateMfa: 'true' } });
      expect([answer.status, answer.json.code, answer.headers.get('ismfacompliant')]).to.deep.equal([
        401,
        900421,
        'false',
      ]);
    });

    it('exempts app-only tokens from MFA', async () => {
      const token = await sim.appToken(appScope, partner);
      expect((await ask(url(contoso), { token })).status).to.equal(200);
    });

    it('answers 403/20002 for a customer without relationship, 404/60003 for an unknown one, 400/3000 for no tenant id', async () => {
      const token = await sim.userToken();
      const no = await ask(url(stranger), { token });
      expect([no.status, no.json.code, no.json.source]).to.deep.equal([403, 20002, 'PartnerFD']);
      const unknown = await ask(url('00000000-0000-4000-8000-00000000ffff'), { token });
      expect([unknown.status, unknown.json.code]).to.deep.equal([404, 60003]);
      expect((await ask(url('contoso.example'), { token })).status).to.equal(400);
    });

    it('lets users without MFA through, and still tells, when MFA is only reported', async () => {
      await sim.behave({ mfa: 'reported' });
      const token = await sim.userToken('test-refresh-token-without-mfa');
      const answer = await ask(url(contoso), { token, headers: { ValidateMfa: 'true' } });
      expect([answer.status, answer.headers.get('ismfacompliant')]).to.deep.equal([200, 'false']);
    });

    it('lets a relationship be granted and revoked while it runs', async () => {
      const token = await sim.userToken();
      const customers = aWorld.customers.map((one) =>
        one.tenantId === stranger ? { ...one, resellers: [partner] } : one,
      );
      await sim.world({ ...aWorld, customers });
      expect((await ask(url(stranger), { token })).status).to.equal(200);
      await sim.world(aWorld);
      expect((await ask(url(stranger), { token })).status).to.equal(403);
    });

    it('refuses to create a batch with an app-only token, unless told to accept it', async () => {
      const token = await sim.appToken(appScope, partner);
      const body = { batchId: 'PO-1', devices: [pkid(1)] };
      expect((await ask(url(contoso), { token, body })).status).to.equal(403);
      await sim.behave({ appOnlyCreate: 'accept' });
      expect((await ask(url(contoso), { token, body })).status).to.equal(202);
    });

    it('never shows one partner the batches, jobs or devices of another', async () => {
      const created = await create([pkid(1)]);
      await settled(created);
      const token = await sim.userToken('test-refresh-token-other', otherPartner);
      const batches = await ask(url(contoso), { token });
      expect(batches.json.items).to.deep.equal([]);
      const job = jobOf(created.headers.get('location'));
      const status = await ask(`${sim.partnerCenterUrl}/v1/customers/${contoso}/batchJobStatus/${job}`, { token });
      expect(status.status).to.equal(404);
    });
  });

  describe('the wire', () => {
    it('compares path segments without regard to case and takes // for /', async () => {
      const token = await sim.userToken();
      const answer = await ask(`${sim.partnerCenterUrl}/v1//CUSTOMERS/${contoso}/DeviceBatches`, { token });
      expect(answer.status).to.equal(200);
    });

    it('answers an unknown path, and one without /v1, with 404 and code 1000', async () => {
      const token = await sim.userToken();
      for (const path of ['/v1/nothing', `/customers/${contoso}/deviceBatches`]) {
        const answer = await ask(`${sim.partnerCenterUrl}${path}`, { token });
        expect([answer.status, answer.json.code]).to.deep.equal([404, 1000]);
      }
    });

    it('echoes MS-RequestId and MS-CorrelationId, makes them where absent, and adds MS-CV and MS-ServerId', async () => {
      const headers = { 'MS-RequestId': 'request-1', 'MS-CorrelationId': 'correlation-1' };
      const echoed = (await sim.partnerCenter('/deviceBatches', { headers })).headers;
      expect([echoed.get('ms-requestid'), echoed.get('ms-correlationid')]).to.deep.equal([
        'request-1',
        'correlation-1',
      ]);
      const made = (await sim.partnerCenter('/deviceBatches')).headers;
      for (const name of ['ms-requestid', 'ms-correlationid', 'ms-cv', 'ms-serverid'])
        expect(made.get(name), name).to.be.a('string');
    });

    it('spells error codes as a number or, told so, as a string', async () => {
      expect((await sim.partnerCenter('/nothing')).json.code).to.equal(1000);
      await sim.behave({ faultCode: 'string' });
      expect((await sim.partnerCenter('/nothing')).json.code).to.equal('1000');
    });

    it('refuses a body that is not declared as JSON', async () => {
      const answer = await sim.partnerCenter('/deviceBatches', {
        raw: '{}',
        headers: { 'content-type': 'text/plain' },
      });
      expect(answer.status).to.equal(415);
    });
  });

  describe('creating a batch', () => {
    it('answers 202 with no body and a relative Location without /v1', async () => {
      const answer = await create([pkid(1)]);
      expect([answer.status, answer.text]).to.deep.equal([202, '']);
      expect(answer.headers.get('location')).to.match(
        new RegExp(`^/customers/${contoso}/batchJobStatus/[0-9a-f-]{36}$`),
      );
    });

    it('can give the address with version, absolute, or in the body of a 200', async () => {
      const locationOf = async (location: 'withVersion' | 'absolute' | 'body', batch: string) => {
        await sim.behave({ location });
        return create([pkid(1)], batch);
      };
      expect((await locationOf('withVersion', 'a')).headers.get('location')).to.match(/^\/v1\/customers\//);
      expect((await locationOf('absolute', 'b')).headers.get('location')).to.match(/^http:\/\/127.*\/v1\/customers\//);
      const inBody = await locationOf('body', 'c');
      expect([inBody.status, inBody.headers.get('location')]).to.deep.equal([200, null]);
      expect(inBody.json.uri).to.match(/batchJobStatus/);
    });

    it('can answer 200 instead of 202, or leave the Location out although the job was started', async () => {
      await sim.behave({ acceptedStatus: 200, location: 'missing' });
      const answer = await create([pkid(1)]);
      expect([answer.status, answer.headers.get('location'), answer.text]).to.deep.equal([200, null, '']);
      expect((await sim.truth('/submissions')).json.submissions).to.have.length(1);
    });

    it('takes one of two creates of the same name that come at once', async () => {
      const both = await Promise.all([create([pkid(1)], 'Berlin'), create([pkid(2)], 'berlin')]);
      expect(both.map(({ status }) => status).sort()).to.deep.equal([202, 409]);
    });

    it('reads property names without regard to case and passes over unknown ones', async () => {
      const body = {
        BatchId: 'PO-1',
        Devices: [{ ProductKey: pkid(1).productKey, DeviceBatchId: 'x', groupTag: 'y' }],
      };
      expect((await sim.partnerCenter('/deviceBatches', { body })).status).to.equal(202);
    });

    it('treats null, missing and empty text alike', async () => {
      const device = { ...pkid(1), serialNumber: '', hardwareHash: null, policies: null };
      expect((await settled(await create([device]))).status).to.equal('finished');
    });

    it('answers "policies": [] with 500 "Sequence contains no matching element"', async () => {
      const answer = await create([{ ...pkid(1), policies: [] }]);
      expect(answer.status).to.equal(500);
      expect(answer.json.description).to.equal('Sequence contains no matching element');
    });

    it('refuses a missing batchId, an empty list, a list that is none, more than 1000 devices, and what is not JSON', async () => {
      const many = Array.from({ length: 1001 }, (_, index) => pkid(index));
      const bodies = [{ devices: [pkid(1)] }, { batchId: 'x', devices: [] }, { batchId: 'x', devices: {} }, [pkid(1)]];
      for (const body of [...bodies, { batchId: 'x', devices: many }]) {
        expect((await sim.partnerCenter('/deviceBatches', { body })).status).to.equal(400);
      }
      expect((await sim.partnerCenter('/deviceBatches', { raw: '{' })).status).to.equal(400);
    });

    it('takes 1000 devices in one call, or the number it is told', async () => {
      const many = Array.from({ length: 1000 }, (_, index) => pkid(index));
      expect((await create(many)).status).to.equal(202);
      await sim.behave({ devicesMaximum: 500 });
      expect((await create(many, 'PO-2')).status).to.equal(400);
    });

    it('refuses a serial number that is sent as a number', async () => {
      expect((await create([{ ...tuple, serialNumber: 123 }])).status).to.equal(400);
    });

    it('answers an existing name with 409, whatever its case, also while the first create is queued', async () => {
      await create([pkid(1)], 'Berlin');
      expect((await create([pkid(2)], 'BERLIN')).status).to.equal(409);
      sim.pass();
      expect((await create([pkid(2)], 'berlin')).status).to.equal(409);
    });

    it('merges into an existing name when told to', async () => {
      await create([pkid(1)], 'Berlin');
      sim.pass();
      await sim.behave({ existingBatch: 'merge' });
      expect((await settled(await create([pkid(2)], 'berlin'))).status).to.equal('finished');
      const batches = (await sim.partnerCenter('/deviceBatches')).json.items;
      expect(
        batches.map((batch: { id: string; devicesCount: number }) => [batch.id, batch.devicesCount]),
      ).to.deep.equal([['Berlin', 2]]);
    });

    it('answers an existing name with 400 when told to', async () => {
      await create([pkid(1)], 'Berlin');
      await sim.behave({ existingBatch: 'badRequest' });
      const again = await create([pkid(2)], 'berlin');
      expect([again.status, again.json.code]).to.deep.equal([400, 800002]);
    });

    it('lets a new batch appear only when its job runs', async () => {
      await create([pkid(1)]);
      expect((await sim.partnerCenter('/deviceBatches')).json.items).to.deep.equal([]);
      sim.pass(1000);
      expect((await sim.partnerCenter('/deviceBatches')).json.items[0].devicesCount).to.equal(0);
      sim.pass(2000);
      expect((await sim.partnerCenter('/deviceBatches')).json.items[0].devicesCount).to.equal(1);
    });
  });

  describe('appending', () => {
    it('takes a bare list and answers like creating', async () => {
      await create([pkid(1)], 'a b/c');
      sim.pass();
      const answer = await sim.partnerCenter(`/deviceBatches/${encodeURIComponent('A B/C')}/devices`, {
        body: [pkid(2)],
      });
      expect([answer.status, answer.text]).to.deep.equal([202, '']);
      expect((await settled(answer)).status).to.equal('finished');
    });

    it('refuses an object around the list', async () => {
      await create([pkid(1)]);
      sim.pass();
      expect(
        (await sim.partnerCenter('/deviceBatches/PO-1/devices', { body: { devices: [pkid(2)] } })).status,
      ).to.equal(400);
    });

    it('answers 404 for a batch that is not there yet, or creates it when told to', async () => {
      await create([pkid(1)]);
      const append = () => sim.partnerCenter('/deviceBatches/PO-1/devices', { body: [pkid(2)] });
      expect((await append()).status).to.equal(404);
      await sim.behave({ appendToMissing: 'create' });
      expect((await append()).status).to.equal(202);
    });

    it('refuses tuples when told to, as one translation of its page has it', async () => {
      await settled(await create([pkid(1)]));
      await sim.behave({ appendedTuples: 'refuse' });
      const append = (body: readonly object[]) => sim.partnerCenter('/deviceBatches/PO-1/devices', { body });
      expect((await append([pkid(2), tuple])).status).to.equal(400);
      expect((await append([pkid(2)])).status).to.equal(202);
    });

    it('is open to app-only tokens', async () => {
      await create([pkid(1)]);
      sim.pass();
      const token = await sim.appToken(appScope, partner);
      expect((await sim.partnerCenter('/deviceBatches/PO-1/devices', { body: [pkid(2)], token })).status).to.equal(202);
    });
  });

  describe('the same MS-RequestId again', () => {
    const twice = async () => {
      const headers = { 'MS-RequestId': '00000000-0000-4000-8000-000000000001' };
      await create([pkid(1)]);
      sim.pass();
      const append = () => sim.partnerCenter('/deviceBatches/PO-1/devices', { body: [pkid(2)], headers });
      return [(await append()).headers.get('location'), (await append()).headers.get('location')];
    };

    it('is carried out twice by default, the worst case', async () => {
      const [first, second] = await twice();
      expect(first).not.to.equal(second);
    });

    it('is answered with the first job when told to', async () => {
      await sim.behave({ replay: 'dedupe' });
      const [first, second] = await twice();
      expect(first).to.equal(second);
      expect((await sim.truth('/submissions')).json.submissions).to.have.length(2);
    });
  });

  describe('a job', () => {
    it('goes from queued over processing to finished', async () => {
      const job = jobOf((await create([pkid(1)])).headers.get('location'));
      const look = async () => (await sim.partnerCenter(`/batchJobStatus/${job}`)).json;
      const queued = await look();
      expect([queued.status, queued.completedTime, queued.devicesStatus]).to.deep.equal([
        'queued',
        '0001-01-01T00:00:00',
        [],
      ]);
      sim.pass(1000);
      expect((await look()).status).to.equal('processing');
      sim.pass(2000);
      const done = await look();
      expect([done.status, done.batchTrackingId, done.attributes.objectType]).to.deep.equal([
        'finished',
        job,
        'BatchUploadDetails',
      ]);
      expect(done.completedTime).to.equal('2026-01-05T08:00:03');
    });

    it('ends finished_with_errors when a device failed', async () => {
      expect((await settled(await create([{ serialNumber: 'alone' }]))).status).to.equal('finished_with_errors');
    });

    it('answers 404 for an unknown job and for one of another customer', async () => {
      const job = jobOf((await create([pkid(1)])).headers.get('location'));
      expect((await sim.partnerCenter('/batchJobStatus/00000000-0000-4000-8000-000000000000')).status).to.equal(404);
      const token = await sim.userToken();
      const other = await ask(`${sim.partnerCenterUrl}/v1/customers/${northwind}/batchJobStatus/${job}`, { token });
      expect(other.status).to.equal(404);
    });

    it('spells its status as the number of the enum when told to', async () => {
      await sim.behave({ jobStatus: 'number' });
      expect((await settled(await create([pkid(1)]))).status).to.equal(3);
    });

    it('spells its status as the service’s own code does when told to', async () => {
      await sim.behave({ jobStatus: 'codeName' });
      expect((await settled(await create([{ hardwareHash: 'broken' }]))).status).to.equal('FinishedWithErrors');
    });

    it('shows some of its devices while it runs when told to', async () => {
      await sim.behave({ runningResults: 'some' });
      const job = jobOf((await create([pkid(1), pkid(2), pkid(3), pkid(4)])).headers.get('location'));
      expect((await sim.partnerCenter(`/batchJobStatus/${job}`)).json.devicesStatus).to.have.length(2);
    });

    it('shows no, all or an empty list of devices while it runs, with every spelling of in-progress', async () => {
      const job = jobOf((await create([tuple])).headers.get('location'));
      const look = async () => (await sim.partnerCenter(`/batchJobStatus/${job}`)).json.devicesStatus;
      expect(await look()).to.deep.equal([]);
      await sim.behave({ runningResults: 'absent' });
      expect(await look()).to.equal(undefined);
      for (const runningDeviceStatus of ['in-progress', 'in_progress', 'processing'] as const) {
        await sim.behave({ runningResults: 'all', runningDeviceStatus });
        expect((await look())[0].status).to.equal(runningDeviceStatus);
      }
    });

    it('tells of a device only id, serial number and PKID, and of a bare hash nothing', async () => {
      const done = await settled(await create([tuple, pkid(1), { hardwareHash: 'broken' }]));
      expect(Object.keys(done.devicesStatus[0]).sort()).to.deep.equal(
        ['attributes', 'deviceId', 'errorCode', 'errorDescription', 'serialNumber', 'status'].sort(),
      );
      expect(done.devicesStatus[1]).to.include({ productKey: pkid(1).productKey, status: 'finished' });
      expect(Object.keys(done.devicesStatus[2])).to.deep.equal([
        'status',
        'errorCode',
        'errorDescription',
        'attributes',
      ]);
    });

    it('gives error codes of devices as text, or as numbers when told to', async () => {
      const done = await settled(await create([{ hardwareHash: 'broken' }]));
      expect(done.devicesStatus[0].errorCode).to.equal('802');
      await sim.behave({ deviceErrorCode: 'number' });
      const numbers = await settled(await create([{ hardwareHash: 'broken' }, pkid(7)], 'PO-2'));
      expect(numbers.devicesStatus.map(({ errorCode }: { errorCode: number }) => errorCode)).to.deep.equal([802, 0]);
    });
  });

  describe('lists', () => {
    it('gives devices 100 in a page, with the token in the body, taken back in a header', async () => {
      await create(Array.from({ length: 250 }, (_, index) => pkid(index)));
      sim.pass();
      const sizes: number[] = [];
      let token: string | undefined;
      do {
        const headers: Record<string, string> = token === undefined ? {} : { 'MS-ContinuationToken': token };
        const page = (await sim.partnerCenter('/deviceBatches/po-1/devices', { headers })).json;
        sizes.push(page.items.length);
        expect(page.totalCount).to.equal(page.items.length);
        token = page.continuationToken;
      } while (token !== undefined);
      expect(sizes).to.deep.equal([100, 100, 50]);
    });

    it('puts the token into the body and into links.next.headers, under an address with one question mark', async () => {
      await sim.world({ ...aWorld, customers: [contosoOf('c1'), contosoOf('c2'), contosoOf('c3')] });
      const token = await sim.userToken();
      const customers = (query: string, headers = {}) =>
        ask(`${sim.partnerCenterUrl}/v1/customers${query}`, { token, headers });
      const { json } = await customers('?size=1');
      expect(json.links.next.uri).to.equal('/v1/customers?size=1&seekOperation=Next');
      expect(json.links.next.headers).to.deep.equal([{ key: 'MS-ContinuationToken', value: json.continuationToken }]);
      // Who seeks names no size: the token remembers it.
      const seek = await customers('?seekOperation=Next', { 'MS-ContinuationToken': json.continuationToken });
      expect(seek.json.items).to.have.length(1);
      expect(seek.json.links.next.headers[0].value).to.equal(seek.json.continuationToken);
    });

    it('can put the token into links.next.headers alone, or a response header, and refuses one of another list', async () => {
      await create(Array.from({ length: 101 }, (_, index) => pkid(index)));
      sim.pass();
      await sim.behave({ continuation: 'links' });
      const page = await sim.partnerCenter('/deviceBatches/po-1/devices');
      const [{ key, value }] = page.json.links.next.headers;
      expect(key).to.equal('MS-ContinuationToken');
      await sim.behave({ continuation: 'header' });
      expect((await sim.partnerCenter('/deviceBatches/po-1/devices')).headers.get('ms-continuationtoken')).to.equal(
        value,
      );
      const wrong = await sim.partnerCenter('/deviceBatches', { headers: { 'MS-ContinuationToken': value } });
      expect(wrong.status).to.equal(400);
    });

    it('shows neither hash nor PKID of a device, and its policy by name or null', async () => {
      await create([{ ...tuple, policies: [{ key: 'o_o_b_e', value: 'policy-1' }] }, pkid(1)]);
      sim.pass();
      const { items } = (await sim.partnerCenter('/deviceBatches/PO-1/devices')).json;
      expect(items[0]).to.include({ serialNumber: 'SYN-1', modelName: 'Synthetic Book', oemManufacturerName: 'HP' });
      expect(items[0].policies).to.deep.equal([{ key: 'o_o_b_e', value: 'Standard' }]);
      expect(items[1]).to.have.all.keys('id', 'policies', 'uploadedDate', 'attributes');
      expect(items[1].policies[0].value).to.equal(null);
    });

    it('lists a batch with devicesCount and a devicesLink that is neither versioned nor encoded', async () => {
      await create([pkid(1)], 'Test batch');
      sim.pass();
      const [batch] = (await sim.partnerCenter('/deviceBatches')).json.items;
      expect(batch).to.include({ id: 'Test batch', devicesCount: 1, createdBy: 'Fabrikam Distribution' });
      expect(batch.devicesLink.uri).to.equal(`/customers/${contoso}/deviceBatches/Test batch/devices`);
      await sim.behave({ devicesCountName: 'deviceCount' });
      expect((await sim.partnerCenter('/deviceBatches')).json.items[0].deviceCount).to.equal(1);
    });

    it('lists customers with a relationship only, in pages of the asked size, and filters by domain', async () => {
      const token = await sim.userToken();
      const url = `${sim.partnerCenterUrl}/v1/customers`;
      const first = (await ask(`${url}?size=1`, { token })).json;
      expect(first.items.map(({ id }: { id: string }) => id)).to.deep.equal([contoso]);
      const headers = { 'MS-ContinuationToken': first.continuationToken };
      const next = (await ask(`${url}?size=1&seekOperation=Next`, { token, headers })).json;
      expect(next.items[0].companyProfile.domain).to.equal('northwind.example');
      expect(next.continuationToken).to.equal(undefined);
      const filter = JSON.stringify({ Field: 'Domain', Value: 'north', Operator: 'starts_with' });
      const found = await ask(`${url}?filter=${encodeURIComponent(filter)}`, { token });
      expect(found.json.items).to.have.length(1);
    });

    it('gives one customer with its relationship', async () => {
      expect((await sim.partnerCenter('')).json).to.include({ id: contoso, relationshipToPartner: 'reseller' });
    });
  });

  describe('policies', () => {
    it('are assigned to many devices by a job, with 807 for an unknown device and 809 for an unknown policy', async () => {
      const { devicesStatus } = await settled(await create([pkid(1), pkid(2)]));
      const [first, second] = devicesStatus.map(({ deviceId }: { deviceId: string }) => deviceId);
      const policies = (value: string) => [{ key: 'o_o_b_e', value }];
      const devices = [
        { id: first, policies: policies('policy-1') },
        { id: second, policies: policies('none') },
        { id: 'nobody', policies: policies('policy-1') },
      ];
      const answer = await sim.partnerCenter('/DevicePolicyUpdates', { method: 'PATCH', body: { devices } });
      expect(answer.status).to.equal(202);
      const done = await settled(answer);
      expect(done.devicesStatus.map(({ errorCode }: { errorCode: string }) => errorCode)).to.deep.equal([
        '0',
        '809',
        '807',
      ]);
      const listed = (await sim.partnerCenter('/deviceBatches/PO-1/devices')).json.items;
      expect(listed[0].policies[0].value).to.equal('Standard');
    });

    it('refuses a category it does not know with 400/900126', async () => {
      const devices = [{ id: 'x', policies: [{ key: 'oobe', value: 'policy-1' }] }];
      const answer = await sim.partnerCenter('/DevicePolicyUpdates', { method: 'PATCH', body: { devices } });
      expect([answer.status, answer.json.code]).to.deep.equal([400, 900126]);
    });

    it('count their devices under either name', async () => {
      expect((await sim.partnerCenter('/policies')).json.items[0]).to.have.property('devicesAssigned', 0);
      await sim.behave({ devicesAssignedName: 'devicesAssignedCount' });
      expect((await sim.partnerCenter('/policies')).json.items[0]).to.have.property('devicesAssignedCount', 0);
    });

    it('can be created with 200, read, replaced, listed and deleted', async () => {
      const body = { name: 'Kiosk', category: 'o_o_b_e', policySettings: ['skip_eula'] };
      const created = await sim.partnerCenter('/policies', { body });
      expect([created.status, created.json.name]).to.deep.equal([200, 'Kiosk']);
      const path = `/policies/${created.json.id}`;
      await sim.partnerCenter(path, { method: 'PUT', body: { ...body, name: 'Desk' } });
      expect((await sim.partnerCenter(path)).json.name).to.equal('Desk');
      expect((await sim.partnerCenter('/policies')).json.items).to.have.length(2);
      expect((await sim.partnerCenter(path, { method: 'DELETE' })).status).to.equal(204);
      expect((await sim.partnerCenter(path)).status).to.equal(404);
    });
  });

  describe('single devices', () => {
    const deviceOf = async (): Promise<string> => {
      const { devicesStatus } = await settled(await create([tuple]));
      return `/deviceBatches/PO-1/devices/${devicesStatus[0].deviceId}`;
    };

    it('can be given a policy by PUT', async () => {
      const body = { policies: [{ key: 'o_o_b_e', value: 'policy-1' }] };
      const { json } = await sim.partnerCenter(await deviceOf(), { method: 'PUT', body });
      expect(json.policies[0].value).to.equal('Standard');
    });

    it('are deleted with 204 and no body, listed for a while yet, and 404 from then on; their batch stays', async () => {
      const path = await deviceOf();
      const listed = async () => (await sim.partnerCenter('/deviceBatches/PO-1/devices')).json.items.length;
      const { status, text } = await sim.partnerCenter(path, { method: 'DELETE' });
      expect([status, text, await listed()]).to.deep.equal([204, '', 1]);
      expect((await sim.partnerCenter(path, { method: 'DELETE' })).status).to.equal(404);
      sim.pass(30_000);
      expect(await listed()).to.equal(0);
      expect((await sim.truth('/devices')).json.removed).to.have.length(1);
      const [batch] = (await sim.partnerCenter('/deviceBatches')).json.items;
      expect([batch.id, batch.devicesCount]).to.deep.equal(['PO-1', 0]);
    });

    it('that are being deleted can’t be registered anew until they are gone', async () => {
      await sim.partnerCenter(await deviceOf(), { method: 'DELETE' });
      const again = async (batchId: string) =>
        (await settled(await sim.partnerCenter('/deviceBatches', { body: { batchId, devices: [tuple] } })))
          .devicesStatus[0];
      expect(await again('PO-2')).to.include({ errorCode: '806' });
      sim.pass(30_000);
      expect(await again('PO-3')).to.include({ errorCode: '0' });
    });

    it('of another batch, or with an unknown id, are 404', async () => {
      const path = await deviceOf();
      await settled(
        await sim.partnerCenter('/deviceBatches', {
          body: { batchId: 'PO-2', devices: [{ productKey: '3000000000009' }] },
        }),
      );
      for (const wrong of [path.replace('PO-1', 'PO-2'), '/deviceBatches/PO-1/devices/nobody']) {
        expect((await sim.partnerCenter(wrong, { method: 'DELETE' })).status).to.equal(404);
      }
    });

    it('can be refused with any code and name', async () => {
      const path = await deviceOf();
      const said = { code: 811, name: 'ZtdDeviceRegisteredByOtherTenant' };
      await sim.rules({ kind: 'refuseDevices', operation: 'partnerCenter.deleteDevice', ...said });
      const { status, json } = await sim.partnerCenter(path, { method: 'DELETE' });
      expect([status, json.code, json.description]).to.deep.equal([400, said.code, said.name]);
      expect((await sim.truth('/devices')).json.devices).to.have.length(1);
    });
  });
});
