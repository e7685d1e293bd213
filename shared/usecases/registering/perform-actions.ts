import { chunkIdOf } from '../../domain/ids.ts';
import {
  type ActionNote,
  type ActionNotes,
  changeOf,
  changesInPlace,
  noteLook,
  registersAnew,
  verdictOfNote,
  wantedAgain,
} from '../../domain/registering/acting.ts';
import { openPositions } from '../../domain/registering/chunk-verdicts.ts';
import type { Changed, Removed } from '../../domain/registering/device-actions.ts';
import type { SlotOutcome } from '../../domain/registering/slots.ts';
import type { Verdict } from '../../domain/verdict.ts';
import { busyDelay, listPatience } from '../../domain/waits.ts';
import { AccessDenied, ContractViolation, SubmissionUnknown } from '../../errors.ts';
import type { Clock, ConnectionSlots, Devices, NotesStore } from '../../ports.ts';
import { type ActingPlace, actingPlaceOf, enterDone } from './acting-place.ts';
import type { ChunkSettings } from './current-settings.ts';
import { inSlot, slotOutcome } from './limit-concurrency.ts';
import { type ChunkStep, type LoadedChunk, overtaken } from './loaded-chunk.ts';
import { type Setback, setbackOf } from './setback.ts';

/** Each write has an approval of its own: all of them are asked for before anything waits, or they would come one by one. */
function approvalNeeded(error: unknown): AccessDenied {
  if (error instanceof AccessDenied && error.grant === 'approval_needed') return error;
  throw error;
}

/** Removes or changes one device; a note or a verdict is what became of it. */
async function actOn(
  loaded: LoadedChunk,
  place: ActingPlace,
  position: number,
  note: ActionNote,
): Promise<ActionNote | Verdict> {
  const { state, content, context } = loaded;
  const device = content[position];
  let answer: Removed | Changed;
  try {
    if (changesInPlace(state) && place.actions.change !== undefined && device !== undefined)
      answer = await place.actions.change(place.customer, note.device, changeOf(state, device), context);
    else answer = await place.actions.remove(place.customer, note.device, context);
  } catch (error) {
    // The next look shows what became of it.
    if (error instanceof SubmissionUnknown) return note;
    throw error;
  }
  switch (answer.kind) {
    case 'removed':
    case 'changed':
      return { ...note, taken: true };
    case 'alreadyGone':
      // Only before the very first call it is certain that we did not remove it.
      return state.polls <= 1 && state.action === 'deregister' ? { kind: 'notRegistered' } : { ...note, gone: true };
    case 'gone':
      return { kind: 'rejected', reason: { code: 'device_not_listed' } };
    case 'refused':
      return { kind: 'refused', reason: answer.reason, platformSaid: answer.platformMessage };
    case 'blocked':
      return { kind: 'rejected', reason: answer.reason };
    case 'running':
      return { ...note, device: answer.device };
  }
}

/** What a run did; `stopped`: it did not get through all devices. */
interface Progress {
  readonly verdicts: (Verdict | null)[];
  readonly notes: (ActionNote | null)[];
  stopped?: Setback;
  outcome: SlotOutcome;
}

/** Is the device still to be removed or changed? Of the others only what the platform shows is awaited. */
const isToDo = (note: ActionNote | null | undefined): note is ActionNote =>
  note != null && note.taken !== true && note.gone !== true;

/** A further step of such a chunk: does what was asked for with every device that was found, and sees that it shows. */
export type PerformActions = (loaded: LoadedChunk, settings: ChunkSettings) => Promise<ChunkStep>;

export function makePerformActions(deps: {
  readonly clock: Clock;
  readonly devices: Devices;
  readonly notes: NotesStore;
  readonly slots: ConnectionSlots;
  /** A run can't be under way longer than this. */
  readonly callMilliseconds: number;
}): PerformActions {
  const { clock, notes: store, slots, callMilliseconds } = deps;

  /** Looks first: what is gone since the last run was our doing, though its answer was lost. */
  const run = async (
    loaded: LoadedChunk,
    settings: ChunkSettings,
    place: ActingPlace,
    noted: ActionNotes,
  ): Promise<Progress> => {
    const { state, content, verdicts: known, context } = loaded;
    const open = openPositions(known).filter((position) => noted[position] != null);
    const progress: Progress = { verdicts: [...known], notes: [...noted], outcome: 'other' };
    const endsAt = clock.now().getTime() + callMilliseconds / 2;
    try {
      const wanted = open.flatMap((position) => {
        const note = noted[position];
        return note == null ? [] : [wantedAgain(position, note)];
      });
      // Before the very first run nothing can have changed.
      const located = state.polls <= 1 ? [] : await place.actions.locate(place.customer, wanted, context);
      for (const [position, note] of noteLook(state, content, noted, located).entries())
        progress.notes[position] = note;
      for (const position of open) {
        const note = progress.notes[position];
        if (!isToDo(note)) continue;
        if (clock.now().getTime() > endsAt) break;
        const became = await actOn(loaded, place, position, note).catch(approvalNeeded);
        if (became instanceof AccessDenied) {
          progress.stopped = setbackOf(became, settings);
          continue;
        }
        progress.outcome = 'through';
        if ('kind' in became) progress.verdicts[position] = became;
        else progress.notes[position] = became;
      }
    } catch (error) {
      progress.stopped = setbackOf(error, settings);
      progress.outcome = slotOutcome(error);
    }
    return progress;
  };

  /** Gives verdicts to devices of which nothing more is to be awaited; a device to be registered anew keeps none. */
  const conclude = ({ state }: LoadedChunk, { verdicts, notes }: Progress): readonly number[] => {
    const patienceOver = clock.now().getTime() - Date.parse(state.actingSince ?? state.changedAt) > listPatience;
    const anew = registersAnew(state);
    const cleared: number[] = [];
    for (const [position, note] of notes.entries()) {
      if (note === null || verdicts[position] != null) continue;
      const verdict = verdictOfNote(state, note, patienceOver);
      if (verdict === undefined) continue;
      if (anew && verdict.kind === 'deregistered') cleared.push(position);
      else verdicts[position] = verdict;
    }
    return cleared;
  };

  /** Enters what a run did into the ledger, and decides what is left. */
  const takeProgress = async (
    begun: LoadedChunk,
    place: ActingPlace,
    before: ActionNotes,
    progress: Progress,
  ): Promise<ChunkStep> => {
    const { state } = begun;
    const cleared = conclude(begun, progress);
    const { verdicts, notes, stopped } = progress;

    const isNew = (position: number): boolean => {
      const [was, is] = [before[position], notes[position]];
      return is != null && (is.taken === true || is.gone === true) && was?.taken !== true && was?.gone !== true;
    };
    const done = [...notes.keys()].filter(isNew).map((position) => [position, notes[position]?.device] as const);
    const nothing = verdicts.flatMap((verdict, position): [number, undefined][] =>
      verdict?.kind === 'notRegistered' && begun.verdicts[position] === null ? [[position, undefined]] : [],
    );
    const isChange = changesInPlace(state);
    await enterDone(deps, begun, place, isChange ? 'changed' : 'removed', [...done, ...nothing]);

    const open = openPositions(verdicts);
    if (open.length === 0) return begun.settle(verdicts);
    const isCleared = new Set(cleared);
    const waiting = open.filter((position) => notes[position] != null && !isCleared.has(position));
    const verdictsName = await begun.keep(verdicts);
    if (waiting.length === 0) return begun.moveOn({ kind: 'cleared', verdictsName, cleared });
    const removed = notes.flatMap((note, position) => (note?.taken === true || note?.gone === true ? [position] : []));
    const kept = {
      notesName: await store.write(state, state.chunk, notes),
      verdictsName,
      ...(isChange ? {} : { cleared: removed }),
    };
    if (stopped?.kind === 'held') return begun.moveOn({ ...stopped, kept });
    return begun.moveOn({ ...stopped, ...kept, kind: 'acted' });
  };

  /** One run; no other works on these devices meanwhile. */
  const perform = async (
    loaded: LoadedChunk,
    settings: ChunkSettings,
    place: ActingPlace,
    before: ActionNotes,
  ): Promise<readonly [ChunkStep, SlotOutcome]> => {
    const callUntil = new Date(clock.now().getTime() + callMilliseconds).toISOString();
    const begun = await loaded.move({ kind: 'working', callUntil });
    if (begun === undefined) return [overtaken, 'other'];
    const progress = await run(begun, settings, place, before);
    return [await takeProgress(begun, place, before, progress), progress.outcome];
  };

  return async (loaded, settings) => {
    const place = actingPlaceOf(loaded, settings);
    const { state } = loaded;
    const { callUntil, notesName, uploadId, chunk } = state;
    if (place === undefined || notesName === undefined)
      throw new ContractViolation(`Chunk ${chunk} of upload ${uploadId} acts on devices without a note of them.`);
    if (callUntil !== undefined && Date.parse(callUntil) > clock.now().getTime())
      return loaded.moveOn({ kind: 'lookAgain', at: callUntil });
    const before = await store.read(state, chunk, notesName);
    const act = () => perform(loaded, settings, place, before);
    // Looking takes no slot: a platform that shows a removal late must not keep others waiting.
    if (!before.some(isToDo)) return (await act())[0];
    const { connectionId } = place.connection;
    const wanted = { connectionId, holder: chunkIdOf(uploadId, chunk), milliseconds: callMilliseconds };
    const busyUntil = new Date(clock.now().getTime() + busyDelay).toISOString();
    return (await inSlot(slots, wanted, act)) ?? loaded.moveOn({ kind: 'lookAgain', at: busyUntil });
  };
}
