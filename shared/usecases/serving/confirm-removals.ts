import type { Plan } from '../../domain/planning/plan.ts';
import type { RowOfSheet } from '../../domain/reporting/correct-row.ts';
import { canConfirm } from '../../domain/reporting/retry-row.ts';
import { makeSheetOf } from '../../domain/reporting/row-view.ts';
import { confirmationLife } from '../../domain/waits.ts';
import type { UploadKey } from '../../domain/work.ts';
import type { Audit, ChunkLedger, Clock, Drops, Plans, RetryWorkbooks, UploadLedger, Verdicts } from '../../ports.ts';
import { makeJoinRows, progressOfChunks } from '../reporting/join-rows.ts';
import type { Corrected } from './correct-rows.ts';
import { makeDropAgain } from './drop-again.ts';
import type { Person } from './report-files.ts';

/**
 * Says yes to removing the devices of every row that awaits it. `rows`: how many the person was shown.
 * `nothing`: no row awaits it; `expired`: what was shown is too old; `countDiffers`: another number awaits it.
 */
export type ConfirmRemovals = (
  key: UploadKey,
  rows: number,
  person: Person,
) => Promise<Corrected | 'nothing' | 'expired' | 'countDiffers' | undefined>;

/** Is a plan too old to be confirmed? Such rows are asked for anew. */
export const isTooOldToConfirm = ({ plannedAt }: Pick<Plan, 'plannedAt'>, now: Date): boolean =>
  now.getTime() - Date.parse(plannedAt) > confirmationLife;

/** Drops the same workbook that lies beside the report, so that every check of a dropped confirmation holds here, too. */
export function makeConfirmRemovals(deps: {
  readonly clock: Clock;
  readonly ledger: UploadLedger;
  readonly plans: Plans;
  readonly chunks: ChunkLedger;
  readonly verdicts: Verdicts;
  readonly retryWorkbooks: RetryWorkbooks;
  readonly drops: Drops;
  readonly audit: Audit;
}): ConfirmRemovals {
  const { clock, ledger, plans, chunks } = deps;
  const joinRows = makeJoinRows(deps);
  const dropAgain = makeDropAgain(deps);

  async function* toConfirm(plan: Plan): AsyncIterable<RowOfSheet> {
    const sheetOf = makeSheetOf(plan);
    const progress = progressOfChunks(plan, await chunks.list(plan.uploadId));
    for await (const { row: planned, readVerdict } of joinRows(plan, progress)) {
      if (planned.confirmation === undefined) continue;
      const row = await readVerdict();
      if (canConfirm(row)) yield { row, sheet: sheetOf(row.sheet) };
    }
  }

  return async (key, rows, person) => {
    const state = (await ledger.read(key))?.value;
    if (state === undefined) return undefined;
    const plan = state.state === 'reported' ? await plans.read(key) : undefined;
    if (plan === undefined || plan.check) return 'nothing';
    const refuse = (found: number) =>
      isTooOldToConfirm(plan, clock.now()) ? 'expired' : found === rows ? undefined : 'countDiffers';
    return dropAgain(plan, toConfirm(plan), 'removalsConfirmed', person, { refuse });
  };
}
