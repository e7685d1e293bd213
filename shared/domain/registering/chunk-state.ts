import type { Plan, PlannedChunk } from '../planning/plan.ts';
import type { Reason } from '../reason.ts';
import type { VerdictCounts } from '../verdict.ts';
import { failureDelay, holdDelay, pollDelay, retryDelay, throttledDelay, transientDelay } from '../waits.ts';

/** What a platform returns for a chunk; small, plain JSON, kept in the ledger until the job ends. */
export type Receipt = Readonly<Record<string, string | number | boolean | readonly string[]>>;

/**
 * Where a chunk stands; docs/architecture.md draws it.
 *
 * `sending` means: a call went out, or is about to, and no answer is recorded yet. A chunk found in it after its call
 * must be over is looked up on the platform before anything is sent again. `assigning` means: every device has its
 * verdict, and those registered are being given their customer's deployment profile. `acting` means: devices that were
 * found and written down are being removed or changed; one that is moved goes on to be registered.
 */
export interface ChunkState extends PlannedChunk {
  readonly version: 1;
  readonly partnerId: string;
  readonly uploadId: string;
  readonly state: 'waiting' | 'pending' | 'acting' | 'sending' | 'sent' | 'assigning' | 'held' | 'settled';
  /** A message that names another step is old and is dropped. */
  readonly step: number;
  /** Rises only after an answer was received: a repeated call keeps its request id. */
  readonly attempt: number;
  /** When the next message is due; repair acts when it is well past. */
  readonly dueAt: string;
  /** `acting`, and until its devices are registered anew: the document of what was found and done. */
  readonly notesName?: string;
  /** `acting`: since when; what a platform has taken and does not show yet is not awaited for ever. */
  readonly actingSince?: string;
  /** Positions whose device the platform has taken out where it was. */
  readonly cleared?: readonly number[];
  /** Since when its devices may be registered anew: before that, none of them was sent. */
  readonly clearedAt?: string;
  /** The operator has allowed more removals than the connection makes on a day. */
  readonly removalsAllowed?: true;
  /** `sending`, `acting`: until when the call may still be under way. */
  readonly callUntil?: string;
  /** `sending`: when this attempt first went out. */
  readonly firstSentAt?: string;
  /** When the first call went out that may have been taken. */
  readonly firstCallAt?: string;
  /** Was an answer to any call of this chunk ever lost? Then a device "already registered" may be our own doing. */
  readonly answerLost: boolean;
  /** Positions that a call whose answer was lost may have registered. Absent, after such a call: all of them. */
  readonly doubtful?: readonly number[];
  /** Calls whose answer was lost and that had to be made again. */
  readonly resends: number;
  /** `assigning`: since when; an assignment that takes too long is left unconfirmed. */
  readonly assigningSince?: string;
  /** `sent`: of the submission. `assigning`: of the assignment; absent: not taken yet. */
  readonly receipt?: Receipt;
  readonly tries: number;
  readonly polls: number;
  readonly hold?: Reason;
  readonly heldSince?: string;
  /** Version of its partner's settings as it was held; absent: they could not be used. */
  readonly heldUnder?: string;
  /** What the last try ran into; gone once a try succeeds. */
  readonly trouble?: Reason;
  /** How often in a row its messages ended in the poison queue; absent: never since it last moved. */
  readonly failures?: number;
  /** The document with the verdicts known so far; absent: none yet. */
  readonly verdictsName?: string;
  /** `sent`: the document with the verdicts, the running job's results included. */
  readonly partialName?: string;
  readonly counts?: VerdictCounts;
  readonly calls: Readonly<Record<string, number>>;
  readonly createdAt: string;
  /** When it last left the release queue: time on hold does not count against giving up. */
  readonly releasedAt?: string;
  readonly changedAt: string;
}

/** What a run of removals or changes leaves behind. */
interface RunKept {
  readonly notesName: string;
  readonly verdictsName: string;
  readonly cleared?: readonly number[];
}

export type ChunkEvent =
  | { readonly kind: 'released' }
  /** `under`: version of the settings it is held under; absent: they can't be used. `kept`: what a run did before it was stopped. */
  | {
      readonly kind: 'held';
      readonly reason: Reason;
      readonly under?: string;
      readonly afterMs?: number;
      readonly kept?: RunKept;
    }
  /** `removalsAllowed`: by the operator, who has looked at it. */
  | { readonly kind: 'resumed'; readonly removalsAllowed?: true }
  /** Intent: what was found is written down before anything is done with it. */
  | { readonly kind: 'acting'; readonly notesName: string; readonly verdictsName?: string }
  /** A run begins: no other run works on these devices meanwhile. */
  | { readonly kind: 'working'; readonly callUntil: string }
  /** A run is over, and something is still to be done or to be seen. */
  | ({ readonly kind: 'acted'; readonly trouble?: Reason; readonly afterMs?: number } & RunKept)
  /** What was to be removed is; its devices are registered anew now. */
  | { readonly kind: 'cleared'; readonly verdictsName: string; readonly cleared?: readonly number[] }
  /** Some of its devices are answered without asking the platform; nothing has been sent yet. */
  | { readonly kind: 'answered'; readonly verdictsName: string }
  /** Intent: written before the call goes out. */
  | { readonly kind: 'calling'; readonly callUntil: string }
  | { readonly kind: 'accepted'; readonly attempt: number; readonly receipt: Receipt }
  /** Certainly not taken by the platform; try again. */
  | { readonly kind: 'postponed'; readonly afterMs?: number; readonly trouble: Reason }
  /** Its turn has not come, and nothing is wrong: look again just then. */
  | { readonly kind: 'notYet'; readonly afterMs: number; readonly trouble: Reason }
  /** The answer to the call was lost, or the job it started is. */
  | { readonly kind: 'answerLost' }
  /** The answer came after another run had taken the call for lost: what the list proved meanwhile does not hold. */
  | { readonly kind: 'answeredLate' }
  /** Looked up too early to prove absence; look again then. */
  | { readonly kind: 'lookAgain'; readonly at: string }
  /** Looked up after the usual job time: what is still missing may be sent again. */
  | { readonly kind: 'sendMissing'; readonly verdictsName: string; readonly doubtful: readonly number[] }
  /** Every try of its message failed. */
  | { readonly kind: 'failed' }
  /** `partialName`: the job gave more results. */
  | { readonly kind: 'running'; readonly partialName?: string }
  /** Every device was answered but for some that are worth another try. */
  | { readonly kind: 'tryRest'; readonly verdictsName: string; readonly trouble?: Reason }
  /** Some devices got no certain answer: look them up. */
  | { readonly kind: 'lookUpRest'; readonly verdictsName: string }
  /** Every device has its verdict; profiles come next, or once more because the job that assigned them is lost. */
  | { readonly kind: 'assigning'; readonly verdictsName: string }
  | { readonly kind: 'assignmentAccepted'; readonly receipt: Receipt }
  /** Nothing is left to do. */
  | { readonly kind: 'settled'; readonly verdictsName: string; readonly counts: VerdictCounts };

const permitted: Readonly<Record<ChunkEvent['kind'], readonly ChunkState['state'][]>> = {
  released: ['waiting'],
  held: ['waiting', 'pending', 'acting', 'sending'],
  resumed: ['held'],
  acting: ['pending'],
  working: ['acting'],
  acted: ['acting'],
  cleared: ['pending', 'acting'],
  answered: ['pending'],
  calling: ['pending'],
  accepted: ['sending'],
  postponed: ['pending', 'acting', 'sending', 'sent', 'assigning'],
  notYet: ['pending', 'sending'],
  answerLost: ['sending', 'sent'],
  answeredLate: ['pending', 'sending', 'sent'],
  lookAgain: ['acting', 'sending'],
  sendMissing: ['sending'],
  failed: ['pending', 'acting', 'sending', 'sent', 'assigning'],
  running: ['sent', 'assigning'],
  tryRest: ['sending', 'sent'],
  lookUpRest: ['sending', 'sent'],
  assigning: ['sending', 'sent', 'assigning'],
  assignmentAccepted: ['assigning'],
  settled: ['waiting', 'pending', 'acting', 'sending', 'sent', 'assigning', 'held'],
};

const plus = (now: Date, ms: number): string => new Date(now.getTime() + ms).toISOString();

/** Results that a job gave while it ran stay true when it is polled no more. */
const partialKept = ({ partialName, ...rest }: ChunkState): ChunkState =>
  partialName === undefined ? rest : { ...rest, verdictsName: partialName };
/** Leaves out what belongs to a call that is over. */
const callOver = (state: ChunkState): ChunkState => {
  const { callUntil: _until, firstSentAt: _sent, receipt: _receipt, ...rest } = partialKept(state);
  return rest;
};
/** The call was certainly not taken; if it was the first, there was none yet. */
const callNotTaken = (state: ChunkState): ChunkState => {
  const { firstCallAt: _first, ...rest } = callOver(state);
  return state.answerLost || state.attempt > 1 ? callOver(state) : rest;
};
const withoutTrouble = ({ trouble: _trouble, ...rest }: ChunkState): ChunkState => rest;
const failureOver = ({ failures: _failures, ...rest }: ChunkState): ChunkState => rest;
const assignmentOver = ({ assigningSince: _since, ...rest }: ChunkState): ChunkState => rest;
const heldUnderOver = ({ heldUnder: _under, ...rest }: ChunkState): ChunkState => rest;
const holdOver = ({ hold: _hold, heldSince: _since, ...rest }: ChunkState): ChunkState => heldUnderOver(rest);

function changed(state: ChunkState, event: ChunkEvent, now: Date): ChunkState {
  const at = now.toISOString();
  switch (event.kind) {
    case 'released':
      return { ...state, state: 'pending', releasedAt: at, dueAt: at };
    case 'held':
      return {
        ...heldUnderOver(callNotTaken(state)),
        ...event.kept,
        ...(event.under === undefined ? {} : { heldUnder: event.under }),
        state: 'held',
        hold: event.reason,
        heldSince: state.heldSince ?? at,
        tries: state.tries + 1,
        dueAt: plus(now, event.afterMs ?? holdDelay(state.tries)),
      };
    case 'resumed':
      return {
        ...state,
        ...(event.removalsAllowed === undefined ? {} : { removalsAllowed: event.removalsAllowed }),
        state: 'waiting',
        dueAt: at,
      };
    case 'acting':
      return {
        ...withoutTrouble(holdOver(state)),
        state: 'acting',
        notesName: event.notesName,
        actingSince: state.actingSince ?? at,
        ...(event.verdictsName === undefined ? {} : { verdictsName: event.verdictsName }),
        dueAt: at,
      };
    case 'working':
      return { ...state, callUntil: event.callUntil, polls: state.polls + 1, dueAt: event.callUntil };
    case 'acted': {
      const { trouble, afterMs } = event;
      return {
        ...withoutTrouble(callOver(state)),
        ...(trouble === undefined ? {} : { trouble }),
        ...(event.cleared === undefined ? {} : { cleared: event.cleared }),
        notesName: event.notesName,
        verdictsName: event.verdictsName,
        tries: trouble === undefined ? 0 : state.tries + 1,
        dueAt: plus(now, trouble === undefined ? pollDelay(state.polls) : retryDelay(state.tries, afterMs)),
      };
    }
    case 'cleared':
      return {
        ...withoutTrouble(callOver(state)),
        state: 'pending',
        cleared: event.cleared ?? [],
        clearedAt: at,
        verdictsName: event.verdictsName,
        polls: 0,
        tries: 0,
        dueAt: at,
      };
    case 'calling':
      return {
        ...holdOver(state),
        state: 'sending',
        callUntil: event.callUntil,
        firstSentAt: state.firstSentAt ?? at,
        firstCallAt: state.firstCallAt ?? at,
        dueAt: event.callUntil,
      };
    case 'accepted':
      return {
        ...withoutTrouble(state),
        state: 'sent',
        receipt: event.receipt,
        polls: 0,
        tries: 0,
        dueAt: plus(now, pollDelay(0)),
      };
    case 'notYet':
      return { ...callNotTaken(state), state: 'pending', trouble: event.trouble, dueAt: plus(now, event.afterMs) };
    case 'answered':
      return { ...state, verdictsName: event.verdictsName, dueAt: at };
    case 'postponed': {
      const isThrottled = state.state === 'sending' && event.trouble.code === 'platform_throttled';
      const delay = isThrottled ? throttledDelay : retryDelay;
      const dueAt = plus(now, delay(state.tries, event.afterMs));
      const postponed = { ...state, tries: state.tries + 1, trouble: event.trouble, dueAt };
      return state.state === 'sending' ? { ...callNotTaken(postponed), state: 'pending' } : postponed;
    }
    case 'answerLost': {
      const { receipt: _lost, doubtful: _all, ...rest } = partialKept(state);
      return { ...rest, state: 'sending', answerLost: true, callUntil: at, dueAt: plus(now, pollDelay(1)) };
    }
    case 'answeredLate': {
      const { doubtful: _proved, ...rest } = state;
      return rest;
    }
    case 'lookAgain':
      return { ...state, dueAt: event.at };
    case 'sendMissing':
      return {
        ...callOver(state),
        state: 'pending',
        answerLost: true,
        doubtful: event.doubtful,
        resends: state.resends + 1,
        verdictsName: event.verdictsName,
        dueAt: at,
      };
    case 'failed': {
      const { failures = 0 } = state;
      return { ...state, failures: failures + 1, dueAt: plus(now, failureDelay(failures)) };
    }
    case 'running':
      return {
        ...withoutTrouble(state),
        ...(event.partialName === undefined ? {} : { partialName: event.partialName }),
        polls: state.polls + 1,
        tries: 0,
        dueAt: plus(now, pollDelay(state.polls + 1)),
      };
    case 'tryRest': {
      const dueAt = plus(now, transientDelay(state.attempt));
      return {
        ...callOver(state),
        state: 'pending',
        attempt: state.attempt + 1,
        verdictsName: event.verdictsName,
        ...(event.trouble === undefined ? {} : { trouble: event.trouble }),
        dueAt,
      };
    }
    case 'lookUpRest':
      return {
        ...partialKept(state),
        state: 'sending',
        attempt: state.attempt + 1,
        verdictsName: event.verdictsName,
        callUntil: at,
        dueAt: plus(now, pollDelay(1)),
      };
    case 'assigning':
      return {
        ...withoutTrouble(callOver(state)),
        state: 'assigning',
        attempt: state.attempt + 1,
        assigningSince: state.assigningSince ?? at,
        verdictsName: event.verdictsName,
        polls: 0,
        tries: 0,
        dueAt: at,
      };
    case 'assignmentAccepted':
      return { ...withoutTrouble(state), receipt: event.receipt, polls: 0, tries: 0, dueAt: plus(now, pollDelay(0)) };
    case 'settled':
      return {
        ...withoutTrouble(holdOver(assignmentOver(callOver(state)))),
        state: 'settled',
        verdictsName: event.verdictsName,
        counts: event.counts,
        dueAt: at,
      };
  }
}

/**
 * The one function that moves a chunk. `undefined`: this event is not permitted here (it is late, doubled or out of
 * order) and changes nothing. Every change but that a call begins and a late answer makes older messages void.
 */
export function advanceChunk(state: ChunkState, event: ChunkEvent, now: Date): ChunkState | undefined {
  if (!permitted[event.kind].includes(state.state)) return undefined;
  if (event.kind === 'accepted' && event.attempt !== state.attempt) return undefined;
  const next = event.kind === 'failed' ? changed(state, event, now) : failureOver(changed(state, event, now));
  const sameStep = event.kind === 'calling' || event.kind === 'working' || event.kind === 'answeredLate';
  const step = sameStep ? state.step : state.step + 1;
  return { ...next, step, changedAt: now.toISOString() };
}

/** A chunk of a freshly sealed plan. */
export const newChunk = (plan: Plan, { sha256: _sealed, ...planned }: Plan['chunks'][number]): ChunkState => ({
  ...planned,
  version: 1,
  partnerId: plan.partnerId,
  uploadId: plan.uploadId,
  state: 'waiting',
  step: 0,
  attempt: 1,
  dueAt: plan.plannedAt,
  answerLost: false,
  resends: 0,
  tries: 0,
  polls: 0,
  calls: {},
  createdAt: plan.plannedAt,
  changedAt: plan.plannedAt,
});

/** Has any call of this chunk ever gone out that could have registered something? */
export const wasSent = ({ state, answerLost, attempt }: ChunkState): boolean =>
  state === 'sending' || state === 'sent' || answerLost || attempt > 1;

/** May devices of this chunk have been removed or changed, without that being known? */
export const mayHaveActed = ({ notesName, clearedAt }: ChunkState): boolean =>
  notesName !== undefined && clearedAt === undefined;
