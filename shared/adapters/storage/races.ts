import { setTimeout } from 'node:timers/promises';
import { longestRacePause } from '../../domain/waits.ts';

/** Waits so many milliseconds. */
export type Pause = (milliseconds: number) => Promise<unknown>;

const mostTries = 40;

/** Up to twice as long after each lost race, by chance, so that two hosts do not collide again. */
const pauseAfter = (tries: number): number => Math.random() * Math.min(longestRacePause, 10 * 2 ** tries);

/**
 * Repeats a conditional write that another one may overtake (`undefined`: it did), with pauses. After so many lost races
 * the cause is another one; then it throws.
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
