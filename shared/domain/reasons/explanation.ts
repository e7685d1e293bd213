/** Who has to do something next. */
export type Actor = 'nobody' | 'uploader' | 'operator' | 'customer' | 'maker' | 'microsoft';

/** A code in words a laptop seller understands. `{name}` stands for the reason's parameter of that name. */
export interface ReasonWords {
  readonly happened: string;
  readonly advice: string;
}

/** The words of a code, and who has to act. */
export interface Explanation extends ReasonWords {
  readonly who: Actor;
  /** `false`: dropping the row again cannot help, so the retry workbook leaves it out. Absent: it may, unless `who` is nobody. */
  readonly repeat?: boolean;
}
