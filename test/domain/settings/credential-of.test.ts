import { expect } from 'chai';
import { describe, it } from 'mocha';
import { credentialOf } from '../../../shared/domain/settings/credential-of.ts';
import { handOffs, intune, oemDirect, partnerCenter } from '../../fakes/sample-settings.ts';

describe('what a connection signs in with', () => {
  const app = { ...partnerCenter, signIn: { kind: 'appOnly' } } as const;
  const certificate = { kind: 'certificate', certificate: 'cert' } as const;

  it('at Entra is a secret, a certificate or the managed identity', () => {
    const secret = { ...app, credential: { kind: 'secret', secret: 'client' } } as const;
    expect(credentialOf(secret)).to.deep.equal({ signIn: 'secret', credential: 'client' });
    expect(credentialOf({ ...app, credential: certificate })).to.deep.equal({
      signIn: 'certificate',
      credential: 'cert',
    });
    const identity = { ...intune, credential: { kind: 'managedIdentity' } } as const;
    expect(credentialOf(identity)).to.deep.equal({ signIn: 'managedIdentity' });
  });

  it('by a person is renewed at each use', () => {
    const person = { kind: 'appUser', refreshToken: 'refresh' } as const;
    expect(credentialOf({ ...partnerCenter, credential: certificate, signIn: person })).to.deep.equal({
      ...{ signIn: 'user', credential: 'cert', renewed: 'refresh' },
    });
  });

  it('at a gateway is what its settings say, and nothing where files are uploaded by hand', () => {
    const signInBy = (auth: typeof oemDirect.auth) => credentialOf({ ...oemDirect, auth });
    const token = { tokenUrl: 'https://login.example/token', clientId: 'app', scope: 'all', secret: 'client' };
    expect(signInBy({ kind: 'none' })).to.deep.equal({ signIn: 'none' });
    expect(signInBy({ kind: 'clientCertificate', certificate: 'cert' })).to.include({ credential: 'cert' });
    expect(signInBy({ kind: 'apiKeyHeader', header: 'x-key', secret: 'key' })).to.include({ signIn: 'apiKey' });
    expect(signInBy({ kind: 'oauth2ClientCredentials', ...token })).to.include({ credential: 'client' });
    expect(credentialOf(handOffs)).to.deep.equal({ signIn: 'none' });
  });
});
