import { serialKey } from '../../domain/device-key.ts';
import { chunkIdOf } from '../../domain/ids.ts';
import type { Reason } from '../../domain/reason.ts';
import {
  type ActionNote,
  type ActionNotes,
  changeOf,
  judgeFirstLook,
  judgeUnconfirmed,
  keysOf,
  namesOf,
  needsConfirmation,
  noteLook,
  registersAnew,
  verdictOfNote,
  wantedAgain,
  wantedFirst,
} from '../../domain/registering/acting.ts';
import { type ChunkVerdicts, openPositions } from '../../domain/registering/chunk-verdicts.ts';
import type { Changed, IdentifierResult, LocatedDevice, Removed } from '../../domain/registering/device-actions.ts';
import type { DeviceEvent } from '../../domain/registering/device-history.ts';
import type { DeviceRow } from '../../domain/registering/device-row.ts';
import type { CustomerRef } from '../../domain/registering/submission.ts';
import type { Connection } from '../../domain/settings/connection.ts';
import type { Verdict } from '../../domain/verdict.ts';
import { listPatience } from '../../domain/waits.ts';
import { AccessDenied, ContractViolation, ServiceUnavailable, SubmissionUnknown } from '../../errors.ts';
import type { Clock, DeviceActions, Devices, NotesStore, PlatformClient, RemovalCounts } from '../../ports.ts';
import type { ChunkSettings } from './current-settings.ts';
import { type ChunkStep, type LoadedChunk, overtaken } from './loaded-chunk.ts';
import { withLink } from './submit-chunk.ts';

/** Where the devices of a chunk are now: with the customer it is for, or, of a move, with the one they come from. */
interface Place {
  readonly connection: Connection;
  readonly client: PlatformClient;
  readonly actions: DeviceActions;
  readonly customer: CustomerRef;
  readonly customerTenantId: string;
}

/** Removals a connection makes on one day before its operator is asked, where its settings do not say. */
const usualRemovalsPerDay = 1_000;

const placeOf = ({ state, submission }: LoadedChunk, settings: ChunkSettings): Place | undefined => {
  const { source } = state;
  const { connection, client } = source === undefined ? settings : (settings.source ?? settings);
  const { deviceActions: actions } = client;
  if (actions === undefined) return undefined;
  const { customer } = submission;
  const { customerTenantId: tenantId, customerDomain: domain } = source ?? state;
  return {
    connection,
    client,
    actions,
    customer: source === undefined ? customer : { tenantId, ...(domain === undefined ? {} : { domain }) },
    customerTenantId: tenantId,
  };
};

/** What stopped a run before it had been through all devices. */
type Stop =
  | { readonly kind: 'later'; readonly afterMs?: number; readonly trouble: Reason }
  | { readonly kind: 'held'; readonly reason: Reason };

/** What stands in the way and passes, by itself or by a person's doing; anything else is the host's to retry. */
function stopOf(error: unknown): Stop {
  if (error instanceof AccessDenied) return { kind: 'held', reason: { code: error.grant } };
  if (!(error instanceof ServiceUnavailable)) throw error;
  const trouble: Reason = { code: error.throttled ? 'platform_throttled' : 'platform_unavailable' };
  return { kind: 'later', trouble, ...(error.retryAfterMs === undefined ? {} : { afterMs: error.retryAfterMs }) };
}

/** Each write has an approval of its own: all of them are asked for before anything waits, or they would come one by one. */
function askedFirst(error: unknown): AccessDenied {
  if (error instanceof AccessDenied && error.grant === 'approval_needed') return error;
  throw error;
}

function judgeIdentifier(result: IdentifierResult | undefined): Verdict {
  switch (result?.kind) {
    case 'added':
      return { kind: 'identifierAdded' };
    case 'alreadyThere':
      return { kind: 'identifierAdded', reason: { code: 'identifier_was_there' } };
    case 'rejected':
      return { kind: 'rejected', reason: result.reason };
    case 'refused':
      return { kind: 'refused', reason: result.reason, platformSaid: result.said };
    case undefined:
      return { kind: 'unknown', reason: { code: 'no_answer' } };
  }
}

/** Steps of a chunk whose devices are registered already: they are to be removed, changed or moved. */
export interface ActOnDevices {
  /** Looks for the devices and writes down what was found; nothing is done before that. */
  prepare(loaded: LoadedChunk, settings: ChunkSettings): Promise<ChunkStep>;
  /** Does what was asked for with every device that was found, and sees that it shows. */
  perform(loaded: LoadedChunk, settings: ChunkSettings): Promise<ChunkStep>;
}

export function makeActOnDevices(deps: {
  readonly clock: Clock;
  readonly devices: Devices;
  readonly notes: NotesStore;
  readonly removals: RemovalCounts;
  /** A run can't be under way longer than this. */
  readonly callMilliseconds: number;
}): ActOnDevices {
  const { clock, devices: ledger, notes: store, removals, callMilliseconds } = deps;

  const later = (loaded: LoadedChunk, { afterMs, trouble }: Extract<Stop, { kind: 'later' }>): Promise<ChunkStep> =>
    loaded.moveOn({ kind: 'postponed', trouble, ...(afterMs === undefined ? {} : { afterMs }) });

  const stop = (loaded: LoadedChunk, settings: ChunkSettings, why: Stop): Promise<ChunkStep> =>
    why.kind === 'later'
      ? later(loaded, why)
      : loaded.moveOn({
          kind: 'held',
          reason: withLink(why.reason, settings.connection),
          under: settings.settingsVersion,
        });

  /** The device's row in our ledger, of those that are believed to be registered where it is. */
  const knownAt = async (
    { state, content }: LoadedChunk,
    { connection: { connectionId }, customerTenantId }: Place,
  ): Promise<ReadonlyMap<number, DeviceRow>> => {
    const keys = content.map((device) => keysOf(device));
    const known = await ledger.known(state.partnerId, connectionId, customerTenantId, keys.flat());
    return new Map(
      keys.flatMap((own, position): [number, DeviceRow][] => {
        const row = own.map((key) => known.get(key)).find((found) => found !== undefined);
        return row === undefined ? [] : [[position, row]];
      }),
    );
  };

  /** What was done with devices goes to the ledger before anybody is told. */
  const enter = async (
    { state, content }: LoadedChunk,
    { connection: { connectionId }, customerTenantId }: Place,
    what: 'removed' | 'changed',
    done: readonly (readonly [number, LocatedDevice | undefined])[],
  ): Promise<void> => {
    const at = clock.now().toISOString();
    const { partnerId, uploadId, chunk, groupTag } = state;
    const entries = done.flatMap(([position, located]) => {
      const device = content[position];
      if (device === undefined) return [];
      const keys = keysOf(device, located);
      const { sheet, row } = device;
      const event: DeviceEvent = {
        what,
        at,
        uploadId,
        ...(sheet === undefined ? {} : { sheet }),
        row,
        ...(what === 'changed' && groupTag !== undefined ? { groupTag } : {}),
      };
      const bySerial = serialKey(located?.serial ?? namesOf(device).serial);
      const seenBy = chunkIdOf(uploadId, chunk);
      return keys.map((key, index) => ({
        event,
        row: {
          partnerId,
          connectionId,
          customerTenantId,
          key,
          seenAt: at,
          seenBy,
          ...(index === 0 ? (bySerial === undefined ? {} : { serialKey: bySerial }) : { alias: true }),
        },
      }));
    });
    if (entries.length > 0) await ledger.record(entries);
  };

  /** Is there a grant, where the devices are and where they are to go? */
  const missingGrant = async (
    loaded: LoadedChunk,
    settings: ChunkSettings,
    place: Place,
  ): Promise<Reason | undefined> => {
    const asked = [[place.client.registrar, place.customer] as const];
    if (registersAnew(loaded.state)) asked.push([settings.client.registrar, loaded.submission.customer]);
    for (const [registrar, customer] of asked) {
      const permit = await registrar.permit(customer, loaded.context);
      if (permit.kind === 'missing') return permit.reason;
    }
    return undefined;
  };

  const takeFromDay = async (loaded: LoadedChunk, { connection }: Place, count: number): Promise<boolean> => {
    const { uploadId, chunk, removalsAllowed } = loaded.state;
    if (removalsAllowed === true) return true;
    const limit = connection.removalsPerDay ?? usualRemovalsPerDay;
    const day = clock.now().toISOString().slice(0, 10);
    return removals.take(connection.connectionId, day, chunkIdOf(uploadId, chunk), count, limit);
  };

  const identifiers = async (loaded: LoadedChunk, settings: ChunkSettings, place: Place): Promise<ChunkStep> => {
    const { importIdentifiers } = place.actions;
    if (importIdentifiers === undefined) return notSupported(loaded);
    const wanted = openPositions(loaded.verdicts).flatMap((position) => {
      const device = loaded.content[position];
      const { manufacturer = '', model = '', serial = '' } = device === undefined ? {} : namesOf(device);
      return [{ position, manufacturer, model, serial }];
    });
    try {
      const results = await importIdentifiers(place.customer, wanted, loaded.context);
      const byPosition = new Map(results.map((result) => [result.position, result]));
      const verdicts = loaded.verdicts.map((known, position) => known ?? judgeIdentifier(byPosition.get(position)));
      return await loaded.settle(verdicts);
    } catch (error) {
      // Importing twice does no harm, so a lost answer is asked for once more.
      if (error instanceof SubmissionUnknown)
        return later(loaded, { kind: 'later', trouble: { code: 'platform_unavailable' } });
      return stop(loaded, settings, stopOf(error));
    }
  };

  const notSupported = (loaded: LoadedChunk): Promise<ChunkStep> =>
    loaded.settle(
      loaded.verdicts.map(
        (verdict) =>
          verdict ?? {
            kind: 'rejected',
            reason: { code: 'action_not_supported', params: { detail: 'none', action: loaded.state.action ?? '' } },
          },
      ),
    );

  const firstLook = async (loaded: LoadedChunk, place: Place) => {
    const known = await knownAt(loaded, place);
    const wanted = openPositions(loaded.verdicts).flatMap((position) => {
      const device = loaded.content[position];
      return device === undefined ? [] : [wantedFirst(position, device, known.get(position))];
    });
    const located = await place.actions.locate(place.customer, wanted, loaded.context);
    return judgeFirstLook(loaded.state, loaded.content, loaded.verdicts, located, known);
  };

  const prepare: ActOnDevices['prepare'] = async (loaded, settings) => {
    const place = placeOf(loaded, settings);
    if (place === undefined) return notSupported(loaded);
    const { state } = loaded;
    let found: { readonly verdicts: ChunkVerdicts; readonly notes: ActionNotes };
    try {
      const missing = await missingGrant(loaded, settings, place);
      if (missing !== undefined) return await stop(loaded, settings, { kind: 'held', reason: missing });
      if (state.action === 'corporateIdentifier') return await identifiers(loaded, settings, place);
      // Held on the way: what was found then, and perhaps removed since, stays what it is about.
      if (state.notesName !== undefined) return await loaded.moveOn({ kind: 'acting', notesName: state.notesName });
      found = await firstLook(loaded, place);
    } catch (error) {
      return stop(loaded, settings, stopOf(error));
    }
    const { verdicts, notes } = found;
    // What the platform does not list (any more) we do not believe to be registered either.
    const gone = verdicts.flatMap((verdict, position): [number, undefined][] =>
      verdict?.kind === 'notRegistered' ? [[position, undefined]] : [],
    );
    await enter(loaded, place, 'removed', gone);
    if (openPositions(verdicts).length === 0) return loaded.settle(verdicts);
    if (needsConfirmation(state.action) && state.confirmed !== true)
      return loaded.settle(judgeUnconfirmed(state, verdicts, notes));
    const count = notes.filter((note) => note !== null).length;
    const removing = state.action !== 'changeTag' || registersAnew(state);
    if (removing && !(await takeFromDay(loaded, place, count)))
      return stop(loaded, settings, { kind: 'held', reason: { code: 'removal_limit', params: { count } } });
    const verdictsName = await loaded.keep(verdicts);
    if (count === 0) return loaded.moveOn({ kind: 'cleared', verdictsName });
    const notesName = await store.write(state, state.chunk, notes);
    return loaded.moveOn({ kind: 'acting', notesName, verdictsName });
  };

  /** Takes one device in hand; a note or a verdict is what became of it. */
  const actOn = async (
    loaded: LoadedChunk,
    place: Place,
    position: number,
    note: ActionNote,
  ): Promise<ActionNote | Verdict> => {
    const { state, content, context } = loaded;
    const device = content[position];
    let answer: Removed | Changed;
    try {
      const isChange = state.action === 'changeTag' && !registersAnew(state);
      if (isChange && place.actions.change !== undefined && device !== undefined)
        answer = await place.actions.change(place.customer, note.device, changeOf(state, device), context);
      else answer = await place.actions.remove(place.customer, note.device, context);
    } catch (error) {
      // The next look tells what became of it.
      if (error instanceof SubmissionUnknown) return note;
      throw error;
    }
    switch (answer.kind) {
      case 'removed':
      case 'changed':
        return { ...note, taken: true };
      case 'alreadyGone':
        // Only before the very first call it can be told that it was not ours.
        return state.polls <= 1 && state.action === 'deregister' ? { kind: 'notRegistered' } : { ...note, gone: true };
      case 'gone':
        return { kind: 'rejected', reason: { code: 'device_not_listed' } };
      case 'refused':
        return { kind: 'refused', reason: answer.reason, platformSaid: answer.said };
      case 'blocked':
        return { kind: 'rejected', reason: answer.reason };
      case 'running':
        return { ...note, device: answer.device };
    }
  };

  interface Progress {
    readonly verdicts: (Verdict | null)[];
    readonly notes: (ActionNote | null)[];
    stopped?: Stop;
  }

  /** Looks first: what is gone since the last run was our doing, though its answer was lost. */
  const run = async (loaded: LoadedChunk, place: Place, noted: ActionNotes): Promise<Progress> => {
    const { state, content, verdicts: known, context } = loaded;
    const open = openPositions(known).filter((position) => noted[position] != null);
    const progress: Progress = { verdicts: [...known], notes: [...noted] };
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
        if (note == null || note.taken === true || note.gone === true) continue;
        if (clock.now().getTime() > endsAt) break;
        const became = await actOn(loaded, place, position, note).catch(askedFirst);
        if (became instanceof AccessDenied) progress.stopped = stopOf(became);
        else if ('kind' in became) progress.verdicts[position] = became;
        else progress.notes[position] = became;
      }
    } catch (error) {
      progress.stopped = stopOf(error);
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

  const perform: ActOnDevices['perform'] = async (loaded, settings) => {
    const place = placeOf(loaded, settings);
    const { callUntil, notesName, uploadId, chunk } = loaded.state;
    if (place === undefined || notesName === undefined)
      throw new ContractViolation(`Chunk ${chunk} of upload ${uploadId} acts on devices without a note of them.`);
    const now = clock.now().getTime();
    if (callUntil !== undefined && Date.parse(callUntil) > now)
      return loaded.moveOn({ kind: 'lookAgain', at: callUntil });
    const begun = await loaded.move({ kind: 'working', callUntil: new Date(now + callMilliseconds).toISOString() });
    if (begun === undefined) return overtaken;
    const { state } = begun;
    const before = await store.read(state, state.chunk, notesName);
    const progress = await run(begun, place, before);
    const cleared = conclude(begun, progress);
    const { verdicts, notes, stopped } = progress;

    const isNew = (position: number): boolean => {
      const [was, is] = [before[position], notes[position]];
      return is != null && (is.taken === true || is.gone === true) && was?.taken !== true && was?.gone !== true;
    };
    const done = [...notes.keys()].filter(isNew).map((position) => [position, notes[position]?.device] as const);
    const nothing = verdicts.flatMap((verdict, position): [number, undefined][] =>
      verdict?.kind === 'notRegistered' && loaded.verdicts[position] === null ? [[position, undefined]] : [],
    );
    const isChange = state.action === 'changeTag' && !registersAnew(state);
    await enter(begun, place, isChange ? 'changed' : 'removed', [...done, ...nothing]);

    const open = openPositions(verdicts);
    if (open.length === 0) return begun.settle(verdicts);
    const isCleared = new Set(cleared);
    const waiting = open.filter((position) => notes[position] != null && !isCleared.has(position));
    const verdictsName = await begun.keep(verdicts);
    if (waiting.length === 0) return begun.moveOn({ kind: 'cleared', verdictsName, cleared });
    const removed = notes.flatMap((note, position) => (note?.taken === true || note?.gone === true ? [position] : []));
    const kept = {
      kind: 'acted',
      notesName: await store.write(state, state.chunk, notes),
      verdictsName,
      ...(isChange ? {} : { cleared: removed }),
    } as const;
    if (stopped?.kind !== 'held')
      return begun.moveOn({
        ...kept,
        ...(stopped === undefined
          ? {}
          : { trouble: stopped.trouble, ...(stopped.afterMs === undefined ? {} : { afterMs: stopped.afterMs }) }),
      });
    const moved = await begun.move(kept);
    return moved === undefined ? overtaken : stop(moved, settings, stopped);
  };

  return { prepare, perform };
}
