import { setTimeout as pause } from 'node:timers/promises';
import { expect } from 'chai';
import { afterEach, beforeEach, describe, it } from 'mocha';
import { makeHttp } from '../../shared/adapters/http/http.ts';
import { codeChallenge, codeIn, consentUrl, redeemConsent } from '../../shared/adapters/partner-center/consent.ts';
import { makePartnerCenter } from '../../shared/adapters/partner-center/partner-center.ts';
import type { Submission } from '../../shared/domain/registering/submission.ts';
import type { PartnerCenterConnection } from '../../shared/domain/settings/connection.ts';
import { AccessDenied } from '../../shared/errors.ts';
import { everyListed } from '../fakes/every-listed.ts';
import { everyOf } from '../fakes/every-of.ts';
import {
  countingContext,
  devicesOf,
  hash,
  memoryBatches,
  memorySecrets,
  quickTiming,
  tuple,
} from '../fakes/platform-ports.ts';
import { thrownBy } from '../fakes/thrown-by.ts';
import { app, contoso, partner, stranger } from '../simulators/a-world.ts';
import { type Simulated, simulated } from '../simulators/simulated.ts';
import { carryThrough } from './carry-through.ts';
import { hashOf } from './simulated-platforms.ts';

interface HeldPolicy {
  readonly policyId?: string;
}

const customer = { tenantId: contoso, domain: 'contoso.example' };
const day = 24 * 3600 * 1000;

describe('Partner Center, simulated', () => {
  let sim: Simulated;
  beforeEach(async () => {
    sim = await simulated({ refreshTokenGraceSeconds: 60 });
  });
  afterEach(() => sim.stop());

  function connect(settings: Partial<PartnerCenterConnection> = {}, secrets = memorySecrets(stored)) {
    const connection: PartnerCenterConnection = {
      connectionId: 'pc',
      platform: 'partnerCenter',
      name: 'Partner Center',
      baseUrl: sim.partnerCenterUrl,
      authority: sim.entraUrl,
      partnerTenantId: partner,
      clientId: app,
      credential: { kind: 'secret', secret: 'client' },
      signIn: { kind: 'appUser', refreshToken: 'refresh' },
      ...settings,
    };
    const clock = { now: () => new Date(sim.clock.now) };
    const deps = {
      connection,
      secrets,
      batches: memoryBatches(),
      clock,
      fetch,
      random: () => 0.5,
      timing: quickTiming,
    };
    return { ...deps, pc: makePartnerCenter(deps), pass: () => sim.pass() };
  }
  const stored = {
    client: 'test-client-secret',
    refresh: 'test-refresh-token',
    'without-mfa': 'test-refresh-token-without-mfa',
  };
  const chunk = (devices: Submission['devices'], groupTag = 'PO-4711', chunkId = 'chunk-1'): Submission => ({
    chunkId,
    requestId: crypto.randomUUID(),
    customer,
    groupTag,
    devices,
  });
  const calls = async () => (await sim.truth('/calls')).json.counts;

  it('1,000 devices cost one token, one customer look-up, one batch list, one submission and the polls', async () => {
    const { pc, pass } = connect();
    await pc.registrar.permit(customer, countingContext());
    const devices = devicesOf(...Array.from({ length: 1000 }, (_, at) => tuple(`SN-${at}`)));
    await carryThrough({ ...pc, pass }, chunk(devices));
    const { 'partnerCenter.jobStatus': polls, ...others } = await calls();
    expect(polls).to.be.within(1, 3);
    expect(others).to.deep.equal({
      'entra.token': 1,
      'partnerCenter.getCustomer': 1,
      'partnerCenter.listBatches': 1,
      'partnerCenter.createBatch': 1,
    });
  });

  it('a rotated refresh token is stored each time, and keeps the connection alive for years', async () => {
    const { pc, secrets } = connect();
    for (let month = 0; month < 24; month += 1) {
      await pc.keepSignedIn(countingContext());
      sim.pass(30 * day);
    }
    expect(secrets.stored.get('refresh')?.value).to.not.equal('test-refresh-token');
    expect(await pc.registrar.permit(customer, countingContext())).to.deep.equal({ kind: 'granted' });
  });

  it('without keep-alive the sign-in ends after 90 days, and that is said', async () => {
    const { pc } = connect();
    sim.pass(91 * day);
    const error = await thrownBy(pc.registrar.permit(customer, countingContext()));
    expect(error).to.be.instanceOf(AccessDenied).and.include({ grant: 'consent_expired' });
  });

  it('of two instances that sign in at once both go on, today and next month', async () => {
    const secrets = memorySecrets(stored);
    const two = [connect({}, secrets), connect({}, secrets)];
    for (let month = 0; month < 4; month += 1) {
      await Promise.all(two.map(({ pc }) => pc.keepSignedIn(countingContext())));
      sim.pass(30 * day);
    }
    for (const { pc } of two) expect((await pc.registrar.permit(customer, countingContext())).kind).to.equal('granted');
  });

  it('a sign-in without a second factor needs a new one', async () => {
    const { pc } = connect({ signIn: { kind: 'appUser', refreshToken: 'without-mfa' } });
    const error = await thrownBy(pc.registrar.permit(customer, countingContext()));
    expect(error).to.be.instanceOf(AccessDenied).and.include({ grant: 'reconsent_needed' });
    expect((await pc.check(countingContext())).map(({ ok }) => ok)).to.deep.equal([true, false]);
  });

  it('the first consent yields a refresh token that works', async () => {
    const secrets = memorySecrets({ client: stored.client });
    const connected = connect({}, secrets);
    const { verifier, challenge } = codeChallenge(crypto.getRandomValues(new Uint8Array(32)));
    const redirectUri = 'http://localhost:8400/';
    const url = consentUrl(connected.connection, { redirectUri, state: 'state-1', challenge });
    const back = await fetch(url, { redirect: 'manual' });
    const code = codeIn(new URL(back.headers.get('location') ?? ''), 'state-1');
    const deps = { ...connected, http: makeHttp(connected), federatedToken: async () => '' };
    await redeemConsent(deps, connected.connection, { code, redirectUri, verifier }, countingContext());
    const findings = await connected.pc.check(countingContext(), contoso);
    expect(findings.map(({ ok }) => ok)).to.deep.equal([true, true, true]);
  });

  it('the check says in plain words that a customer is a stranger', async () => {
    const findings = await connect().pc.check(countingContext(), stranger);
    expect(findings.at(-1)?.message).to.match(/no reseller relationship/);
  });

  it('app-only may be refused to create a batch: a person has to act', async () => {
    const { pc } = connect({ signIn: { kind: 'appOnly' } });
    const error = await thrownBy(pc.registrar.submit(chunk(devicesOf(tuple('SN-1'))), countingContext()));
    expect(error).to.be.instanceOf(AccessDenied);
  });

  it('everything registered is listed, over all pages and batches, with its tag', async () => {
    const { pc, pass } = connect();
    const many = devicesOf(...Array.from({ length: 250 }, (_, at) => tuple(`SN-${at}`)));
    await carryThrough({ ...pc, pass }, chunk(many, 'Office A', 'chunk-1'));
    await carryThrough({ ...pc, pass }, chunk(devicesOf(tuple('SN-X')), 'Office B', 'chunk-2'));
    const listed = await everyListed(pc.lister, customer, countingContext());
    expect(listed).to.have.length(251);
    expect(listed.filter(({ groupTag }) => groupTag === 'Office B').map(({ serial }) => serial)).to.deep.equal([
      'SN-X',
    ]);
    const customers = await everyOf(pc.catalogue.customers(countingContext()));
    expect(customers.map(({ tenantId }) => tenantId))
      .to.include(contoso)
      .and.not.include(stranger);
  });

  it('a group tag that differs from a batch only in case is rejected with its spelling', async () => {
    const { pc, pass } = connect();
    await carryThrough({ ...pc, pass }, chunk(devicesOf(tuple('SN-1')), 'PO-a', 'chunk-1'));
    const fresh = connect();
    const submitted = await fresh.pc.registrar.submit(
      chunk(devicesOf(tuple('SN-2')), 'po-A', 'chunk-2'),
      countingContext(),
    );
    expect(submitted).to.have.deep.nested.property('verdict.reason', {
      code: 'group_tag_case_differs',
      params: { existing: 'PO-a' },
    });
  });

  for (const reading of [{}, { existingBatch: 'merge' }, { appendToMissing: 'create' }] as const) {
    it(`of eight chunks on two instances with one new tag, one creates the batch: ${JSON.stringify(reading)}`, async () => {
      await sim.behave(reading);
      const batches = memoryBatches();
      const pass = async () => {
        sim.pass(200);
        await pause(5);
      };
      const instances = [connect(), connect()].map((made) => makePartnerCenter({ ...made, batches }));
      const results = await Promise.all(
        Array.from({ length: 8 }, async (_, at) => {
          const pc = instances[at % 2] ?? connect().pc;
          const devices = devicesOf(tuple(`SN-${at}-1`), tuple(`SN-${at}-2`));
          return await carryThrough({ ...pc, pass }, chunk(devices, 'PO-new', `chunk-${at}`));
        }),
      );
      expect(results.flatMap((done) => done.results.map(({ kind }) => kind))).to.deep.equal(
        Array(16).fill('registered'),
      );
      expect(await calls()).to.include({ 'partnerCenter.createBatch': 1, 'partnerCenter.appendDevices': 7 });
      expect((await sim.truth('/devices')).json.devices).to.have.length(16);
    });
  }

  it('a profile is assigned to what was registered', async () => {
    const { pc, pass } = connect();
    const { results } = await carryThrough({ ...pc, pass }, chunk(devicesOf(tuple('SN-1'), tuple('SN-2'))));
    const platformDeviceIds = results.flatMap((result) =>
      result.kind === 'registered' && result.platformDeviceId !== undefined ? [result.platformDeviceId] : [],
    );
    expect(platformDeviceIds).to.have.length(2);
    const [profile] = await pc.profiles.list(customer, countingContext());
    const assignment = {
      customer,
      requestId: crypto.randomUUID(),
      profileId: profile?.profileId ?? '',
      platformDeviceIds,
    };
    const assigned = await pc.profiles.assign(assignment, countingContext());
    if (assigned.kind !== 'accepted') throw new Error('refused');
    pass();
    const polled = await pc.profiles.poll(customer, assigned.receipt, countingContext());
    expect(polled).to.deep.equal({ kind: 'done', refused: new Map() });
    const { devices } = (await sim.truth('/devices')).json;
    expect(devices.map(({ policyId }: { policyId: string }) => policyId)).to.deep.equal(['policy-1', 'policy-1']);
  });

  /** Assigns a profile to a chunk that was registered before, as the use case does. */
  async function assignTo(devices: Submission['devices'], profileId: string) {
    const { pc, pass } = connect();
    await carryThrough({ ...pc, pass }, chunk(devicesOf(tuple('SN-1'), hashOf('SN-2'))));
    const submission = chunk(devices);
    const assigned = await pc.profileAssigner.assign(submission, profileId, countingContext());
    if (assigned.kind !== 'accepted') return assigned;
    pass();
    return pc.profileAssigner.poll(submission, assigned.receipt, countingContext());
  }
  const policies = async () => (await sim.truth('/devices')).json.devices.map((held: HeldPolicy) => held.policyId);

  it('devices are found in their batch for their profile; one that is not listed is left open', async () => {
    const polled = await assignTo(devicesOf(tuple('SN-1'), hashOf('SN-2'), tuple('SN-3')), 'policy-1');
    expect(polled).to.deep.equal({ kind: 'done', assigned: [0, 1], refused: new Map() });
    expect(await policies()).to.deep.equal(['policy-1', 'policy-1']);
  });

  it('a profile nobody made is refused for each device that was found', async () => {
    const polled = await assignTo(devicesOf(tuple('SN-1'), tuple('SN-3'), hashOf('SN-2')), 'none');
    const reason = { code: 'profile_not_found' };
    expect(polled).to.deep.equal({
      kind: 'done',
      assigned: [],
      refused: new Map([
        [0, reason],
        [2, reason],
      ]),
    });
    expect(await policies()).to.deep.equal([undefined, undefined]);
  });

  it('nothing is sent for devices that are not listed', async () => {
    expect(await assignTo(devicesOf(tuple('SN-3')), 'policy-1')).to.deep.equal({ kind: 'nothing' });
    expect(Object.keys(await calls()).filter((name) => /polic/i.test(name))).to.deep.equal([]);
  });

  it('a hash the platform cannot read is refused with its words, and the words hold no hash', async () => {
    const { pc, pass } = connect();
    const { results } = await carryThrough({ ...pc, pass }, chunk(devicesOf(hash('SN-1'))));
    expect(results).to.have.nested.property('[0].platformMessage.name', 'InvalidZtdHardwareHash');
    expect(JSON.stringify(results)).to.not.include('T0EQT0EQ');
  });
});
