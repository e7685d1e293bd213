import { apiPath, call } from '../api.ts';
import type { Dropped } from '../api-types.ts';

const wait = (seconds: number): Promise<void> => new Promise((done) => setTimeout(done, seconds * 1000));

/** Waits until reading a dropped file has begun; before that its upload can't be shown. Undefined: the file is not there. */
export async function untilTaken(
  { partnerId, fileName }: { readonly partnerId: string; readonly fileName: string },
  language: string,
): Promise<string | undefined> {
  for (;;) {
    const dropped = await call<Dropped>(apiPath(['partners', partnerId, 'dropped'], { file: fileName }), { language });
    if (dropped.kind === 'ok' && dropped.value.taken) return dropped.value.uploadId;
    if (dropped.kind === 'problem') return undefined;
    await wait(dropped.kind === 'unavailable' ? dropped.seconds : 1);
  }
}
