import type { CustomerRef, Permit } from '../../domain/registering/submission.ts';
import type { CallContext } from '../../ports.ts';
import { readJson, unexpected } from '../http/answer.ts';
import type { Answer } from '../http/http.ts';
import { isValid, type WireCustomer } from './answers.ts';
import type { PartnerCenterClient } from './client.ts';
import { denied, grantIn } from './faults.ts';

/** Relationships without the right to register; delegated administration is not needed for it. */
const notReseller = new Set(['none', 'advisor']);

/** One look at the customer: is there a reseller relationship? */
export async function askCustomer(
  client: PartnerCenterClient,
  customer: CustomerRef,
  context: CallContext,
): Promise<Permit> {
  const path = ['customers', customer.tenantId];
  return await client.read({ operation: 'getCustomer', path, interpret: permitIn }, context);
}

function permitIn(answer: Answer): Permit {
  if (answer.status === 403 || answer.status === 404) {
    const grant = grantIn(answer);
    // What concerns the whole connection is no matter of this customer.
    if (grant !== 'relationship_missing' && grant !== 'access_denied') throw denied(answer);
    return { kind: 'missing', reason: { code: grant } };
  }
  if (answer.status !== 200) throw unexpected(answer);
  return relationOf(readJson(answer, isValid.customer));
}

function relationOf({ relationshipToPartner }: WireCustomer): Permit {
  const related = !notReseller.has(relationshipToPartner?.toLowerCase() ?? '');
  return related ? { kind: 'granted' } : { kind: 'missing', reason: { code: 'relationship_missing' } };
}
