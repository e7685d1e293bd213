import { setImmediate } from 'node:timers/promises';
import type { ReadContext } from '../../ports.ts';

/** Longest stretch of reading without giving other invocations of the process a turn, in milliseconds. */
const sliceMs = 10;

/** How the process shares its time: what time it is, in milliseconds, and a turn for everybody else. */
export interface Slices {
  now(): number;
  turn(): Promise<unknown>;
}

/** The process' own clock and event loop. */
export const processSlices: Slices = { now: () => performance.now(), turn: () => setImmediate() };

/** Lets the event loop turn whenever a slice of work is over. */
export type Breathe = () => Promise<void> | undefined;

/** Call it after each piece of work that can be repeated without end, whether it gave a row or not. */
export function makeBreather(context: ReadContext, slices: Slices): Breathe {
  let sliceEnd = slices.now() + sliceMs;
  const pause = async (): Promise<void> => {
    context.signal?.throwIfAborted();
    await context.keepAlive?.();
    await slices.turn();
    sliceEnd = slices.now() + sliceMs;
  };
  return () => (slices.now() < sliceEnd ? undefined : pause());
}
