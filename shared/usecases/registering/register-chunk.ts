import type { ReasonCode } from '../../domain/reasons/codes.ts';
import { type ChunkState, wasSent } from '../../domain/registering/chunk-state.ts';
import { judgeEnd, openPositions } from '../../domain/registering/chunk-verdicts.ts';
import type { Connection } from '../../domain/settings/connection.ts';
import { lastLookTime, propagationDelay, propagationTries } from '../../domain/waits.ts';
import type { ChunkMessage } from '../../domain/work.ts';
import type {
  Clock,
  ConnectionSlots,
  DeviceHistory,
  Devices,
  NotesStore,
  PlatformClient,
  RemovalCounts,
  Reports,
  Settings,
  Suspensions,
} from '../../ports.ts';
import { makeApplyResults } from './apply-results.ts';
import { makeAssignProfile, settleUnconfirmed } from './assign-profile.ts';
import { type Blocked, type ChunkSettings, type CurrentSettings, currentSettings } from './current-settings.ts';
import { handOffChunk } from './hand-off-chunk.ts';
import { type ChunkStep, dropped, type LoadChunk, type LoadedChunk } from './loaded-chunk.ts';
import { makePerformActions } from './perform-actions.ts';
import { deferBlocked, deferLookup, makePollChunk } from './poll-chunk.ts';
import { makePrepareActions } from './prepare-actions.ts';
import { makeSubmitChunk } from './submit-chunk.ts';

export type RegisterChunk = (message: ChunkMessage) => Promise<ChunkStep>;

/** Times in milliseconds. */
export interface RegisterTimes {
  /** A call can't be under way longer than this. */
  readonly call: number;
  /** Devices without an answer are `unknown` after this. */
  readonly giveUp: number;
  /** How long a platform's job usually takes at most, where the connection does not say. */
  readonly usualJob: number;
}

/** Ends a chunk for which nothing more will be sent or asked. */
const end = (loaded: LoadedChunk, unsent: ReasonCode, sent?: ReasonCode): Promise<ChunkStep> =>
  loaded.state.state === 'assigning'
    ? settleUnconfirmed(loaded)
    : loaded.settle(judgeEnd(loaded.state, loaded.verdicts, unsent, sent));

/** Is something to be done with devices that are registered already, before (or instead of) registering them? */
const isToActOn = ({ action, clearedAt }: ChunkState): boolean => action !== undefined && clearedAt === undefined;

/** Were its devices removed elsewhere, and does the platform still say that they are registered there? */
const waitsForPlatform = ({ clearedAt, attempt, hold }: ChunkState): boolean =>
  clearedAt !== undefined && attempt > propagationTries && hold === undefined;

const holdWhilePropagating = (loaded: LoadedChunk, { settingsVersion: under }: CurrentSettings): Promise<ChunkStep> =>
  loaded.moveOn({ kind: 'held', reason: { code: 'still_propagating' }, under, afterMs: propagationDelay });

/**
 * One step of one chunk: submit it, look at its job, or find out what became of a call whose answer was lost. Passing
 * faults are written down and tried again by a delayed message; only bugs and broken contracts are thrown.
 */
export function makeRegisterChunk(deps: {
  readonly clock: Clock;
  readonly settings: Settings;
  readonly suspensions: Pick<Suspensions, 'list'>;
  readonly devices: Devices & DeviceHistory;
  readonly notes: NotesStore;
  readonly removals: RemovalCounts;
  readonly slots: ConnectionSlots;
  readonly loadChunk: LoadChunk;
  readonly reports: Reports;
  readonly clientOf: (connection: Connection) => PlatformClient;
  readonly times: RegisterTimes;
}): RegisterChunk {
  const { clock, settings, suspensions, devices, loadChunk, reports, clientOf, times } = deps;
  const applyResults = makeApplyResults({ clock, devices, reports });
  const submitChunk = makeSubmitChunk({ clock, applyResults, callMilliseconds: times.call });
  const prepareActions = makePrepareActions({ ...deps, callMilliseconds: times.call });
  const performActions = makePerformActions({ ...deps, callMilliseconds: times.call });
  const { lookAtJob, lookUp } = makePollChunk({ clock, applyResults, usualJobMilliseconds: times.usualJob });
  const assignProfile = makeAssignProfile({ clock });

  /** The step of a chunk that is blocked by the current settings. */
  const stepBlocked = (loaded: LoadedChunk, blocked: Blocked): Promise<ChunkStep> => {
    if (blocked.kind === 'over') return end(loaded, blocked.code);
    const { kind: _kind, ...held } = blocked;
    switch (loaded.state.state) {
      case 'assigning':
        return settleUnconfirmed(loaded);
      case 'pending':
        return loaded.moveOn({ kind: 'held', ...held });
      default:
        return deferBlocked(loaded, held.reason, clock);
    }
  };

  /** The step that answers devices we registered before, where the partner wants that; once, before anything is sent. */
  const answerKnown = async (loaded: LoadedChunk, { partner }: CurrentSettings): Promise<ChunkStep | undefined> => {
    const { state } = loaded;
    if (partner.answerFromLedger !== true || state.state !== 'pending' || state.action !== undefined) return undefined;
    if (state.verdictsName !== undefined || wasSent(state)) return undefined;
    const answered = await applyResults.withKnown(loaded);
    if (answered === undefined) return undefined;
    if (openPositions(answered).length === 0) return applyResults.conclude(loaded, partner, answered);
    return loaded.moveOn({ kind: 'answered', verdictsName: await loaded.keep(answered) });
  };

  const act = async (loaded: LoadedChunk, current: CurrentSettings): Promise<ChunkStep> => {
    const { connection } = current;
    const answered = await answerKnown(loaded, current);
    if (answered !== undefined) return answered;
    const settings = (): ChunkSettings => {
      const { source, ...rest } = current;
      const from = source === undefined ? {} : { source: { connection: source, client: clientOf(source) } };
      return { ...rest, ...from, client: clientOf(connection) };
    };
    switch (loaded.state.state) {
      case 'pending':
        if (isToActOn(loaded.state)) return prepareActions(loaded, settings());
        if (waitsForPlatform(loaded.state)) return holdWhilePropagating(loaded, current);
        return connection.platform === 'm365AdminCenter'
          ? handOffChunk(loaded, connection.fileFormat ?? 'adminCenter', reports)
          : submitChunk(loaded, settings());
      case 'acting':
        return performActions(loaded, settings());
      case 'sent':
        return lookAtJob(loaded, settings());
      case 'sending':
        return lookUp(loaded, settings());
      case 'assigning':
        return assignProfile(loaded, settings().client);
      case 'waiting':
      case 'held':
      case 'settled':
        return dropped(`the chunk is ${loaded.state.state}`);
    }
  };

  /** The platform is asked once more what it lists before anything it may hold is called unknown. */
  const giveUp = async (loaded: LoadedChunk, current: CurrentSettings | Blocked, late: number): Promise<ChunkStep> => {
    const ended = () => end(loaded, 'platform_unavailable', 'no_answer');
    if (!('connection' in current) || loaded.state.state === 'assigning' || !wasSent(loaded.state)) return ended();
    try {
      const { found } = await clientOf(current.connection).finder.find(loaded.submission, loaded.context);
      const verdicts = await applyResults.withFound(loaded, found);
      const complete = judgeEnd(loaded.state, verdicts, 'platform_unavailable', 'no_answer');
      return await applyResults.conclude(loaded, current.partner, complete);
    } catch (error) {
      return late < lastLookTime ? deferLookup(loaded, error, clock) : ended();
    }
  };

  return async (message) => {
    const loaded = await loadChunk(message);
    if ('kind' in loaded) return loaded;
    const { releasedAt, createdAt } = loaded.state;
    const current = await currentSettings(settings, suspensions, loaded);
    const late = clock.now().getTime() - Date.parse(releasedAt ?? createdAt) - times.giveUp;
    if (late > 0) return giveUp(loaded, current, late);
    return 'connection' in current ? act(loaded, current) : stepBlocked(loaded, current);
  };
}
