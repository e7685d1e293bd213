import { sameSecret } from '../same-secret.ts';
import type { Simulation } from '../simulation.ts';
import { assertionProblem, type Presented } from './client-assertion.ts';
import type { EntraProblem } from './entra-problem.ts';

const assertionType = 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer';

/** Does the app prove who it is: by secret, by its certificate, or by a token of somebody it trusts? */
export function appProblem(
  simulation: Simulation,
  form: URLSearchParams,
  at: Omit<Presented, 'clientId'>,
): EntraProblem | undefined {
  const clientId = form.get('client_id') ?? '';
  const app = simulation.world().apps.find((one) => one.clientId === clientId);
  if (!app) {
    const text = `Application with identifier '${clientId}' was not found in the directory.`;
    return { error: 'unauthorized_client', number: 700016, text };
  }
  if (app.disabled) {
    const text = `Application '${clientId}' is disabled.`;
    return { error: 'unauthorized_client', number: 7000112, text };
  }
  const assertion = form.get('client_assertion');
  if (assertion !== null) {
    if (form.get('client_assertion_type') === assertionType) {
      return assertionProblem(simulation, assertion, { ...at, clientId });
    }
    return { error: 'invalid_client', number: 900144, text: 'client_assertion_type is missing or wrong.', status: 401 };
  }
  const given = form.get('client_secret');
  if (given === null) {
    const text = "The request body must contain the following parameter: 'client_assertion' or 'client_secret'.";
    return { error: 'invalid_client', number: 7000218, text, status: 401 };
  }
  if (sameSecret(given, simulation.secrets.clientSecrets?.[clientId])) return undefined;
  const text =
    'Invalid client secret provided. Ensure the secret being sent in the request is the client secret value.';
  return { error: 'invalid_client', number: 7000215, text, status: 401 };
}
