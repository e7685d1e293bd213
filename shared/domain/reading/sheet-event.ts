import type { Reason } from '../reason.ts';

/** A cell as the file holds it; what it means is decided by the domain. */
export type Cell =
  | { readonly kind: 'empty' }
  /** `format` only where it shows more or less than the text: `"TAG-"@`, `;;;`. */
  | { readonly kind: 'text'; readonly text: string; readonly format?: string }
  /** `text` is the number exactly as the file spells it; `format` its display format where it has one. */
  | { readonly kind: 'number'; readonly text: string; readonly format?: string }
  /** A number with a date format, as ISO text. */
  | { readonly kind: 'date'; readonly text: string }
  | { readonly kind: 'boolean'; readonly text: string }
  | { readonly kind: 'error'; readonly text: string }
  | { readonly kind: 'formulaWithoutValue' };

/** What a spreadsheet reader yields; the last event is exactly one `end` or `refused`. */
export type SheetEvent =
  /**
   * `delimited`: cells of a text file, where a separator too many or too few shifts the rest of its row.
   * `hiddenColumns`: places, from 0, of columns that whoever sent the sheet does not see.
   */
  | {
      readonly kind: 'sheet';
      readonly sheet?: string;
      readonly delimited?: boolean;
      readonly hiddenColumns?: readonly number[];
      /** Nothing in the file or the settings says its encoding: only its ASCII characters are certain. */
      readonly encodingGuessed?: boolean;
    }
  /** Rows with something in them, in order. `fault`: why the row as a whole can't be trusted, if the reader knows. */
  | { readonly kind: 'row'; readonly rowNumber: number; readonly cells: readonly Cell[]; readonly fault?: Reason }
  | { readonly kind: 'notice'; readonly notice: Reason }
  | { readonly kind: 'end' }
  | { readonly kind: 'refused'; readonly reason: Reason };
