import type { Language } from '../../domain/language.ts';
import type { FollowUp } from '../../domain/planning/upload-state.ts';
import { type Platform, platforms } from '../../domain/platforms.ts';
import type { StoredReason } from '../../domain/reason.ts';
import type { Actor } from '../../domain/reasons/explanation.ts';
import { type ChunkState, wasSent } from '../../domain/registering/chunk-state.ts';
import { type Estimate, estimate } from '../../domain/reporting/estimate.ts';
import type { StateReason } from '../../domain/reporting/notification.ts';
import { explained } from '../../domain/reporting/report-lines.ts';
import { canRetry } from '../../domain/reporting/retry-row.ts';
import { redactCell } from '../../domain/reporting/shown-text.ts';
import type { Connection } from '../../domain/settings/connection.ts';
import { isSuspension } from '../../domain/settings/suspension.ts';
import type { Texts } from '../../domain/texts/en.ts';
import { texts } from '../../domain/texts/texts.ts';
import type { VerdictCounts, VerdictKind } from '../../domain/verdict.ts';
import type { UploadKey } from '../../domain/work.ts';
import type { Clock, Settings } from '../../ports.ts';
import { usualSeconds } from '../release.ts';
import { devicesOf, stateReason } from '../upload-progress.ts';
import { isTooOldToConfirm } from './confirm-removals.ts';
import type { FileToFetch, ReportFilesOf } from './report-files.ts';
import type { OpenedUpload, OpenUpload, UploadSummary } from './upload-summary.ts';

/** Rows that share a verdict and a reason, in words. */
export interface Finding {
  readonly verdict: VerdictKind;
  readonly code: string;
  readonly happened: string;
  readonly advice: string;
  readonly who: Actor;
  readonly rows: number;
  readonly canCorrect: boolean;
}

/** A chunk as operators see it. */
export interface ChunkView {
  readonly chunk: number;
  readonly connectionId: string;
  readonly platform: Platform;
  readonly customer: string;
  readonly groupTag?: string;
  readonly devices: number;
  readonly state: ChunkState['state'];
  readonly changedAt: string;
  readonly dueAt: string;
  readonly tries: number;
  readonly counts?: VerdictCounts;
  readonly hold?: StateReason;
  readonly trouble?: StateReason;
  readonly calls: Readonly<Record<string, number>>;
}

/** Everything of one upload but its rows. */
export interface UploadView {
  readonly summary: UploadSummary;
  readonly estimate?: Estimate;
  readonly findings: readonly Finding[];
  readonly notices: readonly StateReason[];
  readonly sheets: readonly {
    readonly sheet?: string;
    readonly headerRow: number;
    readonly columns: readonly { readonly title: string; readonly meaning?: string }[];
  }[];
  readonly files: readonly FileToFetch[];
  readonly follows: readonly string[];
  readonly followedBy: readonly FollowUp[];
  /** What can be done with it now, by whoever may. */
  readonly can: {
    readonly correct: boolean;
    readonly cancel: boolean;
    readonly release: boolean;
    readonly sendForReal: boolean;
    /** Say yes to removing what awaits it. */
    readonly confirm: boolean;
  };
  readonly chunks: readonly ChunkView[];
}

export type ReadUpload = (key: UploadKey) => Promise<UploadView | undefined>;

/** A chunk of which no call was ever made: all of it can still be cancelled. */
export const isUnsent = (chunk: ChunkState): boolean =>
  ['waiting', 'pending', 'held'].includes(chunk.state) && !wasSent(chunk) && chunk.notesName === undefined;

function chunkView(chunk: ChunkState, words: Texts): ChunkView {
  const { connectionId, platform, customerName, groupTag, devices, state, changedAt, dueAt, tries, calls } = chunk;
  const { counts, hold, trouble } = chunk;
  return {
    chunk: chunk.chunk,
    connectionId,
    platform,
    customer: customerName,
    ...(groupTag === undefined ? {} : { groupTag }),
    devices,
    state,
    changedAt,
    dueAt,
    tries,
    ...(counts === undefined ? {} : { counts }),
    ...(hold === undefined || state !== 'held' ? {} : { hold: stateReason(hold, words) }),
    ...(trouble === undefined ? {} : { trouble: stateReason(trouble, words) }),
    calls,
  };
}

function findingsOf({ state }: OpenedUpload, words: Texts): readonly Finding[] {
  return (state.outcome?.findings ?? []).map(({ kind, code, params, rows }) => {
    const reason: StoredReason = { code, params };
    const { happened, advice, who } = explained(reason, words);
    return { verdict: kind, code, happened, advice, who, rows, canCorrect: canRetry({ kind, reason }, words) };
  });
}

export function makeReadUpload(deps: {
  readonly clock: Clock;
  readonly settings: Settings;
  readonly openUpload: OpenUpload;
  readonly reportFilesOf: ReportFilesOf;
  /** Milliseconds a platform's job usually takes at most, where the connection does not say. */
  readonly usualJob: number;
  readonly language?: Language | undefined;
}): ReadUpload {
  const { clock, settings, openUpload, reportFilesOf, usualJob, language } = deps;

  const estimateOf = async ({ state, chunks, summary }: OpenedUpload): Promise<Estimate | undefined> => {
    if (summary.stage !== 'sending') return undefined;
    const found = await settings.ofPartner(state.partnerId);
    const connections = found.kind === 'found' ? found.connections : new Map<string, Connection>();
    const left = chunks.filter((chunk) => !['settled', 'held'].includes(chunk.state));
    const sent = left.filter(({ platform }) => platforms[platform].registers === 'api');
    return estimate(
      {
        receivedAt: state.receivedAt,
        settled: summary.devices.settled,
        left: devicesOf(left),
        usualSeconds: usualSeconds(sent, connections, usualJob),
      },
      clock.now(),
    );
  };

  return async (key) => {
    const opened = await openUpload.find(key);
    if (opened === undefined) return undefined;
    const { plan, chunks, summary, state } = opened;
    const words = texts(language ?? plan?.language);
    const guess = await estimateOf(opened);
    const isReported = state.state === 'reported';
    const was = (wanted: FollowUp['what']): boolean => state.followedBy?.some(({ what }) => what === wanted) === true;
    return {
      summary,
      ...(guess === undefined ? {} : { estimate: guess }),
      findings: findingsOf(opened, words),
      notices: (plan?.notices ?? []).map((notice) => stateReason(notice, words)),
      sheets: (plan?.sheets ?? []).map(({ sheet, headerRow, titles, columns }) => ({
        ...(sheet === undefined ? {} : { sheet }),
        headerRow,
        columns: titles.map((title, at) => {
          const meaning = columns[at] ?? 'other';
          const shown = redactCell(title);
          return meaning === 'other' || meaning === 'report' ? { title: shown } : { title: shown, meaning };
        }),
      })),
      files: await reportFilesOf.ofUpload(state),
      follows: plan?.followUpOf ?? [],
      followedBy: state.followedBy ?? [],
      can: {
        correct: isReported && plan !== undefined && plan.refused === undefined && plan.rows > 0,
        cancel: state.state === 'planned' && plan?.check === false && chunks.some(isUnsent),
        release: state.state === 'waiting' || chunks.some(canTryAgain),
        sendForReal: isReported && plan?.check === true && plan.refused === undefined && !was('sent'),
        confirm:
          isReported &&
          plan?.check === false &&
          !was('confirmed') &&
          (summary.counts.awaitingConfirmation ?? 0) > 0 &&
          !isTooOldToConfirm(plan, clock.now()),
      },
      chunks: chunks.map((chunk) => chunkView(chunk, words)),
    };
  };
}

/** Held, or waiting for its next try. What an operator stopped only waits for being resumed. */
export const canTryAgain = ({ state, hold, trouble }: ChunkState): boolean =>
  state === 'held' ? !isSuspension(hold?.code) : state === 'pending' && trouble !== undefined;
