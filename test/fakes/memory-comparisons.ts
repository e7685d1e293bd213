import type { LastComparison } from '../../shared/domain/comparing/listed-device.ts';
import type { Comparisons } from '../../shared/ports.ts';

/** What is kept from one comparison to the next. */
export function memoryComparisons() {
  const kept = new Map<string, LastComparison>();
  const comparisons: Comparisons = {
    partners: async () => [...kept.keys()],
    last: async (id) => kept.get(id),
    keep: async (id, comparison) => void kept.set(id, comparison),
  };
  return { comparisons, kept };
}
