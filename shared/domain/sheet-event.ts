import type { Reason } from './read-event.ts';

/** A cell as the file holds it; what it means is decided by the domain. */
export type Cell =
  | { readonly kind: 'empty' }
  | { readonly kind: 'text'; readonly text: string }
  /** `text` is the number exactly as the file spells it; `format` its display format where it has one. */
  | { readonly kind: 'number'; readonly text: string; readonly format?: string }
  | { readonly kind: 'date'; readonly text: string }
  | { readonly kind: 'boolean'; readonly text: string }
  | { readonly kind: 'error'; readonly text: string }
  | { readonly kind: 'formulaWithoutValue' };

/** What a spreadsheet reader yields; the last event is exactly one `end` or `refused`. */
export type SheetEvent =
  | { readonly kind: 'sheet'; readonly sheet?: string }
  | { readonly kind: 'row'; readonly rowNumber: number; readonly cells: readonly Cell[] }
  | { readonly kind: 'notice'; readonly notice: Reason }
  | { readonly kind: 'end' }
  | { readonly kind: 'refused'; readonly reason: Reason };
