import { randomUUID } from 'node:crypto';
import type { Call, Platform, Reply } from '../call.ts';
import type { Simulation } from '../simulation.ts';
import { answerAuthorize } from './authorize-endpoint.ts';
import { refuseEntra } from './entra-problem.ts';
import { answerToken } from './token-endpoint.ts';

/** Where libraries find the other endpoints (https://openid.net/specs/openid-connect-discovery-1_0.html). */
function discovery({ baseUrl, params }: Call): Reply {
  const root = `${baseUrl}/${params['tenant'] ?? ''}`;
  return {
    status: 200,
    json: {
      issuer: `${root}/v2.0`,
      token_endpoint: `${root}/oauth2/v2.0/token`,
      authorization_endpoint: `${root}/oauth2/v2.0/authorize`,
      jwks_uri: `${root}/discovery/v2.0/keys`,
    },
  };
}

/** Microsoft Entra's token and sign-in endpoints, as far as registering devices needs them. */
export function makeEntra(simulation: Simulation): Platform {
  return {
    name: 'entra',
    prefix: 'entra',
    refuse: refuseEntra,
    headers: () => ({ 'x-ms-request-id': randomUUID() }),
    routes: [
      {
        operation: 'entra.token',
        method: 'POST',
        path: '/:tenant/oauth2/v2.0/token',
        answer: (call) => answerToken(simulation, call, 2),
      },
      {
        operation: 'entra.token',
        method: 'POST',
        path: '/:tenant/oauth2/token',
        answer: (call) => answerToken(simulation, call, 1),
      },
      {
        operation: 'entra.authorize',
        method: 'GET',
        path: '/:tenant/oauth2/v2.0/authorize',
        answer: (call) => answerAuthorize(simulation, call),
      },
      {
        operation: 'entra.discovery',
        method: 'GET',
        path: '/:tenant/v2.0/.well-known/openid-configuration',
        answer: discovery,
      },
    ],
  };
}
