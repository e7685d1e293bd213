import { makeCsvSplitter, type TextRecord } from './csv-splitter.ts';
import type { TextLayout } from './detect-layout.ts';
import type { Breathe } from './slices.ts';
import type { WorkCount } from './work-count.ts';

/** The text is split in pieces of this size: they bound the rows that wait, the memory and each turn of the loop. */
const pieceBytes = 16 * 1024;

/** The records of a text. Those without a character in them are only counted. */
export async function* csvRecords(
  text: AsyncIterable<string>,
  { separator, firstLine }: TextLayout,
  work: WorkCount,
  breathe: Breathe,
): AsyncGenerator<TextRecord> {
  let waiting: TextRecord[] = [];
  const onRecord = (record: TextRecord): void => {
    work.elements(record.fields.length);
    if (record.fields.every((field) => field === '')) work.blankRow();
    else waiting.push(record);
  };
  const onBlankLine = (): void => {
    work.elements(1);
    work.blankRow();
  };
  const splitter = makeCsvSplitter({ separator, firstLine, onRecord, onBlankLine });
  const encoder = new TextEncoder();
  // One for all: memory outside the heap that is given up piece by piece comes back late.
  const bytes = new Uint8Array(pieceBytes);
  for await (const part of text) {
    for (let at = 0; at < part.length; ) {
      const { read, written } = encoder.encodeInto(part.slice(at, at + pieceBytes), bytes);
      at += read;
      splitter.take(bytes.subarray(0, written));
      const records = waiting;
      waiting = [];
      for (const record of records) {
        yield record;
        await breathe();
      }
      await breathe();
    }
  }
  splitter.end();
  yield* waiting;
}
