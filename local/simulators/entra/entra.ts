import type { Platform } from '../call.ts';
import type { Simulation } from '../simulation.ts';
import { answerAuthorize } from './authorize-endpoint.ts';
import { refuseEntra } from './entra-problem.ts';
import { answerToken } from './token-endpoint.ts';

/** Microsoft Entra's token and sign-in endpoints, as far as registering devices needs them. */
export function makeEntra(simulation: Simulation): Platform {
  return {
    name: 'entra',
    prefix: 'entra',
    refuse: refuseEntra,
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
    ],
  };
}
