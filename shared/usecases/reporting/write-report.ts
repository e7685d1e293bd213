import type { Plan } from '../../domain/planning/plan.ts';
import type { UploadOutcome, UploadState } from '../../domain/planning/upload-state.ts';
import type { Reason } from '../../domain/reason.ts';
import type { ChunkState } from '../../domain/registering/chunk-state.ts';
import type { ReportHead, ReportKind, ReportRow } from '../../domain/reporting/report.ts';
import {
  type ChunkProgress,
  holdsOf,
  notSentOf,
  reportBaseName,
  reportGroups,
  reportSuffixes,
  sumCalls,
} from '../../domain/reporting/report-rows.ts';
import { makeRowTally } from '../../domain/reporting/report-summary.ts';
import { makeVerdictTally, type TalliedVerdict } from '../../domain/reporting/verdict-tally.ts';
import { english } from '../../domain/texts/en.ts';
import { addCounts } from '../../domain/verdict.ts';
import type { ReportMessage, UploadKey } from '../../domain/work.ts';
import type {
  ChunkLedger,
  Clock,
  OpenUploads,
  Plans,
  ReportRenderer,
  Reports,
  Telemetry,
  UploadLedger,
  Verdicts,
  WorkQueue,
} from '../../ports.ts';
import type { Release } from '../release.ts';
import { fileNameOf, type KeepProgress } from '../upload-progress.ts';
import { makeCombineRetries } from './combine-retries.ts';
import type { ForecastResult, MakeForecast } from './forecast.ts';
import { makeJoinRows, progressOfChunks, readVerdicts } from './join-rows.ts';

export type WrittenReport =
  | { readonly kind: 'nothing'; readonly why: string }
  | {
      readonly kind: ReportKind;
      readonly sequence: number;
      readonly rows: number;
      readonly counts: ReportHead['counts'];
      readonly calls: ReportHead['calls'];
      /** Since the file was dropped. */
      readonly seconds: number;
      /** Devices registered without their deployment profile: the operator has to see to it. */
      readonly withoutProfile: number;
    };

export type WriteReport = (message: ReportMessage) => Promise<WrittenReport>;

/** Reasons a list shows of an upload; the report has all of them. */
const findingsKept = 50;

/** One state of the ledger: what a report is rendered from. */
interface Snapshot {
  readonly upload: UploadState;
  readonly chunks: readonly ChunkState[];
}

/**
 * Joins the row segments of a plan with the verdicts of its chunks and writes the report files. Final once every chunk
 * is settled, provisional before. Safe to repeat: each rendering has a higher sequence, and an older one never
 * overwrites a newer one.
 */
export function makeWriteReport(deps: {
  readonly clock: Clock;
  readonly ledger: UploadLedger;
  readonly plans: Plans;
  readonly chunks: ChunkLedger;
  readonly verdicts: Verdicts;
  readonly forecast: MakeForecast;
  readonly renderer: ReportRenderer;
  readonly reports: Reports;
  readonly release: Release;
  readonly keepProgress: KeepProgress;
  readonly open: OpenUploads;
  readonly queue: WorkQueue;
  readonly telemetry: Telemetry;
}): WriteReport {
  const { clock, ledger, plans, chunks, verdicts, forecast, renderer, reports, release, keepProgress, open, queue } =
    deps;
  const { telemetry } = deps;

  const withVerdicts = readVerdicts(verdicts);
  const joinRows = makeJoinRows({ plans, verdicts });
  const combineRetries = makeCombineRetries({ plans, chunks, verdicts });

  /**
   * Takes the next sequence number for what the ledger says now; or says why there is nothing to report. The chunks are
   * read between reading the upload and writing its number: of two renderings, the one with the higher number has seen the
   * newer state.
   */
  const nextSequence = async (key: UploadKey): Promise<Snapshot | { readonly why: string }> => {
    for (;;) {
      const there = await ledger.read(key);
      if (there === undefined) return { why: 'there is no such upload' };
      const { state } = there.value;
      if (state !== 'planned' && state !== 'waiting') return { why: `the upload is ${state}` };
      const states = await chunks.list(key.uploadId);
      const written = await ledger.write({ ...there.value, sequence: there.value.sequence + 1 }, there.etag);
      if (written !== undefined) return { upload: written.value, chunks: states };
    }
  };

  async function* rowsOf(
    plan: Plan,
    progress: readonly ChunkProgress[],
    forecasted?: ForecastResult,
  ): AsyncIterable<ReportRow> {
    for await (const { row: planned, readVerdict } of joinRows(plan, progress)) {
      const { outcome } = planned;
      const known = outcome.kind === 'device' && forecasted?.isKnown(outcome.chunk, outcome.position) === true;
      const row = await readVerdict();
      if (!known) yield row;
      else {
        const remarks: readonly Reason[] = [...(row.verdict.remarks ?? []), { code: 'registered_by_us_before' }];
        yield { ...row, verdict: { ...row.verdict, remarks } };
      }
    }
  }

  const headOf = async (
    plan: Plan,
    kind: ReportKind,
    sequence: number,
    progress: readonly ChunkProgress[],
  ): Promise<ReportHead> => {
    const unsettled = progress.filter((chunk) => chunk.state?.counts === undefined);
    const known = new Map<number, ChunkProgress>();
    for (const chunk of unsettled) known.set(chunk.planned.chunk, await withVerdicts(plan)(chunk));
    const groups = reportGroups(
      progress.map((chunk) => known.get(chunk.planned.chunk) ?? chunk),
      plan.check,
    );
    const notSent = notSentOf(plan);
    return {
      version: 1,
      kind,
      sequence,
      partnerId: plan.partnerId,
      partnerName: plan.partnerName,
      uploadId: plan.uploadId,
      fileName: plan.fileName,
      receivedAt: plan.receivedAt,
      writtenAt: clock.now().toISOString(),
      timeZone: plan.timeZone,
      ...(plan.language === undefined ? {} : { language: plan.language }),
      ...(plan.refused === undefined ? {} : { refused: plan.refused }),
      ...(plan.uploadAction === undefined ? {} : { action: plan.uploadAction }),
      notices: plan.notices,
      sheets: plan.sheets,
      rows: plan.rows,
      counts: addCounts(...[...groups, ...notSent].map(({ counts }) => counts)),
      groups,
      notSent,
      calls: sumCalls(progress),
      holds: holdsOf(progress),
      ...(plan.followUpOf === undefined ? {} : { followUpOf: await combineRetries(plan, progress) }),
    };
  };

  /** Notes on the upload that a report was written, and whether it was the last one; false when another did so before. */
  const note = async (key: UploadKey, final: boolean, outcome: UploadOutcome): Promise<boolean> => {
    for (;;) {
      const there = await ledger.read(key);
      if (there === undefined || there.value.state === 'reported') return false;
      const now = clock.now().toISOString();
      const { failures: _over, ...rest } = there.value;
      const noted = {
        ...rest,
        ...(final ? { state: 'reported' as const } : {}),
        reportedAt: now,
        outcome,
        changedAt: now,
      };
      if ((await ledger.write(noted, there.etag)) !== undefined) return true;
    }
  };

  /** What operators measure of an upload that is over. */
  const measure = (head: ReportHead, tallied: readonly TalliedVerdict[]): void => {
    const { kind, rows } = head;
    const [from, until] = [new Date(head.receivedAt), new Date(head.writtenAt)];
    telemetry.upload(head, from, until, { kind, rows });
    telemetry.measure('dropToReport', (until.getTime() - from.getTime()) / 1000, { kind });
    if (kind !== 'final') return;
    for (const { verdict, code, rows } of tallied) telemetry.measure('verdicts', rows, { verdict, code });
  };

  const write = async (plan: Plan, { upload, chunks: states }: Snapshot): Promise<WrittenReport> => {
    const progress = progressOfChunks(plan, states);
    const done = upload.state === 'planned' && progress.every((chunk) => chunk.state?.state === 'settled');
    const kind: ReportKind = plan.check ? 'check' : done ? 'final' : 'provisional';
    const { sequence } = upload;
    const forecasted = plan.check && plan.chunks.length > 0 ? await forecast(plan) : undefined;
    const known = forecasted === undefined ? {} : { forecast: forecasted.forecast };
    const head = { ...(await headOf(plan, kind, sequence, progress)), ...known };
    const name = reportBaseName(plan);
    let tally = makeVerdictTally();
    let reasons = makeRowTally(english);
    const rowsGoingBy = async function* (): AsyncIterable<ReportRow> {
      tally = makeVerdictTally();
      reasons = makeRowTally(english);
      for await (const row of rowsOf(plan, progress, forecasted)) {
        tally.count(row.verdict);
        reasons.count(row);
        yield row;
      }
    };
    const report = await renderer.render(head, rowsGoingBy);
    try {
      for (const file of report.files) await reports.put(`${name}.${reportSuffixes[file.kind]}`, file, sequence);
    } finally {
      await report.dispose();
    }
    // What is left in line of an upload that is over would hold a place for ever.
    if (kind !== 'provisional') await release.clear(plan.partnerId, plan.uploadId, states);
    const totals = reasons.totals();
    const { withoutProfile } = totals;
    const noted = await note(plan, kind !== 'provisional', {
      check: plan.check,
      rows: plan.rows,
      devices: plan.chunks.reduce((sum, { devices }) => sum + devices, 0),
      counts: head.counts,
      ...(plan.refused === undefined ? {} : { refused: plan.refused }),
      ...(withoutProfile.length === 0 ? {} : { withoutProfile }),
      findings: totals.reasons.slice(0, findingsKept),
    });
    await keepProgress(plan, states);
    const { partnerId, uploadId } = plan;
    if (kind !== 'provisional') {
      await queue.sendNotification({ version: 1, partnerId, uploadId, event: 'finished' });
      await open.remove(plan);
      // Two messages about two last chunks can be worked on at once: the upload is over once.
      if (noted) measure(head, tally.all());
    } else if (head.holds.length > 0) await queue.sendNotification({ version: 1, partnerId, uploadId, event: 'held' });
    const { rows, counts, calls } = head;
    const seconds = Math.round((Date.parse(head.writtenAt) - Date.parse(head.receivedAt)) / 1000);
    const unprofiled = withoutProfile.reduce((sum, fault) => sum + fault.rows, 0);
    return { kind, sequence, rows, counts, calls, seconds, withoutProfile: unprofiled };
  };

  /** An upload whose partner's settings can't be used has no plan yet; its report says what it waits for. */
  const waitingPlan = (state: UploadState): Plan => ({
    version: 1,
    partnerId: state.partnerId,
    partnerName: state.partnerId,
    uploadId: state.uploadId,
    claim: state.claim,
    check: false,
    fileName: fileNameOf(state),
    receivedAt: state.receivedAt,
    plannedAt: state.changedAt,
    timeZone: 'UTC',
    settingsVersion: '',
    readerVersion: 0,
    refused: state.reason ?? { code: 'settings_broken' },
    notices: [],
    sheets: [],
    rows: 0,
    counts: {},
    segments: [],
    chunks: [],
  });

  return async ({ partnerId, uploadId }) => {
    const key = { partnerId, uploadId };
    const snapshot = await nextSequence(key);
    if ('why' in snapshot) return { kind: 'nothing', why: snapshot.why };
    // Read after the state: an upload that waited a moment ago may have been planned since.
    const plan = await plans.read(key);
    if (plan !== undefined) return write(plan, snapshot);
    if (snapshot.upload.state === 'waiting') return write(waitingPlan(snapshot.upload), snapshot);
    return { kind: 'nothing', why: 'its plan is gone' };
  };
}
