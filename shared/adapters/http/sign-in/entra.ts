import type { GrantCode } from '../../../domain/reasons/grants.ts';
import type { EntraApp } from '../../../domain/settings/connection.ts';
import type { CallContext, Clock, Secrets } from '../../../ports.ts';
import type { Http, HttpDeps, HttpTiming } from '../http.ts';
import { readyToProve } from './client-credential.ts';
import { type Grant, requestToken } from './token-request.ts';

export interface EntraDeps {
  readonly http: Http;
  readonly secrets: Secrets;
  readonly clock: Clock;
  readonly federatedToken: (clientId: string | undefined) => Promise<string>;
}

/** What a client of a platform that Entra signs in to is made from. */
export interface EntraPlatformDeps extends Omit<HttpDeps, 'timing'> {
  readonly secrets: Secrets;
  readonly timing?: HttpTiming;
  /** A token of the managed identity; absent: the deployment's own. */
  readonly federatedToken?: EntraDeps['federatedToken'];
}

export interface Entra {
  readonly app: EntraApp;
  readonly tenantId: string;
  /** What is missing when no one has let the app into this tenant. */
  readonly notConsented: GrantCode;
  /** What is missing when this tenant does not know the app. */
  readonly appUnknown: GrantCode;
  /** What is missing when this tenant does not know who signed in; absent: the account can't be used. */
  readonly notInTenant?: GrantCode;
}

/** A token from Entra: the grant's own fields plus the proof of who asks. */
export async function requestGrant(
  deps: EntraDeps,
  { app, tenantId, ...missing }: Entra,
  fields: Readonly<Record<string, string>>,
  context: CallContext,
): Promise<Grant> {
  const url = `${app.authority.replace(/\/+$/, '')}/${encodeURIComponent(tenantId)}/oauth2/v2.0/token`;
  const prove = await readyToProve(deps, app, url);
  const form = () => ({ client_id: app.clientId, ...prove(), ...fields });
  return await requestToken(deps, { url, form, ...missing }, context);
}
