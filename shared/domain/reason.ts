/** Values a message mentions (found length, limit, first row, …). Never a secret, a product key or a hash. */
export type ReasonParams = Readonly<Record<string, string | number>>;

/** A reason code of `row-issue.ts` with what its message needs. */
export interface Reason {
  readonly code: string;
  readonly params?: ReasonParams;
}
