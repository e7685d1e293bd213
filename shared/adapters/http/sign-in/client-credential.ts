import { constants, createHash, randomUUID, sign, X509Certificate } from 'node:crypto';
import type { EntraApp } from '../../../domain/settings/connection.ts';
import { AccessDenied } from '../../../errors.ts';
import type { Clock, Secrets } from '../../../ports.ts';
import { storedSecret } from './stored-secret.ts';

/** Makes the form fields by which an app proves itself to Entra; new ones each time. */
export type ProveClient = () => Readonly<Record<string, string>>;

interface ProofDeps {
  readonly secrets: Secrets;
  readonly clock: Clock;
  /** A token of the deployment's managed identity that the app registration trusts (federated credential). */
  readonly federatedToken: (clientId: string | undefined) => Promise<string>;
}

const assertionType = 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer';

/** Loads what proves the app: its secret, the certificate that signs assertions, or the managed identity's token. */
export async function readyToProve(deps: ProofDeps, app: EntraApp, tokenUrl: string): Promise<ProveClient> {
  const { credential } = app;
  switch (credential.kind) {
    case 'secret': {
      const secret = await storedSecret(deps.secrets, credential.secret);
      return () => ({ client_secret: secret });
    }
    case 'certificate': {
      const pem = await storedSecret(deps.secrets, credential.certificate);
      return () => {
        const assertion = signedAssertion(pem, app.clientId, tokenUrl, deps.clock.now(), credential.certificate);
        return { client_assertion_type: assertionType, client_assertion: assertion };
      };
    }
    case 'managedIdentity': {
      const assertion = await deps.federatedToken(credential.clientId);
      return () => ({ client_assertion_type: assertionType, client_assertion: assertion });
    }
  }
}

/** Format: https://learn.microsoft.com/entra/identity-platform/certificate-credentials (PS256, thumbprint by SHA-256). */
function signedAssertion(pem: string, clientId: string, tokenUrl: string, now: Date, name: string): string {
  const seconds = Math.floor(now.getTime() / 1000);
  const times = { nbf: seconds - 60, iat: seconds, exp: seconds + 600 };
  try {
    const certificate = new X509Certificate(pem);
    if (certificate.validToDate <= now) {
      throw new AccessDenied('certificate_expired', `${name} holds a certificate that ended on ${certificate.validTo}`);
    }
    const thumbprint = createHash('sha256').update(certificate.raw).digest('base64url');
    const header = encoded({ alg: 'PS256', typ: 'JWT', 'x5t#S256': thumbprint });
    const claims = encoded({ aud: tokenUrl, iss: clientId, sub: clientId, jti: randomUUID(), ...times });
    const pss = { padding: constants.RSA_PKCS1_PSS_PADDING, saltLength: constants.RSA_PSS_SALTLEN_DIGEST };
    const signature = sign('sha256', Buffer.from(`${header}.${claims}`), { key: pem, ...pss });
    return `${header}.${claims}.${signature.toString('base64url')}`;
  } catch (error) {
    if (error instanceof AccessDenied) throw error;
    // No cause: the crypto library quotes its input.
    throw new AccessDenied('credential_rejected', `${name} does not hold a private key and its certificate as PEM`);
  }
}

function encoded(part: object): string {
  return Buffer.from(JSON.stringify(part)).toString('base64url');
}
