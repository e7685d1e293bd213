import type { Receipt } from '../../domain/registering/chunk-state.ts';
import { SubmissionUnknown } from '../../errors.ts';
import { unexpected } from '../http/answer.ts';
import type { Answer } from '../http/http.ts';
import { denied } from './faults.ts';
import { trackingIdIn } from './wire.ts';

/** How an upload call was answered. */
export type UploadAnswer =
  | { readonly kind: 'accepted'; readonly trackingId: string }
  | { readonly kind: 'notFound'; readonly answer: Answer }
  | { readonly kind: 'conflict'; readonly answer: Answer }
  | { readonly kind: 'refused'; readonly answer: Answer };

/** Reads the answer of create, append and policy update. An acceptance without a link can only be looked up afterwards. */
export function uploadAnswer(answer: Answer): UploadAnswer {
  const { status } = answer;
  if (status === 200 || status === 202) {
    const trackingId = trackingIdIn(answer.headers.get('location'), answer.text);
    if (trackingId !== undefined) return { kind: 'accepted', trackingId };
    throw new SubmissionUnknown(
      `${answer.operation}: ${status} without a job to ask for (request ${answer.requestId})`,
    );
  }
  if (status === 403) throw denied(answer);
  if (status === 404) return { kind: 'notFound', answer };
  if (status === 409) return { kind: 'conflict', answer };
  if (status >= 400) return { kind: 'refused', answer };
  throw status < 300
    ? new SubmissionUnknown(`${answer.operation}: ${status} (request ${answer.requestId})`)
    : unexpected(answer);
}

/** What is kept until the job ends. */
export interface JobReceipt {
  readonly trackingId: string;
  readonly acceptedAt: string;
  /** Is this the job that creates the batch? */
  readonly creates: boolean;
}

/** The receipt as the ledger keeps it. */
export function toReceipt(receipt: JobReceipt): Receipt {
  return { ...receipt };
}

/** The receipt as it was kept; undefined for one that is none of ours. */
export function fromReceipt(receipt: Receipt): JobReceipt | undefined {
  const { trackingId, acceptedAt, creates } = receipt;
  if (typeof trackingId !== 'string' || typeof acceptedAt !== 'string') return undefined;
  return { trackingId, acceptedAt, creates: creates === true };
}
