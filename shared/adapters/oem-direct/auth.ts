import type { OemDirectConnection } from '../../domain/settings/connection.ts';
import type { CallContext, Secrets } from '../../ports.ts';
import { type Http, type HttpDeps, makeHttp } from '../http/http.ts';
import { storedSecret } from '../http/sign-in/stored-secret.ts';
import { makeTokenCache } from '../http/sign-in/token-cache.ts';
import { requestToken } from '../http/sign-in/token-request.ts';
import { makeAuthorized } from '../http/sign-in/with-bearer-token.ts';
import { makeShowingHttp } from './client-certificate.ts';

interface AuthDeps extends HttpDeps {
  readonly secrets: Secrets;
}

/** `Http` with whatever the gateway asks for; the scheme of Microsoft's own interface is not public, so it is a setting. */
export function makeOemHttp(deps: AuthDeps, { auth }: OemDirectConnection): Http {
  const http = makeHttp(deps);
  switch (auth.kind) {
    case 'none':
      return http;
    case 'clientCertificate':
      return makeShowingHttp(deps, auth);
    case 'apiKeyHeader':
      return async (call, context) => {
        const key = await storedSecret(deps.secrets, auth.secret);
        return await http({ ...call, headers: { ...call.headers, [auth.header]: key } }, context);
      };
    case 'oauth2ClientCredentials': {
      const redeem = async (context: CallContext) => {
        const form = {
          grant_type: 'client_credentials',
          client_id: auth.clientId,
          client_secret: await storedSecret(deps.secrets, auth.secret),
          scope: auth.scope,
        };
        const missing = { notConsented: 'credential_rejected', appUnknown: 'credential_rejected' } as const;
        return await requestToken({ ...deps, http }, { url: auth.tokenUrl, form: () => form, ...missing }, context);
      };
      return makeAuthorized(http, makeTokenCache(deps.clock, redeem), () => undefined);
    }
  }
}
