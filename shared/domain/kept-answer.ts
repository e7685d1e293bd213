/** One answer that costs a call, kept while it is fresh. */
export interface KeptAnswer<T> {
  /** The answer; all who want it meanwhile wait for the same call, and see it fail together. A failure is not kept. */
  get(ask: () => Promise<T>): Promise<T>;
  isFresh(): boolean;
  forget(): void;
}

/** `freshUntil` says of an answer how long it holds. All times in milliseconds. */
export function makeKeptAnswer<T>(
  now: () => number,
  freshUntil: (answer: T, askedMs: number) => number,
): KeptAnswer<T> {
  let kept: { readonly answer: Promise<T>; freshUntil: number } | undefined;
  const isFresh = () => kept !== undefined && now() < kept.freshUntil;
  return {
    isFresh,
    get: (ask) => {
      if (kept !== undefined && isFresh()) return kept.answer;
      const askedMs = now();
      const asked = { answer: ask(), freshUntil: Number.POSITIVE_INFINITY };
      kept = asked;
      asked.answer.then(
        (answer) => {
          asked.freshUntil = freshUntil(answer, askedMs);
        },
        () => {
          asked.freshUntil = askedMs;
        },
      );
      return asked.answer;
    },
    forget: () => {
      kept = undefined;
    },
  };
}
