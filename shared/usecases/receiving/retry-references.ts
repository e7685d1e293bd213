import { parseReference } from '../../domain/planning/follow-up.ts';
import type { RowReference } from '../../domain/planning/plan-row.ts';
import type { ReadRow, ReadSheet } from '../../domain/reading/read-event.ts';
import { confirmationLife } from '../../domain/waits.ts';
import type { Clock, Plans } from '../../ports.ts';

/** A retry file comes from one upload; a few may have been put together. More are not looked for. */
const mostUploads = 20;

interface FollowedPlan extends Pick<RowReference, 'groupTag' | 'uploadAction'> {
  readonly plannedAt: string;
  readonly isCheck: boolean;
}

interface FollowedUploads {
  readonly uploads: readonly string[];
  /** The group tag of all of them, if it is one. */
  readonly groupTag?: string;
}

/**
 * Follows the `Upload reference` column. Whatever it says, only plans of the same partner are looked at: no partner learns
 * of another partner's uploads by writing their ids into a sheet.
 */
export function makeReferences(plans: Plans, clock: Clock, partnerId: string) {
  const known = new Map<string, FollowedPlan | undefined>();

  const find = async (uploadId: string): Promise<FollowedPlan | undefined> => {
    if (known.has(uploadId) || known.size >= mostUploads) return known.get(uploadId);
    const plan = await plans.read({ partnerId, uploadId });
    const { uploadGroupTag: groupTag, uploadAction, plannedAt } = plan ?? {};
    const found =
      plan === undefined || plannedAt === undefined
        ? undefined
        : {
            plannedAt,
            isCheck: plan.check,
            ...(groupTag === undefined ? {} : { groupTag }),
            ...(uploadAction === undefined ? {} : { uploadAction }),
          };
    known.set(uploadId, found);
    return found;
  };

  return {
    /** Read from the cells, so that a row that is rejected once more is recognised, too. Undefined: the row names nothing. */
    of: async (row: ReadRow, sheets: readonly ReadSheet[]): Promise<RowReference | undefined> => {
      const columns = sheets.find(({ sheet }) => sheet === row.sheet)?.columns ?? [];
      const textUnder = (column: string): string => row.cells[columns.indexOf(column)]?.trim() ?? '';
      const text = textUnder('uploadReference');
      if (text === '') return undefined;
      const reference = parseReference(text);
      const found = reference === undefined ? undefined : await find(reference.uploadId);
      if (found === undefined) return {};
      const { plannedAt, isCheck, ...rest } = found;
      // A check sent nothing, so there is nothing to report together with it.
      if (isCheck) return { ...rest, isCheck };
      const code = textUnder('confirmation');
      const isOld = clock.now().getTime() - Date.parse(plannedAt) > confirmationLife;
      return { follows: text, ...rest, ...(code === '' ? {} : { confirmation: { code, plannedAt, isOld } }) };
    },
    followed: (): FollowedUploads => {
      const all = [...known].flatMap(([uploadId, found]) => (found === undefined ? [] : [{ uploadId, ...found }]));
      const [tag, ...others] = new Set(all.map(({ groupTag }) => groupTag));
      const uploads = all.flatMap(({ uploadId, isCheck }) => (isCheck ? [] : [uploadId]));
      return tag === undefined || others.length > 0 ? { uploads } : { uploads, groupTag: tag };
    },
  };
}
