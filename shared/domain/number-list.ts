/** A list of whole numbers below 2^48 that grows, eight bytes each. */
export interface NumberList {
  push(value: number): void;
  at(index: number): number;
  set(index: number, value: number): void;
  length(): number;
  /** The numbers in ascending order; the list itself stays as it is. */
  sorted(): Float64Array;
}

export function makeNumberList(): NumberList {
  let values = new Float64Array(64);
  let length = 0;
  return {
    push(value) {
      if (length === values.length) {
        const larger = new Float64Array(Math.ceil(length * 1.5));
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
    sorted: () => values.slice(0, length).sort(),
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
