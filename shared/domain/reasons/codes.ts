import { actionReasons } from './action-reasons.ts';
import type { Explanation, ReasonWords } from './explanation.ts';
import { germanActionReasons } from './german/action-reasons.ts';
import { germanGrantReasons } from './german/grants.ts';
import { germanPlatformResults } from './german/platform-results.ts';
import { germanRowReasons } from './german/row-reasons.ts';
import { germanServiceReasons } from './german/service-reasons.ts';
import { grantReasons } from './grants.ts';
import { platformResults } from './platform-results.ts';
import { rowReasons } from './row-reasons.ts';
import { serviceReasons } from './service-reasons.ts';

const tables = { ...serviceReasons, ...grantReasons, ...platformResults, ...rowReasons, ...actionReasons };

/** Every code there are words for. A `code:detail` key only adds closer words, so it is no code of its own. */
export type ReasonCode = Exclude<keyof typeof tables, `${string}:${string}`>;

const german: Readonly<Record<string, ReasonWords>> = {
  ...germanServiceReasons,
  ...germanGrantReasons,
  ...germanPlatformResults,
  ...germanRowReasons,
  ...germanActionReasons,
};

/** The words of every code, in English. A map, because a code from storage may be any text. */
export const explanations: ReadonlyMap<string, Explanation> = new Map(Object.entries(tables));

/** The same in German; who acts is the same in every language. */
export const germanExplanations: ReadonlyMap<string, Explanation> = new Map(
  [...explanations].map(([code, explanation]) => [code, { ...explanation, ...german[code] }]),
);
