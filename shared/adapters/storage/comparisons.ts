import schema from '../../../schemas/last-comparison.schema.json' with { type: 'json' };
import type { Comparisons, LastComparison } from '../../ports.ts';
import { checked } from '../../schema-check.ts';
import type { StateBlobs } from './state-blobs.ts';

const check = checked<LastComparison>(schema);

const nameOf = (partnerId: string): string => `${partnerId}/reconciliation/last.json`;

/** One document for each partner in the `state` container; of two runs at once the later one stays. */
export function makeComparisons(state: StateBlobs): Comparisons {
  return {
    last: async (partnerId) => {
      const text = await state.read(nameOf(partnerId));
      return text === undefined ? undefined : check(JSON.parse(text), nameOf(partnerId));
    },
    keep: (partnerId, comparison) => state.write(nameOf(partnerId), JSON.stringify(comparison)),
  };
}
