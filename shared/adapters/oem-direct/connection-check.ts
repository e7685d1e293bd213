import { randomUUID } from 'node:crypto';
import type { CustomerRef, Submission } from '../../domain/registering/submission.ts';
import type { CallContext } from '../../ports.ts';
import { type CheckFinding, type CheckOutcome, findingsOf } from '../http/connection-check.ts';
import type { OemDirectRegistrar } from './registrar.ts';

/** Nobody's device: the gateway wants one to answer whether its customer consented. */
const nobodys = { kind: 'tuple', manufacturer: 'Connection check', model: 'Connection check', serial: 'NONE' } as const;

/** The credential, by asking for an operation that was never started, and (if one is named) the customer's consent, in this order. */
export async function checkOemConnection(
  registrar: OemDirectRegistrar,
  context: CallContext,
  customer?: CustomerRef,
): Promise<readonly CheckFinding[]> {
  const submission = (to: CustomerRef): Submission => ({
    chunkId: 'connection-check',
    requestId: randomUUID(),
    customer: to,
    devices: [{ position: 0, identity: nobodys }],
  });
  const credential = async (): Promise<CheckOutcome> => {
    const neverStarted = { operationId: randomUUID(), acceptedAt: new Date(0).toISOString() };
    await registrar.poll(submission({ tenantId: '' }), neverStarted, context);
    return { ok: true, message: 'The gateway takes the credential.' };
  };
  const consent = async (to: CustomerRef): Promise<CheckOutcome> => {
    const validation = await registrar.validate(submission(to), context);
    return validation === 'granted'
      ? { ok: true, message: 'The customer has consented.' }
      : { ok: true, message: 'The gateway does not say whether the customer has consented; a submission will tell.' };
  };
  return await findingsOf([
    { tried: 'signing in', act: credential, decisive: true },
    ...(customer === undefined ? [] : [{ tried: `customer ${customer.tenantId}`, act: () => consent(customer) }]),
  ]);
}
