import { actionNames } from '../../domain/device-action.ts';
import { chunkIdOf } from '../../domain/ids.ts';
import { platforms } from '../../domain/platforms.ts';
import type { Reason } from '../../domain/reason.ts';
import {
  type ActionNotes,
  changesInPlace,
  judgeFirstLook,
  judgeUnconfirmed,
  namesOf,
  needsConfirmation,
  registersAnew,
  removedByUs,
  unsaid,
  wantedFirst,
} from '../../domain/registering/acting.ts';
import { type ChunkVerdicts, openPositions } from '../../domain/registering/chunk-verdicts.ts';
import type { IdentifierResult } from '../../domain/registering/device-actions.ts';
import type { Verdict } from '../../domain/verdict.ts';
import { busyDelay } from '../../domain/waits.ts';
import { SubmissionUnknown } from '../../errors.ts';
import type { Clock, ConnectionSlots, DeviceHistory, Devices, NotesStore, RemovalCounts } from '../../ports.ts';
import { type ActingPlace, actingPlaceOf, enterDone, rowsAt } from './acting-place.ts';
import type { ChunkSettings } from './current-settings.ts';
import { inSlot } from './limit-concurrency.ts';
import type { ChunkStep, LoadedChunk } from './loaded-chunk.ts';
import { heldFor, setbackOf } from './setback.ts';

/** Removals a connection makes on one day before its operator is asked, where its settings do not say. */
const usualRemovalsPerDay = 1_000;

function judgeIdentifier(result: IdentifierResult | undefined): Verdict {
  switch (result?.kind) {
    case 'added':
      return { kind: 'identifierAdded' };
    case 'alreadyThere':
      return { kind: 'identifierAdded', reason: { code: 'identifier_was_there' } };
    case 'rejected':
      return { kind: 'rejected', reason: result.reason };
    case 'refused':
      return { kind: 'refused', reason: result.reason, platformSaid: result.platformMessage };
    case undefined:
      return { kind: 'unknown', reason: { code: 'no_answer' } };
  }
}

/** Is there a grant, where the devices are and where they are to go? */
async function missingGrant(
  loaded: LoadedChunk,
  settings: ChunkSettings,
  place: ActingPlace,
): Promise<Reason | undefined> {
  const asked = [[place.client.registrar, place.customer] as const];
  if (registersAnew(loaded.state)) asked.push([settings.client.registrar, loaded.submission.customer]);
  for (const [registrar, customer] of asked) {
    const permit = await registrar.permit(customer, loaded.context);
    if (permit.kind === 'missing') return permit.reason;
  }
  return undefined;
}

const notSupported = (loaded: LoadedChunk): Promise<ChunkStep> =>
  loaded.settle(
    loaded.verdicts.map(
      (verdict) =>
        verdict ?? {
          kind: 'rejected',
          reason: {
            code: 'action_not_supported',
            params: {
              action: actionNames[loaded.state.action ?? 'register'],
              platforms: platforms[loaded.state.source?.platform ?? loaded.state.platform].title,
            },
          },
        },
    ),
  );

/**
 * The first step of a chunk whose devices are registered already: looks for them and writes down what was found. Nothing is
 * removed or changed before that; corporate identifiers are imported at once.
 */
export type PrepareActions = (loaded: LoadedChunk, settings: ChunkSettings) => Promise<ChunkStep>;

export function makePrepareActions(deps: {
  readonly clock: Clock;
  readonly devices: Devices & DeviceHistory;
  readonly notes: NotesStore;
  readonly removals: RemovalCounts;
  readonly slots: ConnectionSlots;
  /** An import can't be under way longer than this. */
  readonly callMilliseconds: number;
}): PrepareActions {
  const { clock, devices: ledger, notes: store, removals, slots, callMilliseconds } = deps;

  const takeFromDay = async (loaded: LoadedChunk, { connection }: ActingPlace, count: number): Promise<boolean> => {
    const { uploadId, chunk, removalsAllowed } = loaded.state;
    if (removalsAllowed === true) return true;
    const limit = connection.removalsPerDay ?? usualRemovalsPerDay;
    const day = clock.now().toISOString().slice(0, 10);
    return removals.take(connection.connectionId, day, chunkIdOf(uploadId, chunk), count, limit);
  };

  const identifiers = async (loaded: LoadedChunk, settings: ChunkSettings, place: ActingPlace): Promise<ChunkStep> => {
    const { importIdentifiers } = place.actions;
    if (importIdentifiers === undefined) return notSupported(loaded);
    const wanted = openPositions(loaded.verdicts).flatMap((position) => {
      const device = loaded.content[position];
      const { manufacturer = '', model = '', serial = '' } = device === undefined ? {} : namesOf(device);
      return [{ position, manufacturer, model, serial }];
    });
    try {
      const { uploadId, chunk } = loaded.state;
      const { connectionId } = place.connection;
      const slot = { connectionId, holder: chunkIdOf(uploadId, chunk), milliseconds: callMilliseconds };
      const results = await inSlot(slots, slot, async () => [
        await importIdentifiers(place.customer, wanted, loaded.context),
        'through',
      ]);
      if (results === undefined)
        return await loaded.moveOn({ kind: 'notYet', afterMs: busyDelay, trouble: { code: 'connection_busy' } });
      const byPosition = new Map(results.map((result) => [result.position, result]));
      const verdicts = loaded.verdicts.map((known, position) => known ?? judgeIdentifier(byPosition.get(position)));
      return await loaded.settle(verdicts);
    } catch (error) {
      // Importing twice does no harm, so a lost answer is asked for once more.
      if (error instanceof SubmissionUnknown)
        return loaded.moveOn({ kind: 'postponed', trouble: { code: 'platform_unavailable' } });
      return loaded.moveOn(setbackOf(error, settings));
    }
  };

  const firstLook = async (loaded: LoadedChunk, place: ActingPlace) => {
    const open = openPositions(loaded.verdicts);
    const known = await rowsAt(ledger.known, loaded, place, open);
    const wanted = open.flatMap((position) => {
      const device = loaded.content[position];
      return device === undefined ? [] : [wantedFirst(position, device, known.get(position))];
    });
    const located = await place.actions.locate(place.customer, wanted, loaded.context);
    const asked = unsaid(located);
    const ever = asked.length === 0 ? known : await rowsAt(ledger.everKnown, loaded, place, asked);
    const isGone = (position: number): boolean => {
      const row = asked.includes(position) ? ever.get(position) : undefined;
      return row !== undefined && removedByUs(row);
    };
    const told = located.map((one) => (isGone(one.position) ? { position: one.position, kind: 'none' as const } : one));
    return judgeFirstLook(loaded.state, loaded.content, loaded.verdicts, told, known);
  };

  return async (loaded, settings) => {
    const place = actingPlaceOf(loaded, settings);
    if (place === undefined) return notSupported(loaded);
    const { state } = loaded;
    let found: { readonly verdicts: ChunkVerdicts; readonly notes: ActionNotes };
    try {
      const missing = await missingGrant(loaded, settings, place);
      if (missing !== undefined) return await loaded.moveOn(heldFor(missing, settings));
      if (state.action === 'corporateIdentifier') return await identifiers(loaded, settings, place);
      // It was held after its first look: those notes stay, since some of their devices may be removed by now.
      if (state.notesName !== undefined) return await loaded.moveOn({ kind: 'acting', notesName: state.notesName });
      found = await firstLook(loaded, place);
    } catch (error) {
      return loaded.moveOn(setbackOf(error, settings));
    }
    const { verdicts, notes } = found;
    // What the platform does not list (any more) we do not believe to be registered either.
    const gone = verdicts.flatMap((verdict, position): [number, undefined][] =>
      verdict?.kind === 'notRegistered' ? [[position, undefined]] : [],
    );
    await enterDone(deps, loaded, place, 'removed', gone);
    if (openPositions(verdicts).length === 0) return loaded.settle(verdicts);
    if (needsConfirmation(state.action) && state.confirmed !== true)
      return loaded.settle(judgeUnconfirmed(state, verdicts, notes));
    const count = notes.filter((note) => note !== null).length;
    if (!changesInPlace(state) && !(await takeFromDay(loaded, place, count)))
      return loaded.moveOn(heldFor({ code: 'removal_limit', params: { count } }, settings));
    const verdictsName = await loaded.keep(verdicts);
    if (count === 0) return loaded.moveOn({ kind: 'cleared', verdictsName });
    const notesName = await store.write(state, state.chunk, notes);
    return loaded.moveOn({ kind: 'acting', notesName, verdictsName });
  };
}
