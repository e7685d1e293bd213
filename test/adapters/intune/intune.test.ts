import { expect } from 'chai';
import { afterEach, beforeEach, describe, it } from 'mocha';
import { makeIntune } from '../../../shared/adapters/intune/intune.ts';
import type { Submission } from '../../../shared/domain/registering/submission.ts';
import { AccessDenied, ContractViolation, ServiceUnavailable, SubmissionUnknown } from '../../../shared/errors.ts';
import { everyListed } from '../../fakes/every-listed.ts';
import { type LyingServer, startLyingServer } from '../../fakes/lying-server.ts';
import {
  countingContext,
  devicesOf,
  hash,
  memorySecrets,
  movableClock,
  quickTiming,
  tuple,
} from '../../fakes/platform-ports.ts';
import { thrownBy } from '../../fakes/thrown-by.ts';

const imports = '/v1.0/deviceManagement/importedWindowsAutopilotDeviceIdentities';
const registered = 'GET /v1.0/deviceManagement/windowsAutopilotDeviceIdentities';
const sync = 'POST /beta/deviceManagement/windowsAutopilotSettings/sync';
const customer = { tenantId: 'customer-a', domain: 'customer.example' };
const receipt = { importIds: ['i-1', 'i-2'], acceptedAt: '2026-01-05T08:00:00.000Z' };

const record = (id: string, serialNumber: string, deviceImportStatus: string, more: object = {}) => ({
  id,
  serialNumber,
  state: { deviceImportStatus, deviceRegistrationId: '', deviceErrorCode: 0, deviceErrorName: '', ...more },
});
const page = (...value: readonly object[]) => ({ status: 200, json: { value } });

describe('importing into Intune', () => {
  let server: LyingServer;
  let clock: ReturnType<typeof movableClock>;
  let intune: ReturnType<typeof makeIntune>;
  beforeEach(async () => {
    server = await startLyingServer();
    server.always('POST /*/oauth2/v2.0/token', ({ path }) => ({
      status: 200,
      json: { access_token: `token-of-${path.split('/')[1]}`, expires_in: 3600 },
    }));
    server.always(`DELETE ${imports}/*`, () => ({ status: 204 }));
    server.always(sync, () => ({ status: 204 }));
    clock = movableClock();
    intune = makeIntune({
      connection: {
        connectionId: 'intune',
        platform: 'intune',
        name: 'Intune',
        baseUrl: server.url,
        authority: server.url,
        clientId: 'app',
        credential: { kind: 'secret', secret: 'app-secret' },
      },
      secrets: memorySecrets({ 'app-secret': 's3cret' }),
      clock,
      fetch,
      random: () => 0.5,
      timing: quickTiming,
    });
  });
  afterEach(() => server.close());

  const chunk = (more: Partial<Submission> = {}): Submission => ({
    chunkId: 'chunk-1',
    requestId: '44444444-4444-4444-8444-444444444444',
    customer,
    groupTag: 'PO-1',
    devices: devicesOf(hash('SN1', 'T0EQ'), hash('SN2', 'T0ER')),
    ...more,
  });
  const submit = (submission = chunk()) => intune.registrar.submit(submission, countingContext());
  /** Looks at the records as the use case does: what is left behind is tidied once the results are kept. */
  const poll = async (kept: typeof receipt = receipt) => {
    const polled = await intune.registrar.poll(chunk(), kept, countingContext());
    if (polled.kind !== 'done') return polled;
    const { tidy, ...done } = polled;
    await tidy?.();
    return done;
  };

  it('sends each hash with its embedded serial number and the group tag, in one call', async () => {
    server.next(`POST ${imports}/import`, page(record('i-1', 'SN1', 'unknown'), record('i-2', 'SN2', 'unknown')));
    const [first, second] = chunk().devices;
    if (first === undefined || second === undefined) throw new Error('no devices');
    const devices = [{ ...first, assignedUser: 'ada@customer.example' }, second];
    expect(await submit(chunk({ devices }))).to.deep.equal({ kind: 'accepted', receipt });
    const [call] = server.calls(`POST ${imports}/import`);
    expect(call?.headers['client-request-id']).to.equal(chunk().requestId);
    const { importedWindowsAutopilotDeviceIdentities: sent } = JSON.parse(call?.body ?? '');
    expect(sent[0]).to.deep.include({
      hardwareIdentifier: 'T0EQ',
      serialNumber: 'SN1',
      groupTag: 'PO-1',
      productKey: '',
      assignedUserPrincipalName: 'ada@customer.example',
    });
    expect(sent[1]).to.not.have.property('assignedUserPrincipalName');
  });

  it('anything but a hash is never sent', async () => {
    expect(await thrownBy(submit(chunk({ devices: devicesOf(tuple('SN1')) })))).to.be.instanceOf(Error);
    expect(server.seen).to.have.length(0);
  });

  it("a token belongs to one customer tenant and serves only that customer's calls", async () => {
    server.always(`POST ${imports}/import`, () => page());
    await submit();
    await submit();
    await submit(chunk({ customer: { tenantId: 'customer-b' } }));
    expect(server.calls('POST /*/oauth2/v2.0/token').map(({ path }) => path.split('/')[1])).to.deep.equal([
      'customer-a',
      'customer-b',
    ]);
    const bearers = server.calls(`POST ${imports}/import`).map(({ headers }) => headers.authorization);
    expect(bearers).to.deep.equal([
      'Bearer token-of-customer-a',
      'Bearer token-of-customer-a',
      'Bearer token-of-customer-b',
    ]);
    expect(server.seen[0]?.body).to.include('scope=https%3A%2F%2Fgraph.microsoft.com%2F.default');
  });

  it('a call that is turned down is turned down for every device, without quoting a hash', async () => {
    const message = `Cannot convert the literal '${'T0EQ'.repeat(1000)}' to the expected type 'Edm.Binary'.`;
    server.next(`POST ${imports}/import`, { status: 400, json: { error: { code: 'BadRequest', message } } });
    const submitted = await submit();
    expect(submitted).to.have.nested.property('verdict.platformSaid.code', 'BadRequest');
    expect(JSON.stringify(submitted)).to.include('Edm.Binary').and.not.include('T0EQT0EQ');
  });

  for (const [name, trouble] of [
    ['a reset', { kind: 'reset' }],
    ['500', { status: 500 }],
    ['an answer nobody can read', { status: 200, text: '<html>' }],
    ['204', { status: 204 }],
  ] as const) {
    it(`${name} may have been taken`, async () => {
      server.next(`POST ${imports}/import`, trouble);
      expect(await thrownBy(submit())).to.be.instanceOf(SubmissionUnknown);
      expect(server.calls(`POST ${imports}/import`)).to.have.length(1);
    });
  }

  it('429 without Retry-After took nothing', async () => {
    server.next(`POST ${imports}/import`, { status: 429 });
    expect(await thrownBy(submit()))
      .to.be.instanceOf(ServiceUnavailable)
      .and.include({ throttled: true });
  });

  it('403 is for the customer to solve', async () => {
    server.next(`POST ${imports}/import`, { status: 403 });
    expect(await thrownBy(submit()))
      .to.be.instanceOf(AccessDenied)
      .and.include({ grant: 'graph_consent_missing' });
  });

  it('a redirect is not followed', async () => {
    server.next(`POST ${imports}/import`, { status: 307, headers: { location: 'https://elsewhere.example/' } });
    expect(await thrownBy(submit())).to.be.instanceOf(ContractViolation);
  });

  describe('looking at the records', () => {
    for (const state of ['unknown', 'pending', 'partial', 'something new']) {
      it(`${state} is not the end, and nothing is removed before it`, async () => {
        server.next(`GET ${imports}`, page(record('i-1', 'SN1', 'complete'), record('i-2', 'SN2', state)));
        const results = [{ position: 0, kind: 'registered' }];
        expect(await poll()).to.deep.equal({ kind: 'running', results });
        expect(server.calls(`DELETE ${imports}/*`)).to.have.length(0);
      });
    }

    it('only our own records count and are removed; those of others stay', async () => {
      server.next(
        `GET ${imports}`,
        {
          status: 200,
          json: { value: [record('x', 'SN1', 'unknown')], '@odata.nextLink': `${server.url}${imports}?$skiptoken=2` },
        },
        page(
          record('i-2', 'SN2', 'error', { deviceErrorCode: 806, deviceErrorName: 'ZtdDeviceAssignedToOtherTenant' }),
          record('i-1', 'SN1', 'complete', { deviceRegistrationId: 'd-1' }),
        ),
      );
      expect(await poll()).to.deep.equal({
        kind: 'done',
        results: [
          { position: 1, kind: 'failed', platformMessage: { code: '806', name: 'ZtdDeviceAssignedToOtherTenant' } },
          { position: 0, kind: 'registered', platformDeviceId: 'd-1' },
        ],
      });
      const removed = server.calls(`DELETE ${imports}/*`).map(({ path }) => path.split('/').at(-1));
      expect(removed.toSorted()).to.deep.equal(['i-1', 'i-2']);
    });

    it('nothing is removed before the results are kept: a crash in between finds the records again', async () => {
      server.always(`GET ${imports}`, () => page(record('i-1', 'SN1', 'complete'), record('i-2', 'SN2', 'error')));
      const look = () => intune.registrar.poll(chunk(), receipt, countingContext());
      const [before, again] = [await look(), await look()];
      expect(server.calls(`DELETE ${imports}/*`)).to.have.length(0);
      expect(before).to.have.deep.property('results', again.kind === 'done' ? again.results : undefined);
    });

    it('after success Intune is asked to show the devices, at most every ten minutes per customer', async () => {
      server.always(`GET ${imports}`, () => page(record('i-1', 'SN1', 'complete'), record('i-2', 'SN2', 'complete')));
      await poll();
      await poll();
      expect(server.calls(sync)).to.have.length(1);
      clock.move(600_000);
      await poll();
      expect(server.calls(sync)).to.have.length(2);
    });

    for (const trouble of [{ status: 409 }, { status: 429 }, { status: 500 }, { kind: 'reset' }] as const) {
      it(`a failing clean-up or sync (${JSON.stringify(trouble)}) does not turn success into failure`, async () => {
        server.next(`GET ${imports}`, page(record('i-1', 'SN1', 'complete'), record('i-2', 'SN2', 'complete')));
        server.always(`DELETE ${imports}/*`, () => trouble);
        server.always(sync, () => trouble);
        expect(await poll())
          .to.have.property('results')
          .with.length(2);
      });
    }

    it('what a throttled clean-up left behind, the next one takes along', async () => {
      server.always(`GET ${imports}`, () => page(record('i-1', 'SN1', 'complete'), record('i-2', 'SN2', 'complete')));
      server.always(`DELETE ${imports}/*`, () => ({ status: 429, headers: { 'retry-after': '20' } }));
      await poll();
      server.always(`DELETE ${imports}/*`, () => ({ status: 204 }));
      server.always(`GET ${imports}`, () => page(record('i-3', 'SN1', 'complete')));
      await poll({ ...receipt, importIds: ['i-3'] });
      const removed = server
        .calls(`DELETE ${imports}/*`)
        .slice(-3)
        .map(({ path }) => path.split('/').at(-1));
      expect(removed.toSorted()).to.deep.equal(['i-1', 'i-2', 'i-3']);
    });

    it('records that are not listed yet are waited for; when all are gone, the job is lost', async () => {
      server.always(`GET ${imports}`, () => page());
      expect(await poll()).to.deep.equal({ kind: 'running' });
      clock.move(121_000);
      expect(await poll()).to.deep.equal({ kind: 'lost' });
    });

    it('a record somebody removed says nothing of its device', async () => {
      clock.move(121_000);
      server.next(`GET ${imports}`, page(record('i-1', 'SN1', 'complete')));
      expect(await poll()).to.deep.equal({ kind: 'done', results: [{ position: 0, kind: 'registered' }] });
    });

    it('a next page on another host never gets the token', async () => {
      server.next(`GET ${imports}`, {
        status: 200,
        json: { value: [], '@odata.nextLink': 'https://elsewhere.example/' },
      });
      expect(await thrownBy(poll())).to.be.instanceOf(ContractViolation);
    });
  });

  describe('asking for permission', () => {
    const permit = () => intune.registrar.permit(customer, countingContext());

    it('a customer that consented is granted', async () => {
      server.next(`GET ${imports}`, page());
      expect(await permit()).to.deep.equal({ kind: 'granted' });
    });

    it('403 and an app Entra does not know in that tenant are missing consent', async () => {
      const missing = { kind: 'missing', reason: { code: 'graph_consent_missing' } };
      server.next(`GET ${imports}`, { status: 403 });
      expect(await permit()).to.deep.equal(missing);
      const json = { error: 'unauthorized_client', error_description: 'AADSTS700016: not found in the directory' };
      server.next('POST /*/oauth2/v2.0/token', { status: 400, json });
      expect(await intune.registrar.permit({ tenantId: 'customer-c' }, countingContext())).to.deep.equal(missing);
    });

    it('a rejected secret concerns every customer', async () => {
      server.next('POST /*/oauth2/v2.0/token', { status: 401, json: { error: 'invalid_client' } });
      expect(await thrownBy(permit()))
        .to.be.instanceOf(AccessDenied)
        .and.include({ grant: 'credential_rejected' });
    });
  });

  describe('listing and finding', () => {
    const item = (serialNumber: string) => ({
      id: `d-${serialNumber}`,
      serialNumber,
      manufacturer: 'Contoso',
      model: 'Book 1',
      groupTag: 'T',
    });

    it('lists every registered device with its tag', async () => {
      server.next(registered, page(item('SN1')));
      expect(await everyListed(intune.lister, customer, countingContext())).to.deep.equal([
        { platformDeviceId: 'd-SN1', serial: 'SN1', manufacturer: 'Contoso', model: 'Book 1', groupTag: 'T' },
      ]);
    });

    it('a device that carries another group tag was not brought by our call', async () => {
      server.next(registered, page({ ...item('SN1'), groupTag: 'Theirs' }));
      expect(await intune.finder.find({ ...chunk(), groupTag: 'T' }, countingContext())).to.deep.equal({
        found: [],
        absent: [0, 1],
      });
      server.next(registered, page({ ...item('SN1'), groupTag: '' }));
      expect((await intune.finder.find({ ...chunk(), groupTag: 'T' }, countingContext())).found).to.deep.equal([0]);
    });

    it('finds by the whole serial number, not by a part of it', async () => {
      server.next(registered, page(item('SN22'), item('SN1')));
      expect((await intune.finder.find({ ...chunk(), groupTag: 'T' }, countingContext())).found).to.deep.equal([0]);
    });
  });
});
