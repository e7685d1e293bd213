import type { Options } from 'csv-parse';

/** An unclosed quote must fail here, not at the end of the file. A row with the largest hash has under 10 KiB. */
export const recordBytes = 128 * 1024;

/** Kept as lenient as can be without guessing: what does not fit is said of the row, not of the file. */
export function csvOptions(separator: string): Options {
  return {
    delimiter: separator,
    record_delimiter: ['\r\n', '\n', '\r'],
    relax_quotes: true,
    relax_column_count: true,
    max_record_size: recordBytes,
  };
}
