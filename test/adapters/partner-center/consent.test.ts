import { expect } from 'chai';
import { afterEach, beforeEach, describe, it } from 'mocha';
import { makeHttp } from '../../../shared/adapters/http/http.ts';
import { codeChallenge, codeIn, consentUrl, redeemConsent } from '../../../shared/adapters/partner-center/consent.ts';
import { AccessDenied, ServiceUnavailable } from '../../../shared/errors.ts';
import { thrownBy } from '../../fakes/thrown-by.ts';
import { type Bench, customer, routes, startBench } from './bench.ts';

describe('the first consent', () => {
  let bench: Bench;
  beforeEach(async () => {
    bench = await startBench();
  });
  afterEach(() => bench.server.close());

  const redirectUri = 'http://localhost:8400/';
  const redemption = { code: 'c-1', redirectUri, verifier: 'v-1' };
  const redeem = (from = bench) => {
    const deps = { ...from.deps, http: makeHttp(from.deps), federatedToken: async () => '' };
    return redeemConsent(deps, from.connection, redemption, from.context);
  };

  it('the challenge is the digest of the verifier (example of RFC 7636)', () => {
    const bytes = Buffer.from('dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk', 'base64url');
    expect(codeChallenge(bytes)).to.deep.equal({
      verifier: 'dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk',
      challenge: 'E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM',
    });
  });

  it('the operator signs in at the partner tenant and is asked for a lasting sign-in to Partner Center', () => {
    const url = new URL(consentUrl(bench.connection, { redirectUri, state: 's', challenge: 'ch' }));
    expect(url.pathname).to.equal('/tenant/oauth2/v2.0/authorize');
    expect(Object.fromEntries(url.searchParams)).to.include({
      client_id: 'client',
      redirect_uri: redirectUri,
      scope: 'openid profile offline_access https://api.partnercenter.microsoft.com/user_impersonation',
      state: 's',
      code_challenge: 'ch',
      code_challenge_method: 'S256',
    });
  });

  it('only an answer to this request gives a code', () => {
    expect(codeIn(new URL('http://localhost/?code=c-1&state=s'), 's')).to.equal('c-1');
    for (const answer of ['code=c-1&state=other', 'code=c-1', 'state=s', 'error=access_denied&state=s']) {
      expect(() => codeIn(new URL(`http://localhost/?${answer}`), 's')).to.throw(AccessDenied);
    }
  });

  it('the refresh token is stored under the name the settings give', async () => {
    bench.server.next(routes.token, {
      status: 200,
      json: { access_token: 'a', expires_in: 1, refresh_token: 'rt-first' },
    });
    await redeem();
    expect(bench.secrets.stored.get('pc-refresh')?.value).to.equal('rt-first');
    expect(bench.server.calls(routes.token)[0]?.body)
      .to.include('code_verifier=v-1')
      .and.include('grant_type=authorization_code');
  });

  it('without a refresh token there is no consent', async () => {
    expect(await thrownBy(redeem())).to.be.instanceOf(AccessDenied);
  });

  it('a refresh token that changed meanwhile is not overwritten', async () => {
    bench.server.next(routes.token, {
      status: 200,
      json: { access_token: 'a', expires_in: 1, refresh_token: 'rt-first' },
    });
    const secrets = { ...bench.secrets, write: async () => false };
    expect(await thrownBy(redeem({ ...bench, deps: { ...bench.deps, secrets } }))).to.be.instanceOf(ServiceUnavailable);
  });

  it('a connection that signs in as an app only has nothing to consent to', async () => {
    const connection = { ...bench.connection, signIn: { kind: 'appOnly' } } as const;
    expect(await thrownBy(redeem({ ...bench, connection }))).to.be.instanceOf(AccessDenied);
  });
});

describe('checking a connection', () => {
  let bench: Bench;
  beforeEach(async () => {
    bench = await startBench();
  });
  afterEach(() => bench.server.close());

  const check = () => bench.pc.check(bench.context, customer.tenantId);
  const customers = 'GET /v1/customers';
  const page = (isMfaCompliant: string) => ({ status: 200, json: { items: [] }, headers: { isMfaCompliant } });

  it('all is well: token, second factor and customer', async () => {
    bench.server.next(customers, page('true'));
    bench.server.next(routes.customer, { status: 200, json: { id: 'c', relationshipToPartner: 'reseller' } });
    expect((await check()).map(({ ok }) => ok)).to.deep.equal([true, true, true]);
    expect(bench.server.calls(customers)[0]?.headers['validatemfa']).to.equal('true');
  });

  it('a missing second factor is said with what to do', async () => {
    bench.server.next(customers, page('false'));
    bench.server.next(routes.customer, { status: 200, json: { id: 'c' } });
    const message = (await check()).find(({ ok }) => !ok)?.message;
    expect(message)
      .to.match(/multifactor/)
      .and.match(/connect command/);
  });

  it('a service that says nothing about the second factor is believed', async () => {
    bench.server.next(customers, { status: 200, json: { items: [] } });
    expect((await bench.pc.check(bench.context)).map(({ ok }) => ok)).to.deep.equal([true, true]);
  });

  it('without a token nothing else is tried', async () => {
    bench.server.next(routes.token, { status: 400, json: { error: 'invalid_grant' } });
    const findings = await check();
    expect(findings).to.have.length(1);
    expect(findings[0]?.message).to.match(/expired or was revoked/);
  });

  it('a missing relationship is said in plain words', async () => {
    bench.server.next(customers, page('true'));
    bench.server.next(routes.customer, { status: 403, json: { code: 20002 } });
    expect((await check()).at(-1)?.message).to.match(/no reseller relationship/);
  });

  it('a service that is down is said to be down', async () => {
    bench.server.always(customers, () => ({ status: 500 }));
    bench.server.always(routes.customer, () => ({ status: 500 }));
    expect((await check()).map(({ ok }) => ok)).to.deep.equal([true, false, false]);
  });
});
