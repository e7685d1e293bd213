import type { CallContext } from '../../ports.ts';
import { readJson, unexpected } from '../http/answer.ts';
import type { Answer } from '../http/http.ts';
import { isValid, type WireJob } from './answers.ts';
import type { PartnerCenterClient } from './client.ts';
import { denied } from './faults.ts';

/** The job as it stands; undefined: not known (yet, or no longer). */
export async function readJob(
  client: PartnerCenterClient,
  tenantId: string,
  trackingId: string,
  context: CallContext,
): Promise<WireJob | undefined> {
  const interpret = (answer: Answer) => {
    if (answer.status === 404) return undefined;
    if (answer.status === 403) throw denied(answer);
    if (answer.status !== 200) throw unexpected(answer);
    return readJson(answer, isValid.job);
  };
  const path = ['customers', tenantId, 'batchJobStatus', trackingId];
  return await client.read({ operation: 'jobStatus', path, interpret }, context);
}
