import { grantExplanations } from '../../domain/grants.ts';
import { AccessDenied } from '../../errors.ts';
import type { CallContext } from '../../ports.ts';
import { unexpected } from '../http/answer.ts';
import type { Answer } from '../http/http.ts';
import type { TokenSource } from '../http/token-cache.ts';
import type { PartnerCenterClient } from './client.ts';
import { denied } from './faults.ts';
import { askCustomer } from './permit.ts';

/** One thing that was tried, and what to do if it failed. */
export interface Finding {
  readonly tried: string;
  readonly ok: boolean;
  readonly said: string;
}

interface CheckDeps {
  readonly tokens: TokenSource;
  readonly client: PartnerCenterClient;
}

/** Token, multifactor authentication and (if one is named) a customer, in this order; what a failure hides is not tried. */
export async function checkConnection(
  { tokens, client }: CheckDeps,
  context: CallContext,
  customerTenantId?: string,
): Promise<readonly Finding[]> {
  const findings: Finding[] = [];
  const attempt = async (tried: string, act: () => Promise<Omit<Finding, 'tried'>>): Promise<boolean> => {
    const finding = { tried, ...(await act().catch(inPlainWords)) };
    findings.push(finding);
    return finding.ok;
  };
  const signedIn = await attempt('signing in', async () => {
    await tokens.token(context);
    return { ok: true, said: 'Entra gives a token.' };
  });
  if (!signedIn) return findings;
  await attempt('multifactor authentication', () => askForMfa(client, context));
  if (customerTenantId !== undefined) {
    await attempt(`customer ${customerTenantId}`, async () => {
      const permit = await askCustomer(client, { tenantId: customerTenantId }, context);
      if (permit.kind === 'granted') return { ok: true, said: 'There is a reseller relationship.' };
      return inPlainWords(new AccessDenied(permit.reason.code, permit.reason.code));
    });
  }
  return findings;
}

/** With the request header `ValidateMfa` the service says in a response header whether the sign-in had a second factor. */
async function askForMfa(client: PartnerCenterClient, context: CallContext): Promise<Omit<Finding, 'tried'>> {
  const interpret = (answer: Answer): Omit<Finding, 'tried'> => {
    if (answer.status === 403) throw denied(answer);
    if (answer.status !== 200) throw unexpected(answer);
    const compliant = answer.headers.get('ismfacompliant');
    if (compliant === null) return { ok: true, said: 'Partner Center does not say; calls are accepted.' };
    if (compliant.toLowerCase() === 'true') return { ok: true, said: 'The sign-in has a second factor.' };
    return inPlainWords(new AccessDenied('reconsent_needed', 'reconsent_needed'));
  };
  const headers = { validatemfa: 'true' };
  return await client.read(
    { operation: 'checkMfa', path: ['customers'], query: 'size=1', headers, interpret },
    context,
  );
}

function inPlainWords(error: unknown): Omit<Finding, 'tried'> {
  const grant = error instanceof AccessDenied ? error.grant : undefined;
  const known = Object.entries(grantExplanations).find(([code]) => code === grant)?.[1];
  if (known !== undefined) return { ok: false, said: `${known.happened} ${known.advice}` };
  return { ok: false, said: error instanceof Error ? error.message : 'failed' };
}
