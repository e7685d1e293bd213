import { chunkIdOf, requestIdOf } from '../../domain/ids.ts';
import type { ChunkDevice } from '../../domain/planning/chunk.ts';
import type { Plan, PlannedChunk } from '../../domain/planning/plan.ts';
import { platforms } from '../../domain/platforms.ts';
import { advanceChunk, type ChunkEvent, type ChunkState } from '../../domain/registering/chunk-state.ts';
import {
  type ChunkVerdicts,
  noVerdicts,
  openPositions,
  registeredPositions,
} from '../../domain/registering/chunk-verdicts.ts';
import type { Submission } from '../../domain/registering/submission.ts';
import { reportBaseName } from '../../domain/reporting/report-rows.ts';
import type { ChunkMessage } from '../../domain/work.ts';
import { ContractViolation } from '../../errors.ts';
import type { CallContext, ChunkLedger, Clock, Plans, Verdicts, Versioned, WorkQueue } from '../../ports.ts';
import type { SettleChunk } from './settle-chunk.ts';

/** What one message did; for the log. */
export type ChunkStep =
  | { readonly kind: 'dropped'; readonly why: string }
  | {
      readonly kind: 'moved';
      readonly to: ChunkState['state'];
      readonly by: ChunkEvent['kind'];
      readonly nextAt: string;
    }
  | { readonly kind: 'settled' };

/** A loaded chunk: its state and content as they were read, and the only ways to change them. */
export interface LoadedChunk {
  readonly state: ChunkState;
  readonly content: readonly ChunkDevice[];
  /** Everything known by now, also from the running job. */
  readonly verdicts: ChunkVerdicts;
  /** The devices the call under way or the next one is about, as a platform takes them: without a verdict yet, or, while profiles are assigned, registered. */
  readonly submission: Submission;
  readonly context: CallContext;
  /** The dropped file, below the partner's folder. */
  readonly fileName: string;
  /** Base name of the upload's report files. */
  readonly reportName: string;
  /** Which of the upload's hand-off files is this chunk's, counted from 1. */
  readonly handOff: { readonly number: number; readonly of: number };
  /** Moves the state without a message; `undefined`: somebody else moved it meanwhile. */
  move(event: ChunkEvent): Promise<LoadedChunk | undefined>;
  /** State first, then the message that continues it. */
  moveOn(event: ChunkEvent): Promise<ChunkStep>;
  /** Stores what is known by now; returns the document's name. */
  keep(verdicts: ChunkVerdicts): Promise<string>;
  settle(verdicts: ChunkVerdicts): Promise<ChunkStep>;
  /** The same chunk as it stands now. */
  again(): Promise<LoadedChunk | undefined>;
}

export type LoadChunk = (message: ChunkMessage) => Promise<LoadedChunk | Extract<ChunkStep, { kind: 'dropped' }>>;

export const dropped = (why: string): Extract<ChunkStep, { kind: 'dropped' }> => ({ kind: 'dropped', why });
/** A change that came too late: another run did it, or something newer. */
export const overtaken = dropped('another run moved it meanwhile');

function submissionOf(state: ChunkState, content: readonly ChunkDevice[], verdicts: ChunkVerdicts): Submission {
  const chunkId = chunkIdOf(state.uploadId, state.chunk);
  const { customerTenantId: tenantId, customerDomain: domain, groupTag } = state;
  const positions = state.state === 'assigning' ? registeredPositions(verdicts) : openPositions(verdicts);
  return {
    chunkId,
    requestId: requestIdOf(chunkId, state.attempt),
    customer: { tenantId, ...(domain === undefined ? {} : { domain }) },
    ...(groupTag === undefined ? {} : { groupTag }),
    devices: positions.flatMap((position) => {
      const device = content[position];
      if (device === undefined) return [];
      const { identity, assignedUser } = device;
      return [{ position, identity, ...(assignedUser === undefined ? {} : { assignedUser }) }];
    }),
  };
}

function withCalls(state: ChunkState, calls: Map<string, number>): ChunkState {
  const merged: Record<string, number> = { ...state.calls };
  for (const [operation, count] of calls) merged[operation] = (merged[operation] ?? 0) + count;
  return { ...state, calls: merged };
}

function handOffNumber({ chunks }: Plan, chunk: number): LoadedChunk['handOff'] {
  const handedOff = chunks.filter(({ platform }) => platforms[platform].registers === 'handOff');
  return { number: handedOff.findIndex((each) => each.chunk === chunk) + 1, of: handedOff.length };
}

const sealedNames = [
  'chunk',
  'devices',
  'connectionId',
  'platform',
  'customerTenantId',
  'customerName',
  'customerDomain',
  'groupTag',
  'action',
  'confirmed',
] as const satisfies readonly (keyof PlannedChunk)[];

/** What goes where was sealed with the plan: a ledger row that says otherwise was edited, and nothing is sent by it. */
function requireAsSealed(state: ChunkState, message: ChunkMessage, plan: Plan): void {
  const planned = plan.chunks[message.chunk];
  const altered: string[] = sealedNames.filter((name) => state[name] !== planned?.[name]);
  const sourceOf = ({ source }: Pick<PlannedChunk, 'source'> = {}) =>
    Object.entries(source ?? {})
      .sort()
      .join();
  if (sourceOf(state) !== sourceOf(planned)) altered.push('source');
  if (state.uploadId !== message.uploadId) altered.push('chunk');
  if (altered.length === 0) return;
  const what = `Chunk ${message.chunk} of upload ${message.uploadId}`;
  throw new ContractViolation(`${what} is not as its plan sealed it: ${altered.join(', ')}.`);
}

export function makeLoadChunk(deps: {
  readonly clock: Clock;
  readonly plans: Plans;
  readonly chunks: ChunkLedger;
  readonly verdicts: Verdicts;
  readonly settleChunk: SettleChunk;
  readonly queue: WorkQueue;
}): LoadChunk {
  const { clock, plans, chunks, verdicts: store, settleChunk, queue } = deps;

  const loadedChunk = (
    { value: state, etag }: Versioned<ChunkState>,
    content: readonly ChunkDevice[],
    verdicts: ChunkVerdicts,
    // What was known as the call under way went out: a platform's answer is matched with exactly what was sent.
    knownAsSent: ChunkVerdicts,
    plan: Plan,
    calls: Map<string, number>,
  ): LoadedChunk => {
    const reportName = reportBaseName(plan);
    const move: LoadedChunk['move'] = async (event) => {
      const next = advanceChunk(state, event, clock.now());
      const moved = next === undefined ? undefined : await chunks.replace(withCalls(next, calls), etag);
      return moved === undefined ? undefined : loadedChunk(moved, content, verdicts, knownAsSent, plan, new Map());
    };
    return {
      state,
      content,
      verdicts,
      fileName: plan.fileName,
      reportName,
      handOff: handOffNumber(plan, state.chunk),
      submission: submissionOf(state, content, knownAsSent),
      context: {
        correlationId: requestIdOf(chunkIdOf(state.uploadId, state.chunk), state.step),
        onCall: (operation) => void calls.set(operation, (calls.get(operation) ?? 0) + 1),
      },
      move,
      moveOn: async (event) => {
        const moved = await move(event);
        if (moved === undefined) return overtaken;
        const { partnerId, uploadId, chunk, step, dueAt } = moved.state;
        if (moved.state.state === 'held') await settleChunk.moveOn(moved.state);
        else {
          const delay = Math.max(0, Date.parse(dueAt) - clock.now().getTime());
          await queue.sendChunk({ version: 1, partnerId, uploadId, chunk, step }, delay);
        }
        return { kind: 'moved', to: moved.state.state, by: event.kind, nextAt: dueAt };
      },
      keep: (known) => store.write(state, state.chunk, known),
      settle: async (complete) => {
        const chunk = { value: withCalls(state, calls), etag };
        return (await settleChunk.settle(chunk, content, complete)) ? { kind: 'settled' } : overtaken;
      },
      again: async () => {
        const now = await chunks.read(state.uploadId, state.chunk);
        return now === undefined ? undefined : loadedChunk(now, content, verdicts, knownAsSent, plan, calls);
      },
    };
  };

  return async (message) => {
    const { partnerId, uploadId, chunk } = message;
    const there = await chunks.read(uploadId, chunk);
    if (there === undefined) return dropped('there is no such chunk');
    if (there.value.partnerId !== partnerId) {
      throw new ContractViolation(`A message names chunk ${chunk} of upload ${uploadId} under another partner.`);
    }
    if (there.value.step !== message.step) return dropped('the message is old');
    const plan = await plans.read({ partnerId, uploadId });
    if (plan === undefined) throw new ContractViolation(`Upload ${uploadId} has chunks but no plan.`);
    requireAsSealed(there.value, message, plan);
    const content = await plans.readChunk(plan, chunk);
    const { verdictsName, partialName, devices } = there.value;
    const read = (name: string) => store.read(message, chunk, name);
    const knownAsSent = verdictsName === undefined ? noVerdicts(devices) : await read(verdictsName);
    const verdicts = partialName === undefined ? knownAsSent : await read(partialName);
    return loadedChunk(there, content, verdicts, knownAsSent, plan, new Map());
  };
}
