const second = 1_000;

/** Before an upload whose run failed is taken up again, in milliseconds: an outage of a moment must not use up its tries. */
export const readingDelay = (claim: number): number =>
  Math.min(600 * second, 15 * second * 2 ** Math.min(Math.max(claim, 1) - 1, 10));
