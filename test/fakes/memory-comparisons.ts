import { spokenOfIn } from '../../shared/adapters/storage/comparisons.ts';
import type { LastComparison } from '../../shared/domain/comparing/listed-device.ts';
import type { Comparisons } from '../../shared/ports.ts';
import type { StoredFile } from './memory-reports.ts';

/** What is kept from one comparison to the next; its reports are looked up in `files`. */
export function memoryComparisons(files: ReadonlyMap<string, StoredFile>) {
  const kept = new Map<string, LastComparison>();
  const comparisons: Comparisons = {
    last: async (id) => kept.get(id),
    keep: async (id, comparison) => void kept.set(id, comparison),
    spokenOf: async function* (report) {
      for (const line of (files.get(`${report}.json`)?.text ?? '').split('\n')) {
        const spoken = spokenOfIn(line);
        if (spoken !== undefined) yield spoken;
      }
    },
  };
  return { comparisons, kept };
}
