import { deviceResultExplanations } from './device-result.ts';
import { grantExplanations } from './grants.ts';
import { planExplanations } from './plan-issue.ts';
import { rowIssues } from './row-issue.ts';
import type { Explanation } from './verdict.ts';

const own: Readonly<Record<string, Explanation | undefined>> = {
  ...planExplanations,
  ...grantExplanations,
  ...rowIssues,
  ...deviceResultExplanations,
};

/** The words for a code, wherever it comes from; undefined for one nobody knows. */
export const explain = (code: string): Explanation | undefined => own[code];
