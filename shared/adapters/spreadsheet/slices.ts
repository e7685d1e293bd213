import { setImmediate } from 'node:timers/promises';

/** Longest stretch of reading without giving other invocations of the process a turn, in milliseconds. */
const sliceMs = 10;

/** Call it often: it lets the event loop turn whenever a slice of work is over. */
export function makeBreather(signal?: AbortSignal): () => Promise<void> | undefined {
  let sliceEnd = performance.now() + sliceMs;
  return () => {
    if (performance.now() < sliceEnd) return undefined;
    signal?.throwIfAborted();
    return setImmediate().then(() => {
      sliceEnd = performance.now() + sliceMs;
    });
  };
}
