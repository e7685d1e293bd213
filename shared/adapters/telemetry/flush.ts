import { setTimeout as pause } from 'node:timers/promises';
import { telemetryPatience, telemetryRest } from '../../domain/waits.ts';

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
    const late = pause(telemetryPatience, false, { signal: timer.signal, ref: false }).catch(() => false);
    const inTime = await Promise.race([sent, late]);
    timer.abort();
    restingUntil = inTime ? 0 : now() + telemetryRest;
  };
}
