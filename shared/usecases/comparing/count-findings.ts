import { type ComparedScope, type ComparisonCategory, categoryOf, isDrift } from '../../domain/comparing/comparison.ts';
import { countMissing } from '../../domain/comparing/finding-marks.ts';
import { makeNumberList } from '../../domain/comparing/number-list.ts';
import { findingsOf, foundBySerial } from './findings.ts';
import type { MatchedScope, Spill } from './match-scope.ts';

/** What was counted in a scope, with the marks of its findings. */
export interface Counted {
  readonly scope: ComparedScope;
  readonly marks: Float64Array;
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
  for await (const { scope, mark, finding } of findingsOf(scopes, spill, withheld)) {
    const category = categoryOf[finding.code];
    counts[scope]?.set(category, (counts[scope]?.get(category) ?? 0) + 1);
    if (isDrift[finding.code]) marks[scope]?.push(mark);
  }
  return scopes.map((matched, number): Counted => {
    const { connection, customer, state, reason, listed, ours } = matched;
    const inBoth = matched.inBoth + foundBySerial(matched);
    const own = counts[number] ?? new Map<ComparisonCategory, number>();
    if (inBoth > 0) own.set('inBoth', inBoth);
    if (state === 'notListable' && ours > 0) own.set('notComparable', ours);
    const sorted = marks[number]?.sorted() ?? new Float64Array();
    const earlier = state === 'compared' ? before[number] : undefined;
    return {
      marks: sorted,
      scope: {
        connectionId: connection.connectionId,
        platform: connection.platform,
        customerTenantId: customer.customerTenantId,
        customerName: customer.name,
        state,
        ...(reason === undefined ? {} : { reason }),
        ...(listed === undefined ? {} : { listed }),
        ours,
        counts: Object.fromEntries(own),
        ...(earlier === undefined
          ? {}
          : { changed: countMissing(sorted, earlier), resolved: countMissing(earlier, sorted) }),
      },
    };
  });
}
