/** Remembers the answers used last, `most` of them; who asks for one that is under way waits for the same one. */
export function lastUsed<Key, T>(most: number): (key: Key, ask: () => Promise<T>) => Promise<T> {
  const known = new Map<Key, Promise<T>>();
  return (key, ask) => {
    const answer = known.get(key) ?? ask();
    known.delete(key);
    known.set(key, answer);
    for (const oldest of known.keys()) if (known.size > most) known.delete(oldest);
    return answer;
  };
}
