/** Four words of digest and the number + 1 (0: free). */
const slotWords = 5;
const parts = 64;
const firstSlots = 8;

/** Numbers by the first 128 bits of a SHA-256, in about 33 bytes an entry: a million strings would take ten times as much. */
export interface DigestMap {
  /** Keeps the number; the one that stands there already comes back instead. */
  add(digest: string, value: number): number | undefined;
  get(digest: string): number | undefined;
}

interface Slice {
  words: Uint32Array;
  used: number;
}

type Key = readonly [number, number, number, number];

const keyOf = (digest: string): Key => {
  const word = (index: number): number => Number.parseInt(digest.slice(index * 8, index * 8 + 8), 16);
  return [word(0), word(1), word(2), word(3)];
};

/** Where the key stands, or the free slot where it would. */
function slotOf(words: Uint32Array, key: Key): number {
  const slots = words.length / slotWords;
  let slot = key[0] % slots;
  for (;;) {
    const at = slot * slotWords;
    if (words[at + 4] === 0) return at;
    if (words[at] === key[0] && words[at + 1] === key[1] && words[at + 2] === key[2] && words[at + 3] === key[3])
      return at;
    slot = (slot + 1) % slots;
  }
}

function grow(slice: Slice): void {
  const old = slice.words;
  slice.words = new Uint32Array(Math.ceil((old.length / slotWords) * 1.5) * slotWords);
  for (let at = 0; at < old.length; at += slotWords) {
    if (old[at + 4] === 0) continue;
    const key: Key = [old[at] ?? 0, old[at + 1] ?? 0, old[at + 2] ?? 0, old[at + 3] ?? 0];
    put(slice.words, slotOf(slice.words, key), key, old[at + 4] ?? 0);
  }
}

function put(words: Uint32Array, at: number, key: Key, value: number): void {
  for (let index = 0; index < 4; index += 1) words[at + index] = key[index] ?? 0;
  words[at + 4] = value;
}

/** Digests are hex text. The table grows in slices, so that no growth copies the whole of it. */
export function makeDigestMap(): DigestMap {
  const slices = new Map<number, Slice>();
  const sliceOf = (key: Key): Slice | undefined => slices.get(key[3] % parts);
  return {
    add(digest, value) {
      const key = keyOf(digest);
      const slice = sliceOf(key) ?? { words: new Uint32Array(firstSlots * slotWords), used: 0 };
      slices.set(key[3] % parts, slice);
      const at = slotOf(slice.words, key);
      const there = slice.words[at + 4] ?? 0;
      if (there !== 0) return there - 1;
      put(slice.words, at, key, value + 1);
      slice.used += 1;
      if (slice.used * 4 > (slice.words.length / slotWords) * 3) grow(slice);
      return undefined;
    },
    get(digest) {
      const key = keyOf(digest);
      const slice = sliceOf(key);
      const there = slice?.words[slotOf(slice.words, key) + 4] ?? 0;
      return there === 0 ? undefined : there - 1;
    },
  };
}
