import type { Reason } from '../reason.ts';
import { grantExplanations } from '../reasons/grants.ts';
import { rowIssues } from '../reasons/row-reasons.ts';
import { planExplanations } from '../reasons/service-reasons.ts';
import { deviceResultExplanations } from '../registering/device-result.ts';
import type { Explanation } from '../verdict.ts';

const texts: ReadonlyMap<string, Explanation> = new Map(
  Object.entries({ ...planExplanations, ...grantExplanations, ...deviceResultExplanations, ...rowIssues }),
);

/** The words for a reason, wherever its code comes from; its `detail` picks the closest ones. Undefined: nobody knows it. */
export const explain = ({ code, params }: Reason): Explanation | undefined =>
  texts.get(`${code}:${params?.['detail'] ?? ''}`) ?? texts.get(code);
