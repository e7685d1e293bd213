import type { Plan, PlannedRow } from '../../domain/planning/plan.ts';
import type { ChunkState } from '../../domain/registering/chunk-state.ts';
import type { ReportRow } from '../../domain/reporting/report.ts';
import { type ChunkProgress, reportRow } from '../../domain/reporting/report-rows.ts';
import type { UploadKey } from '../../domain/work.ts';
import type { Plans, Verdicts } from '../../ports.ts';
import { lastUsed } from '../last-used.ts';

/** The chunks of a plan with how far each got. */
export function progressOfChunks(plan: Plan, states: readonly ChunkState[]): readonly ChunkProgress[] {
  const byNumber = new Map(states.map((chunk) => [chunk.chunk, chunk]));
  return plan.chunks.map((planned) => {
    const state = byNumber.get(planned.chunk);
    return state === undefined ? { planned } : { planned, state };
  });
}

/** Adds to a chunk the verdicts that are known of it. */
export const readVerdicts =
  (verdicts: Verdicts) =>
  (key: UploadKey) =>
  async (chunk: ChunkProgress): Promise<ChunkProgress> => {
    const name = chunk.state?.partialName ?? chunk.state?.verdictsName;
    return name === undefined ? chunk : { ...chunk, verdicts: await verdicts.read(key, chunk.planned.chunk, name) };
  };

/** Verdict documents kept in memory while rows are joined: rows of a file rarely alternate between more chunks. */
const documentsAtHand = 64;

/** What became of a single row; the verdicts of its chunk are read when a row asks for them first. */
export function makeVerdictReader(
  verdicts: Verdicts,
  plan: Plan,
  progress: readonly ChunkProgress[],
): (row: PlannedRow) => Promise<ReportRow> {
  const read = readVerdicts(verdicts)(plan);
  const known = lastUsed<number, ChunkProgress>(documentsAtHand);
  const byNumber = new Map(progress.map((chunk) => [chunk.planned.chunk, chunk]));
  return async (row) => {
    const chunk = row.outcome.kind === 'device' ? byNumber.get(row.outcome.chunk) : undefined;
    if (chunk === undefined) return reportRow(row, undefined, plan.check);
    return reportRow(row, await known(chunk.planned.chunk, () => read(chunk)), plan.check);
  };
}

/** A row of the plan, and what became of it for whoever asks. */
export interface JoinedRow {
  readonly row: PlannedRow;
  readVerdict(): Promise<ReportRow>;
}

/** `from`: the segment to begin with. */
export type JoinRows = (plan: Plan, progress: readonly ChunkProgress[], from?: number) => AsyncIterable<JoinedRow>;

/** Walks the rows of a plan in the order of the file; verdicts are read only of chunks somebody asks for. */
export function makeJoinRows({ plans, verdicts }: { readonly plans: Plans; readonly verdicts: Verdicts }): JoinRows {
  return async function* joinRows(plan, progress, from = 0) {
    const verdictOf = makeVerdictReader(verdicts, plan, progress);
    for (let segment = from; segment < plan.segments.length; segment += 1) {
      for (const row of await plans.readSegment(plan, segment)) {
        yield { row, readVerdict: () => verdictOf(row) };
      }
    }
  };
}
