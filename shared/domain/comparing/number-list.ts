/** A list of whole numbers that grows, in four bytes each (below 2^32) or eight (below 2^53). */
export interface NumberList {
  push(value: number): void;
  at(index: number): number;
  set(index: number, value: number): void;
  length(): number;
  /** The numbers in ascending order; the list itself stays as it is. */
  sorted(): Float64Array;
}

export function makeNumberList(kind: 'short' | 'long'): NumberList {
  const allocate = (size: number) => (kind === 'short' ? new Uint32Array(size) : new Float64Array(size));
  let values = allocate(64);
  let length = 0;
  return {
    push(value) {
      if (length === values.length) {
        const larger = allocate(Math.ceil(length * 1.5));
        larger.set(values);
        values = larger;
      }
      values[length] = value;
      length += 1;
    },
    at: (index) => values[index] ?? 0,
    set(index, value) {
      values[index] = value;
    },
    length: () => length,
    sorted: () => Float64Array.from(values.subarray(0, length)).sort(),
  };
}

/** Does a sorted list hold the number? */
export function holds(sorted: Float64Array, value: number): boolean {
  let from = 0;
  let to = sorted.length;
  while (from < to) {
    const middle = (from + to) >>> 1;
    if ((sorted[middle] ?? 0) < value) from = middle + 1;
    else to = middle;
  }
  return sorted[from] === value;
}
