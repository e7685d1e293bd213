import { apiPath, call } from '../api.ts';
import type { Drop, NewUpload } from '../api-types.ts';
import { untilTaken } from '../uploads/until-taken.ts';

/** How far a dropped file is from becoming an upload. */
export type Sent =
  | { readonly kind: 'sending' }
  | { readonly kind: 'taking' }
  | { readonly kind: 'taken'; readonly uploadId: string }
  | { readonly kind: 'failed'; readonly why: string };

/** Where and how a file is to be dropped. */
export interface Target {
  readonly partnerId: string;
  readonly customer?: string;
  readonly check: boolean;
  readonly language: string;
  /** What to say when there is no answer. */
  readonly unavailable: string;
}

/** Sends a file straight to storage, then waits until reading it has begun. */
export async function sendFile(file: File, target: Target, onStep: (step: Sent) => void): Promise<void> {
  const { partnerId, customer, check, language, unavailable } = target;
  onStep({ kind: 'sending' });
  const body: NewUpload = {
    fileName: file.name,
    check,
    bytes: file.size,
    ...(customer === undefined ? {} : { customer }),
  };
  const begun = await call<Drop>(apiPath(['partners', partnerId, 'uploads']), { method: 'POST', body, language });
  if (begun.kind === 'problem')
    return onStep({ kind: 'failed', why: `${begun.problem.title} ${begun.problem.advice}` });
  if (begun.kind !== 'ok') return onStep({ kind: 'failed', why: unavailable });
  const { url, headers, fileName } = begun.value;
  const put = await fetch(url, { method: 'PUT', headers, body: file }).catch(() => undefined);
  if (put?.ok !== true) return onStep({ kind: 'failed', why: unavailable });
  onStep({ kind: 'taking' });
  const uploadId = await untilTaken({ partnerId, fileName }, language);
  onStep(uploadId === undefined ? { kind: 'failed', why: unavailable } : { kind: 'taken', uploadId });
}
