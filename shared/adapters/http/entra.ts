import type { EntraApp } from '../../domain/connection.ts';
import type { GrantCode } from '../../domain/grants.ts';
import type { CallContext, Clock, Secrets } from '../../ports.ts';
import { proveClient } from './client-proof.ts';
import type { Http } from './http.ts';
import { type Grant, requestToken } from './token-request.ts';

export interface EntraDeps {
  readonly http: Http;
  readonly secrets: Secrets;
  readonly clock: Clock;
  readonly federatedToken: (clientId: string | undefined) => Promise<string>;
}

export interface Entra {
  readonly app: EntraApp;
  readonly tenantId: string;
  /** What is missing when Entra does not know the app in this tenant. */
  readonly notConsented: GrantCode;
}

/** A token from Entra: the grant's own fields plus the proof of who asks. */
export async function requestGrant(
  deps: EntraDeps,
  { app, tenantId, notConsented }: Entra,
  fields: Readonly<Record<string, string>>,
  context: CallContext,
): Promise<Grant> {
  const url = `${app.authority.replace(/\/+$/, '')}/${encodeURIComponent(tenantId)}/oauth2/v2.0/token`;
  const form = { client_id: app.clientId, ...(await proveClient(deps, app, url)), ...fields };
  return await requestToken(deps, { url, form, notConsented }, context);
}
