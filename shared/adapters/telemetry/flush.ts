import { setTimeout as pause } from 'node:timers/promises';

/** Work waits this long at most for what was seen of it to get out: an idle instance may be frozen or taken away. */
const longestWait = 1_000;
/** A receiver that did not manage in that time is not waited for again during this. */
const patienceBack = 60_000;

/** Sends out what is waiting, within bounds: a dead receiver costs an instance one second in a minute, and never a step. */
export function makeFlush(flushAll: () => Promise<unknown>, now: () => number = Date.now): () => Promise<void> {
  let restingUntil = 0;
  return async () => {
    const sent = flushAll().then(
      () => true,
      () => false,
    );
    if (now() < restingUntil) return;
    const timer = new AbortController();
    const late = pause(longestWait, false, { signal: timer.signal, ref: false }).catch(() => false);
    const inTime = await Promise.race([sent, late]);
    timer.abort();
    restingUntil = inTime ? 0 : now() + patienceBack;
  };
}
