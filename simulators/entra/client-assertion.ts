import { createPublicKey, X509Certificate } from 'node:crypto';
import { sha256 } from '../hardware-hash.ts';
import type { Simulation } from '../simulation.ts';
import type { EntraProblem } from './entra-problem.ts';
import { isSignedBy, type Jwt, readJwt } from './jwt.ts';
import { identityKey, issuerOf } from './managed-identity.ts';

/** Where the assertion was presented: by whom, to which tenant's endpoint, when (milliseconds since 1970). */
export interface Presented {
  readonly clientId: string;
  readonly tenant: string;
  readonly baseUrl: string;
  readonly now: number;
}

const refused = (number: number, text: string): EntraProblem => ({
  error: 'invalid_client',
  number,
  text,
  status: 401,
});

/**
 * Does this assertion prove the app? One the app issued itself is checked by its certificates, any other by its federated
 * credentials. Codes: https://learn.microsoft.com/entra/identity-platform/reference-error-codes; that a certificate's
 * assertion counts once is the harder reading (no code for it is published; 700027 is ours).
 */
export function assertionProblem(simulation: Simulation, text: string, at: Presented): EntraProblem | undefined {
  const jwt = readJwt(text);
  if (jwt === undefined) return refused(50027, 'JWT token is invalid or malformed.');
  const isOwn = jwt.claims.text('iss') === at.clientId;
  return (
    (isOwn ? byCertificate : byFederation)(simulation, jwt, at) ??
    timeProblem(jwt, at) ??
    replay(simulation, jwt, at, isOwn)
  );
}

function byCertificate(simulation: Simulation, jwt: Jwt, at: Presented): EntraProblem | undefined {
  const { header, claims } = jwt;
  if (claims.text('sub') !== at.clientId) {
    return refused(700021, "Client assertion application identifier doesn't match 'client_id' parameter.");
  }
  const thumbprint = header.text('x5t#S256') ?? header.text('x5t') ?? '';
  const certificate = (simulation.secrets.clientCertificates?.[at.clientId] ?? [])
    .map((pem) => new X509Certificate(pem))
    .find(({ fingerprint, fingerprint256 }) => [fingerprint, fingerprint256].map(asThumbprint).includes(thumbprint));
  if (certificate === undefined) {
    const reason = `[Reason - The key was not found., Thumbprint of key used by client: '${thumbprint}']`;
    return refused(
      700027,
      `The certificate with identifier used to sign the client assertion is not registered on application. ${reason}`,
    );
  }
  if (!isSignedBy(jwt, certificate.publicKey)) {
    return refused(700027, 'Client assertion failed signature validation. [Reason - The signature does not match.]');
  }
  if (certificate.validToDate.getTime() <= at.now || certificate.validFromDate.getTime() > at.now) {
    return refused(700027, 'Client assertion failed signature validation. [Reason - The key used is expired.]');
  }
  const ways = ['/oauth2/v2.0/token', '/oauth2/token', '/v2.0'].map((way) => `${at.baseUrl}/${at.tenant}${way}`);
  if (ways.includes(claims.text('aud') ?? '')) return undefined;
  return refused(700023, 'Client assertion audience claim does not match Realm issuer.');
}

function asThumbprint(fingerprint: string): string {
  return Buffer.from(fingerprint.replaceAll(':', ''), 'hex').toString('base64url');
}

function byFederation(simulation: Simulation, jwt: Jwt, { clientId }: Presented): EntraProblem | undefined {
  const trusted = simulation.world().apps.find((app) => app.clientId === clientId)?.federatedCredentials ?? [];
  const [issuer, subject, audience] = ['iss', 'sub', 'aud'].map((name) => jwt.claims.text(name) ?? '');
  const none = (what: string, value: string | undefined): string =>
    `No matching federated identity record found for presented assertion ${what} '${value}'. Check your federated identity credential Subject, Audience and Issuer against the presented assertion.`;
  const sameIssuer = trusted.filter((one) => one.issuer === issuer);
  if (sameIssuer.length === 0) return refused(700211, none('issuer', issuer));
  const sameSubject = sameIssuer.filter((one) => one.subject === subject);
  if (sameSubject.length === 0) return refused(700213, none('subject', subject));
  if (!sameSubject.some((one) => one.audience === audience)) return refused(700212, none('audience', audience));
  const known = simulation.world().partners.some(({ tenantId }) => issuerOf(tenantId) === issuer);
  if (known && isSignedBy(jwt, createPublicKey(identityKey(simulation)))) return undefined;
  return refused(50013, 'Assertion failed signature validation. [Reason - The key was not found.]');
}

function timeProblem({ claims }: Jwt, { now }: Presented): EntraProblem | undefined {
  const [from, until] = [claims.get('nbf') ?? 0, claims.get('exp')];
  const seconds = now / 1000;
  if (typeof from === 'number' && typeof until === 'number' && from <= seconds && seconds < until) return undefined;
  return refused(700024, 'Client assertion is not within its valid time range.');
}

/** A managed identity's token is kept and presented again; what an app signs itself counts once. */
function replay(
  simulation: Simulation,
  { claims }: Jwt,
  { clientId }: Presented,
  isOwn: boolean,
): EntraProblem | undefined {
  if (!isOwn) return undefined;
  const jti = claims.text('jti');
  if (jti === undefined) return refused(50027, "JWT token is invalid or malformed: it lacks the claim 'jti'.");
  const key = sha256(JSON.stringify([clientId, jti]));
  if (simulation.store.get('assertions', key) !== undefined) {
    return refused(700027, 'Client assertion failed validation. [Reason - The assertion was presented before.]');
  }
  simulation.store.commit([{ in: 'assertions', key, value: Number(claims.get('exp')) }]);
  return undefined;
}
