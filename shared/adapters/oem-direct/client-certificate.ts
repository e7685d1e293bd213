import { createPrivateKey, X509Certificate } from 'node:crypto';
import type { OemDirectConnection } from '../../domain/settings/connection.ts';
import { AccessDenied } from '../../errors.ts';
import type { Secrets } from '../../ports.ts';
import { type Http, type HttpDeps, makeHttp } from '../http/http.ts';
import { storedSecret } from '../http/sign-in/stored-secret.ts';

type ByCertificate = Extract<OemDirectConnection['auth'], { readonly kind: 'clientCertificate' }>;

interface Shown {
  readonly pem: string;
  readonly trust: string | undefined;
  readonly http: Http;
}

/**
 * `Http` that shows a client certificate while connecting (mutual TLS). Connections are kept as long as the stored
 * certificate stays the same, so a renewed one counts from the next call on.
 */
export function makeShowingHttp(deps: HttpDeps & { readonly secrets: Secrets }, auth: ByCertificate): Http {
  let shown: Shown | undefined;
  return async (call, context) => {
    const pem = await storedSecret(deps.secrets, auth.certificate);
    const trust = auth.trust === undefined ? undefined : await storedSecret(deps.secrets, auth.trust);
    checkCertificate(pem, auth.certificate, deps.clock.now());
    if (shown?.pem !== pem || shown.trust !== trust) {
      shown = { pem, trust, http: await httpShowing(deps, pem, trust) };
    }
    return await shown.http(call, context);
  };
}

async function httpShowing(deps: HttpDeps, pem: string, trust: string | undefined): Promise<Http> {
  // Loaded where it is needed only: it takes longer than the rest of a cold start can spare.
  const { Agent } = await import('./tls-agent.ts');
  const agent = new Agent({ connect: { key: pem, cert: pem, ...(trust === undefined ? {} : { ca: trust }) } });
  // As a plain object: the types of Node.js' own fetch know an older version of this package.
  const showing = (init: RequestInit | undefined) =>
    Object.assign<RequestInit, object>({ ...init }, { dispatcher: agent });
  return makeHttp({ ...deps, fetch: (input, init) => deps.fetch(input, showing(init)) });
}

/** Tried before it is used, since whoever uses it might quote it. */
function checkCertificate(pem: string, name: string, now: Date): void {
  let until: Date;
  try {
    const certificate = new X509Certificate(pem);
    if (!certificate.checkPrivateKey(createPrivateKey(pem))) throw new Error('not its key');
    until = certificate.validToDate;
  } catch {
    throw new AccessDenied('credential_rejected', `${name} does not hold a private key and its certificate as PEM`);
  }
  if (until <= now) throw new AccessDenied('certificate_expired', `${name} holds a certificate that has ended`);
}
