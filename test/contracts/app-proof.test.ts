import { expect } from 'chai';
import { after, afterEach, before, beforeEach, describe, it } from 'mocha';
import { makeIntune } from '../../shared/adapters/intune/intune.ts';
import { makePartnerCenter } from '../../shared/adapters/partner-center/partner-center.ts';
import { grantReasons } from '../../shared/domain/reasons/grants.ts';
import type { EntraApp, PartnerCenterConnection } from '../../shared/domain/settings/connection.ts';
import { AccessDenied, ServiceUnavailable } from '../../shared/errors.ts';
import { countingContext, memoryBatches, memorySecrets, quickTiming } from '../fakes/platform-ports.ts';
import { selfSigned } from '../fakes/self-signed.ts';
import { thrownBy } from '../fakes/thrown-by.ts';
import { app, aWorld, contoso, partner, someSecrets, stranger } from '../simulators/a-world.ts';
import { type Simulated, simulated } from '../simulators/simulated.ts';

const audience = 'api://AzureADTokenExchange';
const issuer = `https://login.microsoftonline.com/${partner}/v2.0`;
const guid = (last: string) => `00000000-0000-4000-8000-00000000${last}`;
/** The library keeps tokens for each client id as long as the process lives, and the address of its host too. */
const identities = { trusted: guid('e001'), untrusted: guid('e002'), unknown: guid('e003'), busy: guid('e004') };

describe('an app without a secret', () => {
  let sim: Simulated;
  let secrets: ReturnType<typeof memorySecrets>;
  const pems = new Map<string, ReturnType<typeof selfSigned>>();
  before(() => {
    for (const name of ['own', 'other']) pems.set(name, selfSigned());
    pems.set('old', selfSigned('251231000000Z'));
  });
  const start = async (port = 0) => {
    const accepted = [pems.get('own'), pems.get('old')].flatMap((one) => one?.certificate.toString() ?? []);
    sim = await simulated({
      port,
      world: {
        ...aWorld,
        apps: [{ clientId: app, federatedCredentials: [{ issuer, subject: guid('f001'), audience }] }],
        managedIdentities: [
          { clientId: identities.trusted, principalId: guid('f001'), tenantId: partner },
          { clientId: identities.untrusted, principalId: guid('f002'), tenantId: partner },
          { clientId: identities.busy, principalId: guid('f001'), tenantId: partner },
        ],
      },
      secrets: { ...someSecrets, clientCertificates: { [app]: accepted }, identityHeader: 'test-identity-header' },
    });
    const kept = [...pems].map(([name, { pem }]) => [name, pem] as const);
    secrets = memorySecrets({ refresh: 'test-refresh-token', ...Object.fromEntries(kept) });
  };
  afterEach(() => sim.stop());

  const deps = () => ({
    secrets,
    batches: memoryBatches(),
    clock: { now: () => new Date(sim.clock.now) },
    fetch,
    random: () => 0.5,
    timing: quickTiming,
  });
  const by = (credential: EntraApp['credential']) => ({ authority: sim.entraUrl, clientId: app, credential });
  const certificate = (name: string) => by({ kind: 'certificate', certificate: name });
  const partnerCenter = (entra: EntraApp, more: Partial<PartnerCenterConnection> = {}) =>
    makePartnerCenter({
      ...deps(),
      connection: {
        connectionId: 'pc',
        platform: 'partnerCenter',
        name: 'Partner Center',
        baseUrl: sim.partnerCenterUrl,
        partnerTenantId: partner,
        signIn: { kind: 'appUser', refreshToken: 'refresh' },
        ...entra,
        ...more,
      },
    });
  const look = (entra: EntraApp, more: Partial<PartnerCenterConnection> = {}) =>
    partnerCenter(entra, more).registrar.permit({ tenantId: contoso }, countingContext());
  const intune = (entra: EntraApp) =>
    makeIntune({
      ...deps(),
      connection: { connectionId: 'graph', platform: 'intune', name: 'Intune', baseUrl: sim.graphUrl, ...entra },
    }).registrar;
  const denial = async (work: Promise<unknown>): Promise<AccessDenied> => {
    const error = await thrownBy(work);
    expect(error).to.be.instanceOf(AccessDenied);
    return error as AccessDenied;
  };

  describe('by certificate', () => {
    beforeEach(() => start());

    it('signs in for itself and with the stored sign-in, at Partner Center and in a customer’s tenant', async () => {
      const granted = { kind: 'granted' };
      expect(await look(certificate('own'), { signIn: { kind: 'appOnly' } })).to.deep.equal(granted);
      expect(await look(certificate('own'))).to.deep.equal(granted);
      expect(secrets.stored.get('refresh')?.value).to.not.equal('test-refresh-token');
      const registrar = intune(certificate('own'));
      expect(await registrar.permit({ tenantId: contoso }, countingContext())).to.deep.equal(granted);
      expect(await registrar.permit({ tenantId: stranger }, countingContext())).to.deep.equal({
        kind: 'missing',
        reason: { code: 'graph_consent_missing' },
      });
    });

    it('signs anew for each attempt, since Entra takes an assertion once', async () => {
      await sim.rules({ kind: 'resetAfter', operation: 'entra.token', times: 2 });
      expect(await look(certificate('own'))).to.deep.equal({ kind: 'granted' });
      expect((await sim.truth('/calls')).json.counts['entra.token']).to.equal(3);
    });

    for (const [name, grant] of [
      ['other', 'certificate_unknown'],
      ['old', 'certificate_expired'],
      ['none', 'credential_missing'],
    ] as const) {
      it(`with the certificate "${name}" is told what to do: ${grant}`, async () => {
        const error = await denial(look(certificate(name)));
        expect(error).to.include({ grant });
        expect(String(error)).to.not.match(/PRIVATE KEY|eyJ/);
        expect(grantReasons[grant].advice).to.match(/certificate|Store/i);
      });
    }

    it('with a clock that is wrong is told so', async () => {
      const wrong = { ...deps(), clock: { now: () => new Date(sim.clock.now - 3_600_000) } };
      const { connection } = {
        connection: { ...certificate('own'), platform: 'intune', baseUrl: sim.graphUrl } as const,
      };
      const { registrar } = makeIntune({ ...wrong, connection: { connectionId: 'g', name: 'Graph', ...connection } });
      expect(await denial(registrar.permit({ tenantId: contoso }, countingContext()))).to.include({
        grant: 'clock_wrong',
      });
    });

    it('at an address that is not the one the assertion names is told so', async () => {
      const passing: typeof fetch = (url, init) => fetch(String(url).replace('localhost', '127.0.0.1'), init);
      const elsewhere = { ...certificate('own'), authority: sim.entraUrl.replace('127.0.0.1', 'localhost') };
      const { registrar } = makeIntune({
        ...deps(),
        fetch: passing,
        connection: { connectionId: 'g', platform: 'intune', name: 'Graph', baseUrl: sim.graphUrl, ...elsewhere },
      });
      expect(await denial(registrar.permit({ tenantId: contoso }, countingContext()))).to.include({
        grant: 'authority_wrong',
      });
    });

    it('in a tenant nobody has, or one that does not know it, is told so', async () => {
      const nobody = guid('dddd');
      expect(await denial(look(certificate('own'), { partnerTenantId: nobody }))).to.include({
        grant: 'tenant_unknown',
      });
      const stray = { ...certificate('own'), clientId: guid('aaaa') };
      expect(await denial(look(stray))).to.include({ grant: 'app_unknown' });
    });
  });

  describe('by managed identity, through the library the deployment uses', () => {
    const before = { endpoint: process.env['IDENTITY_ENDPOINT'], header: process.env['IDENTITY_HEADER'] };
    let port = 0;
    const environment = (endpoint: string | undefined, header: string | undefined) => {
      for (const [name, value] of [
        ['IDENTITY_ENDPOINT', endpoint],
        ['IDENTITY_HEADER', header],
      ] as const) {
        if (value === undefined) delete process.env[name];
        else process.env[name] = value;
      }
    };
    beforeEach(async () => {
      await start(port);
      port = sim.port;
      environment(sim.identityUrl, 'test-identity-header');
    });
    after(() => environment(before.endpoint, before.header));
    const identity = (name: keyof typeof identities) => by({ kind: 'managedIdentity', clientId: identities[name] });

    it('presents its token for api://AzureADTokenExchange, for itself and with the stored sign-in', async () => {
      const granted = { kind: 'granted' };
      expect(await look(identity('trusted'), { signIn: { kind: 'appOnly' } })).to.deep.equal(granted);
      expect(await look(identity('trusted'))).to.deep.equal(granted);
      expect(await intune(identity('trusted')).permit({ tenantId: contoso }, countingContext())).to.deep.equal(granted);
    });

    it('that the app registration does not trust is told so', async () => {
      expect(await denial(look(identity('untrusted')))).to.include({ grant: 'federation_missing' });
    });

    it('that the deployment does not have is told so', async () => {
      expect(await denial(look(identity('unknown')))).to.include({ grant: 'managed_identity_missing' });
    });

    it('whose host is busy is unavailable, not a missing grant', async () => {
      await sim.rules({ kind: 'error', operation: 'identity.token', rate: 1, status: 500 });
      expect(await thrownBy(look(identity('busy')))).to.be.instanceOf(ServiceUnavailable);
    });
  });
});
