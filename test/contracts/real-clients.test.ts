import { ClientCertificateCredential, ClientSecretCredential } from '@azure/identity';
import { ConfidentialClientApplication, ProtocolMode } from '@azure/msal-node';
import { Client } from '@microsoft/microsoft-graph-client';
import { expect } from 'chai';
import { after, before, describe, it } from 'mocha';
import { Agent, fetch as fetchTrusting } from 'undici';
import { selfSigned } from '../fakes/self-signed.ts';
import { app, aWorld, contoso, partner, someSecrets } from '../simulators/a-world.ts';
import { buildHash } from '../simulators/build-hash.ts';
import { graphScope, type Simulated, simulated, userScope } from '../simulators/simulated.ts';

/** Microsoft's own libraries against the simulators, each with its defaults and by the machine's own clock. */
describe('Microsoft’s own libraries', () => {
  let sim: Simulated;
  let server: ReturnType<typeof selfSigned>;
  let own: ReturnType<typeof selfSigned>;
  before(async () => {
    [server, own] = [selfSigned(), selfSigned()];
    const customers = aWorld.customers.map((one) => ({ ...one, delegatedAdmins: { [partner]: 'readWrite' as const } }));
    sim = await simulated({
      world: { ...aWorld, customers },
      now: Date.now,
      jobMilliseconds: 0,
      tlsPem: server.pem,
      ownPorts: true,
      secrets: { ...someSecrets, clientCertificates: { [app]: [own.certificate.toString()] } },
    });
    // Far from what the other tests set: what is taken away shows at once.
    await sim.behave({ removalSeconds: 0, changeSeconds: 0 });
  });
  after(() => sim.stop());

  const trust = () => server.certificate.toString();
  const partnerScope = 'https://api.partnercenter.microsoft.com/.default';

  const agent = () => new Agent({ connect: { ca: trust() } });

  describe('@azure/msal-node', () => {
    const overHttp = (dispatcher: Agent) => {
      const ask = async (method: 'GET' | 'POST', url: string, options?: { headers?: object; body?: string }) => {
        const body = options?.body === undefined ? {} : { body: options.body };
        const answer = await fetchTrusting(url, { method, headers: { ...options?.headers }, dispatcher, ...body });
        return {
          status: answer.status,
          headers: Object.fromEntries(answer.headers),
          body: JSON.parse(await answer.text()),
        };
      };
      return {
        sendGetRequestAsync: <T>(url: string, options?: object) => ask('GET', url, options) as Promise<T & never>,
        sendPostRequestAsync: <T>(url: string, options?: object) => ask('POST', url, options) as Promise<T & never>,
      };
    };
    const byCertificate = () => ({
      clientCertificate: {
        thumbprintSha256: own.certificate.fingerprint256.replaceAll(':', ''),
        privateKey: own.pem.slice(0, own.pem.indexOf('-----BEGIN CERT')),
      },
    });
    const bySecret = { clientSecret: 'test-client-secret' };
    const host = () => new URL(sim.ownUrls?.entra ?? '');
    const application = (tenant: string, proof: object, protocolMode: ProtocolMode = ProtocolMode.AAD) =>
      new ConfidentialClientApplication({
        auth: {
          clientId: app,
          authority: `${host().origin}/${tenant}${protocolMode === ProtocolMode.OIDC ? '/v2.0' : ''}`,
          knownAuthorities: [host().host],
          ...proof,
        },
        system: { networkClient: overHttp(agent()), protocolMode },
      });

    for (const [name, proof] of [
      ['secret', () => bySecret],
      ['certificate', byCertificate],
    ] as const) {
      it(`signs in as an app by ${name}, again and again with the same assertion`, async () => {
        const client = application(contoso, proof());
        for (let time = 0; time < 3; time += 1) {
          const result = await client.acquireTokenByClientCredential({ scopes: [graphScope], skipCache: true });
          expect(result?.accessToken).to.match(/^access\./);
        }
      });
    }

    it('redeems a refresh token, knows the account, and keeps the new one', async () => {
      const client = application(partner, byCertificate());
      const result = await client.acquireTokenByRefreshToken({
        scopes: [userScope],
        refreshToken: 'test-refresh-token',
        forceCache: true,
      });
      expect(result?.account?.tenantId).to.equal(partner);
      expect(client.getTokenCache().serialize()).to.include('refresh.');
      const silently =
        result?.account &&
        (await client.acquireTokenSilent({ scopes: [userScope], account: result.account, forceRefresh: true }));
      expect(silently?.accessToken).to.match(/^access\./);
    });

    it('redeems a partner’s refresh token in a customer’s tenant', async () => {
      const client = application(contoso, bySecret);
      const result = await client.acquireTokenByRefreshToken({
        scopes: [graphScope],
        refreshToken: 'test-refresh-token',
      });
      expect(result?.accessToken).to.match(/^access\./);
    });

    for (const [name, pkce] of [
      ['with PKCE', true],
      ['without', false],
    ] as const) {
      it(`redeems a code, ${name}`, async () => {
        const client = application(partner, bySecret);
        const redirectUri = 'http://localhost:53000/callback';
        const verifier = 'a-verifier-of-at-least-forty-three-characters-for-pkce';
        const digest = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(verifier));
        const codeChallenge = Buffer.from(digest).toString('base64url');
        const challenge = pkce ? { codeChallenge, codeChallengeMethod: 'S256' } : {};
        const url = await client.getAuthCodeUrl({ scopes: [userScope], redirectUri, ...challenge });
        const back = await fetchTrusting(url, { redirect: 'manual', dispatcher: agent() });
        const code = new URL(back.headers.get('location') ?? '').searchParams.get('code') ?? '';
        const proof = pkce ? { codeVerifier: verifier } : {};
        const result = await client.acquireTokenByCode({ scopes: [userScope], redirectUri, code, ...proof });
        expect(result.account?.tenantId).to.equal(partner);
      });
    }

    it('signs in over OpenID’s discovery as well', async () => {
      const client = application(partner, bySecret, ProtocolMode.OIDC);
      const result = await client.acquireTokenByClientCredential({ scopes: [partnerScope] });
      expect(result?.accessToken).to.match(/^access\./);
    });
  });

  describe('@azure/identity', () => {
    const options = () => ({
      authorityHost: sim.ownUrls?.entra ?? '',
      disableInstanceDiscovery: true,
      tlsOptions: { ca: trust() },
    });

    it('signs in by secret and, a dozen times, by certificate', async () => {
      const secret = new ClientSecretCredential(partner, app, 'test-client-secret', options());
      expect((await secret.getToken(partnerScope)).token).to.match(/^access\./);
      for (let time = 0; time < 12; time += 1) {
        const credential = new ClientCertificateCredential(partner, app, { certificate: own.pem }, options());
        expect((await credential.getToken(partnerScope)).token).to.match(/^access\./);
      }
    });
  });

  describe('@microsoft/microsoft-graph-client', () => {
    const devices = '/deviceManagement/windowsAutopilotDeviceIdentities';
    const imports = '/deviceManagement/importedWindowsAutopilotDeviceIdentities';
    const client = async (defaultVersion = 'v1.0') => {
      const token = await sim.appToken(graphScope, contoso);
      return Client.init({
        baseUrl: `${sim.ownUrls?.graph}/`,
        customHosts: new Set(['127.0.0.1']),
        defaultVersion,
        fetchOptions: Object.assign<RequestInit, object>({}, { dispatcher: agent() }),
        authProvider: (done) => done(null, token),
      });
    };
    const imported = (serialNumber: string) => ({
      serialNumber,
      groupTag: 'Kiosk',
      hardwareIdentifier: buildHash({ serialNumber, manufacturer: 'HP', model: 'Synthetic Book' }),
    });

    it('imports, lists, changes, assigns and deletes a device', async () => {
      const graph = await client();
      const body = { importedWindowsAutopilotDeviceIdentities: [imported('GRAPH1'), imported('GRAPH2')] };
      const { value } = await graph.api(`${imports}/import`).post(body);
      expect(value).to.have.length(2);
      const found = await graph.api(devices).filter("contains(serialNumber,'GRAPH1')").get();
      const [{ id }] = found.value;
      await graph.api(`${devices}/${id}/updateDeviceProperties`).post({ groupTag: 'Desk', displayName: 'DESK-1' });
      const userPrincipalName = 'ada@contoso.example';
      await graph.api(`${devices}/${id}/assignUserToDevice`).post({ userPrincipalName, addressableUserName: 'Ada' });
      expect(await graph.api(`${devices}/${id}`).get()).to.include({ groupTag: 'Desk', userPrincipalName });
      await graph.api(`${devices}/${id}/unassignUserFromDevice`).post({});
      await graph.api(`${devices}/${id}`).delete();
      const gone = await graph
        .api(`${devices}/${id}`)
        .get()
        .then(
          () => undefined,
          (error: { readonly statusCode: number }) => error.statusCode,
        );
      expect(gone).to.equal(404);
      const deleted = await graph.api(`${devices}/deleteDevices`).post({ serialNumbers: ['GRAPH2'] });
      expect(deleted.value[0].deletionState).to.equal('accepted');
    });

    it('selects, counts and expands', async () => {
      const graph = await client('beta');
      await graph.api(imports).post(imported('GRAPH3'));
      const page = await graph.api(devices).select(['id', 'serialNumber']).count(true).get();
      expect(page['@odata.count']).to.equal(page.value.length);
      expect(Object.keys(page.value[0])).to.have.members(['id', 'serialNumber']);
      const expanded = await graph.api(devices).expand('deploymentProfile').get();
      expect(expanded.value[0]).to.have.property('deploymentProfile', null);
      const refused = await graph
        .api(devices)
        .select('nothingOfTheKind')
        .get()
        .then(
          () => 200,
          (error: { readonly statusCode: number }) => error.statusCode,
        );
      expect(refused).to.equal(400);
    });

    it('sends up to twenty requests in one, each with its own status', async () => {
      const graph = await client();
      const requests = [
        { id: '1', method: 'GET', url: devices },
        { id: '2', method: 'DELETE', url: `${devices}/nobody` },
      ];
      const { responses } = await graph.api('/$batch').post({ requests });
      expect(responses.map(({ id, status }: { id: string; status: number }) => [id, status])).to.deep.equal([
        ['1', 200],
        ['2', 404],
      ]);
    });

    it('imports corporate identifiers', async () => {
      const graph = await client('beta');
      const path = '/deviceManagement/importedDeviceIdentities/importDeviceIdentityList';
      const identity = { importedDeviceIdentifier: 'HP,Book,1', importedDeviceIdentityType: 'manufacturerModelSerial' };
      const { value } = await graph.api(path).post({
        importedDeviceIdentities: [identity],
        overwriteImportedDeviceIdentities: false,
      });
      expect(value[0]).to.include({ ...identity, status: true });
    });
  });
});
