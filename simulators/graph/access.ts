import { randomUUID } from 'node:crypto';
import { type Call, header, type Problem, type Reply, type Route } from '../call.ts';
import { graphAudience } from '../entra/audience.ts';
import type { Simulation } from '../simulation.ts';
import type { Token } from '../state.ts';
import { sameText } from '../world.ts';
import { withheld } from './approvals.ts';

/** A call by an app that was granted what it needs in the customer's tenant. */
export interface GraphCall extends Call {
  readonly token: Token;
  /** The token's tenant is the target tenant: no other can be named. */
  readonly tenantId: string;
}

/** Graph's error body. */
export function refuseGraph(problem: Problem, call: Pick<Call, 'headers' | 'now'>): Reply {
  const requestId = header(call.headers, 'client-request-id') ?? randomUUID();
  return {
    status: problem.status,
    json: {
      error: {
        code: typeof problem.code === 'string' ? problem.code : wordFor(problem.status),
        message: problem.text,
        innerError: {
          date: new Date(call.now).toISOString().replace(/\..*$/, ''),
          'request-id': randomUUID(),
          'client-request-id': requestId,
        },
      },
    },
  };
}

const words: Readonly<Record<number, string>> = {
  400: 'BadRequest',
  401: 'InvalidAuthenticationToken',
  403: 'Forbidden',
  404: 'ResourceNotFound',
  409: 'Conflict',
  429: 'TooManyRequests',
};
const wordFor = (status: number): string => words[status] ?? 'InternalServerError';

/** Headers of every answer. */
export function graphHeaders(call: Pick<Call, 'headers'>): Readonly<Record<string, string>> {
  const id = randomUUID();
  return { 'request-id': id, 'client-request-id': header(call.headers, 'client-request-id') ?? id };
}

function accessProblem(simulation: Simulation, call: Call, needs: 'read' | 'readWrite'): Problem | undefined {
  const { token } = call;
  if (!token || token.audience !== graphAudience) {
    return { status: 401, code: 401, text: 'Access token is missing or for another audience.' };
  }
  if (token.expiresAt <= call.now)
    return { status: 401, code: 401, text: 'Lifetime validation failed, the token is expired.' };
  const customer = simulation.world().customers.find((one) => sameText(one.tenantId, token.tenantId));
  const partners = Object.entries(customer?.delegatedAdmins ?? {});
  const delegated = partners.find(([tenantId]) => sameText(tenantId, token.partnerTenantId ?? ''))?.[1];
  // A partner's user can do what both the app and its own roles may.
  const ofApp = customer?.graph?.[token.clientId];
  const role = token.actor === 'app' || ofApp === 'none' ? ofApp : delegated;
  if (role === 'readWrite' || (role === 'read' && needs === 'read')) return undefined;
  const text =
    'Application is not authorized to perform this operation. Application must have one of the following scopes: DeviceManagementServiceConfig.ReadWrite.All';
  return { status: 403, code: 403, text };
}

/** Makes routes that are open to apps with the needed permission in the token's tenant. */
export function graphGuard(simulation: Simulation, needs: 'read' | 'readWrite') {
  return (answer: (call: GraphCall) => Reply): Route['answer'] =>
    (call) => {
      const problem = accessProblem(simulation, call, needs);
      if (problem || !call.token) return refuseGraph(problem ?? { status: 401, code: 401, text: 'No token.' }, call);
      const waits = needs === 'readWrite' ? withheld(simulation, call, call.token.tenantId) : undefined;
      if (waits) return { ...refuseGraph(waits.problem, call), headers: waits.headers ?? {} };
      return answer({ ...call, token: call.token, tenantId: call.token.tenantId });
    };
}
