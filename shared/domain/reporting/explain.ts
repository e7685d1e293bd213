import type { StoredReason } from '../reason.ts';
import { explanations } from '../reasons/codes.ts';
import type { Explanation } from '../reasons/explanation.ts';

/** The words for a reason; its `detail` picks the closest ones. Undefined: a code of another release. */
export const explain = ({ code, params }: StoredReason): Explanation | undefined =>
  explanations.get(`${code}:${params?.['detail'] ?? ''}`) ?? explanations.get(code);
