/** When an upload may be done, and what that rests on: its own pace so far, or what such jobs usually take. */
export interface Estimate {
  readonly seconds: number;
  readonly basis: 'thisUpload' | 'usual';
}

/**
 * How long it may still take, without what is held. `usualSeconds`: what the chunks left usually take. Undefined: nothing
 * is left, or there is nothing to go by.
 */
export function estimate(
  given: {
    readonly receivedAt: string;
    readonly settled: number;
    readonly left: number;
    readonly usualSeconds: number | undefined;
  },
  now: Date,
): Estimate | undefined {
  const { receivedAt, settled, left, usualSeconds } = given;
  if (left <= 0) return undefined;
  if (settled > 0) {
    const perDevice = (now.getTime() - Date.parse(receivedAt)) / settled;
    return { seconds: Math.max(1, Math.ceil((left * perDevice) / 1000)), basis: 'thisUpload' };
  }
  return usualSeconds === undefined ? undefined : { seconds: usualSeconds, basis: 'usual' };
}
