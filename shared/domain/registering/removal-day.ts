/** How many devices were taken out through one connection on one day, by chunk: counting a chunk twice changes nothing. */
export interface RemovalDay {
  readonly day: string;
  readonly chunks: Readonly<Record<string, number>>;
}

/** The day with a chunk's devices counted; undefined: they would be more than the limit. */
export function takeRemovals(
  there: RemovalDay,
  chunkId: string,
  devices: number,
  limit: number,
): RemovalDay | undefined {
  const { [chunkId]: _counted, ...others } = there.chunks;
  const sum = Object.values(others).reduce((total, count) => total + count, devices);
  return sum > limit ? undefined : { ...there, chunks: { ...others, [chunkId]: devices } };
}
