import type { ContainerClient } from '@azure/storage-blob';
import schema from '../../../schemas/last-comparison.schema.json' with { type: 'json' };
import type { LastComparison } from '../../domain/comparing/listed-device.ts';
import type { Comparisons } from '../../ports.ts';
import { checked } from '../../schema-check.ts';
import { foldersOf } from './folders-of.ts';
import type { StateBlobs } from './state-blobs.ts';

const check = checked<LastComparison>(schema);

const nameOf = (partnerId: string): string => `${partnerId}/reconciliation/last.json`;

/** One document for each partner in the `state` container; of two runs at once the later one stays. */
export function makeComparisons(container: ContainerClient, state: StateBlobs): Comparisons {
  return {
    partners: () => foldersOf(container),
    last: async (partnerId) => {
      const text = await state.read(nameOf(partnerId));
      return text === undefined ? undefined : check(JSON.parse(text), nameOf(partnerId));
    },
    keep: (partnerId, comparison) => state.write(nameOf(partnerId), JSON.stringify(comparison)),
  };
}
