import { Refusal } from './refusal.ts';

/** An unclosed quote must fail here, not at the end of the file. A row with the largest hash has under 10 KiB. */
export const recordBytes = 128 * 1024;

/** Excel's own last column: no real record has more cells, not even empty ones. */
const lastColumn = 16_384;

/** A record and the lines it takes up. */
export interface TextRecord {
  readonly fields: readonly string[];
  readonly start: number;
  /** Where the next record starts. */
  readonly next: number;
}

/** Splits UTF-8 into records, piece by piece. A record has one field at least. */
export interface CsvSplitter {
  take(piece: Uint8Array): void;
  /** Nothing more comes: the last record needs no line end. */
  end(): void;
}

interface SplitterDeps {
  /** One ASCII character. */
  readonly separator: string;
  readonly firstLine: number;
  readonly onRecord: (record: TextRecord) => void;
  /** Called instead where a line holds nothing at all. */
  readonly onBlankLine: () => void;
}

const quote = 0x22;
const lineFeed = 0x0a;
const carriageReturn = 0x0d;

/** Where in a field the next byte stands. */
type Place = 'start' | 'plain' | 'quoted' | 'afterQuote';

/**
 * Kept as lenient as can be without guessing: what does not fit is a fault of the row, not of the file. A quote counts only
 * at the start of a field, and only where a separator or a line end follows the one that closes it; any other is text.
 * Bytes and cells of a record are bounded while it is still open, and an empty line costs next to nothing: a file may
 * consist of either.
 */
export function makeCsvSplitter({ separator, firstLine, onRecord, onBlankLine }: SplitterDeps): CsvSplitter {
  const comma = separator.charCodeAt(0);
  let place: Place = 'start';
  let fields: string[] = [];
  /** Finished parts of the open field, in front of what is being looked at. */
  let parts: Uint8Array[] = [];
  /** The field stood in quotes: an empty one counts, too. */
  let wasQuoted = false;
  let size = 0;
  let line = firstLine;
  let startLine = firstLine;
  /** A line feed right after a carriage return belongs to it. */
  let afterReturn = false;

  function keep(piece: Uint8Array, from: number, to: number): void {
    if (to === from) return;
    size += to - from;
    if (size > recordBytes) throw new Refusal('limit_record', { limit: 'record', value: recordBytes, row: startLine });
    parts.push(piece.subarray(from, to));
  }

  function endField(): void {
    if (fields.length === lastColumn)
      throw new Refusal('limit_columns', { limit: 'columns', value: lastColumn, row: startLine });
    const [only] = parts;
    fields.push(only === undefined ? '' : asText(parts.length === 1 ? only : Buffer.concat(parts)));
    parts = [];
    wasQuoted = false;
    place = 'start';
  }

  function endRecord(): void {
    line += 1;
    if (fields.length === 0 && parts.length === 0 && !wasQuoted) {
      place = 'start';
      onBlankLine();
    } else {
      endField();
      onRecord({ fields, start: startLine, next: line });
      fields = [];
      size = 0;
    }
    startLine = line;
  }

  /** Looks for the end of a field that stands in no quotes; gives the index behind what it took. */
  function plain(piece: Uint8Array, from: number): number {
    for (let at = from; at < piece.length; at++) {
      const byte = piece[at];
      if (byte === comma) {
        keep(piece, from, at);
        endField();
        return at + 1;
      }
      if (byte === lineFeed || byte === carriageReturn) {
        keep(piece, from, at);
        endRecord();
        afterReturn = byte === carriageReturn;
        return at + 1;
      }
    }
    keep(piece, from, piece.length);
    place = 'plain';
    return piece.length;
  }

  function quoted(piece: Uint8Array, from: number): number {
    const at = piece.indexOf(quote, from);
    const end = at < 0 ? piece.length : at;
    keep(piece, from, end);
    countLines(piece, from, end);
    if (at < 0) return end;
    place = 'afterQuote';
    return at + 1;
  }

  /** A cell's line breaks are lines of the file. */
  function countLines(piece: Uint8Array, from: number, to: number): void {
    for (let at = from; at < to; at++) {
      const byte = piece[at];
      if (byte === carriageReturn || (byte === lineFeed && !afterReturn)) line += 1;
      afterReturn = byte === carriageReturn;
    }
  }

  function closeQuote(piece: Uint8Array, at: number): number {
    const byte = piece[at];
    afterReturn = false;
    if (byte === quote) {
      keep(piece, at, at + 1);
      place = 'quoted';
      return at + 1;
    }
    place = 'plain';
    // No separator: what looked like quotes is part of the text.
    if (byte !== comma && byte !== lineFeed && byte !== carriageReturn) {
      parts.unshift(quoteByte);
      keep(quoteByte, 0, 1);
    }
    return at;
  }

  function open(piece: Uint8Array, at: number): number {
    if (piece[at] !== quote) return plain(piece, at);
    wasQuoted = true;
    place = 'quoted';
    return at + 1;
  }

  function step(piece: Uint8Array, at: number): number {
    switch (place) {
      case 'start':
        return open(piece, at);
      case 'plain':
        return plain(piece, at);
      case 'quoted':
        return quoted(piece, at);
      case 'afterQuote':
        return closeQuote(piece, at);
    }
  }

  return {
    take(piece) {
      for (let at = 0; at < piece.length; ) {
        if (afterReturn && place !== 'quoted' && place !== 'afterQuote') {
          afterReturn = false;
          if (piece[at] === lineFeed) {
            at += 1;
            continue;
          }
        }
        at = step(piece, at);
      }
      // A copy, as the piece's memory may be used for the next one; and one part, as each doubled quote makes two.
      if (parts.length > 0) parts = [Buffer.concat(parts)];
    },
    end() {
      if (place === 'quoted') throw new Refusal('unclosed_quote', { row: startLine });
      if (fields.length > 0 || parts.length > 0 || wasQuoted) endRecord();
    },
  };
}

const quoteByte = Uint8Array.of(quote);

/** A copy: a text cut from a larger one would keep all of it alive. */
function asText(bytes: Uint8Array): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString();
}
