import type { OtherAction } from '../device-action.ts';
import type { Device, NamedCustomer, RowPlace } from '../identity.ts';
import type { Reason } from '../reason.ts';

/** What our reader says of one row, before any platform or customer is considered. */
export type RowReading =
  | { readonly kind: 'device'; readonly device: Device; readonly warnings: readonly Reason[] }
  | {
      readonly kind: 'rejected';
      readonly reason: Reason;
      readonly warnings: readonly Reason[];
      /** Absent where the row names no customer that could be read. */
      readonly named?: NamedCustomer;
      /** It names a registered device by this service's own reference alone, which the reader can't follow. */
      readonly byReference?: NamedByReference;
    }
  | {
      readonly kind: 'duplicate';
      readonly of: RowPlace;
      readonly warnings: readonly Reason[];
      readonly named?: NamedCustomer;
    }
  | { readonly kind: 'ignored'; readonly reason: Reason };

/** A row whose device is that of an earlier row. */
export interface NamedByReference {
  /** `uploadId#sheet#row` of that row. */
  readonly reference: string;
  readonly action: OtherAction;
  /** The row as if it named that device itself. `customer`: whom it is for, where the row names none. */
  identify(identities: Device['identities'], customer: string): RowReading;
}

/** One data row of the uploader's file, in the file's own order. Blank rows do not appear. */
export interface ReadRow extends RowPlace {
  /** The uploader's own cells as text, in column order; product keys are blanked, everything else is untouched. */
  readonly cells: readonly string[];
  readonly reading: RowReading;
  /** Texts to the right of the last title, where a sheet has such cells: nothing is read from them, and they are not shown. */
  readonly beyond?: readonly string[];
}

/** A sheet (or the CSV) in which a device header was found. */
export interface ReadSheet {
  readonly sheet?: string;
  readonly headerRow: number;
  /** Header titles as the uploader spelled them; a row's `cells` stand in the same order. */
  readonly titles: readonly string[];
  /** For each title the known column it was taken for, or null. */
  readonly columns: readonly (string | null)[];
}

/**
 * What comes out of reading an upload, in order: `sheet` before its rows, `notice` anywhere, and as the last event
 * exactly one `end` or `refused`. After `refused` the whole file counts as not read, whatever came before.
 */
export type ReadEvent =
  | { readonly kind: 'sheet'; readonly sheet: ReadSheet }
  | { readonly kind: 'row'; readonly row: ReadRow }
  | { readonly kind: 'notice'; readonly notice: Reason }
  | { readonly kind: 'end' }
  | { readonly kind: 'refused'; readonly reason: Reason };

/** Upper bounds for one file; every refusal names the limit and its value. Sizes in bytes. */
export interface ReadLimits {
  readonly xlsxBytes: number;
  readonly csvBytes: number;
  readonly zipEntries: number;
  readonly inflatedBytes: number;
  readonly partBytes: number;
  readonly ratio: number;
  readonly sheets: number;
  readonly rows: number;
  readonly columns: number;
  readonly cells: number;
  readonly cellCharacters: number;
  readonly sharedStrings: number;
  /** Rows without anything in them. */
  readonly blankRows: number;
  /** Cells of a text file, tags of a workbook; empty ones, too. */
  readonly elements: number;
  /** Characters of shared texts, counted each time a cell names them. */
  readonly sharedCharacters: number;
}

export interface ReadingOptions {
  readonly limits: ReadLimits;
  /** The partner's own column names: title -> known column. */
  readonly columns?: Readonly<Record<string, string>>;
  /** A damaged hash beside a complete tuple or PKID: use the other identity, with a warning. Off by default. */
  readonly fallbackFromDamagedHash?: boolean;
  /** What is to be done with every device of the file; absent: each row says, or is registered. */
  readonly action?: OtherAction;
}

/** The defaults of every limit; settings may lower or raise each one. */
export const defaultLimits: ReadLimits = {
  xlsxBytes: 200 * 1024 * 1024,
  csvBytes: 512 * 1024 * 1024,
  zipEntries: 2_000,
  inflatedBytes: 1024 * 1024 * 1024,
  partBytes: 768 * 1024 * 1024,
  ratio: 200,
  sheets: 50,
  rows: 1_048_575,
  columns: 256,
  cells: 5_000_000,
  cellCharacters: 32_767,
  sharedStrings: 2_000_000,
  blankRows: 1_048_576,
  elements: 50_000_000,
  sharedCharacters: 512 * 1024 * 1024,
};
