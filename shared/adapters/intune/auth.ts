import type { IntuneConnection } from '../../domain/settings/connection.ts';
import type { CallContext } from '../../ports.ts';
import type { Http } from '../http/http.ts';
import { type EntraDeps, requestGrant } from '../http/sign-in/entra.ts';
import { makeTokenCache } from '../http/sign-in/token-cache.ts';
import { makeAuthorized } from '../http/sign-in/with-bearer-token.ts';

/** `http` for one customer: the token's tenant is the tenant that is registered for. */
export type HttpFor = (customerTenantId: string) => Http;

/** App-only tokens, one per customer tenant, never shared between them. Each customer consents to the app once. */
export function makeIntuneHttp(deps: EntraDeps, connection: IntuneConnection): HttpFor {
  const authorized = new Map<string, Http>();
  const scope = `${new URL(connection.audience ?? 'https://graph.microsoft.com').origin}/.default`;
  return (tenantId) => {
    const known = authorized.get(tenantId);
    if (known !== undefined) return known;
    const missing = 'graph_consent_missing';
    const entra = { app: connection, tenantId, notConsented: missing, appUnknown: missing } as const;
    const fields = { grant_type: 'client_credentials', scope };
    const redeem = (context: CallContext) => requestGrant(deps, entra, fields, context);
    const http = makeAuthorized(deps.http, makeTokenCache(deps.clock, redeem), () => undefined);
    authorized.set(tenantId, http);
    return http;
  };
}
