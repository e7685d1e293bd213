import type { Connection } from './connection.ts';

/** How a connection signs in, and the names of the secrets for it: the one that may end, then the one that is renewed. */
export interface Credential {
  readonly signIn: 'user' | 'secret' | 'certificate' | 'managedIdentity' | 'apiKey' | 'none';
  readonly credential?: string;
  /** Stored anew by each use. */
  readonly renewed?: string;
}

/** What a connection signs in with. */
export function credentialOf(connection: Connection): Credential {
  switch (connection.platform) {
    case 'm365AdminCenter':
    case 'storeForBusiness':
      return { signIn: 'none' };
    case 'oemDirect':
      switch (connection.auth.kind) {
        case 'none':
          return { signIn: 'none' };
        case 'clientCertificate':
          return { signIn: 'certificate', credential: connection.auth.certificate };
        case 'apiKeyHeader':
          return { signIn: 'apiKey', credential: connection.auth.secret };
        case 'oauth2ClientCredentials':
          return { signIn: 'secret', credential: connection.auth.secret };
      }
  }
  const { credential } = connection;
  const proof =
    credential.kind === 'secret'
      ? ({ signIn: 'secret', credential: credential.secret } as const)
      : credential.kind === 'certificate'
        ? ({ signIn: 'certificate', credential: credential.certificate } as const)
        : ({ signIn: 'managedIdentity' } as const);
  return connection.platform === 'partnerCenter' && connection.signIn.kind === 'appUser'
    ? { ...proof, signIn: 'user', renewed: connection.signIn.refreshToken }
    : proof;
}
