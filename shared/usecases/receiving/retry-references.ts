import { parseReference } from '../../domain/planning/follow-up.ts';
import type { RowReference } from '../../domain/planning/plan-row.ts';
import type { ReadRow, ReadSheet } from '../../domain/reading/read-event.ts';
import type { Plans } from '../../ports.ts';

/** A retry file comes from one upload; a few may have been put together. More are not looked for. */
const mostUploads = 20;

interface FollowedUploads {
  readonly uploads: readonly string[];
  /** The group tag of all of them, if it is one. */
  readonly groupTag?: string;
}

/**
 * Follows the `Upload reference` column. Whatever it says, only plans of the same partner are looked at: nobody learns
 * of another partner's uploads by writing their ids into a sheet.
 */
export function makeReferences(plans: Plans, partnerId: string) {
  const known = new Map<string, { readonly groupTag?: string } | undefined>();

  const find = async (uploadId: string): Promise<{ readonly groupTag?: string } | undefined> => {
    if (known.has(uploadId) || known.size >= mostUploads) return known.get(uploadId);
    const plan = await plans.read({ partnerId, uploadId });
    const groupTag = plan?.uploadGroupTag;
    const found = plan === undefined || plan.check ? undefined : groupTag === undefined ? {} : { groupTag };
    known.set(uploadId, found);
    return found;
  };

  return {
    /** Read from the cells, so that a row that is rejected once more is recognised, too. Undefined: the row names nothing. */
    of: async (row: ReadRow, sheets: readonly ReadSheet[]): Promise<RowReference | undefined> => {
      const column = sheets.find(({ sheet }) => sheet === row.sheet)?.columns.indexOf('uploadReference') ?? -1;
      const text = row.cells[column]?.trim() ?? '';
      if (text === '') return undefined;
      const reference = parseReference(text);
      const found = reference === undefined ? undefined : await find(reference.uploadId);
      return found === undefined ? {} : { follows: text, ...found };
    },
    followed: (): FollowedUploads => {
      const all = [...known].flatMap(([uploadId, found]) => (found === undefined ? [] : [{ uploadId, ...found }]));
      const [tag, ...others] = new Set(all.map(({ groupTag }) => groupTag));
      const uploads = all.map(({ uploadId }) => uploadId);
      return tag === undefined || others.length > 0 ? { uploads } : { uploads, groupTag: tag };
    },
  };
}
