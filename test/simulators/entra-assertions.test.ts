import { constants, sign, type X509Certificate } from 'node:crypto';
import { expect } from 'chai';
import { afterEach, before, beforeEach, describe, it } from 'mocha';
import { selfSigned } from '../fakes/self-signed.ts';
import { app, aWorld, contoso, partner, someSecrets } from './a-world.ts';
import { appScope, ask, type Simulated, simulated, userScope } from './simulated.ts';

const type = 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer';
const identity = {
  clientId: '00000000-0000-4000-8000-00000000e001',
  principalId: '00000000-0000-4000-8000-00000000e002',
};
const federated = {
  issuer: `https://login.microsoftonline.com/${partner}/v2.0`,
  subject: identity.principalId,
  audience: 'api://AzureADTokenExchange',
};

function thumbprint(certificate: X509Certificate): string {
  return Buffer.from(certificate.fingerprint256.replaceAll(':', ''), 'hex').toString('base64url');
}

function jwt(header: object, claims: object, key: string): string {
  const part = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');
  const signed = `${part(header)}.${part(claims)}`;
  const pss = { padding: constants.RSA_PKCS1_PSS_PADDING, saltLength: 32 };
  return `${signed}.${sign('sha256', Buffer.from(signed), { key, ...pss }).toString('base64url')}`;
}

describe('an app that proves itself to the Entra simulator by an assertion', () => {
  let sim: Simulated;
  let own: ReturnType<typeof selfSigned>;
  let other: ReturnType<typeof selfSigned>;
  let old: ReturnType<typeof selfSigned>;
  before(() => {
    own = selfSigned();
    other = selfSigned();
    old = selfSigned('251231000000Z');
  });
  beforeEach(async () => {
    const registered = [own, old].map(({ certificate }) => certificate.toString());
    const world = {
      ...aWorld,
      apps: [{ clientId: app, federatedCredentials: [federated] }],
      managedIdentities: [
        { ...identity, tenantId: partner },
        { principalId: '00000000-0000-4000-8000-00000000e003', tenantId: partner },
      ],
    };
    sim = await simulated({
      world,
      secrets: { ...someSecrets, clientCertificates: { [app]: registered }, identityHeader: 'test-identity-header' },
    });
  });
  afterEach(() => sim.stop());

  const endpoint = `/${partner}/oauth2/v2.0/token`;
  const header = () => ({ alg: 'PS256', typ: 'JWT', 'x5t#S256': thumbprint(own.certificate) });
  const claims = () => {
    const now = sim.clock.now / 1000;
    return {
      aud: `${sim.entraUrl}${endpoint}`,
      iss: app,
      sub: app,
      jti: crypto.randomUUID(),
      nbf: now,
      exp: now + 600,
    };
  };
  const send = (client_assertion: string, more: Readonly<Record<string, string>> = {}) =>
    sim.form(endpoint, {
      client_id: app,
      grant_type: 'client_credentials',
      scope: appScope,
      client_assertion_type: type,
      client_assertion,
      ...more,
    });
  const codeOf = async (text: string) => {
    const { status, json } = await send(text);
    return status === 200 ? 'token' : json.error_codes[0];
  };
  const ownWith = (changes: object, head: object = {}) =>
    jwt({ ...header(), ...head }, { ...claims(), ...changes }, own.pem);

  it('signed with the certificate the app registered, gets a token', async () => {
    expect(await codeOf(ownWith({}))).to.equal('token');
  });

  it('may redeem a refresh token with it', async () => {
    const grant = { grant_type: 'refresh_token', refresh_token: 'test-refresh-token', scope: userScope };
    expect((await send(ownWith({}), grant)).status).to.equal(200);
  });

  it('is refused a wrong key, an unknown certificate and one that has expired (700027, invalid_client, 401)', async () => {
    expect(await codeOf(jwt(header(), claims(), other.pem))).to.equal(700027);
    const unknown = jwt({ ...header(), 'x5t#S256': thumbprint(other.certificate) }, claims(), other.pem);
    const { status, json } = await send(unknown);
    expect([status, json.error, json.error_codes]).to.deep.equal([401, 'invalid_client', [700027]]);
    expect(json.error_description).to.include(thumbprint(other.certificate));
    expect(await codeOf(jwt({ ...header(), 'x5t#S256': thumbprint(old.certificate) }, claims(), old.pem))).to.equal(
      700027,
    );
  });

  it('is refused a signature by an algorithm Entra does not take, or of other content', async () => {
    expect(await codeOf(ownWith({}, { alg: 'none' }))).to.equal(700027);
    const [head, , signature] = ownWith({}).split('.');
    const forged = Buffer.from(JSON.stringify(claims())).toString('base64url');
    expect(await codeOf(`${head}.${forged}.${signature}`)).to.equal(700027);
  });

  it('is refused another audience (700023), another subject (700021) and another issuer (700211)', async () => {
    expect(await codeOf(ownWith({ aud: 'https://elsewhere.example' }))).to.equal(700023);
    expect(await codeOf(ownWith({ aud: `${sim.entraUrl}/${contoso}/oauth2/v2.0/token` }))).to.equal(700023);
    expect(await codeOf(ownWith({ sub: 'x' }))).to.equal(700021);
    expect(await codeOf(ownWith({ iss: 'x' }))).to.equal(700211);
  });

  it('is refused more than five minutes before or after its time (700024)', async () => {
    const now = sim.clock.now / 1000;
    expect(await codeOf(ownWith({ exp: now - 299 }))).to.equal('token');
    expect(await codeOf(ownWith({ exp: now - 300 }))).to.equal(700024);
    expect(await codeOf(ownWith({ nbf: now + 300 }))).to.equal('token');
    expect(await codeOf(ownWith({ nbf: now + 301 }))).to.equal(700024);
    expect(await codeOf(ownWith({ exp: undefined }))).to.equal(700024);
  });

  it('may write its times as text, as MSAL.NET does', async () => {
    const now = sim.clock.now / 1000;
    expect(await codeOf(ownWith({ nbf: String(now), exp: String(now + 600) }))).to.equal('token');
    expect(await codeOf(ownWith({ exp: 'tomorrow' }))).to.equal(700024);
  });

  it('may present the same assertion until it expires, as MSAL for Node.js does; it needs an id', async () => {
    const kept = ownWith({});
    expect(await codeOf(kept)).to.equal('token');
    expect(await codeOf(kept)).to.equal('token');
    expect(await codeOf(ownWith({ jti: undefined }))).to.equal(50027);
  });

  it('is refused what is no assertion (50027), or is not called one', async () => {
    expect(await codeOf('nonsense')).to.equal(50027);
    expect((await send(ownWith({}), { client_assertion_type: 'x' })).json.error).to.equal('invalid_client');
  });

  describe('of a managed identity', () => {
    const identityToken = async (more: Readonly<Record<string, string>> = {}, given = 'test-identity-header') => {
      const query = {
        'api-version': '2019-08-01',
        resource: federated.audience,
        client_id: identity.clientId,
        ...more,
      };
      return ask(`${sim.identityUrl}?${new URLSearchParams(query)}`, { headers: { 'x-identity-header': given } });
    };
    const trusting = (change: Partial<typeof federated>) =>
      sim.world({
        ...aWorld,
        apps: [{ clientId: app, federatedCredentials: [{ ...federated, ...change }] }],
        managedIdentities: [{ ...identity, tenantId: partner }],
      });

    it('gets a token, as often as it presents the same one', async () => {
      const { access_token: token } = (await identityToken()).json;
      expect(await codeOf(token)).to.equal('token');
      expect(await codeOf(token)).to.equal('token');
    });

    it('is refused where issuer (700211), subject (700213) or audience (700212) differ, even by a capital', async () => {
      const { access_token: token } = (await identityToken()).json;
      await trusting({ issuer: 'https://login.microsoftonline.com/other/v2.0' });
      expect(await codeOf(token)).to.equal(700211);
      await trusting({ subject: identity.principalId.toUpperCase() });
      expect(await codeOf(token)).to.equal(700213);
      await trusting({ audience: 'api://AzureADtokenexchange' });
      expect(await codeOf(token)).to.equal(700212);
      await trusting({});
      expect(
        await codeOf((await identityToken({ resource: 'https://graph.microsoft.com' })).json.access_token),
      ).to.equal(700212);
    });

    it('is refused a token the directory has not signed, or that has expired', async () => {
      const { access_token: token } = (await identityToken()).json;
      const [head, body] = token.split('.');
      expect(await codeOf(`${head}.${body}.c2ln`)).to.equal(50013);
      sim.pass((24 * 3600 + 300) * 1000);
      expect(await codeOf(token)).to.equal(700024);
    });

    it('needs the host’s header, a known identity, a resource and the version of the endpoint', async () => {
      expect((await identityToken({}, 'wrong')).status).to.equal(401);
      expect((await identityToken({ client_id: app })).status).to.equal(400);
      expect((await identityToken({ resource: '' })).status).to.equal(400);
      expect((await identityToken({ 'api-version': '2017-09-01' })).status).to.equal(400);
      const own = await ask(`${sim.identityUrl}?api-version=2019-08-01&resource=${federated.audience}`, {
        headers: { 'x-identity-header': 'test-identity-header' },
      });
      expect([own.status, own.json.token_type]).to.deep.equal([200, 'Bearer']);
    });
  });
});
