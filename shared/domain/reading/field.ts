import type { Reason } from '../reason.ts';
import type { ReasonCode } from '../reasons/codes.ts';
import { isErrorText, unwrap } from './cell-text.ts';
import type { Cell } from './sheet-event.ts';

/** What a cell says of one thing: nothing, a value that may be used, or something that may not. */
export type Field<T> =
  | { readonly kind: 'none' }
  | { readonly kind: 'good'; readonly value: T; readonly warnings: readonly Reason[] }
  | { readonly kind: 'bad'; readonly reason: Reason };

export const none = { kind: 'none' } as const;

export function good<T>(value: T, ...warnings: readonly Reason[]): Field<T> {
  return { kind: 'good', value, warnings };
}

export function bad(code: ReasonCode, params?: Reason['params']): { readonly kind: 'bad'; readonly reason: Reason } {
  return { kind: 'bad', reason: params === undefined ? { code } : { code, params } };
}

/** What is wrong with a cell whatever it was meant to hold: an error value, a formula that was never calculated, a yes or no. */
export function cellFault(cell: Cell): Reason | undefined {
  if (cell.kind === 'error') return { code: 'cell_error' };
  if (cell.kind === 'formulaWithoutValue') return { code: 'formula_no_value' };
  if (cell.kind === 'boolean') return { code: 'cell_type', params: { detail: 'boolean' } };
  if (cell.kind === 'text' && cell.format !== undefined) return { code: 'cell_type', params: { detail: 'format' } };
  if (cell.kind === 'text' && isErrorText(unwrap(cell.text))) return { code: 'cell_error' };
  return undefined;
}
