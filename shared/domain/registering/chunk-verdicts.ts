import type { DeviceAction } from '../device-action.ts';
import type { Reason } from '../reason.ts';
import type { Verdict } from '../verdict.ts';
import { type ChunkState, mayHaveActed, wasSent } from './chunk-state.ts';
import { judge } from './device-result.ts';
import type { DeviceResult } from './submission.ts';

/** Verdicts of a chunk by position; `null`: none yet. */
export type ChunkVerdicts = readonly (Verdict | null)[];

export interface Judged {
  readonly verdicts: ChunkVerdicts;
  /** Stumbled over by the platform's storage: worth sending again. */
  readonly transient: readonly number[];
  /** Of these, the ones we have just removed, which the platform has not noticed everywhere. */
  readonly propagating: readonly number[];
  /** The platform gave no certain answer about them. */
  readonly unanswered: readonly number[];
}

/** After this many answers "try again later" for one device, its last answer is its verdict. */
const maxAttempts = 5;

export const noVerdicts = (devices: number): ChunkVerdicts => Array.from({ length: devices }, () => null);
export const openPositions = (verdicts: ChunkVerdicts): readonly number[] =>
  verdicts.flatMap((verdict, position) => (verdict === null ? [position] : []));

/** The reason of a verdict given without asking the platform. */
export const fromLedger = 'answered_from_ledger';

/** Devices we registered before for the same customer, answered without sending them again. */
export const judgeKnown = (verdicts: ChunkVerdicts, known: ReadonlySet<number>): ChunkVerdicts =>
  verdicts.map((verdict, position) =>
    verdict === null && known.has(position) ? { kind: 'alreadyRegistered', reason: { code: fromLedger } } : verdict,
  );

const isRegistered = (verdict: Verdict | null): boolean =>
  verdict?.kind === 'registered' || verdict?.kind === 'alreadyRegistered';
/** Devices that are registered now, by this chunk or before it. */
export const registeredPositions = (verdicts: ChunkVerdicts): readonly number[] =>
  verdicts.flatMap((verdict, position) => (isRegistered(verdict) ? [position] : []));

/** The same verdict for every device that has none yet. */
export const judgeRest = (verdicts: ChunkVerdicts, verdict: Verdict): ChunkVerdicts =>
  verdicts.map((known) => known ?? verdict);

/** The last word on devices for which nothing more will be sent or asked: what may have arrived is unknown. */
export function judgeEnd(
  state: ChunkState,
  verdicts: ChunkVerdicts,
  unsent: Reason['code'],
  sent: Reason['code'] = unsent,
): ChunkVerdicts {
  const cleared = new Set(state.action === 'deregister' ? state.cleared : []);
  const removed = verdicts.map((verdict, position): Verdict | null =>
    verdict === null && cleared.has(position) ? { kind: 'deregistered', remarks: [{ code: 'still_listed' }] } : verdict,
  );
  const isUnknown = wasSent(state) || mayHaveActed(state);
  return judgeRest(
    removed,
    isUnknown ? { kind: 'unknown', reason: { code: sent } } : { kind: 'rejected', reason: { code: unsent } },
  );
}

/**
 * What the ledger says of devices: it knew them before this chunk, another chunk entered them meanwhile, or this one did
 * earlier. Nothing of the others: this chunk enters them as its own.
 */
export type LedgerWords = ReadonlyMap<number, 'before' | 'meanwhile' | 'ours'>;

const byAnother: Reason = { code: 'registered_by_another_file' };
const withRemarks = (...remarks: readonly Reason[]): Pick<Verdict, 'remarks'> =>
  remarks.length === 0 ? {} : { remarks };

/** Devices found on the platform after an answer was lost. */
export const judgeFound = (
  verdicts: ChunkVerdicts,
  positions: readonly number[],
  words: LedgerWords,
): ChunkVerdicts => {
  const found = new Set(positions);
  return verdicts.map((known, position): Verdict | null => {
    if (known !== null || !found.has(position)) return known;
    const whose = words.get(position);
    return {
      kind: whose === undefined ? 'registered' : 'alreadyRegistered',
      remarks: [{ code: 'found_on_platform' }, ...(whose === 'meanwhile' ? [byAnother] : [])],
    };
  });
};

/** What a platform answers while it has not noticed everywhere that we have removed a device. */
const staleAnswers: Readonly<Partial<Record<DeviceAction, Reason['code']>>> = {
  move: 'device_of_another_organization',
  changeTag: 'device_already_registered',
};

type CallsSoFar = Pick<ChunkState, 'answerLost' | 'doubtful'>;

/** Positions a call whose answer was lost may have registered. */
function doubtsOf({ answerLost, doubtful }: CallsSoFar): (position: number) => boolean {
  if (!answerLost) return () => false;
  const positions = doubtful === undefined ? undefined : new Set(doubtful);
  return (position) => positions?.has(position) ?? true;
}

/** Open positions answered "already registered" of which a lost answer leaves open whether we registered them. */
export function doubtfulAnswers(
  state: CallsSoFar,
  verdicts: ChunkVerdicts,
  answers: readonly DeviceResult[],
): readonly number[] {
  const isDoubtful = doubtsOf(state);
  return answers.flatMap((answer) =>
    answer.kind === 'failed' &&
    verdicts[answer.position] === null &&
    isDoubtful(answer.position) &&
    judge(answer.platformMessage).kind === 'alreadyRegistered'
      ? [answer.position]
      : [],
  );
}

/**
 * Turns a platform's answers into verdicts. An "already registered" counts as our own where the ledger has the device as
 * this chunk's doing, or where a call of ours may have brought it whose answer was lost and the ledger has nobody else.
 */
export function judgeAnswers(
  state: Pick<ChunkState, 'answerLost' | 'attempt' | 'doubtful' | 'action' | 'cleared'> & {
    /** We have just removed them elsewhere: the platform may not have noticed everywhere. */
    readonly isPropagating?: boolean;
  },
  verdicts: ChunkVerdicts,
  answers: readonly DeviceResult[],
  words: LedgerWords,
): Judged {
  const mayBeOurs = doubtsOf(state);
  const cleared = new Set(state.cleared);
  const byPosition = new Map(answers.map((answer) => [answer.position, answer]));
  const transient: number[] = [];
  const propagating: number[] = [];
  const unanswered: number[] = [];

  const verdictOf = (answer: DeviceResult): Verdict | null => {
    const whose = words.get(answer.position);
    const isOurs = whose === undefined || whose === 'ours';
    const remarks = withRemarks(...(whose === 'meanwhile' ? [byAnother] : []));
    const registered: Verdict = { kind: isOurs ? 'registered' : 'alreadyRegistered', ...remarks };
    if (answer.kind === 'registered') return registered;
    const { kind, reason } = judge(answer.platformMessage);
    if (
      state.isPropagating === true &&
      cleared.has(answer.position) &&
      reason.code === staleAnswers[state.action ?? 'register']
    ) {
      transient.push(answer.position);
      propagating.push(answer.position);
      return null;
    }
    if (kind === 'registered') return registered;
    const claimed = whose === 'ours' || (whose === undefined && mayBeOurs(answer.position));
    if (kind === 'alreadyRegistered' && claimed) {
      return { kind: 'registered', remarks: [{ code: 'confirmed_by_resend' }] };
    }
    if (kind === 'transient' && state.attempt < maxAttempts) {
      transient.push(answer.position);
      return null;
    }
    return { kind: kind === 'transient' ? 'refused' : kind, reason, platformSaid: answer.platformMessage, ...remarks };
  };

  const judged = verdicts.map((known, position): Verdict | null => {
    if (known !== null) return known;
    const answer = byPosition.get(position);
    if (answer !== undefined) return verdictOf(answer);
    unanswered.push(position);
    return null;
  });
  return { verdicts: judged, transient, propagating, unanswered };
}
