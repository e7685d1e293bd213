/** When to look again, in milliseconds. Pure: the same tries give the same times. */

const second = 1_000;

/** Polls of a platform's job: soon at first, because small jobs are quick; at most once a minute later. */
export const pollDelay = (polls: number): number => Math.min(60 * second, Math.round(2 * second * 1.5 ** polls));

/** Tries after trouble that passes by itself (throttled, unavailable): the platform's own word where it gave one. */
export const retryDelay = (tries: number, retryAfterMs?: number): number =>
  Math.max(retryAfterMs ?? 0, Math.min(300 * second, 2 * second * 2 ** Math.min(tries, 10)));

/** Before a device the platform's storage stumbled over is sent again. */
export const transientDelay = (attempt: number): number =>
  Math.min(600 * second, 15 * second * 2 ** Math.min(attempt, 10));

/** Before work that failed for a reason nobody foresaw is tried again: at once at first, then rarely. */
export const failureDelay = (failures: number): number =>
  failures === 0 ? 0 : Math.min(6 * 3600 * second, 600 * second * 4 ** Math.min(failures - 1, 10));

/** Before a chunk that a person has to unblock is tried again. */
export const holdDelay = (tries: number): number => Math.min(900 * second, 60 * second * 2 ** Math.min(tries, 10));
