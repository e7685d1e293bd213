import type { Language } from '../../domain/language.ts';
import { makeRowView, mayPass, passes, type RowFilter, type RowView } from '../../domain/reporting/row-view.ts';
import { texts } from '../../domain/texts/texts.ts';
import type { UploadKey } from '../../domain/work.ts';
import type { ChunkLedger, Plans, Verdicts } from '../../ports.ts';
import { makeJoinRows, progressOfChunks } from '../reporting/join-rows.ts';

export interface RowPage {
  readonly rows: readonly RowView[];
  /** Names where the next page begins; absent: this is the last one. */
  readonly next?: string;
  readonly looked: number;
}

export type ListRows = (
  key: UploadKey,
  how: { readonly filter: RowFilter; readonly cursor?: string; readonly limit: number },
) => Promise<RowPage | 'badCursor' | undefined>;

/** A page looks at so many rows at most: an answer must not take longer the fewer rows pass. */
const mostLookedAt = 20_000;

function placeOf(cursor: string): { readonly segment: number; readonly skip: number } | undefined {
  const [, segment, skip] = /^(\d{1,6})\.(\d{1,6})$/.exec(cursor) ?? [];
  return segment === undefined ? undefined : { segment: Number(segment), skip: Number(skip) };
}

/** Rows of an upload in the order of the file, with what became of each by now. Undefined: no such upload, or not read yet. */
export function makeListRows(deps: {
  readonly plans: Plans;
  readonly chunks: ChunkLedger;
  readonly verdicts: Verdicts;
  readonly language?: Language | undefined;
}): ListRows {
  const { plans, chunks, language } = deps;
  const joinRows = makeJoinRows(deps);
  return async (key, { filter, cursor = '0.0', limit }) => {
    const from = placeOf(cursor);
    if (from === undefined) return 'badCursor';
    const plan = await plans.read(key);
    if (plan === undefined) return undefined;
    const progress = progressOfChunks(plan, plan.check ? [] : await chunks.list(key.uploadId));
    const { verdict } = filter;
    const out = new Set(progress.filter((chunk) => !mayPass(filter, chunk)).map(({ planned }) => planned.chunk));
    const inPlan = verdict === undefined || (plan.counts[verdict] ?? 0) > 0;
    if (!inPlan && out.size === progress.length) return { rows: [], looked: 0 };
    const view = makeRowView(plan, texts(language ?? plan.language));
    const rows: RowView[] = [];
    let { segment, skip: at } = from;
    let skip = from.skip;
    let looked = 0;
    for await (const { row: planned, readVerdict } of joinRows(plan, progress, from.segment)) {
      if (skip > 0) {
        skip -= 1;
        continue;
      }
      if (rows.length >= limit || looked >= mostLookedAt) return { rows, next: `${segment}.${at}`, looked };
      looked += 1;
      at += 1;
      if (at >= (plan.segments[segment]?.rows ?? 0)) {
        segment += 1;
        at = 0;
      }
      if (planned.outcome.kind === 'device' && out.has(planned.outcome.chunk)) continue;
      const row = view(await readVerdict());
      if (passes(filter, row)) rows.push(row);
    }
    return { rows, looked };
  };
}
