import { english } from '../texts/en.ts';
import type { Verdict, VerdictKind } from '../verdict.ts';

/** How many rows share a verdict and the code of its reason. */
export interface TalliedVerdict {
  readonly verdict: VerdictKind;
  /** `none`: the verdict says it all. `other`: a code no table explains; platforms may invent them without end. */
  readonly code: string;
  readonly rows: number;
}

/** Counts the verdicts of rows while they stream through. */
export const makeVerdictTally = () => {
  const tallied = new Map<string, TalliedVerdict>();
  return {
    count({ kind: verdict, reason }: Verdict): void {
      const code = reason === undefined ? 'none' : english.explain(reason) === undefined ? 'other' : reason.code;
      const key = `${verdict} ${code}`;
      tallied.set(key, { verdict, code, rows: (tallied.get(key)?.rows ?? 0) + 1 });
    },
    all: (): readonly TalliedVerdict[] => [...tallied.values()],
  };
};
