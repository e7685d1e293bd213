import { ClientCertificateCredential } from '@azure/identity';
import { expect } from 'chai';
import { afterEach, before, beforeEach, describe, it } from 'mocha';
import { makeOemDirect } from '../../shared/adapters/oem-direct/oem-direct.ts';
import type { OemDirectConnection } from '../../shared/domain/settings/connection.ts';
import { AccessDenied, ServiceUnavailable } from '../../shared/errors.ts';
import { countingContext, devicesOf, memorySecrets, pkid, quickTiming } from '../fakes/platform-ports.ts';
import { selfSigned } from '../fakes/self-signed.ts';
import { thrownBy } from '../fakes/thrown-by.ts';
import { app, aWorld, contoso, partner, someSecrets } from '../simulators/a-world.ts';
import { type Simulated, simulated } from '../simulators/simulated.ts';
import { oemConnection } from './simulated-platforms.ts';

type Pair = ReturnType<typeof selfSigned>;

describe('mutual TLS', () => {
  let sim: Simulated;
  let server: Pair;
  let own: Pair;
  let other: Pair;
  let old: Pair;
  let secrets: ReturnType<typeof memorySecrets>;
  before(() => {
    [server, own, other, old] = [selfSigned(), selfSigned(), selfSigned(), selfSigned('251231000000Z')];
  });
  beforeEach(async () => {
    const registered = own.certificate.toString();
    sim = await simulated({
      tlsPem: server.pem,
      world: { ...aWorld, oem: { name: 'Contoso Devices', auth: 'clientCertificate' } },
      secrets: { ...someSecrets, oemClientCertificates: [registered], clientCertificates: { [app]: [registered] } },
    });
    secrets = memorySecrets({
      own: own.pem,
      other: other.pem,
      old: old.pem,
      'without-key': own.certificate.toString(),
      'wrong-key': `${other.pem.slice(0, other.pem.indexOf('-----BEGIN CERT'))}${registered}`,
      trust: server.certificate.toString(),
    });
  });
  afterEach(() => sim.stop());

  const gateway = (settings: Partial<OemDirectConnection>) =>
    makeOemDirect({
      connection: { ...oemConnection(sim), baseUrl: `${sim.tlsUrl}/oem`, ...settings },
      secrets,
      clock: { now: () => new Date(sim.clock.now) },
      fetch,
      random: () => 0.5,
      timing: quickTiming,
    }).registrar;
  const by = (certificate: string) => ({ kind: 'clientCertificate', certificate, trust: 'trust' }) as const;
  const chunk = (number: number) => ({
    chunkId: `chunk-${number}`,
    requestId: crypto.randomUUID(),
    customer: { tenantId: contoso, domain: 'contoso.example' },
    devices: devicesOf(pkid(number)),
  });
  const submit = (settings: Partial<OemDirectConnection>, number = 1) =>
    gateway(settings).submit(chunk(number), countingContext());
  const denied = async (settings: Partial<OemDirectConnection>) => {
    const error = await thrownBy(submit(settings));
    expect(error).to.be.instanceOf(AccessDenied);
    expect(String(error)).to.not.match(/PRIVATE KEY|BEGIN/);
    expect((await sim.truth('/devices')).json.devices).to.have.length(0);
    return error;
  };

  it('an OEM gateway takes devices from whoever shows the right certificate', async () => {
    expect(await submit({ auth: by('own') })).to.have.property('kind', 'answered');
    expect((await sim.truth('/devices')).json.devices).to.have.length(1);
  });

  it('a certificate that was renewed counts from the next call on', async () => {
    const registrar = gateway({ auth: by('current') });
    secrets.stored.set('current', { value: other.pem, etag: '1' });
    expect(await thrownBy(registrar.submit(chunk(1), countingContext()))).to.be.instanceOf(AccessDenied);
    secrets.stored.set('current', { value: own.pem, etag: '2' });
    expect(await registrar.submit(chunk(1), countingContext())).to.have.property('kind', 'answered');
  });

  it('without any or with another certificate nothing is registered, and somebody is told', async () => {
    expect(await denied({ auth: by('other') })).to.include({ grant: 'credential_rejected' });
    const key = { auth: { kind: 'apiKeyHeader', header: 'x-api-key', secret: 'own' } } as const;
    // A gateway of a private authority is not trusted unless the settings name that authority.
    expect(await thrownBy(submit(key))).to.be.instanceOf(ServiceUnavailable);
    const plain = { auth: { kind: 'none' }, baseUrl: `${sim.oemUrl}` } as const;
    expect(await denied(plain)).to.include({ grant: 'credential_rejected' });
  });

  for (const [name, grant] of [
    ['nowhere', 'credential_missing'],
    ['without-key', 'credential_rejected'],
    ['wrong-key', 'credential_rejected'],
    ['old', 'certificate_expired'],
  ] as const) {
    it(`what is stored as "${name}" is not shown: ${grant}`, async () => {
      expect(await denied({ auth: by(name) })).to.include({ grant });
    });
  }

  it('the simulated directory takes what Microsoft’s own library signs, and refuses it another certificate', async () => {
    const credential = ({ pem }: Pair) =>
      new ClientCertificateCredential(
        partner,
        app,
        { certificate: pem },
        {
          authorityHost: `${sim.tlsUrl}/entra`,
          disableInstanceDiscovery: true,
          tlsOptions: { ca: server.certificate.toString() },
        },
      );
    // The library signs by the machine's clock.
    sim.clock.now = Date.now();
    const scope = 'https://api.partnercenter.microsoft.com/.default';
    expect((await credential(own).getToken(scope)).token).to.match(/^access\./);
    expect(String(await thrownBy(credential(other).getToken(scope)))).to.include('AADSTS700027');
  });
});
