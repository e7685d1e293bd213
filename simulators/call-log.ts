import { type Call, header, type Platform } from './call.ts';
import type { CallFacts } from './faults.ts';
import type { Match } from './router.ts';
import type { Simulation } from './simulation.ts';
import type { SeenCall } from './state.ts';

/** Where a call went: the platform by its prefix, and the route if there is one. */
export interface Located {
  readonly platform: Platform;
  readonly match: Match | undefined;
  readonly path: string;
  readonly query: URLSearchParams;
}

/** What fault rules and the log go by. On Graph the token's tenant is the customer. */
export function callFacts({ platform, match }: Located, { token }: Pick<Call, 'token'>): CallFacts {
  return {
    operation: match?.route.operation ?? `${platform.name}.unknown`,
    customerTenantId: match?.params['customer'] ?? (platform.name === 'intune' ? token?.tenantId : undefined),
    clientId: token?.clientId,
    tenantId: token?.tenantId,
  };
}

/** Entra's callers name themselves in the form, all others by their token. */
function callerOf({ platform }: Located, { token, body }: Call): string | undefined {
  if (platform.name !== 'entra') return token?.clientId;
  return new URLSearchParams(body.toString('latin1')).get('client_id') ?? undefined;
}

/** Keeps a call for `/_sim/calls`. */
export function noteCall(
  simulation: Simulation,
  located: Located,
  call: Call,
  seen: Pick<SeenCall, 'status' | 'lost'>,
): void {
  const sequence = simulation.store.size('calls') + 1;
  const value: SeenCall = {
    ...callFacts(located, call),
    ...seen,
    clientId: callerOf(located, call),
    sequence,
    at: call.now,
    platform: located.platform.name,
    method: call.method,
    path: call.path,
    faults: call.faults.length > 0 ? call.faults.map(({ kind }) => kind) : undefined,
    requestId: header(call.headers, 'ms-requestid') ?? header(call.headers, 'client-request-id'),
    correlationId: header(call.headers, 'ms-correlationid'),
  };
  simulation.store.commit([{ in: 'calls', key: String(sequence), value }]);
}
