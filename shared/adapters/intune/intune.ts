import type { ListedDevice, ListedPage } from '../../domain/comparing/listed-device.ts';
import type { CustomerRef } from '../../domain/registering/submission.ts';
import { matchListed } from '../../domain/registering/submission-matching.ts';
import type { IntuneConnection } from '../../domain/settings/connection.ts';
import type { CallContext, DeviceActions, Finder, Lister, Registrar } from '../../ports.ts';
import { type CheckFinding, findingsOf, permitFound } from '../http/connection-check.ts';
import { makeHttp, timingOf } from '../http/http.ts';
import type { EntraPlatformDeps } from '../http/sign-in/entra.ts';
import { federatedToken } from '../http/sign-in/federated-token.ts';
import { isValid } from './answers.ts';
import { makeIntuneHttp } from './auth.ts';
import { makeGraphClient } from './client.ts';
import { makeIntuneActions } from './device-actions.ts';
import { makeIdentifierImport } from './identifiers.ts';
import { makeIntuneRegistrar } from './registrar.ts';
import { makeTidying } from './tidying.ts';
import { registeredDevices, toListed } from './wire.ts';

export interface IntuneDeps extends EntraPlatformDeps {
  readonly connection: IntuneConnection;
}

export interface Intune {
  readonly registrar: Registrar;
  readonly finder: Finder;
  /** Every Autopilot device of the customer, whoever registered it. */
  readonly lister: Lister;
  readonly deviceActions: DeviceActions;
  /** Signs in in this customer's tenant and asks for the grant; says in plain words what is missing. */
  readonly check: (context: CallContext, customerTenantId?: string) => Promise<readonly CheckFinding[]>;
}

/** The list shows everybody's devices: one that carries another tag was not brought by our call. A tag may be shown late. */
const mayCarry = (listed: string | undefined, sent: string | undefined): boolean =>
  listed === undefined || listed.toLowerCase() === (sent ?? '').toLowerCase();

/** One app registration that many customers consented to; make it once and share it. */
export function makeIntune(deps: IntuneDeps): Intune {
  const { connection, clock } = deps;
  const timing = deps.timing ?? timingOf(connection.timeoutSeconds);
  const entraDeps = {
    ...deps,
    http: makeHttp({ ...deps, timing }),
    federatedToken: deps.federatedToken ?? federatedToken,
  };
  const client = makeGraphClient(makeIntuneHttp(entraDeps, connection), connection, clock);

  async function* pages(
    customer: CustomerRef,
    cursor: string | undefined,
    context: CallContext,
  ): AsyncIterable<ListedPage> {
    const all = { operation: 'listDevices', path: registeredDevices, isValid: isValid.devicePage };
    for await (const page of client.pages(customer, all, cursor, context)) {
      yield { ...page, items: page.items.map(toListed) };
    }
  }

  const registrar = makeIntuneRegistrar({ client, clock, tidying: makeTidying(client, connection, clock) });
  const ask = async (customerTenantId: string | undefined, context: CallContext) => {
    if (customerTenantId === undefined) {
      return { ok: false, message: 'Name a customer: the app signs in in the tenant of each customer.' };
    }
    const permit = await registrar.permit({ tenantId: customerTenantId }, context);
    return permitFound(permit, 'Entra gives a token there, and Intune lets the app manage Autopilot devices.');
  };

  return {
    registrar,
    deviceActions: { ...makeIntuneActions(client), importIdentifiers: makeIdentifierImport(client, connection) },
    check: (context, tenant) =>
      findingsOf([{ tried: `customer ${tenant ?? '(none named)'}`, act: () => ask(tenant, context) }]),
    // The tenant has one list, and it says nowhere how long it is.
    lister: {
      parts: async () => [{ name: '' }],
      pages: (customer, _whole, cursor, context) => pages(customer, cursor, context),
    },
    finder: {
      // The filter by serial number is a substring match that breaks at spaces; so everything is listed and compared here.
      async find(submission, context) {
        const listed: ListedDevice[] = [];
        for await (const { items } of pages(submission.customer, undefined, context)) listed.push(...items);
        const ours = listed.filter(({ groupTag }) => mayCarry(groupTag, submission.groupTag));
        return matchListed(submission.devices, ours);
      },
    },
  };
}
