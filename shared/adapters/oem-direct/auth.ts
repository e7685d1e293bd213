import type { OemDirectConnection } from '../../domain/connection.ts';
import { AccessDenied } from '../../errors.ts';
import type { CallContext, Clock, Secrets } from '../../ports.ts';
import { makeAuthorized } from '../http/authorized.ts';
import type { Http } from '../http/http.ts';
import { makeTokenCache } from '../http/token-cache.ts';
import { requestToken } from '../http/token-request.ts';

interface AuthDeps {
  readonly http: Http;
  readonly secrets: Secrets;
  readonly clock: Clock;
}

/** `http` with whatever the gateway asks for; the scheme of Microsoft's own interface is not public, so it is a setting. */
export function makeOemHttp(deps: AuthDeps, { auth }: OemDirectConnection): Http {
  const { http } = deps;
  switch (auth.kind) {
    case 'none':
      return http;
    case 'apiKeyHeader':
      return async (call, context) => {
        const key = await stored(deps.secrets, auth.secret);
        return await http({ ...call, headers: { ...call.headers, [auth.header]: key } }, context);
      };
    case 'oauth2ClientCredentials': {
      const redeem = async (context: CallContext) => {
        const form = {
          grant_type: 'client_credentials',
          client_id: auth.clientId,
          client_secret: await stored(deps.secrets, auth.secret),
          scope: auth.scope,
        };
        const request = { url: auth.tokenUrl, form, notConsented: 'credential_rejected' } as const;
        return await requestToken(deps, request, context);
      };
      return makeAuthorized(http, makeTokenCache(deps.clock, redeem), () => undefined);
    }
  }
}

async function stored(secrets: Secrets, name: string): Promise<string> {
  const secret = await secrets.read(name);
  if (secret === undefined) throw new AccessDenied('credential_missing', `there is no secret named ${name}`);
  return secret.value.trim();
}
