import type { FileHandle } from 'node:fs/promises';
import { isBlank } from '../../domain/reading/cell-text.ts';
import type { ReadLimits } from '../../domain/reading/read-event.ts';
import type { Cell, SheetEvent } from '../../domain/reading/sheet-event.ts';
import type { Reason } from '../../domain/reason.ts';
import { csvRecords } from './csv-records.ts';
import type { TextRecord } from './csv-splitter.ts';
import { decodeText, detectEncoding } from './decode-text.ts';
import { detectLayout, type TextLayout } from './detect-layout.ts';
import { refuseOtherText } from './file-kind.ts';
import { Refusal } from './refusal.ts';
import type { Breathe } from './slices.ts';
import { makeWorkCount } from './work-count.ts';

/** How much of the text is looked at to find its separator: 30 rows of hashes fit in. */
const prefixCharacters = 256 * 1024;

/** The rows of a text file, each with the line it starts in. */
export async function* readCsv(
  handle: FileHandle,
  limits: ReadLimits,
  breathe: Breathe,
  textEncoding?: string,
): AsyncGenerator<SheetEvent> {
  const encoding = await detectEncoding(handle, breathe, textEncoding);
  const text = decodeText(handle, encoding);
  const prefix = await takePrefix(text);
  refuseOtherText(prefix);
  const layout = await detectLayout(prefix, limits.columns);

  yield encoding.guessed
    ? { kind: 'sheet', delimited: true, encodingGuessed: true }
    : { kind: 'sheet', delimited: true };
  if (encoding.guessed) yield { kind: 'notice', notice: { code: 'encoding_assumed' } };
  const work = makeWorkCount(limits);
  let rows = 0;
  const content = joined(prefix.slice(layout.skip), text);
  for await (const record of csvRecords(content, layout, work, breathe)) {
    const row = toRow(record, layout, limits);
    if (row === undefined) {
      work.blankRow();
      continue;
    }
    rows += 1;
    if (rows > limits.rows + 1) throw new Refusal('limit_rows', { limit: 'rows', value: limits.rows });
    yield row;
  }
}

async function takePrefix(text: AsyncIterator<string>): Promise<string> {
  let prefix = '';
  while (prefix.length < prefixCharacters) {
    const next = await text.next();
    if (next.done) break;
    prefix += next.value;
  }
  return prefix;
}

async function* joined(prefix: string, rest: AsyncIterable<string>): AsyncGenerator<string> {
  yield prefix;
  yield* rest;
}

/** The mark with which old programs end a text file. */
const endOfText = '\x1a';

function toRow({ fields, start, next }: TextRecord, layout: TextLayout, limits: ReadLimits): SheetEvent | undefined {
  const cells = fields.map(
    (text): Cell => (text === '' || text === endOfText ? { kind: 'empty' } : { kind: 'text', text }),
  );
  const filled = cells.findLastIndex((cell) => !isBlank(cell)) + 1;
  if (filled === 0) return undefined;
  if (filled > limits.columns)
    throw new Refusal('limit_columns', { limit: 'columns', value: limits.columns, row: start });
  if (fields.some((text) => text.length > limits.cellCharacters)) {
    throw new Refusal('limit_cell_characters', { limit: 'cellCharacters', value: limits.cellCharacters, row: start });
  }
  const row = { kind: 'row', rowNumber: start, cells: cells.slice(0, limits.columns) } as const;
  const fault = swallowedRows(fields, next - 1, layout);
  return fault ? { ...row, fault } : row;
}

/** A cell whose inner lines look like rows: two stray quotes have made one cell of them. */
function swallowedRows(fields: readonly string[], lastRow: number, layout: TextLayout): Reason | undefined {
  if (layout.width < 2) return undefined;
  const swallowed = fields.some((text) => {
    if (!/[\r\n]/.test(text)) return false;
    const [, ...inner] = text.split(/\r\n|\n|\r/);
    return inner.some((innerLine) => innerLine.split(layout.separator).length >= layout.width);
  });
  return swallowed ? { code: 'quote_swallowed_rows', params: { lastRow } } : undefined;
}
