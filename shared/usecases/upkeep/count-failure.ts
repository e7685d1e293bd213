import type { UploadKey } from '../../domain/work.ts';
import type { Clock, UploadLedger } from '../../ports.ts';

/** Marks on an upload that work on it failed unexpectedly; how often in a row by now. */
export type CountFailure = (key: UploadKey) => Promise<number | undefined>;

/** Undefined: the upload is over, or there is none. */
export function makeCountFailure({
  clock,
  ledger,
}: {
  readonly clock: Clock;
  readonly ledger: UploadLedger;
}): CountFailure {
  return async (key) => {
    for (;;) {
      const there = await ledger.read(key);
      if (there === undefined || !['planning', 'planned', 'waiting'].includes(there.value.state)) return undefined;
      const failures = (there.value.failures ?? 0) + 1;
      const marked = { ...there.value, failures, changedAt: clock.now().toISOString() };
      if ((await ledger.write(marked, there.etag)) !== undefined) return failures;
    }
  };
}
