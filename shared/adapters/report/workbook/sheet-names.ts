const longest = 31;
const forbidden = /[*?:\\/[\]\p{Cc}\p{Cs}]/gu;

/**
 * Gives sheets names that Excel opens: at most 31 characters, none of `* ? : \ / [ ]`, no quote at either end, not
 * «History», not empty, and no two alike (case does not tell them apart).
 */
export const makeSheetNames = (reserved: readonly string[] = []) => {
  const taken = new Set(['history', ...reserved.map((name) => name.toLowerCase())]);
  const free = (name: string): boolean => !taken.has(name.toLowerCase());
  return (wanted: string): string => {
    const clean =
      wanted
        .replace(forbidden, ' ')
        .trim()
        .replace(/^'+|'+$/g, '')
        .slice(0, longest)
        .trim() || 'Sheet';
    let name = clean;
    for (let copy = 2; !free(name); copy += 1) {
      const ending = ` (${copy})`;
      name = clean.slice(0, longest - ending.length) + ending;
    }
    taken.add(name.toLowerCase());
    return name;
  };
};
