/** Numbers that stand for findings, in ascending order, as text for a stored document. */
export const encodeMarks = (sorted: Float64Array): string =>
  Buffer.from(sorted.buffer, sorted.byteOffset, sorted.byteLength).toString('base64');

/** What `encodeMarks` wrote; anything cut off at the end is left out. */
export function decodeMarks(text: string): Float64Array {
  const bytes = Buffer.from(text, 'base64');
  return Float64Array.from({ length: Math.floor(bytes.length / 8) }, (_, index) => bytes.readDoubleLE(index * 8));
}

/** How many of the first sorted list the second does not have. */
export function countMissing(sorted: Float64Array, from: Float64Array): number {
  let missing = 0;
  let at = 0;
  for (const mark of sorted) {
    while (at < from.length && (from[at] ?? 0) < mark) at += 1;
    if (from[at] !== mark) missing += 1;
  }
  return missing;
}
