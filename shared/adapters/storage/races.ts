import { setTimeout } from 'node:timers/promises';
import { longestRacePause } from '../../domain/waits.ts';

/** Waits so many milliseconds. */
export type Pause = (milliseconds: number) => Promise<unknown>;

const mostTries = 40;

/** Up to twice as long after each lost race, and of chance, so that two hosts do not meet again. */
const pauseAfter = (tries: number): number => Math.random() * Math.min(longestRacePause, 10 * 2 ** tries);

/**
 * Repeats a conditional write that others may come before; undefined: somebody did. Never a busy loop, and never an
 * endless one: who loses so often does not lose to others, and the host should say so.
 */
export async function untilWon<T>(
  what: string,
  attempt: () => Promise<T | undefined>,
  pause: Pause = setTimeout,
): Promise<T> {
  for (let tries = 0; tries < mostTries; tries++) {
    if (tries > 0) await pause(pauseAfter(tries));
    const won = await attempt();
    if (won !== undefined) return won;
  }
  throw new Error(`${what} could not be written: it was found changed ${mostTries} times in a row.`);
}
