import { setTimeout as pause } from 'node:timers/promises';
import { telemetryPatience, telemetryRest } from '../../domain/waits.ts';

/** Time as it passes; tests bring their own. */
export interface FlushTime {
  now(): number;
  pause(milliseconds: number, signal: AbortSignal): Promise<unknown>;
}

const realTime: FlushTime = {
  now: Date.now,
  pause: (milliseconds, signal) => pause(milliseconds, undefined, { signal, ref: false }),
};

/** Sends out what is waiting, within bounds: a dead receiver costs an instance one second in a minute, and never a step. */
export function makeFlush(flushAll: () => Promise<unknown>, time: FlushTime = realTime): () => Promise<void> {
  let restingUntil = 0;
  return async () => {
    const sent = flushAll().then(
      () => true,
      () => false,
    );
    if (time.now() < restingUntil) return;
    const timer = new AbortController();
    const late = time.pause(telemetryPatience, timer.signal).then(
      () => false,
      () => false,
    );
    const inTime = await Promise.race([sent, late]);
    timer.abort();
    restingUntil = inTime ? 0 : time.now() + telemetryRest;
  };
}
