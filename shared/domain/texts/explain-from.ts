import type { StoredReason } from '../reason.ts';
import type { Explanation } from '../reasons/explanation.ts';

/** Finds the words for a reason in a table of them; its `detail` picks the closest ones. */
export const explainFrom =
  (explanations: ReadonlyMap<string, Explanation>) =>
  ({ code, params }: StoredReason): Explanation | undefined =>
    explanations.get(`${code}:${params?.['detail'] ?? ''}`) ?? explanations.get(code);
