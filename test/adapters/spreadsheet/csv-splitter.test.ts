import { expect } from 'chai';
import { parse } from 'csv-parse/sync';
import fc from 'fast-check';
import { describe, it } from 'mocha';
import { makeCsvSplitter, recordBytes, type TextRecord } from '../../../shared/adapters/spreadsheet/csv-splitter.ts';
import { Refusal } from '../../../shared/adapters/spreadsheet/refusal.ts';

interface Split {
  readonly records: readonly TextRecord[];
  readonly blankLines: number;
}

/** The records of a text that comes in pieces of so many bytes; all pieces lie in the same memory, as a reused buffer does. */
function split(text: string, separator = ',', pieceBytes = 64 * 1024): Split {
  const records: TextRecord[] = [];
  let blankLines = 0;
  const splitter = makeCsvSplitter({
    separator,
    firstLine: 1,
    onRecord: (record) => void records.push(record),
    onBlankLine: () => {
      blankLines += 1;
    },
  });
  const bytes = Buffer.from(text);
  const buffer = Buffer.alloc(pieceBytes);
  for (let at = 0; at < bytes.length; at += pieceBytes) {
    const length = bytes.copy(buffer, 0, at, at + pieceBytes);
    splitter.take(buffer.subarray(0, length));
  }
  splitter.end();
  return { records, blankLines };
}

function refusal(text: string): string {
  try {
    split(text);
    return 'none';
  } catch (error) {
    return error instanceof Refusal ? `${error.reason.code} in row ${error.reason.params?.['row']}` : String(error);
  }
}

describe('splitting text into records', () => {
  const text = fc
    .array(fc.constantFrom('a', 'ü', '😀', '"', '""', ',', ';', '\r', '\n', '\r\n', ' ', '="1"'), { maxLength: 40 })
    .map((words) => words.join(''));

  it('gives what csv-parse gives, whatever the text and the pieces it comes in', () => {
    const options = { record_delimiter: ['\r\n', '\n', '\r'], relax_quotes: true, relax_column_count: true };
    fc.assert(
      fc.property(text, fc.constantFrom(',', ';'), fc.integer({ min: 1, max: 7 }), (words, separator, pieceBytes) => {
        let expected: string[][];
        try {
          expected = parse(words, { ...options, delimiter: separator });
        } catch {
          expect(() => split(words, separator, pieceBytes)).to.throw(Refusal);
          return;
        }
        const { records, blankLines } = split(words, separator, pieceBytes);
        const blank = (fields: readonly string[]): boolean => fields.length === 1 && fields[0] === '';
        expect(records.map(({ fields }) => fields).filter((fields) => !blank(fields))).to.deep.equal(
          expected.filter((fields) => !blank(fields)),
        );
        expect(records.length + blankLines).to.equal(expected.length);
      }),
      { numRuns: 3000 },
    );
  });

  it('says in which lines a record stands, those inside quotes counted', () => {
    const { records } = split('a\r\n\r\n"b\r\nc\rd\ne"\r\nf\r\n');
    expect(records.map(({ start, next }) => [start, next])).to.deep.equal([
      [1, 2],
      [3, 7],
      [7, 8],
    ]);
  });

  it('a record of more than its bytes is refused while it is still open', () => {
    const long = 'x'.repeat(recordBytes);
    expect(refusal(`a,b\n${long}y`)).to.equal('limit_record in row 2');
    expect(refusal(`a,b\n"${long.replaceAll('x', '""')}""`)).to.equal('limit_record in row 2');
    expect(refusal(`a,b\n${long},,\n`)).to.equal('none');
  });

  it('a record of more cells than Excel has columns is refused while it is still open', () => {
    expect(refusal(`a,b\n${','.repeat(16_384)}`)).to.equal('limit_columns in row 2');
    expect(refusal(`a,b\n${','.repeat(16_383)}`)).to.equal('none');
    expect(refusal(`a,b\n${',"\n"'.repeat(16_384)}`)).to.equal('limit_columns in row 2');
  });

  it('a quote that is never closed is named by the row it stands in', () => {
    expect(refusal('a\n"b\nc')).to.equal('unclosed_quote in row 2');
  });
});
