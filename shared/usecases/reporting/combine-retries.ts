import { exchangeVerdict, type FollowedRows, makeFollowedRows } from '../../domain/planning/follow-up.ts';
import type { Plan } from '../../domain/planning/plan.ts';
import type { FollowedUpload } from '../../domain/reporting/report.ts';
import { type ChunkProgress, reportGroups } from '../../domain/reporting/report-rows.ts';
import { addCounts, type VerdictCounts } from '../../domain/verdict.ts';
import type { ChunkLedger, Plans, Verdicts } from '../../ports.ts';
import { makeJoinRows, progressOfChunks, readVerdicts } from './join-rows.ts';

/** Tells how the uploads that a retry file follows stand together with it; nearest first. */
export type CombineRetries = (plan: Plan, progress: readonly ChunkProgress[]) => Promise<readonly FollowedUpload[]>;

/** A retry of a retry of a retry …: people do not make more than that. */
const longestLine = 10;

export function makeCombineRetries(deps: {
  readonly plans: Plans;
  readonly chunks: ChunkLedger;
  readonly verdicts: Verdicts;
}): CombineRetries {
  const { plans, chunks, verdicts } = deps;
  const joinRows = makeJoinRows(deps);
  const withVerdicts = readVerdicts(verdicts);

  const countsOf = async (plan: Plan, progress: readonly ChunkProgress[]): Promise<VerdictCounts> => {
    const read = await Promise.all(
      progress.map((chunk) => (chunk.state?.counts === undefined ? withVerdicts(plan)(chunk) : chunk)),
    );
    return addCounts(plan.counts, ...reportGroups(read, plan.check).map(({ counts }) => counts));
  };

  /** The upload's counts with the verdicts of its follow-ups; its own follow-ups are added to what is known. */
  const combine = async (plan: Plan, followed: FollowedRows): Promise<FollowedUpload> => {
    const progress = progressOfChunks(plan, await chunks.list(plan.uploadId));
    let counts = await countsOf(plan, progress);
    for await (const { row, readVerdict } of joinRows(plan, progress)) {
      const after = followed.of(plan.uploadId, row);
      if (after === undefined && row.follows === undefined) continue;
      const before = (await readVerdict()).verdict.kind;
      if (after !== undefined) counts = exchangeVerdict(counts, before, after);
      if (row.follows !== undefined) followed.add(row.follows, after ?? before);
    }
    return { uploadId: plan.uploadId, fileName: plan.fileName, rows: plan.rows, counts };
  };

  return async (plan, progress) => {
    const followed = makeFollowedRows();
    for await (const { row, readVerdict } of joinRows(plan, progress)) {
      if (row.follows !== undefined) followed.add(row.follows, (await readVerdict()).verdict.kind);
    }
    const uploads: FollowedUpload[] = [];
    const earlierUploads = [...(plan.followUpOf ?? [])];
    for (
      let next = earlierUploads.shift();
      next !== undefined && uploads.length < longestLine;
      next = earlierUploads.shift()
    ) {
      if (uploads.some(({ uploadId }) => uploadId === next)) continue;
      const earlier = await plans.read({ partnerId: plan.partnerId, uploadId: next });
      if (earlier === undefined) continue;
      uploads.push(await combine(earlier, followed));
      earlierUploads.push(...(earlier.followUpOf ?? []));
    }
    return uploads;
  };
}
