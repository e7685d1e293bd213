import { constants, generateKeyPairSync, verify } from 'node:crypto';
import { expect } from 'chai';
import { afterEach, describe, it } from 'mocha';
import { makePartnerCenter } from '../../../shared/adapters/partner-center/partner-center.ts';
import { AccessDenied, ServiceUnavailable } from '../../../shared/errors.ts';
import { countingContext } from '../../fakes/platform-ports.ts';
import { selfSigned } from '../../fakes/self-signed.ts';
import { thrownBy } from '../../fakes/thrown-by.ts';
import { type Bench, customer, routes, startBench } from './bench.ts';

const known = { status: 200, json: { id: customer.tenantId } };
const token = (value: string, refreshToken?: string, expires: number | string = 3600) => ({
  status: 200,
  json: { access_token: value, expires_in: expires, refresh_token: refreshToken },
});

describe('signing in to Partner Center', () => {
  let bench: Bench;
  afterEach(() => bench.server.close());

  const look = (from: Bench = bench) => from.pc.registrar.permit(customer, from.context);
  const tokenForm = (at = -1) => new URLSearchParams(bench.server.calls(routes.token).at(at)?.body);
  const lastBearer = () => bench.server.calls(routes.customer).at(-1)?.headers.authorization;

  async function start(settings: Parameters<typeof startBench>[0] = {}) {
    bench = await startBench(settings);
    bench.server.always(routes.customer, () => known);
  }

  it('redeems the stored refresh token in the partner tenant, for Partner Center', async () => {
    await start();
    await look();
    expect(Object.fromEntries(tokenForm())).to.deep.equal({
      client_id: 'client',
      client_secret: 's3cret',
      grant_type: 'refresh_token',
      refresh_token: 'rt-1',
      scope: 'offline_access https://api.partnercenter.microsoft.com/user_impersonation',
    });
    expect(bench.server.calls(routes.token)[0]?.headers['client-request-id']).to.equal(bench.context.correlationId);
  });

  it('says since when a sign-in stands that no new one replaces', async () => {
    await start();
    bench.server.next(routes.token, token('at-1', 'rt-2'));
    expect(await bench.pc.keepSignedIn(bench.context)).to.deep.equal({ kind: 'renewed' });
    const storedAt = new Date('2026-01-01T00:00:00Z');
    const secrets: typeof bench.secrets = {
      ...bench.secrets,
      read: async () => ({ value: 'rt-1', etag: '1', storedAt }),
    };
    bench.server.next(routes.token, token('at-2'));
    const pc = makePartnerCenter({ ...bench.deps, secrets });
    expect(await pc.keepSignedIn(bench.context)).to.deep.equal({ kind: 'notRenewed', since: storedAt });
  });

  it('app-only asks for the app itself and needs no refresh token', async () => {
    await start({ signIn: { kind: 'appOnly' } });
    await look();
    expect(tokenForm().get('grant_type')).to.equal('client_credentials');
    expect(tokenForm().get('scope')).to.equal('https://api.partnercenter.microsoft.com/.default');
    await bench.pc.keepSignedIn(bench.context);
    expect(bench.server.calls(routes.token)).to.have.length(1);
  });

  it('a token is kept until shortly before it expires', async () => {
    await start();
    await look();
    bench.clock.move(3_400_000);
    await look();
    expect(bench.server.calls(routes.token)).to.have.length(1);
    bench.clock.move(50_000);
    await look();
    expect(bench.server.calls(routes.token)).to.have.length(2);
  });

  it('who needs a token meanwhile waits for the same redemption', async () => {
    await start();
    await Promise.all([look(), look(), look(), look()]);
    expect(bench.server.calls(routes.token)).to.have.length(1);
  });

  it('a failed redemption is not remembered', async () => {
    await start();
    bench.server.next(routes.token, { status: 400, json: { error: 'invalid_grant' } });
    expect(await thrownBy(look())).to.be.instanceOf(AccessDenied);
    expect(await look()).to.deep.equal({ kind: 'granted' });
  });

  it('a rotated refresh token is stored, and the next redemption uses it', async () => {
    await start();
    bench.server.next(routes.token, token('at-1', 'rt-2', '3600'), token('at-2'));
    await look();
    expect(bench.secrets.stored.get('pc-refresh')?.value).to.equal('rt-2');
    await bench.pc.keepSignedIn(bench.context);
    expect(tokenForm().get('refresh_token')).to.equal('rt-2');
  });

  it('of two instances the loser of the race reads what the winner stored', async () => {
    await start();
    const other = makePartnerCenter(bench.deps);
    bench.server.always(routes.token, ({ body }) => {
      const used = new URLSearchParams(body).get('refresh_token');
      const valid = used === bench.secrets.stored.get('pc-refresh')?.value;
      return valid ? token('at', `${used}+`) : { status: 400, json: { error: 'invalid_grant' } };
    });
    await Promise.all([look(), other.registrar.permit(customer, countingContext())]);
    await other.keepSignedIn(bench.context);
    await bench.pc.keepSignedIn(bench.context);
    expect(bench.secrets.stored.get('pc-refresh')?.value).to.match(/^rt-1\+{3,4}$/);
  });

  it('an expired refresh token that another instance has replaced is read again', async () => {
    await start();
    bench.server.next(routes.token, { status: 400, json: { error: 'invalid_grant' } }, token('at-9'));
    const { read } = bench.secrets;
    let reads = 0;
    const secrets = {
      ...bench.secrets,
      read: async (name: string) => {
        reads += name === 'pc-refresh' ? 1 : 0;
        if (reads === 2) await bench.secrets.write('pc-refresh', 'rt-newer', '1');
        return await read(name);
      },
    };
    const pc = makePartnerCenter({ ...bench.deps, secrets });
    await pc.registrar.permit(customer, bench.context);
    expect(tokenForm().get('refresh_token')).to.equal('rt-newer');
  });

  for (const [name, json, grant] of [
    ['invalid_grant', { error: 'invalid_grant', error_description: 'AADSTS700082: expired' }, 'consent_expired'],
    ['a missing second factor', { error: 'invalid_grant', error_description: 'AADSTS50076: MFA' }, 'reconsent_needed'],
    ['interaction_required', { error: 'interaction_required' }, 'reconsent_needed'],
    ['Conditional Access', { error: 'invalid_grant', error_description: 'AADSTS53003: x' }, 'sign_in_blocked'],
    ['a disabled app', { error: 'unauthorized_client', error_description: 'AADSTS7000112: x' }, 'app_disabled'],
    ['a disabled account', { error: 'invalid_grant', error_description: 'AADSTS50057: x' }, 'account_not_usable'],
    ['a changed password', { error: 'invalid_grant', error_description: 'AADSTS50173: x' }, 'consent_expired'],
    ['an expired secret', { error: 'invalid_client', error_description: 'AADSTS7000222: x' }, 'secret_expired'],
    ['a wrong secret', { error: 'invalid_client', error_description: 'AADSTS7000215: bad' }, 'credential_rejected'],
    ['an app nobody consented to', { error: 'invalid_grant', error_description: 'AADSTS65001: x' }, 'consent_missing'],
    ['something new', { error: 'brand_new' }, 'access_denied'],
  ] as const) {
    it(`${name} is for a person to solve: ${grant}`, async () => {
      await start();
      bench.server.next(routes.token, { status: 400, json });
      const error = await thrownBy(look());
      expect(error).to.be.instanceOf(AccessDenied).and.include({ grant });
      expect(String(error)).to.not.match(/rt-1|s3cret/);
    });
  }

  it('the ids Microsoft’s support asks for are in the message, and nothing else of the description', async () => {
    await start();
    const [trace, correlation] = [crypto.randomUUID(), crypto.randomUUID()];
    const error_description = `AADSTS53003: blocked for ada@fabrikam.example Trace ID: ${trace}`;
    const json = { error: 'invalid_grant', error_description, trace_id: trace, correlation_id: correlation };
    bench.server.next(routes.token, { status: 400, json });
    const error = String(await thrownBy(look()));
    expect(error).to.include(`AADSTS53003, trace id ${trace}, correlation id ${correlation}`).and.not.include('ada@');
  });

  it('a loop of requests that Entra cut off is passing', async () => {
    await start();
    const json = { error: 'invalid_grant', error_description: 'AADSTS50196: loop' };
    bench.server.always(routes.token, () => ({ status: 400, json }));
    expect(await thrownBy(look())).to.be.instanceOf(ServiceUnavailable);
  });

  it('an Entra that is busy is unavailable, not a missing consent', async () => {
    await start();
    bench.server.always(routes.token, () => ({ status: 400, json: { error: 'temporarily_unavailable' } }));
    expect(await thrownBy(look())).to.be.instanceOf(ServiceUnavailable);
  });

  for (const [gone, grant] of [
    ['pc-refresh', 'consent_missing'],
    ['pc-secret', 'credential_missing'],
  ] as const) {
    it(`without a secret named ${gone}: ${grant}`, async () => {
      await start();
      bench.secrets.stored.delete(gone);
      expect(await thrownBy(look()))
        .to.be.instanceOf(AccessDenied)
        .and.include({ grant });
    });
  }

  it('401 is answered with a new token once, also for a submission', async () => {
    await start();
    bench.server.next(routes.token, token('old'), token('new'));
    bench.server.next(routes.customer, { status: 401, json: { code: 400, description: 'Access denied' } });
    await look();
    expect(lastBearer()).to.equal('Bearer new');
  });

  it('the second 401 is for a person to solve', async () => {
    await start();
    bench.server.always(routes.customer, () => ({ status: 401 }));
    expect(await thrownBy(look()))
      .to.be.instanceOf(AccessDenied)
      .and.include({ grant: 'access_denied' });
    expect(bench.server.calls(routes.customer)).to.have.length(2);
  });

  for (const code of [900421, '900421']) {
    it(`401 with ${JSON.stringify(code)} asks for a new sign-in with a second factor, without a second call`, async () => {
      await start();
      bench.server.next(routes.customer, { status: 401, json: { code, description: 'MFA required' } });
      expect(await thrownBy(look()))
        .to.be.instanceOf(AccessDenied)
        .and.include({ grant: 'reconsent_needed' });
      expect(bench.server.calls(routes.customer)).to.have.length(1);
    });
  }

  it("a managed identity's token proves the app", async () => {
    await start({ credential: { kind: 'managedIdentity', clientId: 'mi' } });
    const pc = makePartnerCenter({ ...bench.deps, federatedToken: async (clientId) => `token-of-${clientId}` });
    await pc.registrar.permit(customer, bench.context);
    expect(tokenForm().get('client_assertion')).to.equal('token-of-mi');
    expect(tokenForm().has('client_secret')).to.equal(false);
  });

  it('a certificate signs an assertion that names it by thumbprint', async () => {
    const { pem, certificate } = selfSigned();
    await start({ credential: { kind: 'certificate', certificate: 'pc-cert' } });
    bench.secrets.stored.set('pc-cert', { value: pem, etag: '1' });
    await look();
    const [head = '', claims = '', signature = ''] = (tokenForm().get('client_assertion') ?? '').split('.');
    const read = (part: string): unknown => JSON.parse(Buffer.from(part, 'base64url').toString());
    expect(read(head)).to.deep.equal({
      alg: 'PS256',
      typ: 'JWT',
      'x5t#S256': Buffer.from(certificate.fingerprint256.replaceAll(':', ''), 'hex').toString('base64url'),
    });
    const seconds = Date.parse('2026-01-05T08:00:00Z') / 1000;
    const aud = `${bench.server.url}/tenant/oauth2/v2.0/token`;
    expect(read(claims)).to.deep.include({ iss: 'client', sub: 'client', aud, exp: seconds + 600 });
    const key = { key: certificate.publicKey, padding: constants.RSA_PKCS1_PSS_PADDING, saltLength: 32 };
    expect(verify('sha256', Buffer.from(`${head}.${claims}`), key, Buffer.from(signature, 'base64url'))).to.equal(true);
  });

  it('a PEM without a certificate is not accepted, and not quoted', async () => {
    const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
    const pem = privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();
    await start({ credential: { kind: 'certificate', certificate: 'pc-cert' } });
    bench.secrets.stored.set('pc-cert', { value: pem, etag: '1' });
    const error = await thrownBy(look());
    expect(error).to.be.instanceOf(AccessDenied).and.include({ grant: 'credential_rejected' });
    expect(String(error)).to.not.include('PRIVATE KEY');
  });

  it('two connections never share a token', async () => {
    await start();
    const other = await startBench();
    other.server.always(routes.customer, () => known);
    other.server.always(routes.token, () => token('of-the-other'));
    await Promise.all([look(), look(other)]);
    expect(lastBearer()).to.equal('Bearer at-1');
    expect(other.server.calls(routes.customer)[0]?.headers.authorization).to.equal('Bearer of-the-other');
    await other.server.close();
  });
});
