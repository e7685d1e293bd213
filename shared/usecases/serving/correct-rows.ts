import type { Plan } from '../../domain/planning/plan.ts';
import { parseUploadPath } from '../../domain/planning/upload-path.ts';
import {
  type CellEdit,
  columnsToAdd,
  correctedCells,
  type RowOfSheet,
  withColumns,
} from '../../domain/reporting/correct-row.ts';
import { makeRowView, makeSheetOf, passes, type RowFilter } from '../../domain/reporting/row-view.ts';
import { texts } from '../../domain/texts/texts.ts';
import type { UploadKey } from '../../domain/work.ts';
import type {
  Audit,
  ChunkLedger,
  Clock,
  Drops,
  Plans,
  RetryWorkbooks,
  UploadLedger,
  Uploads,
  Verdicts,
} from '../../ports.ts';
import { makeJoinRows, progressOfChunks } from '../reporting/join-rows.ts';
import { makeFreeName } from './begin-upload.ts';
import { type Dropped, dropUnderFreeName, makeDropAgain, splitFileName } from './drop-again.ts';
import { noteFollowUp } from './note-follow-up.ts';
import type { Person } from './report-files.ts';

/** Rows to send again: each with its new cells, and the same correction for all that match. */
export interface Corrections {
  readonly rows?: readonly { readonly sheet?: string; readonly row: number; readonly cells: readonly CellEdit[] }[];
  readonly same?: readonly { readonly where: RowFilter; readonly cells: readonly CellEdit[] }[];
  /** Only check them. */
  readonly check?: boolean;
}

export interface Corrected extends Dropped {
  readonly rows: number;
}

/** `nothing`: no row of it can be corrected now. Undefined: there is no such upload of this partner. */
export type CorrectRows = (
  key: UploadKey,
  corrections: Corrections,
  person: Person,
) => Promise<Corrected | 'nothing' | undefined>;

/**
 * Makes a new upload of rows that were rejected or refused, with what was corrected in them: the same workbook as the
 * retry file, so that the new report tells how both stand together. What is not edited stays, hardware hashes included.
 */
export function makeCorrectRows(deps: {
  readonly clock: Clock;
  readonly ledger: UploadLedger;
  readonly plans: Plans;
  readonly chunks: ChunkLedger;
  readonly verdicts: Verdicts;
  readonly retryWorkbooks: RetryWorkbooks;
  readonly drops: Drops;
  readonly audit: Audit;
}): CorrectRows {
  const { ledger, plans, chunks } = deps;
  const joinRows = makeJoinRows(deps);
  const dropAgain = makeDropAgain(deps);

  async function* corrected(plan: Plan, { rows = [], same = [] }: Corrections): AsyncIterable<RowOfSheet> {
    const nameOf = (sheet: string | undefined, row: number): string => JSON.stringify([sheet ?? null, row]);
    const byRow = new Map(rows.map(({ sheet, row, cells }) => [nameOf(sheet, row), cells]));
    const all = [...rows.flatMap(({ cells }) => cells), ...same.flatMap(({ cells }) => cells)];
    const sheetOf = makeSheetOf(plan);
    const wider = new Map(
      plan.sheets.map((sheet) => {
        const added = columnsToAdd(sheet, all);
        return [sheet.sheet, { added, sheet: withColumns(sheet, added) }];
      }),
    );
    const view = makeRowView(plan, texts(plan.language));
    const progress = progressOfChunks(plan, plan.check ? [] : await chunks.list(plan.uploadId));
    for await (const { readVerdict } of joinRows(plan, progress)) {
      const row = await readVerdict();
      const shown = view(row);
      if (!shown.canCorrect) continue;
      const own = byRow.get(nameOf(row.sheet, row.row));
      const matching = same.filter(({ where }) => passes(where, shown));
      if (own === undefined && matching.length === 0) continue;
      const made = wider.get(row.sheet);
      if (made === undefined) continue;
      // What was written into this very row counts more than what was written into many.
      const edits = [...matching.flatMap(({ cells }) => cells), ...(own ?? [])];
      const cells = correctedCells(row.cells, sheetOf(row.sheet), made.added, edits);
      yield { row: { ...row, cells }, sheet: made.sheet };
    }
  }

  return async (key, corrections, person) => {
    const state = (await ledger.read(key))?.value;
    const plan = state?.state === 'reported' ? await plans.read(key) : undefined;
    if (state === undefined) return undefined;
    if (plan === undefined) return 'nothing';
    return dropAgain<never>(plan, corrected(plan, corrections), 'rowsCorrected', person, {
      check: corrections.check ?? false,
    });
  };
}

/** Drops a file that was only checked again, to be sent. `notACheck`: it was none, or its file is gone. */
export type SendChecked = (key: UploadKey, person: Person) => Promise<Corrected | 'notACheck' | undefined>;

export function makeSendChecked(deps: {
  readonly clock: Clock;
  readonly ledger: UploadLedger;
  readonly plans: Plans;
  readonly uploads: Uploads;
  readonly drops: Drops;
  readonly audit: Audit;
}): SendChecked {
  const { clock, ledger, plans, uploads, drops, audit } = deps;
  const freeName = makeFreeName(deps);
  return async (key, person) => {
    const state = (await ledger.read(key))?.value;
    if (state === undefined) return undefined;
    const plan = await plans.read(key);
    const blob = await uploads.find(state.blobName);
    if (plan?.check !== true || plan.refused !== undefined || blob?.etag !== state.etag) return 'notACheck';
    const { partnerId, uploadId } = key;
    const { folder, name } = splitFileName(plan.fileName);
    const nameAt = async (): Promise<string | undefined> => {
      const free = await freeName(partnerId, folder, name, false);
      return free !== undefined && parseUploadPath(`${partnerId}/${free}`).kind === 'upload' ? free : undefined;
    };
    const { check: _check, ...metadata } = blob.metadata;
    const dropped = await dropUnderFreeName(drops, partnerId, nameAt, () => uploads.read(blob), metadata);
    if (dropped === undefined) return 'notACheck';
    const at = clock.now().toISOString();
    await audit.record({ what: 'checkSent', uploadId, newUploadId: dropped.uploadId, partnerId, at, ...person });
    await noteFollowUp(ledger, key, { what: 'sent', uploadId: dropped.uploadId, rows: plan.rows, at });
    return { ...dropped, rows: plan.rows };
  };
}
