import type { Row } from '../api-types.ts';

/** A remark that this many rows of a page carry is shown once, above them. */
const many = 4;

/** A remark that many rows share. */
export interface SharedRemark {
  readonly text: string;
  readonly rows: number;
}

/** The remarks that many of these rows share, most frequent first. */
export function sharedRemarks(rows: readonly Row[]): readonly SharedRemark[] {
  const counts = new Map<string, number>();
  for (const { remarks } of rows) {
    for (const text of new Set(remarks.map((remark) => remark.text))) counts.set(text, (counts.get(text) ?? 0) + 1);
  }
  return [...counts]
    .flatMap(([text, count]) => (count < many ? [] : [{ text, rows: count }]))
    .toSorted((one, other) => other.rows - one.rows);
}
