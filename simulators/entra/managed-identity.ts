import { createPrivateKey, generateKeyPairSync, type KeyObject } from 'node:crypto';
import { type Call, header, type Platform, type Reply } from '../call.ts';
import { sameSecret } from '../same-secret.ts';
import type { Simulation } from '../simulation.ts';
import { signJwt } from './jwt.ts';

const day = 24 * 3600;

/** Who issues a managed identity's tokens, as the token says it: the directory, whatever address it is simulated at. */
export function issuerOf(tenantId: string): string {
  return `https://login.microsoftonline.com/${tenantId}/v2.0`;
}

/** Made at first need, for all that is simulated in one process: it takes a tenth of a second. */
let newKey: KeyObject | undefined;

/** The key the directory signs its tokens with; the same after a restart. */
export function identityKey({ store }: Simulation): KeyObject {
  const kept = store.get('keys', 'identity');
  if (kept !== undefined) return createPrivateKey(kept);
  newKey ??= generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey;
  store.commit([{ in: 'keys', key: 'identity', value: newKey.export({ type: 'pkcs8', format: 'pem' }).toString() }]);
  return newKey;
}

const refuse = (status: number, message: string): Reply => ({ status, json: { statusCode: status, message } });

function answerIdentity(simulation: Simulation, { query, headers, now }: Call): Reply {
  const given = header(headers, 'x-identity-header');
  if (!sameSecret(given, simulation.secrets.identityHeader))
    return refuse(401, 'The identity header is missing or wrong.');
  if (query.get('api-version') !== '2019-08-01') return refuse(400, 'The api-version is missing or not supported.');
  const resource = query.get('resource') ?? '';
  if (resource === '') return refuse(400, 'The parameter resource is missing.');
  const clientId = query.get('client_id') ?? undefined;
  const identity = simulation.world().managedIdentities?.find((one) => one.clientId === clientId);
  if (identity === undefined) {
    return refuse(
      400,
      'No User Assigned or Delegated Managed Identity found for specified ClientId/ResourceId/PrincipalId.',
    );
  }
  const seconds = Math.floor(now / 1000);
  const { tenantId, principalId } = identity;
  const claims = { aud: resource, iss: issuerOf(tenantId), sub: principalId, oid: principalId, tid: tenantId };
  const times = { iat: seconds, nbf: seconds - 300, exp: seconds + day };
  return {
    status: 200,
    headers: { 'cache-control': 'no-store' },
    json: {
      access_token: signJwt({ ...claims, ...times }, identityKey(simulation)),
      expires_on: String(times.exp),
      resource,
      token_type: 'Bearer',
      ...(clientId === undefined ? {} : { client_id: clientId }),
    },
  };
}

/**
 * The token endpoint an App Service gives its app: address in IDENTITY_ENDPOINT, proof in IDENTITY_HEADER.
 * Source: https://learn.microsoft.com/azure/app-service/overview-managed-identity#rest-endpoint-reference.
 */
export function makeIdentityEndpoint(simulation: Simulation): Platform {
  return {
    name: 'identity',
    prefix: 'identity',
    refuse: ({ status, text }) => refuse(status, text),
    routes: [
      {
        operation: 'identity.token',
        method: 'GET',
        path: '/token',
        answer: (call) => answerIdentity(simulation, call),
      },
    ],
  };
}
