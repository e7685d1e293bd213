import type { Language } from '../../domain/language.ts';
import type { Plan } from '../../domain/planning/plan.ts';
import type { UploadOutcome, UploadState } from '../../domain/planning/upload-state.ts';
import type { ChunkState } from '../../domain/registering/chunk-state.ts';
import type { StateReason } from '../../domain/reporting/notification.ts';
import type { Texts } from '../../domain/texts/en.ts';
import { texts } from '../../domain/texts/texts.ts';
import type { VerdictCounts } from '../../domain/verdict.ts';
import { lateAfter } from '../../domain/waits.ts';
import type { UploadKey } from '../../domain/work.ts';
import type { ChunkLedger, Clock, Plans, UploadLedger } from '../../ports.ts';
import { devicesOf, fileNameOf, progressOf, stateReason } from '../upload-progress.ts';

/**
 * Where an upload stands for whoever waits for it. `held`: all that is left waits for a person. `writing`: only the report
 * is missing. `waiting`: the partner's settings can't be used yet. `replaced`: overwritten before it was read.
 */
export type Stage = 'reading' | 'sending' | 'held' | 'writing' | 'done' | 'refused' | 'waiting' | 'replaced';

/** An upload as lists show it. */
export interface UploadSummary extends UploadKey {
  readonly fileName: string;
  readonly stage: Stage;
  /** Only checked: nothing is sent. */
  readonly check: boolean;
  /** It takes longer than it should, and not because of a person. */
  readonly late: boolean;
  readonly receivedAt: string;
  readonly reportedAt?: string;
  readonly rows: number;
  readonly counts: VerdictCounts;
  readonly devices: {
    readonly total: number;
    readonly sent: number;
    readonly settled: number;
    readonly held: number;
  };
  readonly holds: readonly StateReason[];
  readonly refused?: StateReason;
  readonly failures: number;
}

/** An upload with all the ledger says of it. */
export interface OpenedUpload {
  readonly state: UploadState;
  /** Absent: not sealed yet, or not looked for because the outcome says it all. */
  readonly plan?: Plan;
  readonly chunks: readonly ChunkState[];
  readonly summary: UploadSummary;
}

const stages: Readonly<Record<Exclude<UploadState['state'], 'planned' | 'reported'>, Stage>> = {
  planning: 'reading',
  waiting: 'waiting',
  superseded: 'replaced',
  refused: 'refused',
};

const isOver = ({ state }: ChunkState): boolean => state === 'settled';
const isHeld = ({ state }: ChunkState): boolean => state === 'held';
const isOut = ({ state }: ChunkState): boolean => ['acting', 'sending', 'sent', 'assigning', 'settled'].includes(state);

function stageOf({ state, reason }: UploadState, plan: Plan | undefined, chunks: readonly ChunkState[]): Stage {
  if (state === 'reported') return (plan?.refused ?? reason) === undefined ? 'done' : 'refused';
  if (state !== 'planned') return stages[state];
  // Just after planning the ledger does not list all chunks of the plan yet.
  if (chunks.length < (plan?.chunks.length ?? 0)) return 'sending';
  const left = chunks.filter((chunk) => !isOver(chunk));
  if (left.length === 0) return 'writing';
  return left.every(isHeld) ? 'held' : 'sending';
}

function summaryOfOutcome(state: UploadState, outcome: UploadOutcome, words: Texts): UploadSummary {
  const { partnerId, uploadId, receivedAt, reportedAt } = state;
  const { check, rows, counts, devices, refused } = outcome;
  return {
    partnerId,
    uploadId,
    fileName: fileNameOf(state),
    stage: refused === undefined ? 'done' : 'refused',
    check,
    late: false,
    receivedAt,
    ...(reportedAt === undefined ? {} : { reportedAt }),
    rows,
    counts,
    devices: { total: devices, sent: check ? 0 : devices, settled: devices, held: 0 },
    holds: [],
    ...(refused === undefined ? {} : { refused: stateReason(refused, words) }),
    failures: 0,
  };
}

/** What a list shows of an upload whose ledger rows were just read. */
export function summaryOf(
  state: UploadState,
  plan: Plan | undefined,
  chunks: readonly ChunkState[],
  now: Date,
  language?: Language,
): UploadSummary {
  const { partnerId, uploadId, receivedAt, fileName, check, rows, counts, devices, holds, failures, ...progress } =
    progressOf(state, plan, chunks, language);
  const stage = stageOf(state, plan, chunks);
  const isUnderWay = stage === 'sending' || stage === 'writing' || stage === 'reading';
  return {
    partnerId,
    uploadId,
    fileName,
    stage,
    check,
    late: isUnderWay && now.getTime() - Date.parse(receivedAt) > lateAfter,
    receivedAt,
    ...(progress.reportedAt === undefined ? {} : { reportedAt: progress.reportedAt }),
    rows,
    counts,
    devices: {
      total: devices.total,
      sent: devicesOf(chunks.filter(isOut)),
      settled: devices.settled,
      held: devicesOf(chunks.filter(isHeld)),
    },
    holds,
    ...(progress.refused === undefined ? {} : { refused: progress.refused }),
    failures,
  };
}

export interface OpenUpload {
  /** Reads whatever the ledger says of an upload whose own row is known. */
  whole(state: UploadState): Promise<OpenedUpload>;
  /** Only what lists show: a reported one is read from its own row alone. */
  summary(state: UploadState): Promise<UploadSummary>;
  /** Undefined: there is no such upload of this partner. */
  find(key: UploadKey): Promise<OpenedUpload | undefined>;
}

export function makeOpenUpload(deps: {
  readonly clock: Clock;
  readonly ledger: UploadLedger;
  readonly chunks: ChunkLedger;
  readonly plans: Plans;
  /** Of what answers say; absent: each upload's own. */
  readonly language?: Language | undefined;
}): OpenUpload {
  const { clock, ledger, chunks, plans, language } = deps;
  const whole: OpenUpload['whole'] = async (state) => {
    const isSealed = state.state === 'planned' || state.state === 'reported';
    const plan = isSealed ? await plans.read(state) : undefined;
    const all = plan === undefined ? [] : await chunks.list(state.uploadId);
    const summary = summaryOf(state, plan, all, clock.now(), language);
    return { state, ...(plan === undefined ? {} : { plan }), chunks: all, summary };
  };
  return {
    whole,
    summary: async (state) =>
      state.state === 'reported' && state.outcome !== undefined
        ? summaryOfOutcome(state, state.outcome, texts(language))
        : (await whole(state)).summary,
    find: async (key) => {
      const state = (await ledger.read(key))?.value;
      return state === undefined ? undefined : whole(state);
    },
  };
}
