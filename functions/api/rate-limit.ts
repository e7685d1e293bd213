/** Seconds to wait, or undefined: go on. */
export type RateLimit = (who: string, most: number) => number | undefined;

const windowMs = 60_000;
/** Whoever invents names must not fill the memory with them. */
const mostKnown = 10_000;

/**
 * So many requests of one caller a minute, in this instance. With several instances a caller gets more; it is there to
 * keep one from taking everything, and guessing of secrets from being quick.
 */
export function makeRateLimit(now: () => Date): RateLimit {
  const seen = new Map<string, { readonly since: number; count: number }>();
  return (who, most) => {
    const at = now().getTime();
    const known = seen.get(who);
    if (known !== undefined && at - known.since < windowMs) {
      known.count += 1;
      return known.count > most ? Math.max(1, Math.ceil((known.since + windowMs - at) / 1000)) : undefined;
    }
    seen.delete(who);
    for (const oldest of seen.keys()) if (seen.size >= mostKnown) seen.delete(oldest);
    seen.set(who, { since: at, count: 1 });
    return undefined;
  };
}
