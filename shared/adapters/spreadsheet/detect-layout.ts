import { setImmediate } from 'node:timers/promises';
import { type ColumnFinder, makeColumnFinder } from '../../domain/reading/columns.ts';
import { asHeader, countTitles, headerRows } from '../../domain/reading/find-header.ts';
import { makeCsvSplitter } from './csv-splitter.ts';
import { Refusal } from './refusal.ts';

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
export async function detectLayout(prefix: string, columns: number): Promise<TextLayout> {
  const hint = /^"?sep=([^\r\n"])"?(?:\r\n|\n|\r)/i.exec(prefix);
  const skip = hint?.[0].length ?? 0;
  const hinted = hint?.[1] === undefined || hint[1] > '~' ? [] : [hint[1]];
  const find = makeColumnFinder();
  let best: Guess = { separator: hinted[0] ?? ',', score: -1, width: 0 };
  for (const separator of new Set([...hinted, ...separators])) {
    const next = guess(prefix.slice(skip), separator, columns, find);
    if (next.score > best.score) best = next;
    await setImmediate();
  }
  return { separator: best.separator, width: best.width, skip, firstLine: hint ? 2 : 1 };
}

function guess(text: string, separator: string, columns: number, find: ColumnFinder): Guess {
  const rows = firstRecords(text, separator);
  let best: Guess = { separator, score: rows.filter((row) => row.length > 1).length / 1000, width: 0 };
  for (const row of rows) {
    const header = asHeader(
      { rowNumber: 1, cells: row.slice(0, columns).map((cell) => ({ kind: 'text', text: cell })) },
      find,
    );
    const score = header ? countTitles(header.columns) : 0;
    if (score > best.score) best = { separator, score, width: row.length };
  }
  return best;
}

const pieceBytes = 16 * 1024;

function firstRecords(text: string, separator: string): readonly (readonly string[])[] {
  const rows: (readonly string[])[] = [];
  const onRecord = ({ fields }: { readonly fields: readonly string[] }): void => void rows.push(fields);
  const splitter = makeCsvSplitter({ separator, firstLine: 1, onRecord, onBlankLine: () => undefined });
  const bytes = Buffer.from(text);
  try {
    for (let at = 0; at < bytes.length && rows.length < headerRows * 2; at += pieceBytes) {
      splitter.take(bytes.subarray(at, at + pieceBytes));
    }
    if (rows.length < headerRows * 2) splitter.end();
    return rows.slice(0, headerRows * 2);
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    // A stray quote among the first rows: their lines as they stand are good enough to find the separator.
    return text.split(/\r\n|\n|\r/, headerRows * 2).map((row) => row.split(separator));
  }
}
