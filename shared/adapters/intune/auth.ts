import type { IntuneConnection } from '../../domain/settings/connection.ts';
import { AccessDenied } from '../../errors.ts';
import type { CallContext } from '../../ports.ts';
import type { Http } from '../http/http.ts';
import { type EntraDeps, requestGrant } from '../http/sign-in/entra.ts';
import { makeTokenCache } from '../http/sign-in/token-cache.ts';
import { makeAuthorized } from '../http/sign-in/with-bearer-token.ts';

/** `http` for one customer: the token's tenant is the tenant that is registered for. */
export type HttpFor = (customerTenantId: string) => Http;

/**
 * Tokens of one connection, one per customer tenant, never shared between them: of the app itself, or of the partner's stored sign-in,
 * which is redeemed in the customer's tenant (delegated administration, GDAP). Each customer consents to the app once.
 */
export function makeIntuneHttp(deps: EntraDeps, connection: IntuneConnection): HttpFor {
  const authorized = new Map<string, Http>();
  const { signIn } = connection;
  const scope = `${new URL(connection.audience ?? 'https://graph.microsoft.com').origin}/.default`;
  const fieldsOf = async () => {
    if (signIn === undefined) return { grant_type: 'client_credentials', scope };
    const stored = await deps.secrets.read(signIn.refreshToken);
    const missing = `there is no refresh token named ${signIn.refreshToken}`;
    if (stored === undefined) throw new AccessDenied('consent_missing', missing);
    return { grant_type: 'refresh_token', refresh_token: stored.value, scope };
  };
  return (tenantId) => {
    const known = authorized.get(tenantId);
    if (known !== undefined) return known;
    const missing = 'graph_consent_missing';
    const entra = {
      app: connection,
      tenantId,
      notConsented: missing,
      appUnknown: missing,
      notInTenant: signIn === undefined ? 'account_not_usable' : 'delegation_missing',
    } as const;
    const redeem = async (context: CallContext) => requestGrant(deps, entra, await fieldsOf(), context);
    const bearing = makeAuthorized(deps.http, makeTokenCache(deps.clock, redeem), () => undefined);
    const http = signIn === undefined ? bearing : deniedByRole(bearing);
    authorized.set(tenantId, http);
    return http;
  };
}

/** With a token the app has been let in, so what the platform denies is about the partner's role. */
function deniedByRole(http: Http): Http {
  return (call, context) => {
    const interpret: typeof call.interpret = (answer) => {
      try {
        return call.interpret(answer);
      } catch (error) {
        if (!(error instanceof AccessDenied) || error.grant !== 'graph_consent_missing') throw error;
        throw new AccessDenied('delegation_missing', error.message, { cause: error });
      }
    };
    return http({ ...call, interpret }, context);
  };
}
