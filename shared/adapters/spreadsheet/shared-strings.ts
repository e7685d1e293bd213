import type { ReadLimits } from '../../domain/reading/read-event.ts';
import { parseXml } from './parse-xml.ts';
import { damaged, Refusal } from './refusal.ts';
import { makeRichText } from './rich-text.ts';
import type { Breathe } from './slices.ts';
import type { TempFile } from './temp-file.ts';
import type { WorkCount } from './work-count.ts';

/** The workbook's table of texts. */
export interface SharedStrings {
  /** The text with this index; a promise where it has to be fetched from disk. */
  get(index: number): string | Promise<string>;
}

/** Longer texts go to disk: a sheet of hashes is nearly all table, and the table comes before the first row. */
const keptCharacters = 256;
const keptInTotal = 32 * 1024 * 1024;
const windowBytes = 256 * 1024;

/** A workbook without a table: every index is wrong. */
export const noStrings: SharedStrings = {
  get() {
    throw damaged('noTextTable');
  },
};

/** Where a long text lies in the spill file, by index; a short one has no place there. */
interface Table {
  readonly short: string[];
  readonly offsets: number[];
  readonly lengths: number[];
}

export async function readSharedStrings(
  part: AsyncIterable<Uint8Array>,
  spill: TempFile,
  limits: ReadLimits,
  work: WorkCount,
  breathe: Breathe,
): Promise<SharedStrings> {
  const table: Table = { short: [], offsets: [], lengths: [] };
  const rich = makeRichText(limits.cellCharacters);
  let waiting: Buffer[] = [];
  let position = 0;
  let kept = 0;
  const handlers = {
    open(name: string) {
      if (name === 'si') rich.start();
      else rich.open(name);
    },
    text: rich.text,
    close(name: string) {
      if (name !== 'si') return rich.close(name);
      if (table.short.length >= limits.sharedStrings) {
        throw new Refusal('limit_shared_strings', { limit: 'sharedStrings', value: limits.sharedStrings });
      }
      const text = rich.take();
      const bytes = Buffer.from(text);
      const isShort = text.length <= keptCharacters && kept + text.length <= keptInTotal;
      if (isShort) kept += text.length;
      else waiting.push(bytes);
      // A text cut from the parser's chunk would keep the whole chunk alive.
      table.short.push(isShort ? bytes.toString() : '');
      table.offsets.push(isShort ? -1 : position);
      table.lengths.push(isShort ? 0 : bytes.length);
      if (!isShort) position += bytes.length;
    },
  };
  for await (const _ of parseXml(part, handlers, work)) {
    for (const bytes of waiting) await spill.handle.write(bytes);
    waiting = [];
    await breathe();
  }
  return lookUp(table, spill);
}

/** Rows ask for their texts nearly in the table's order: one window read ahead serves dozens of them. */
function lookUp(table: Table, spill: TempFile): SharedStrings {
  let window: Buffer = Buffer.alloc(0);
  let windowStart = 0;
  return {
    get(index) {
      const offset = table.offsets[index];
      const length = table.lengths[index];
      if (offset === undefined || length === undefined) throw damaged('textNotThere');
      if (offset < 0) return table.short[index] ?? '';
      const start = offset - windowStart;
      if (start >= 0 && start + length <= window.length) return window.toString('utf8', start, start + length);
      return load(offset, length);
    },
  };

  async function load(offset: number, length: number): Promise<string> {
    const size = Math.max(windowBytes, length);
    const { bytesRead, buffer } = await spill.handle.read(Buffer.allocUnsafeSlow(size), 0, size, offset);
    window = buffer.subarray(0, bytesRead);
    windowStart = offset;
    return window.toString('utf8', 0, length);
  }
}
