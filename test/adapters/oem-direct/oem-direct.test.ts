import { expect } from 'chai';
import { afterEach, beforeEach, describe, it } from 'mocha';
import { makeOemDirect } from '../../../shared/adapters/oem-direct/oem-direct.ts';
import type { Submission } from '../../../shared/domain/registering/submission.ts';
import type { OemDirectConnection } from '../../../shared/domain/settings/connection.ts';
import { AccessDenied, ContractViolation, ServiceUnavailable, SubmissionUnknown } from '../../../shared/errors.ts';
import { type LyingServer, startLyingServer } from '../../fakes/lying-server.ts';
import {
  countingContext,
  devicesOf,
  hash,
  memorySecrets,
  movableClock,
  noPatience,
  pkid,
  quickTiming,
  tuple,
} from '../../fakes/platform-ports.ts';
import { thrownBy } from '../../fakes/thrown-by.ts';

const validate = 'POST /oem/v1/ValidateDeviceSubmissionData';
const register = 'POST /oem/v1/AutopilotDeviceRegistration';
const status = 'GET /oem/v1/operations/*';
const customer = { tenantId: '22222222-2222-4222-8222-222222222222', domain: 'customer.example' };
const granted = { status: 200, json: { Consent: 'granted', Results: [] } };
const receipt = { operationId: 'op-1', acceptedAt: '2026-01-05T08:00:00.000Z' };

describe('an OEM Direct gateway', () => {
  let server: LyingServer;
  beforeEach(async () => {
    server = await startLyingServer();
    server.always(validate, () => granted);
  });
  afterEach(() => server.close());

  const clock = movableClock();
  const secrets = memorySecrets({ key: 'k3y', 'oem-secret': 's3cret' });
  const oem = (settings: Partial<OemDirectConnection> = {}, timing = quickTiming) =>
    makeOemDirect({
      connection: {
        connectionId: 'oem',
        platform: 'oemDirect',
        name: 'Contoso gateway',
        baseUrl: `${server.url}/oem/`,
        oemName: 'Contoso',
        paths: {
          validate: '/v1/ValidateDeviceSubmissionData',
          register: '/v1/AutopilotDeviceRegistration',
          status: '/v1/operations/{operationId}',
        },
        validateBeforeRegister: true,
        auth: { kind: 'none' },
        ...settings,
      },
      secrets,
      clock,
      fetch,
      random: () => 0.5,
      timing,
    });
  const chunk = (more: Partial<Submission> = {}): Submission => ({
    chunkId: 'chunk-1',
    requestId: '44444444-4444-4444-8444-444444444444',
    customer,
    devices: devicesOf(pkid(33), tuple('SN1')),
    ...more,
  });
  const submit = (submission = chunk(), settings: Partial<OemDirectConnection> = {}, context = countingContext()) =>
    oem(settings).registrar.submit(submission, context);
  const poll = () => oem().registrar.poll(chunk(), receipt, countingContext());
  const sent = (route = register): unknown => JSON.parse(server.calls(route).at(-1)?.body ?? 'null');
  const ok = (ClientReference: string) => ({
    ClientReference,
    Status: 'succeeded',
    DeviceRegistrationID: `id-${ClientReference}`,
  });
  const done = (...Results: readonly object[]) => ({
    status: 200,
    json: { OperationID: 'op-1', Status: 'completed', Results },
  });

  describe('registering', () => {
    it('sends tenant, domain, group tag and each device with its reference', async () => {
      server.next(register, done(ok('row-0'), ok('row-1')));
      await submit(chunk({ groupTag: 'PO-1' }));
      expect(sent()).to.deep.equal({
        RequestID: '44444444-4444-4444-8444-444444444444',
        TenantID: customer.tenantId,
        TenantDomain: 'customer.example',
        GroupTag: 'PO-1',
        Devices: [
          { ClientReference: 'row-0', ProductKeyID: '0000000000033' },
          {
            ClientReference: 'row-1',
            SmbiosSystemManufacturer: 'Contoso',
            SmbiosSystemProductName: 'Book 1',
            SmbiosSystemSerialNumber: 'SN1',
          },
        ],
      });
    });

    for (const [name, blank] of [
      ['no domain', { tenantId: customer.tenantId }],
      ['a blank domain', { tenantId: customer.tenantId, domain: ' ' }],
      ['a blank tenant', { tenantId: '', domain: 'customer.example' }],
      ['a tenant that is none', { tenantId: 'customer', domain: 'customer.example' }],
    ] as const) {
      it(`${name} would mean deregistering: nothing is sent`, async () => {
        const error = await thrownBy(submit(chunk({ customer: blank })));
        expect(error).to.be.instanceOf(AccessDenied).and.include({ grant: 'customer_domain_missing' });
        expect(await oem().registrar.permit(blank, countingContext())).to.have.property('kind', 'missing');
        expect(server.seen).to.have.length(0);
      });
    }

    it('a hash is never sent', async () => {
      expect(await thrownBy(submit(chunk({ devices: devicesOf(hash('SN1')) })))).to.be.instanceOf(Error);
      expect(server.seen).to.have.length(0);
    });

    it('asks for consent first; without it nothing is registered', async () => {
      server.next(validate, { status: 200, json: { Consent: 'missing' } });
      expect(await thrownBy(submit()))
        .to.be.instanceOf(AccessDenied)
        .and.include({ grant: 'oem_consent_missing' });
      expect(server.calls(register)).to.have.length(0);
    });

    for (const [name, answer] of [
      ['unknown consent', { status: 200, json: { Consent: 'unknown' } }],
      ['a device it does not like', { status: 400, json: {} }],
    ] as const) {
      it(`${name} is left to the registration itself`, async () => {
        server.next(validate, answer);
        server.next(register, done());
        expect((await submit()).kind).to.equal('answered');
      });
    }

    it('the consent question can be switched off', async () => {
      server.next(register, done());
      const context = countingContext();
      await submit(chunk(), { validateBeforeRegister: false }, context);
      expect(Object.fromEntries(context.counts)).to.deep.equal({ register: 1 });
    });

    it('field names and blanks are the gateway’s own', async () => {
      server.next(register, done());
      await submit(chunk({ devices: devicesOf(pkid(33)) }), {
        fieldMap: { TenantID: 'customerId', Devices: 'items', ProductKeyID: 'pkid' },
        blankEncoding: 'emptyString',
      });
      expect(sent()).to.deep.include({
        customerId: customer.tenantId,
        GroupTag: '',
        items: [{ ClientReference: 'row-0', pkid: '0000000000033' }],
      });
    });

    it('the group tag stands on each device where the gateway wants it there; a missing one may be null', async () => {
      server.always(register, () => done());
      await submit(chunk({ groupTag: 'PO-1' }), { groupTagOn: 'device' });
      expect(sent()).to.not.have.property('GroupTag');
      expect(sent()).to.have.nested.property('Devices[0].GroupTag', 'PO-1');
      await submit(chunk(), { blankEncoding: 'null' });
      expect(sent()).to.have.property('GroupTag', null);
    });

    it('a synchronous answer is told by reference, in whatever order', async () => {
      const failed = { ClientReference: 'row-0', Status: 'failed', ErrorCode: 812, ErrorName: 'ZtdDeviceNotFound' };
      server.next(register, done(ok('row-1'), failed));
      expect(await submit()).to.deep.equal({
        kind: 'answered',
        results: [
          { position: 1, kind: 'registered', platformDeviceId: 'id-row-1' },
          { position: 0, kind: 'failed', platformMessage: { code: '812', name: 'ZtdDeviceNotFound' } },
        ],
      });
    });

    it('a missing result is never success', async () => {
      server.next(register, done(ok('row-1')));
      expect(await submit())
        .to.have.property('results')
        .with.length(1);
    });

    it('a skipped device says nothing', async () => {
      server.next(register, done({ ClientReference: 'row-0', Status: 'skipped' }, ok('row-1')));
      expect(await submit())
        .to.have.property('results')
        .with.length(1);
    });

    it('without references the identifiers tell', async () => {
      const lines = [
        { SmbiosSystemSerialNumber: 'SN1', Status: 'succeeded' },
        { ProductKeyID: '0000000000033', Status: 'failed' },
      ];
      server.next(register, done(...lines));
      const submitted = await submit();
      expect(submitted).to.have.property('results').that.deep.includes({ position: 1, kind: 'registered' });
      expect(submitted)
        .to.have.property('results')
        .that.deep.includes({ position: 0, kind: 'failed', platformMessage: {} });
    });

    it('by position only if no result names anything and there is one per device', async () => {
      server.next(register, done({ Status: 'succeeded' }, { Status: 'failed' }));
      expect(await submit()).to.deep.nested.include({ 'results[0]': { position: 0, kind: 'registered' } });
      server.next(register, done({ Status: 'succeeded' }));
      expect(await submit()).to.deep.equal({ kind: 'answered', results: [] });
    });

    for (const [name, answer] of [
      ['the body', { status: 202, json: { OperationID: 'op-1', Status: 'queued' } }],
      ['Location', { status: 202, headers: { location: '/oem/v1/operations/op-1' } }],
      ['the body of 200', { status: 200, json: { OperationID: 'op-1', Status: 'processing' } }],
      ['409, already under way', { status: 409, json: { OperationID: 'op-1' } }],
    ] as const) {
      it(`an asynchronous operation is named by ${name}`, async () => {
        server.next(register, answer);
        expect(await submit()).to.deep.equal({ kind: 'accepted', receipt });
      });
    }

    for (const [name, trouble] of [
      ['a reset', { kind: 'reset' }],
      ['a time-out', { kind: 'silent' }],
      ['500', { status: 500 }],
      ['202 without an operation', { status: 202 }],
      ['a success nobody can read', { status: 200, text: '<html>' }],
      ['409 without an operation', { status: 409 }],
    ] as const) {
      it(`${name} may have been taken`, async () => {
        server.next(register, trouble);
        const timing = name === 'a time-out' ? noPatience : quickTiming;
        const sending = oem({}, timing).registrar.submit(chunk(), countingContext());
        expect(await thrownBy(sending)).to.be.instanceOf(SubmissionUnknown);
        expect(server.calls(register)).to.have.length(1);
      });
    }

    it('429 took nothing', async () => {
      server.next(register, { status: 429, headers: { 'retry-after': '9' } });
      expect(await thrownBy(submit()))
        .to.be.instanceOf(ServiceUnavailable)
        .and.include({ retryAfterMs: 9_000 });
    });

    for (const [code, json] of [
      [400, { ErrorCode: 801, ErrorName: 'InvalidZtdRequestBody' }],
      [413, {}],
    ] as const) {
      it(`${code} turns the whole call down`, async () => {
        server.next(register, { status: code, json });
        expect(await submit()).to.have.nested.property('verdict.kind', 'refused');
      });
    }

    for (const [code, json, grant] of [
      [401, {}, 'credential_rejected'],
      [403, {}, 'access_denied'],
      [403, { Consent: 'missing' }, 'oem_consent_missing'],
    ] as const) {
      it(`${code} ${JSON.stringify(json)} is for a person to solve: ${grant}`, async () => {
        server.next(register, { status: code, json });
        expect(await thrownBy(submit()))
          .to.be.instanceOf(AccessDenied)
          .and.include({ grant });
      });
    }

    it('404 means that the settings name the wrong path', async () => {
      server.next(register, { status: 404 });
      expect(await thrownBy(submit())).to.be.instanceOf(ContractViolation);
    });
  });

  describe('asking for an operation', () => {
    it('runs until it says that it has ended', async () => {
      const states = ['queued', 'processing', 'something new'].map((Status) => ({ status: 200, json: { Status } }));
      server.next(status, ...states, done(ok('row-0'), ok('row-1')));
      for (const _ of states) expect(await poll()).to.deep.equal({ kind: 'running' });
      expect(await poll())
        .to.have.property('results')
        .with.length(2);
    });

    it('tells what is known by now while it runs', async () => {
      server.next(status, { status: 200, json: { Status: 'processing', Results: [ok('row-1')] } });
      expect(await poll()).to.deep.equal({
        kind: 'running',
        results: [{ position: 1, kind: 'registered', platformDeviceId: 'id-row-1' }],
      });
    });

    it('an operation that failed as a whole says nothing of any device', async () => {
      server.next(status, { status: 200, json: { Status: 'failed' } });
      expect(await poll()).to.deep.equal({ kind: 'done', results: [] });
    });

    it('404 right after means not yet, later it means lost', async () => {
      server.always(status, () => ({ status: 404 }));
      expect(await poll()).to.deep.equal({ kind: 'running' });
      clock.move(121_000);
      expect(await poll()).to.deep.equal({ kind: 'lost' });
      clock.move(-121_000);
    });

    it('an answer that does not fit is a contract violation', async () => {
      server.always(status, () => ({ status: 200, json: { Status: 'completed', Results: [{ ok: true }] } }));
      expect(await thrownBy(poll())).to.be.instanceOf(ContractViolation);
    });

    it('a receipt without operation is a contract violation', async () => {
      expect(await thrownBy(oem().registrar.poll(chunk(), {}, countingContext()))).to.be.instanceOf(ContractViolation);
    });
  });

  describe('proving who asks', () => {
    it('by a key in the header the gateway wants', async () => {
      server.next(register, done());
      await submit(chunk(), { auth: { kind: 'apiKeyHeader', header: 'x-api-key', secret: 'key' } });
      expect(server.calls(register)[0]?.headers['x-api-key']).to.equal('k3y');
    });

    it('by a token, renewed once when it is turned away', async () => {
      const tokens = ['old', 'new'].map((access_token) => ({ status: 200, json: { access_token, expires_in: 600 } }));
      server.next('POST /token', ...tokens);
      server.next(validate, { status: 401 });
      server.next(register, done());
      const auth = { tokenUrl: `${server.url}/token`, clientId: 'c', secret: 'oem-secret', scope: 's' };
      await submit(chunk(), { auth: { kind: 'oauth2ClientCredentials', ...auth } });
      expect(server.calls(register)[0]?.headers.authorization).to.equal('Bearer new');
      expect(server.calls('POST /token')[0]?.body).to.include('client_secret=s3cret');
    });

    it('a key that is not stored is for a person to solve', async () => {
      const settings = { auth: { kind: 'apiKeyHeader', header: 'x-api-key', secret: 'gone' } } as const;
      expect(await thrownBy(submit(chunk(), settings))).to.include({ grant: 'credential_missing' });
    });
  });

  it('nothing can be looked up, so nothing is ever found', async () => {
    expect(await oem().finder.find(chunk(), countingContext())).to.deep.equal({ found: [], absent: [] });
    expect(await oem().registrar.permit(customer, countingContext())).to.deep.equal({ kind: 'granted' });
    expect(server.seen).to.have.length(0);
  });

  describe('deregisters', () => {
    const done = { status: 200, json: { Status: 'completed', Results: [{ Status: 'succeeded' }] } };
    const remove = (deregister: OemDirectConnection['deregister'], device = { pkid: '0000000000033' }) => {
      const actions = oem(deregister === undefined ? {} : { deregister }).deviceActions;
      if (actions === undefined) throw new Error('it can’t');
      return actions.remove(customer, device, countingContext());
    };
    const bodies = () => server.calls(register).map(({ body }) => JSON.parse(body));

    it('only where its settings say so', () => {
      expect(oem().deviceActions).to.equal(undefined);
    });

    for (const [blankTenant, blank] of [
      ['emptyString', { TenantID: '', TenantDomain: '' }],
      ['null', { TenantID: null, TenantDomain: null }],
      ['omit', {}],
    ] as const) {
      it(`one device in a call, with a tenant that is blank as the gateway wants it (${blankTenant})`, async () => {
        server.next(register, done);
        expect(await remove({ blankTenant })).to.deep.equal({ kind: 'removed' });
        const [{ RequestID, ...body }] = bodies();
        expect(RequestID).to.match(/^[0-9a-f-]{36}$/);
        expect(body).to.deep.equal({
          ...blank,
          Devices: [{ ClientReference: 'row-0', ProductKeyID: '0000000000033' }],
        });
      });
    }

    it('never a device that is not wholly named', async () => {
      const device = { serial: 'SN-1', manufacturer: 'Contoso' };
      const actions = oem({ deregister: { blankTenant: 'omit' } }).deviceActions;
      expect(
        await thrownBy(actions?.remove(customer, device, countingContext()) ?? Promise.resolve()),
      ).to.be.instanceOf(Error);
      expect(bodies()).to.deep.equal([]);
    });

    it('and asks for an operation until it has ended; a forgotten one is sent again', async () => {
      const device = { pkid: '0000000000033' };
      server.next(register, { status: 202, json: { OperationID: 'op-7', Status: 'queued' } });
      const running = await remove({ blankTenant: 'omit' });
      expect(running).to.deep.equal({ kind: 'running', device: { ...device, operationId: 'op-7' } });
      if (running.kind !== 'running') return;
      const actions = oem({ deregister: { blankTenant: 'omit' } }).deviceActions;
      const again = () => actions?.remove(customer, running.device, countingContext());
      server.next(status, { status: 200, json: { OperationID: 'op-7', Status: 'processing' } }, { status: 404 });
      expect(await again()).to.deep.equal(running);
      server.next(register, {
        status: 200,
        json: { Results: [{ Status: 'failed', ErrorName: 'ZtdDeviceIsNotRegistered' }] },
      });
      expect(await again()).to.deep.equal({ kind: 'alreadyGone' });
    });

    it('and takes silence about the device for no answer, a storage error for a passing fault', async () => {
      server.next(register, { status: 200, json: { Status: 'completed', Results: [] } });
      expect(await thrownBy(remove({ blankTenant: 'omit' }))).to.be.instanceOf(SubmissionUnknown);
      server.next(register, { status: 200, json: { Results: [{ Status: 'failed', ErrorName: 'StorageError' }] } });
      expect(await thrownBy(remove({ blankTenant: 'omit' }))).to.be.instanceOf(ServiceUnavailable);
    });
  });
});
