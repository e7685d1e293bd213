import type { FileHandle } from 'node:fs/promises';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { CsvError, parse } from 'csv-parse';
import { isBlank } from '../../domain/reading/cell-text.ts';
import type { ReadLimits } from '../../domain/reading/read-event.ts';
import type { Cell, SheetEvent } from '../../domain/reading/sheet-event.ts';
import type { Reason } from '../../domain/reason.ts';
import { csvOptions, recordBytes } from './csv-options.ts';
import { decodeText, detectEncoding } from './decode-text.ts';
import { detectLayout, type TextLayout } from './detect-layout.ts';
import { Refusal } from './refusal.ts';
import { makeBreather } from './slices.ts';

/** How much of the text is looked at to find its separator: 30 rows of hashes fit in. */
const prefixCharacters = 256 * 1024;

/** The rows of a text file, each with the line it starts in. */
export async function* readCsv(
  handle: FileHandle,
  limits: ReadLimits,
  signal?: AbortSignal,
): AsyncGenerator<SheetEvent> {
  const encoding = await detectEncoding(handle);
  const text = decodeText(handle, encoding);
  const prefix = await takePrefix(text);
  refuseOtherFiles(prefix);
  const layout = await detectLayout(prefix);

  yield { kind: 'sheet', delimited: true };
  if (encoding === 'windows-1252') yield { kind: 'notice', notice: { code: 'encoding_assumed' } };
  const breathe = makeBreather(signal);
  let rows = 0;
  for await (const record of records(joined(prefix.slice(layout.skip), text), layout)) {
    const row = toRow(record, layout, limits);
    if (row === undefined) continue;
    rows += 1;
    if (rows > limits.rows + 1) throw new Refusal('limit_rows', { limit: 'rows', value: limits.rows });
    yield row;
    await breathe();
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

/** All rows of a piece are parsed at once and wait: small pieces keep the wait, the memory and each turn of the loop small. */
const pieceCharacters = 8 * 1024;

async function* joined(prefix: string, rest: AsyncIterable<string>): AsyncGenerator<string> {
  yield* pieces(prefix);
  for await (const text of rest) yield* pieces(text);
}

function* pieces(text: string): Generator<string> {
  for (let at = 0; at < text.length; at += pieceCharacters) yield text.slice(at, at + pieceCharacters);
}

/** The mark with which old programs end a text file. */
const endOfText = '\x1a';

/** Web pages and XML with a spreadsheet's name, and anything that is no text at all. */
function refuseOtherFiles(prefix: string): void {
  if (/^\s*</.test(prefix)) throw new Refusal('not_a_spreadsheet', { detail: 'markup' });
  // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what tells other files from text
  if (/^%PDF|^\{\\rtf|[\0-\x08\x0e-\x19\x1b-\x1f]/.test(prefix)) throw new Refusal('not_a_spreadsheet');
}

/** A record and the lines it takes up. */
interface TextRecord {
  readonly fields: readonly string[];
  readonly start: number;
  /** Where the next record starts. */
  readonly next: number;
}

async function* records(text: AsyncIterable<string>, layout: TextLayout): AsyncGenerator<TextRecord> {
  // Counted while parsing, as the parser itself counts CRLF inside quotes twice; records wait in its buffer for the loop.
  let line = layout.firstLine;
  const starts: number[] = [];
  const count = (fields: string[]) => {
    starts.push(line);
    line += 1 + fields.reduce((sum, field) => sum + lineBreaks(field), 0);
    return fields;
  };
  const parser = parse({ ...csvOptions(layout.separator), on_record: count });
  // Its failure reaches the loop below through the parser, which the pipeline destroys with the same error.
  const pumping = pipeline(Readable.from(text, { objectMode: false }), parser).catch(() => undefined);
  try {
    for await (const fields of parser) yield { fields, start: starts.shift() ?? line, next: starts[0] ?? line };
  } catch (error) {
    throw error instanceof CsvError ? asRefusal(error, line) : error;
  } finally {
    parser.destroy();
    await pumping;
  }
}

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

function lineBreaks(text: string): number {
  return text.match(/\r\n|\n|\r/g)?.length ?? 0;
}

function asRefusal(error: CsvError, row: number): Refusal {
  if (error.code === 'CSV_QUOTE_NOT_CLOSED') return new Refusal('unclosed_quote', { row }, { cause: error });
  if (error.code === 'CSV_MAX_RECORD_SIZE')
    return new Refusal('limit_record', { limit: 'record', value: recordBytes, row }, { cause: error });
  return new Refusal(
    'not_a_spreadsheet',
    { detail: 'badText', problem: `row ${row} cannot be read` },
    { cause: error },
  );
}
