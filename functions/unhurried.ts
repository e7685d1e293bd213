import { setTimeout } from 'node:timers/promises';

const pauseMs = 10_000;

/**
 * Holds a failure back for a moment: the host repeats a dropped file's event at once, and five tries within a second
 * do not outlast an outage of two.
 */
export async function unhurried<T>(work: Promise<T>, pause: (ms: number) => Promise<unknown> = setTimeout): Promise<T> {
  try {
    return await work;
  } catch (error) {
    await pause(pauseMs);
    throw error;
  }
}
