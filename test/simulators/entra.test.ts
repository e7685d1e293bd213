import { createHash } from 'node:crypto';
import { expect } from 'chai';
import { afterEach, beforeEach, describe, it } from 'mocha';
import { app, aWorld, contoso, northwind, partner, stranger } from './a-world.ts';
import { appScope, ask, graphScope, type Simulated, simulated, userScope } from './simulated.ts';

const client = { client_id: app, client_secret: 'test-client-secret' };
const token = `/${partner}/oauth2/v2.0/token`;
const refresh = {
  ...client,
  grant_type: 'refresh_token',
  refresh_token: 'test-refresh-token',
  scope: `offline_access ${userScope}`,
};

describe('the Entra simulator', () => {
  let sim: Simulated;
  beforeEach(async () => {
    sim = await simulated({ refreshTokenGraceSeconds: 60 });
  });
  afterEach(() => sim.stop());

  describe('a refresh token', () => {
    it('is redeemed for an opaque access token and a new refresh token', async () => {
      const { status, json } = await sim.form(token, refresh);
      expect([status, json.token_type, json.expires_in]).to.deep.equal([200, 'Bearer', 3600]);
      expect(json.scope).to.equal(userScope);
      expect(json.refresh_token).not.to.equal('test-refresh-token');
      const next = await sim.form(token, { ...refresh, refresh_token: json.refresh_token });
      expect(next.status).to.equal(200);
    });

    it('works once more within its grace time and is invalid_grant after it', async () => {
      await sim.form(token, refresh);
      sim.pass(59_000);
      expect((await sim.form(token, refresh)).status).to.equal(200);
      sim.pass(1_000);
      const late = await sim.form(token, refresh);
      expect([late.status, late.json.error, late.json.error_codes]).to.deep.equal([400, 'invalid_grant', [50173]]);
      expect(late.json.error_description).to.match(/^AADSTS50173: /);
    });

    it('dies after 90 days, used or not; its replacement goes on', async () => {
      await sim.stop();
      sim = await simulated();
      const { refresh_token: next } = (await sim.form(token, refresh)).json;
      sim.pass(89 * 24 * 3600 * 1000);
      const { refresh_token: later } = (await sim.form(token, { ...refresh, refresh_token: next })).json;
      expect((await sim.form(token, refresh)).status).to.equal(200);
      sim.pass(24 * 3600 * 1000);
      const { json } = await sim.form(token, refresh);
      expect([json.error, json.error_codes]).to.deep.equal(['invalid_grant', [700082]]);
      expect((await sim.form(token, { ...refresh, refresh_token: later })).status).to.equal(200);
    });

    it('is replaced only where offline_access is asked for, unless told otherwise', async () => {
      const bare = { ...refresh, scope: userScope };
      expect((await sim.form(token, bare)).json).to.not.have.property('refresh_token');
      await sim.behave({ newRefreshToken: 'always' });
      expect((await sim.form(token, bare)).json).to.have.property('refresh_token');
    });

    it('brings an id token and client information where they are asked for', async () => {
      const plain = (await sim.form(token, refresh)).json;
      expect(plain).to.not.have.any.keys('id_token', 'client_info');
      const asked = { ...refresh, scope: `openid ${refresh.scope}`, client_info: '1' };
      const { id_token: idToken, client_info: info } = (await sim.form(token, asked)).json;
      const read = (part: string): Record<string, unknown> => JSON.parse(Buffer.from(part, 'base64url').toString());
      expect(read(idToken.split('.')[1])).to.include({ aud: app, tid: partner });
      expect(read(info)).to.include({ utid: partner });
    });

    it('is invalid_grant when it is unknown', async () => {
      expect((await sim.form(token, { ...refresh, refresh_token: 'invented' })).json.error).to.equal('invalid_grant');
    });

    it('is tied to no tenant: with delegated administration and a consented app it opens a customer’s', async () => {
      const there = () =>
        sim.form(`/${contoso}/oauth2/v2.0/token`, { ...refresh, scope: 'https://graph.microsoft.com/.default' });
      expect((await there()).json.error_codes).to.deep.equal([50020]);
      const delegating = (graph: Readonly<Record<string, 'readWrite'>>) =>
        sim.world({
          ...aWorld,
          customers: aWorld.customers.map((one) => ({ ...one, graph, delegatedAdmins: { [partner]: 'read' } })),
        });
      await delegating({});
      expect((await there()).json.error_codes).to.deep.equal([65001]);
      await delegating({ [app]: 'readWrite' });
      const { json } = await there();
      expect(json.scope).to.equal('https://graph.microsoft.com/DeviceManagementServiceConfig.ReadWrite.All');
      const devices = `${sim.graphUrl}/v1.0/deviceManagement/windowsAutopilotDeviceIdentities`;
      expect((await ask(devices, { token: json.access_token })).status).to.equal(200);
      // The app may write there, the partner's role only read.
      expect((await ask(`${devices}/x`, { token: json.access_token, method: 'DELETE' })).status).to.equal(403);
    });

    it('is refused in Entra’s words where its user is blocked or its app disabled', async () => {
      const blocked = { ...aWorld, partners: [{ tenantId: partner, name: 'Fabrikam', signInRefused: 53003 }] };
      await sim.world(blocked);
      expect((await sim.form(token, refresh)).json.error_codes).to.deep.equal([53003]);
      await sim.world({ ...aWorld, apps: [{ clientId: app, disabled: true }] });
      expect((await sim.form(token, refresh)).json.error_codes).to.deep.equal([7000112]);
    });

    it('also works on the older endpoint, where times are text and the resource is named', async () => {
      const { scope: _scope, ...rest } = refresh;
      const fields = { ...rest, resource: 'https://api.partnercenter.microsoft.com' };
      const { json } = await sim.form(`/${partner}/oauth2/token`, fields);
      expect([json.expires_in, json.resource]).to.deep.equal(['3600', 'https://api.partnercenter.microsoft.com']);
      expect(json.scope).to.equal('user_impersonation');
    });
  });

  describe('an app', () => {
    const own = { ...client, grant_type: 'client_credentials', scope: appScope };

    it('gets a token for itself, without a refresh token', async () => {
      const { status, json } = await sim.form(token, own);
      expect(status).to.equal(200);
      expect(json).to.have.all.keys('token_type', 'expires_in', 'ext_expires_in', 'access_token');
    });

    it('needs a secret that is right (7000215), or any proof at all (7000218)', async () => {
      const wrong = await sim.form(token, { ...own, client_secret: 'wrong' });
      expect([wrong.status, wrong.json.error, wrong.json.error_codes[0]]).to.deep.equal([
        401,
        'invalid_client',
        7000215,
      ]);
      const { client_secret: _secret, ...without } = own;
      expect((await sim.form(token, without)).json.error_codes).to.deep.equal([7000218]);
    });

    it('that nobody registered is unknown (700016)', async () => {
      const fields = { ...own, client_id: '00000000-0000-4000-8000-00000000ffff' };
      expect((await sim.form(token, fields)).json.error_codes).to.deep.equal([700016]);
    });

    it('must ask for /.default of one known resource', async () => {
      const codeFor = async (scope: string) => (await sim.form(token, { ...own, scope })).json.error_codes[0];
      expect(await codeFor(userScope)).to.equal(1002012);
      expect(await codeFor('https://unknown.example/.default')).to.equal(500011);
      expect(await codeFor(`${appScope} ${graphScope}`)).to.equal(70011);
      expect(await codeFor('')).to.equal(900144);
    });

    it('needs a service principal in a customer’s tenant (7000229)', async () => {
      const send = (tenant: string) => sim.form(`/${tenant}/oauth2/v2.0/token`, { ...own, scope: graphScope });
      expect((await send(northwind)).status).to.equal(200);
      expect((await send('northwind.example')).status).to.equal(200);
      expect((await send(stranger)).json.error_codes).to.deep.equal([7000229]);
    });
  });

  it('refuses an unknown tenant (90002), an unknown grant (70003) and a body that is not a form (900144)', async () => {
    expect((await sim.form('/nobody.example/oauth2/v2.0/token', refresh)).json.error_codes).to.deep.equal([90002]);
    expect((await sim.form(token, { ...client, grant_type: 'password' })).json.error_codes).to.deep.equal([70003]);
    const json = await ask(`${sim.entraUrl}${token}`, { body: refresh });
    expect(json.json.error_codes).to.deep.equal([900144]);
  });

  describe('signing in for the first time', () => {
    const verifier = 'a-verifier-of-at-least-forty-three-characters-for-pkce';
    const redirect = 'http://localhost:53000/callback';
    const asked = {
      client_id: app,
      response_type: 'code',
      redirect_uri: redirect,
      scope: `openid profile offline_access ${userScope}`,
      state: 'state-1',
      code_challenge: createHash('sha256').update(verifier).digest('base64url'),
      code_challenge_method: 'S256',
    };
    const authorize = (fields: Readonly<Record<string, string>>) =>
      ask(`${sim.entraUrl}/${partner}/oauth2/v2.0/authorize?${new URLSearchParams(fields)}`);
    const codeOf = async () => {
      const back = new URL((await authorize(asked)).headers.get('location') ?? '');
      expect([back.origin + back.pathname, back.searchParams.get('state')]).to.deep.equal([redirect, 'state-1']);
      return back.searchParams.get('code') ?? '';
    };
    const redeem = (code: string, more: Readonly<Record<string, string>> = {}) =>
      sim.form(token, {
        ...client,
        grant_type: 'authorization_code',
        code,
        redirect_uri: redirect,
        code_verifier: verifier,
        ...more,
      });

    it('sends an MFA’d user back with a code that gives a refresh token', async () => {
      const { json } = await redeem(await codeOf());
      const access = await sim.userToken(json.refresh_token);
      const answer = await ask(`${sim.partnerCenterUrl}/v1/customers`, {
        token: access,
        headers: { ValidateMfa: 'true' },
      });
      expect([answer.status, answer.headers.get('ismfacompliant')]).to.deep.equal([200, 'true']);
    });

    it('lets a code be redeemed once, within ten minutes, with the verifier and address it was asked for with', async () => {
      const code = await codeOf();
      expect((await redeem(code, { code_verifier: 'wrong' })).json.error_codes).to.deep.equal([501481]);
      expect((await redeem(code, { redirect_uri: 'http://localhost:1/' })).json.error_codes).to.deep.equal([50011]);
      expect((await redeem(code)).status).to.equal(200);
      expect((await redeem(code)).json.error_codes).to.deep.equal([54005]);
      const late = await codeOf();
      sim.pass(10 * 60 * 1000);
      expect((await redeem(late)).json.error_codes).to.deep.equal([70008]);
    });

    it('does without PKCE, since the app proves itself, but never with a plain challenge', async () => {
      const { code_challenge: _challenge, code_challenge_method: _method, ...bare } = asked;
      const back = new URL((await authorize(bare)).headers.get('location') ?? '');
      const code = back.searchParams.get('code') ?? '';
      expect((await redeem(code, { code_verifier: '' })).status).to.equal(200);
      expect((await authorize({ ...asked, code_challenge_method: 'plain' })).json.error_codes).to.deep.equal([501491]);
    });

    it('demands a code, a known app and a loopback address', async () => {
      expect((await authorize({ ...asked, response_type: 'token' })).status).to.equal(400);
      expect((await authorize({ ...asked, client_id: 'x' })).json.error_codes).to.deep.equal([700016]);
      expect((await authorize({ ...asked, redirect_uri: 'https://evil.example/' })).json.error_codes).to.deep.equal([
        50011,
      ]);
    });
  });
});
