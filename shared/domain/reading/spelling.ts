/** Number of letters to add, drop, change or swap to get from one text to the other; anything above `limit` may come back as `limit + 1`. */
export function distance(from: string, to: string, limit: number): number {
  if (Math.abs(from.length - to.length) > limit) return limit + 1;
  let beforeLast: number[] = [];
  let last = Array.from({ length: to.length + 1 }, (_, column) => column);
  for (let i = 1; i <= from.length; i++) {
    const row = [i];
    for (let j = 1; j <= to.length; j++) {
      const same = from[i - 1] === to[j - 1] ? 0 : 1;
      let least = Math.min((last[j] ?? 0) + 1, (row[j - 1] ?? 0) + 1, (last[j - 1] ?? 0) + same);
      const swapped = i > 1 && j > 1 && from[i - 1] === to[j - 2] && from[i - 2] === to[j - 1];
      if (swapped) least = Math.min(least, (beforeLast[j - 2] ?? 0) + 1);
      row.push(least);
    }
    beforeLast = last;
    last = row;
  }
  return last[to.length] ?? 0;
}

/** The known word that was probably meant; undefined where none is close. */
export function nearest(typed: string, known: readonly string[]): string | undefined {
  const limitOf = (word: string): number => Math.max(1, Math.floor(word.length / 3));
  const close = known
    .map((word) => ({ word, away: distance(typed, word, limitOf(word)) }))
    .filter(({ word, away }) => away <= limitOf(word))
    .toSorted((a, b) => a.away - b.away);
  return close[0]?.word;
}
