import { apiPath, call } from '../api.ts';
import type { Drop, Dropped, NewUpload } from '../api-types.ts';

/** How far a dropped file is on its way to becoming an upload. */
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

const wait = (seconds: number): Promise<void> => new Promise((done) => setTimeout(done, seconds * 1000));

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
  const { url, headers, follow } = begun.value;
  const put = await fetch(url, { method: 'PUT', headers, body: file }).catch(() => undefined);
  if (put?.ok !== true) return onStep({ kind: 'failed', why: unavailable });
  onStep({ kind: 'taking' });
  for (;;) {
    const dropped = await call<Dropped>(follow.replace(/^\/api/, ''), { language });
    if (dropped.kind === 'ok' && dropped.value.taken)
      return onStep({ kind: 'taken', uploadId: dropped.value.uploadId });
    if (dropped.kind === 'problem' && dropped.problem.status !== 404) {
      return onStep({ kind: 'failed', why: dropped.problem.title });
    }
    await wait(dropped.kind === 'unavailable' ? dropped.seconds : 1);
  }
}
