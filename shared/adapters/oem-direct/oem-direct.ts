import type { CustomerRef } from '../../domain/registering/submission.ts';
import type { OemDirectConnection } from '../../domain/settings/connection.ts';
import type { CallContext, Clock, DeviceActions, Finder, Registrar, Secrets } from '../../ports.ts';
import type { CheckFinding } from '../http/connection-check.ts';
import { type HttpTiming, timingOf, type Watch } from '../http/http.ts';
import { makeOemHttp } from './auth.ts';
import { checkOemConnection } from './connection-check.ts';
import { makeOemDirectActions } from './device-actions.ts';
import { makeOemDirectRegistrar } from './registrar.ts';

export interface OemDirectDeps {
  readonly connection: OemDirectConnection;
  readonly secrets: Secrets;
  readonly clock: Clock;
  readonly fetch: typeof fetch;
  readonly random: () => number;
  readonly timing?: HttpTiming;
  readonly watch?: Watch;
}

export interface OemDirect {
  readonly registrar: Registrar;
  readonly finder: Finder;
  /** Absent: the connection's settings do not let devices be deregistered. */
  readonly deviceActions?: DeviceActions;
  /** Tries the credential and a customer's consent, and says in plain words what is missing. */
  readonly check: (context: CallContext, customer?: CustomerRef) => Promise<readonly CheckFinding[]>;
}

/** One OEM gateway. Nothing public says that devices can be listed or looked up, so the finder never finds. */
export function makeOemDirect(deps: OemDirectDeps): OemDirect {
  const { connection } = deps;
  const timing = deps.timing ?? timingOf(connection.timeoutSeconds);
  const http = makeOemHttp({ ...deps, timing }, connection);
  const registrar = makeOemDirectRegistrar({ ...deps, http });
  const { deregister } = connection;
  return {
    registrar,
    ...(deregister === undefined ? {} : { deviceActions: makeOemDirectActions({ connection, http, deregister }) }),
    finder: { find: async () => ({ found: [], absent: [] }) },
    check: (context, customer) => checkOemConnection(registrar, context, customer),
  };
}
