import { setImmediate } from 'node:timers/promises';
import { parse } from 'csv-parse/sync';
import { type ColumnFinder, makeColumnFinder } from '../../domain/reading/columns.ts';
import { asHeader, countTitles, headerRows } from '../../domain/reading/find-header.ts';
import { csvOptions } from './csv-options.ts';

/** How the rows of a text file are written. */
export interface TextLayout {
  readonly separator: string;
  /** Characters of Excel's hint (`sep=;`) in front of the first row, and the line number of that row. */
  readonly skip: number;
  readonly firstLine: number;
  /** Number of columns of the header, as far as it is known. */
  readonly width: number;
}

const separators = [',', ';', '\t', '|'];

interface Guess {
  readonly separator: string;
  readonly score: number;
  readonly width: number;
}

/**
 * The separator that makes a header of one of the first rows; where none does, the one that splits most rows.
 * Excel's own hint is tried first, but not believed where it gives no header and another one does.
 */
export async function detectLayout(prefix: string): Promise<TextLayout> {
  const hint = /^"?sep=([^\r\n"])"?(?:\r\n|\n|\r)/i.exec(prefix);
  const skip = hint?.[0].length ?? 0;
  const hinted = hint?.[1] === undefined ? [] : [hint[1]];
  const find = makeColumnFinder();
  let best: Guess = { separator: hinted[0] ?? ',', score: -1, width: 0 };
  for (const separator of new Set([...hinted, ...separators])) {
    const next = guess(prefix.slice(skip), separator, find);
    if (next.score > best.score) best = next;
    await setImmediate();
  }
  return { separator: best.separator, width: best.width, skip, firstLine: hint ? 2 : 1 };
}

function guess(text: string, separator: string, find: ColumnFinder): Guess {
  const rows = firstRecords(text, separator);
  let best: Guess = { separator, score: rows.filter((row) => row.length > 1).length / 1000, width: 0 };
  for (const row of rows) {
    const header = asHeader({ rowNumber: 1, cells: row.map((cell) => ({ kind: 'text', text: cell })) }, find);
    const score = header ? countTitles(header.columns) : 0;
    if (score > best.score) best = { separator, score, width: row.length };
  }
  return best;
}

function firstRecords(text: string, separator: string): string[][] {
  try {
    return parse(text, { ...csvOptions(separator), to: headerRows * 2 });
  } catch {
    // A stray quote among the first rows: their lines as they stand are good enough to find the separator.
    return text.split(/\r\n|\n|\r/, headerRows * 2).map((line) => line.split(separator));
  }
}
