import { legible } from '../shared/domain/reporting/shown-text.ts';

/** A column of a table for people. */
export interface Column {
  readonly title: string;
  /** Ids, serial numbers and counts are never cut: half of one is worse than a wide line. */
  readonly whole?: boolean;
  /** Numbers stand at the right. */
  readonly right?: boolean;
}

const gap = '  ';
/** A text is not cut to less than this. */
const leastWidth = 8;

const widthOf = (text: string): number => [...text].length;

const cutTo = (text: string, width: number): string =>
  widthOf(text) <= width ? text : `${[...text].slice(0, width - 1).join('')}…`;

/** A count as a cell; none is an empty one, so that what there is stands out. */
export const unlessNone = (count: number | undefined): string =>
  count === undefined || count === 0 ? '' : count.toLocaleString('en');

/** How wide a table may be: the terminal's width; as wide as it is where a program or a file reads it. */
export const tableWidth = (out: { readonly isTTY?: boolean; readonly columns?: number } = process.stdout): number =>
  out.isTTY === true ? (out.columns ?? 80) : Number.POSITIVE_INFINITY;

/** Takes from the widest column that may be cut, one character at a time, until the line fits or nothing is left to take. */
function widthsWithin(columns: readonly Column[], natural: readonly number[], width: number): readonly number[] {
  const widths = [...natural];
  const total = (): number => widths.reduce((sum, one) => sum + one, gap.length * (widths.length - 1));
  while (total() > width) {
    const widest = widths.reduce(
      (best, one, at) => (columns[at]?.whole === true || one <= (widths[best] ?? leastWidth) ? best : at),
      -1,
    );
    if (widest < 0 || (widths[widest] ?? 0) <= leastWidth) break;
    widths[widest] = (widths[widest] ?? 0) - 1;
  }
  return widths;
}

/** Rows as aligned lines under their titles, cut to the width; every line ends with a line feed. Nothing in a cell can move the cursor. */
export function table(
  columns: readonly Column[],
  rows: readonly (readonly string[])[],
  width: number = tableWidth(),
): string {
  const titles = columns.map(({ title }) => title);
  const lines = [titles, ...rows.map((row) => row.map((cell) => legible(cell).replaceAll('\t', ' ')))];
  const natural = columns.map((_, at) => Math.max(...lines.map((line) => widthOf(line[at] ?? ''))));
  const widths = widthsWithin(columns, natural, width);
  return lines
    .map((line) =>
      columns
        .map(({ right }, at) => {
          const size = widths[at] ?? 0;
          const cell = cutTo(line[at] ?? '', size);
          const blanks = ' '.repeat(size - widthOf(cell));
          return right === true ? blanks + cell : cell + blanks;
        })
        .join(gap)
        .trimEnd(),
    )
    .map((line) => `${line}\n`)
    .join('');
}
