import { createPublicKey, X509Certificate } from 'node:crypto';
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
 * credentials. Codes: https://learn.microsoft.com/entra/identity-platform/reference-error-codes.
 */
export function assertionProblem(simulation: Simulation, text: string, at: Presented): EntraProblem | undefined {
  const jwt = readJwt(text);
  if (jwt === undefined) return refused(50027, 'JWT token is invalid or malformed.');
  const isOwn = jwt.claims.text('iss') === at.clientId;
  return (
    (isOwn ? byCertificate : byFederation)(simulation, jwt, at) ??
    timeProblem(jwt, at) ??
    (isOwn ? idProblem(jwt) : undefined)
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
  const audiences = ['/oauth2/v2.0/token', '/oauth2/token', '/v2.0'].map((path) => `${at.baseUrl}/${at.tenant}${path}`);
  if (audiences.includes(claims.text('aud') ?? '')) return undefined;
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

/**
 * Times as numbers or as numeric text (MSAL.NET writes text), with five minutes of tolerance: MSAL for Node.js rounds `nbf` up, and
 * RFC 7523 §3 lets the server allow for clocks that differ.
 */
const toleratedSeconds = 300;

function timeProblem({ claims }: Jwt, { now }: Presented): EntraProblem | undefined {
  const secondsOf = (claim: unknown): number | undefined => {
    if (typeof claim === 'number') return claim;
    return typeof claim === 'string' && /^\d+$/.test(claim) ? Number(claim) : undefined;
  };
  const [from, until] = [secondsOf(claims.get('nbf') ?? 0), secondsOf(claims.get('exp'))];
  const seconds = now / 1000;
  const isValid =
    from !== undefined &&
    until !== undefined &&
    from <= seconds + toleratedSeconds &&
    seconds < until + toleratedSeconds;
  return isValid ? undefined : refused(700024, 'Client assertion is not within its valid time range.');
}

/** An id is asked for, and not remembered: MSAL for Node.js presents the same assertion until it expires. */
const idProblem = ({ claims }: Jwt): EntraProblem | undefined =>
  claims.text('jti') === undefined
    ? refused(50027, "JWT token is invalid or malformed: it lacks the claim 'jti'.")
    : undefined;
