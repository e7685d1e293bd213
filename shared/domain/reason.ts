import type { ReasonCode } from './reasons/codes.ts';

/** Values a message mentions (found length, limit, first row, …). Never a secret, a product key or a hash. */
export type ReasonParams = Readonly<Record<string, string | number>>;

/** Why something is as it is: a code of the tables in `reasons/`, with what its message needs. */
export interface Reason<Code extends string = ReasonCode> {
  readonly code: Code;
  readonly params?: ReasonParams;
}

/** A reason as it may come from storage: another release may have had other codes. */
export type StoredReason = Reason<string>;
