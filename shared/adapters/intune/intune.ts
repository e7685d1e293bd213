import type { IntuneConnection } from '../../domain/connection.ts';
import { matchListed } from '../../domain/submission-matching.ts';
import type { CallContext, Clock, CustomerRef, Finder, ListedDevice, Lister, Registrar, Secrets } from '../../ports.ts';
import { federatedToken } from '../http/federated-token.ts';
import { type HttpTiming, makeHttp, timingOf } from '../http/http.ts';
import { fits } from './answers.ts';
import { makeIntuneHttp } from './auth.ts';
import { makeGraphClient } from './client.ts';
import { makeIntuneRegistrar } from './registrar.ts';
import { makeTidying } from './tidying.ts';
import { toListed } from './wire.ts';

export interface IntuneDeps {
  readonly connection: IntuneConnection;
  readonly secrets: Secrets;
  readonly clock: Clock;
  readonly fetch: typeof fetch;
  readonly random: () => number;
  readonly timing?: HttpTiming;
  /** A token of the managed identity; absent: the deployment's own. */
  readonly federatedToken?: (clientId: string | undefined) => Promise<string>;
}

export interface Intune {
  readonly registrar: Registrar;
  readonly finder: Finder;
  /** Every Autopilot device of the customer, whoever registered it. */
  readonly lister: Lister;
}

const devices = '/v1.0/deviceManagement/windowsAutopilotDeviceIdentities';

/** One app registration that many customers consented to; make it once and share it. */
export function makeIntune(deps: IntuneDeps): Intune {
  const { connection, clock } = deps;
  const timing = deps.timing ?? timingOf(connection.timeoutSeconds);
  const entraDeps = {
    ...deps,
    http: makeHttp({ ...deps, timing }),
    federatedToken: deps.federatedToken ?? federatedToken,
  };
  const client = makeGraphClient(makeIntuneHttp(entraDeps, connection), connection);

  async function* list(customer: CustomerRef, context: CallContext): AsyncIterable<ListedDevice> {
    const all = { operation: 'listDevices', path: devices, fits: fits.devicePage };
    for await (const wire of client.items(customer, all, context)) yield toListed(wire);
  }

  return {
    registrar: makeIntuneRegistrar({ client, clock, tidying: makeTidying(client, connection, clock) }),
    lister: { list },
    finder: {
      // The filter by serial number is a substring match that breaks at spaces; so everything is listed and compared here.
      async find(submission, context) {
        const listed: ListedDevice[] = [];
        for await (const device of list(submission.customer, context)) listed.push(device);
        return matchListed(submission.devices, listed);
      },
    },
  };
}
