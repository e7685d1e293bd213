/** Does jobs one after the other. Adding one waits for the job before it, so a writer and its disk work side by side. */
export const makeOneBehind = () => {
  let last = Promise.resolve();
  return {
    /** Resolves when the job before this one is done; rejects when it failed. */
    add(job: () => Promise<void>): Promise<void> {
      const before = last;
      last = before.then(job);
      // Whoever adds the next job, or asks for `done`, gets the failure; until then it is not an unhandled one.
      last.catch(() => undefined);
      return before;
    },
    done: (): Promise<void> => last,
  };
};
