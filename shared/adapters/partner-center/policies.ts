import type { Reason } from '../../domain/reason.ts';
import type { Receipt } from '../../domain/registering/chunk-state.ts';
import { judge } from '../../domain/registering/device-result.ts';
import type { CustomerRef } from '../../domain/registering/submission.ts';
import { ContractViolation } from '../../errors.ts';
import type { CallContext, Clock } from '../../ports.ts';
import { isValid } from './answers.ts';
import type { PartnerCenterClient } from './client.ts';
import { wordsOf } from './faults.ts';
import { readJob } from './job.ts';
import { fromReceipt, toReceipt, uploadAnswer } from './upload.ts';
import { assignBody, assignmentResults, jobState } from './wire.ts';

/** A deployment profile of Partner Center; Intune's profiles are not among them. */
interface ListedProfile {
  readonly profileId: string;
  readonly name?: string;
}

type Assigned =
  | { readonly kind: 'accepted'; readonly receipt: Receipt }
  | { readonly kind: 'refused'; readonly reason: Reason };

type AssignmentPolled =
  | { readonly kind: 'running' }
  | { readonly kind: 'lost' }
  /** Devices the platform refused the profile, by platform id; the others of an ended job have it. */
  | { readonly kind: 'done'; readonly refused: ReadonlyMap<string, Reason> };

/** Deployment profiles: a step of its own after registration. It adds remarks and never changes a verdict. */
export interface Profiles {
  list(customer: CustomerRef, context: CallContext): Promise<readonly ListedProfile[]>;
  assign(assignment: Assignment, context: CallContext): Promise<Assigned>;
  poll(customer: CustomerRef, receipt: Receipt, context: CallContext): Promise<AssignmentPolled>;
}

interface Assignment {
  readonly customer: CustomerRef;
  readonly requestId: string;
  readonly profileId: string;
  readonly platformDeviceIds: readonly string[];
}

export function makeProfiles(client: PartnerCenterClient, clock: Clock): Profiles {
  return {
    async list(customer, context) {
      const path = ['customers', customer.tenantId, 'policies'];
      const profiles: ListedProfile[] = [];
      for await (const { items } of client.pages(
        { operation: 'listPolicies', path, isValid: isValid.policyPage },
        context,
      )) {
        for (const { id, name } of items) profiles.push({ profileId: id, ...(name ? { name } : {}) });
      }
      return profiles;
    },

    async assign({ customer, requestId, profileId, platformDeviceIds }, context) {
      const answer = await client.send(
        {
          operation: 'assignPolicy',
          method: 'PATCH',
          path: ['customers', customer.tenantId, 'DevicePolicyUpdates'],
          requestId,
          body: assignBody(platformDeviceIds, profileId),
          interpret: uploadAnswer,
        },
        context,
      );
      if (answer.kind !== 'accepted') return { kind: 'refused', reason: judge(wordsOf(answer.answer)).reason };
      const { trackingId } = answer;
      return {
        kind: 'accepted',
        receipt: toReceipt({ trackingId, acceptedAt: clock.now().toISOString(), creates: false }),
      };
    },

    async poll(customer, receipt, context) {
      const kept = fromReceipt(receipt);
      if (kept === undefined) throw new ContractViolation('the receipt of a profile assignment names no job');
      const job = await readJob(client, customer.tenantId, kept.trackingId, context);
      if (job === undefined) return { kind: 'lost' };
      if (jobState(job) !== 'ended') return { kind: 'running' };
      return { kind: 'done', refused: assignmentResults(job) };
    },
  };
}
