import { actionReasons } from './action-reasons.ts';
import type { Explanation } from './explanation.ts';
import { grantReasons } from './grants.ts';
import { platformResults } from './platform-results.ts';
import { rowReasons } from './row-reasons.ts';
import { serviceReasons } from './service-reasons.ts';

const tables = { ...serviceReasons, ...grantReasons, ...platformResults, ...rowReasons, ...actionReasons };

/** Every code there are words for. A `code:detail` key only adds closer words, so it is no code of its own. */
export type ReasonCode = Exclude<keyof typeof tables, `${string}:${string}`>;

/** The words of every code. A map, because a code from storage may be any text. */
export const explanations: ReadonlyMap<string, Explanation> = new Map(Object.entries(tables));
