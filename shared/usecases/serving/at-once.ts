const workers = 16;

/** Does the same for each item, some at once; results in the order of the items. */
export async function atOnce<T, R>(items: readonly T[], act: (item: T) => Promise<R>): Promise<readonly R[]> {
  const results: R[] = [];
  for (let at = 0; at < items.length; at += workers) {
    results.push(...(await Promise.all(items.slice(at, at + workers).map(act))));
  }
  return results;
}
