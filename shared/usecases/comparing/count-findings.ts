import { type ComparedScope, type ComparisonCategory, categoryOf } from '../../domain/comparing/comparison.ts';
import { countMissing } from '../../domain/comparing/finding-marks.ts';
import type { KeptListing } from '../../domain/comparing/kept-listing.ts';
import { makeNumberList } from '../../domain/comparing/number-list.ts';
import { findingsOf, foundBySerial } from './findings.ts';
import type { MatchedScope, Spill } from './match-scope.ts';

/** What was counted in a scope, with the marks of its findings. */
export interface Counted {
  readonly scope: ComparedScope;
  readonly marks: Float64Array;
  readonly kept?: KeptListing;
}

/** What becomes of a kept listing when it was compared: how many findings each part has, and what must be listed anew. */
function judgedListing(
  { kept, doubtful }: MatchedScope,
  spokenOf: ReadonlyMap<string, number>,
  unnamed: ReadonlySet<string>,
): KeptListing | undefined {
  if (kept === undefined) return undefined;
  const parts = kept.parts.filter(({ name }) => !doubtful.has(name) && !unnamed.has(name));
  return { ...kept, parts: parts.map((part) => ({ ...part, spokenOf: spokenOf.get(part.name) ?? 0 })) };
}

/** One pass over all findings: counts, and what is new since the last comparison. */
export async function countFindings(
  scopes: readonly MatchedScope[],
  spill: Spill,
  before: readonly (Float64Array | undefined)[],
  withheld: (scope: number) => void,
): Promise<readonly Counted[]> {
  const counts = scopes.map(() => new Map<ComparisonCategory, number>());
  const marks = scopes.map(() => makeNumberList('long'));
  const spokenOf = scopes.map(() => new Map<string, number>());
  const unnamed = scopes.map(() => new Set<string>());
  for await (const { scope, mark, finding, part } of findingsOf(scopes, spill, withheld)) {
    if (part !== undefined) spokenOf[scope]?.set(part, (spokenOf[scope].get(part) ?? 0) + 1);
    if (part !== undefined && finding.unnamed === true) unnamed[scope]?.add(part);
    const category = categoryOf[finding.code];
    counts[scope]?.set(category, (counts[scope]?.get(category) ?? 0) + 1);
    marks[scope]?.push(mark);
  }
  return scopes.map((matched, number): Counted => {
    const { connection, customer, state, reason, ours } = matched;
    const inBoth = matched.inBoth + foundBySerial(matched);
    const own = counts[number] ?? new Map<ComparisonCategory, number>();
    if (inBoth > 0) own.set('inBoth', inBoth);
    if (state === 'notListable' && ours > 0) own.set('notComparable', ours);
    const sorted = marks[number]?.sorted() ?? new Float64Array();
    const earlier = state === 'compared' ? before[number] : undefined;
    const kept = judgedListing(matched, spokenOf[number] ?? new Map(), unnamed[number] ?? new Set());
    return {
      marks: sorted,
      ...(kept === undefined ? {} : { kept }),
      scope: {
        connectionId: connection.connectionId,
        platform: connection.platform,
        customerTenantId: customer.customerTenantId,
        customerName: customer.name,
        state,
        ...(reason === undefined ? {} : { reason }),
        ours,
        counts: Object.fromEntries(own),
        ...(earlier === undefined
          ? {}
          : { changed: countMissing(sorted, earlier), resolved: countMissing(earlier, sorted) }),
      },
    };
  });
}
