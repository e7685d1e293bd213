import type { OemDirectConnection } from '../../domain/connection.ts';
import type { Clock, Finder, Registrar, Secrets } from '../../ports.ts';
import { type HttpTiming, makeHttp, timingOf } from '../http/http.ts';
import { makeOemHttp } from './auth.ts';
import { makeOemDirectRegistrar } from './registrar.ts';

export interface OemDirectDeps {
  readonly connection: OemDirectConnection;
  readonly secrets: Secrets;
  readonly clock: Clock;
  readonly fetch: typeof fetch;
  readonly random: () => number;
  readonly timing?: HttpTiming;
}

export interface OemDirect {
  readonly registrar: Registrar;
  readonly finder: Finder;
}

/** One OEM gateway. Nothing public says that devices can be listed or looked up, so the finder never finds. */
export function makeOemDirect(deps: OemDirectDeps): OemDirect {
  const { connection } = deps;
  const timing = deps.timing ?? timingOf(connection.timeoutSeconds);
  const http = makeOemHttp({ ...deps, http: makeHttp({ ...deps, timing }) }, connection);
  return { registrar: makeOemDirectRegistrar({ ...deps, http }), finder: { find: async () => [] } };
}
