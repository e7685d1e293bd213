import type { RowPlace } from './identity.ts';
import type { Reason } from './reason.ts';

/**
 * The closed set of what can become of a row, in the order in which people meet it: what is done, what needs them, what is
 * open, what was never to be sent. `inProgress` only in a provisional report, `wouldRegister` and `wouldChange` (whatever
 * else a row may ask for) only in a check.
 */
export const verdictKinds = [
  'registered',
  'alreadyRegistered',
  'moved',
  /** Its group tag, user or name. */
  'tagChanged',
  'deregistered',
  /** It was to be deregistered, and is gone already: a success. */
  'notRegistered',
  /** Listed as the customer's own in Intune, which is no registration. */
  'identifierAdded',
  'wouldRegister',
  'wouldChange',
  'rejected',
  'refused',
  'unknown',
  /** It would be removed; its uploader has to say so once more. */
  'awaitingConfirmation',
  'handedOff',
  'held',
  'inProgress',
  'duplicate',
  'ignored',
] as const;

export type VerdictKind = (typeof verdictKinds)[number];

/** A platform's own words, passed on verbatim. */
export interface PlatformWords {
  readonly code?: string;
  readonly name?: string;
  readonly text?: string;
}

/** A platform's own words on one line. */
export const wordsInOneLine = ({ code, name, text }: PlatformWords): string =>
  [code, name, text].filter((word) => word !== undefined && word.trim() !== '').join(' · ');

/** What became of one row. Texts are made from codes only when a report is rendered. */
export interface Verdict {
  readonly kind: VerdictKind;
  /** Absent where the kind says it all. */
  readonly reason?: Reason;
  /** The row this one repeats. */
  readonly duplicateOf?: RowPlace;
  readonly platformSaid?: PlatformWords;
  /** Things worth knowing that change nothing: repairs, warnings, "confirmed by resend". */
  readonly remarks?: readonly Reason[];
}

export type VerdictCounts = Readonly<Partial<Record<VerdictKind, number>>>;

/** How many of each verdict. */
export function countVerdicts(verdicts: readonly (Verdict | null)[]): VerdictCounts {
  const counts: Partial<Record<VerdictKind, number>> = {};
  for (const verdict of verdicts) {
    const kind = verdict?.kind ?? 'inProgress';
    counts[kind] = (counts[kind] ?? 0) + 1;
  }
  return counts;
}

/** Adds up verdict counts. */
export function addCounts(...all: readonly VerdictCounts[]): VerdictCounts {
  const sum: Partial<Record<VerdictKind, number>> = {};
  for (const counts of all) {
    for (const [kind, count] of Object.entries(counts) as [VerdictKind, number][]) sum[kind] = (sum[kind] ?? 0) + count;
  }
  return sum;
}
