import { AccessDenied } from '../../errors.ts';
import type { CallContext } from '../../ports.ts';
import { unexpected } from '../http/answer.ts';
import {
  type CheckFinding,
  type CheckOutcome,
  findingsOf,
  inPlainWords,
  permitFound,
} from '../http/connection-check.ts';
import type { Answer } from '../http/http.ts';
import type { TokenSource } from '../http/sign-in/token-cache.ts';
import type { PartnerCenterClient } from './client.ts';
import { denied } from './faults.ts';
import { askCustomer } from './permit.ts';

interface CheckDeps {
  readonly tokens: TokenSource;
  readonly client: PartnerCenterClient;
  readonly signIn: 'appUser' | 'appOnly';
}

/** Token, multifactor authentication and (if one is named) a customer, in this order. */
export async function checkConnection(
  { tokens, client, signIn }: CheckDeps,
  context: CallContext,
  customerTenantId?: string,
): Promise<readonly CheckFinding[]> {
  const token = async (): Promise<CheckOutcome> => {
    await tokens.token(context);
    return { ok: true, message: 'Entra gives a token.' };
  };
  const customer = async (tenantId: string): Promise<CheckOutcome> =>
    permitFound(await askCustomer(client, { tenantId }, context), 'There is a reseller relationship.');
  return await findingsOf([
    { tried: 'signing in', act: token, decisive: true },
    // An app alone has no second factor to show.
    ...(signIn === 'appUser' ? [{ tried: 'multifactor authentication', act: () => askForMfa(client, context) }] : []),
    ...(customerTenantId === undefined
      ? []
      : [{ tried: `customer ${customerTenantId}`, act: () => customer(customerTenantId) }]),
  ]);
}

/** With the request header `ValidateMfa` the service says in a response header whether the sign-in had a second factor. */
async function askForMfa(client: PartnerCenterClient, context: CallContext): Promise<CheckOutcome> {
  const interpret = (answer: Answer): CheckOutcome => {
    if (answer.status === 403) throw denied(answer);
    if (answer.status !== 200) throw unexpected(answer);
    const compliant = answer.headers.get('ismfacompliant');
    if (compliant === null) return { ok: true, message: 'Partner Center does not say; calls are accepted.' };
    if (compliant.toLowerCase() === 'true') return { ok: true, message: 'The sign-in has a second factor.' };
    return inPlainWords(new AccessDenied('reconsent_needed', 'reconsent_needed'));
  };
  const headers = { validatemfa: 'true' };
  return await client.read(
    { operation: 'checkMfa', path: ['customers'], query: 'size=1', headers, interpret },
    context,
  );
}
