import { deviceKeys } from '../../domain/device-key.ts';
import {
  type ChunkVerdicts,
  type Judged,
  judgeAnswers,
  judgeFound,
  judgeKnown,
  type LedgerWords,
  openPositions,
  registeredPositions,
} from '../../domain/registering/chunk-verdicts.ts';
import type { DeviceEntry } from '../../domain/registering/device-origin.ts';
import type { DeviceRow } from '../../domain/registering/device-row.ts';
import type { DeviceResult } from '../../domain/registering/submission.ts';
import type { Partner } from '../../domain/settings/partner.ts';
import type { Verdict } from '../../domain/verdict.ts';
import { propagationPatience } from '../../domain/waits.ts';
import type { Clock, Devices, Reports } from '../../ports.ts';
import { makeAnnotateResults } from './annotate-results.ts';
import { registeredRows } from './device-rows.ts';
import { makeFilesOfElsewhere } from './files-of-elsewhere.ts';
import type { ChunkStep, LoadedChunk } from './loaded-chunk.ts';

/** What is made of the answers to a chunk, whoever gave them: the platform, its listing, or our own ledger. */
export interface ApplyResults {
  /** Every device has its verdict: the chunk is settled, or its devices get their profile first. */
  conclude(loaded: LoadedChunk, partner: Partner, verdicts: ChunkVerdicts): Promise<ChunkStep>;
  /** `doubtful`: positions an earlier call may have registered, where more is known by now than the chunk says. */
  takeResults(
    loaded: LoadedChunk,
    partner: Partner,
    results: readonly DeviceResult[],
    doubtful?: readonly number[],
  ): Promise<ChunkStep>;
  /** The verdicts, with the results that a running job already gave; a device to be sent again has none. */
  withPartial(loaded: LoadedChunk, results: readonly DeviceResult[]): Promise<ChunkVerdicts>;
  /** The verdicts there are, `known` or the chunk's, once these positions were found on the platform. */
  withFound(loaded: LoadedChunk, found: readonly number[], known?: ChunkVerdicts): Promise<ChunkVerdicts>;
  /** The verdicts there are once devices we registered before are answered from the ledger; undefined: it knows none. */
  withKnown(loaded: LoadedChunk): Promise<ChunkVerdicts | undefined>;
}

export function makeApplyResults({
  clock,
  devices: ledger,
  reports,
}: {
  readonly clock: Clock;
  readonly devices: Devices;
  readonly reports: Reports;
}): ApplyResults {
  const annotateResults = makeAnnotateResults({ devices: ledger });
  const filesOfElsewhere = makeFilesOfElsewhere({ clock, reports });

  /** Which of these positions the ledger knows: `ours` as this chunk's own doing, `others` from elsewhere. */
  const knownBefore = async (
    { state, content }: LoadedChunk,
    positions: readonly number[],
  ): Promise<Readonly<Record<'ours' | 'others', ReadonlySet<number>>>> => {
    const keys = new Map<number, string>();
    for (const position of positions) {
      const device = content[position];
      if (device !== undefined) keys.set(position, deviceKeys(device.identity)[0]);
    }
    const known = await ledger.known(state.partnerId, state.connectionId, state.customerTenantId, [...keys.values()]);
    const isOurs = ({ origin }: DeviceRow): boolean =>
      origin?.uploadId === state.uploadId && origin.chunk === state.chunk;
    const where = (holds: (row: DeviceRow) => boolean): ReadonlySet<number> =>
      new Set(
        [...keys].flatMap(([position, key]) => {
          const row = known.get(key);
          return row !== undefined && holds(row) ? [position] : [];
        }),
      );
    return { ours: where(isOurs), others: where((row) => !isOurs(row)) };
  };

  /**
   * Enters the devices that these verdicts say this chunk registered, before a report says so. Of several chunks with
   * the same device at once one comes first; to the others it is not theirs.
   */
  const enter = async (
    { state, content, fileName }: LoadedChunk,
    before: ChunkVerdicts,
    after: ChunkVerdicts,
    isCertain: (verdict: Verdict) => boolean,
  ): Promise<LedgerWords> => {
    const registeredAt = clock.now().toISOString();
    const since = state.firstCallAt ?? state.firstSentAt ?? state.releasedAt ?? state.createdAt;
    const positions: number[] = [];
    const entries: DeviceEntry[] = [];
    for (const [position, verdict] of after.entries()) {
      const device = content[position];
      if (device === undefined || before[position] !== null || verdict?.kind !== 'registered') continue;
      positions.push(position);
      const rows = registeredRows(state, device, registeredAt, fileName);
      entries.push({ rows, certain: isCertain(verdict), since });
    }
    const standings = entries.length === 0 ? [] : await ledger.enter(entries);
    const words = new Map<number, 'before' | 'meanwhile'>();
    for (const [at, position] of positions.entries()) {
      const standing = standings[at];
      if (standing === 'before' || standing === 'meanwhile') words.set(position, standing);
    }
    return words;
  };

  const judgeResults = async (
    loaded: LoadedChunk,
    results: readonly DeviceResult[],
    doubtful = loaded.state.doubtful,
  ): Promise<Judged> => {
    const { verdicts } = loaded;
    const { clearedAt } = loaded.state;
    const isPropagating =
      clearedAt !== undefined && clock.now().getTime() - Date.parse(clearedAt) < propagationPatience;
    const state = { ...loaded.state, ...(doubtful === undefined ? {} : { doubtful }), isPropagating };
    const judged = judgeAnswers(state, verdicts, results, new Map());
    const words = new Map(await enter(loaded, verdicts, judged.verdicts, ({ remarks }) => remarks === undefined));
    // A run that entered a device, and whose verdict another run's move made void, has made it ours to every other file.
    const already = openPositions(verdicts).filter((at) => judged.verdicts[at]?.kind === 'alreadyRegistered');
    for (const position of (await knownBefore(loaded, already)).ours) words.set(position, 'ours');
    return words.size === 0 ? judged : judgeAnswers(state, verdicts, results, words);
  };

  const judgeListed = async (
    loaded: LoadedChunk,
    known: ChunkVerdicts,
    found: readonly number[],
  ): Promise<ChunkVerdicts> => {
    const judged = judgeFound(known, found, new Map());
    const words = await enter(loaded, known, judged, () => false);
    return words.size === 0 ? judged : judgeFound(known, found, words);
  };

  const conclude: ApplyResults['conclude'] = async (loaded, partner, given) => {
    const verdicts = await filesOfElsewhere(loaded, await annotateResults(loaded, partner, given));
    return loaded.state.profileId === undefined || registeredPositions(verdicts).length === 0
      ? loaded.settle(verdicts)
      : loaded.moveOn({ kind: 'assigning', verdictsName: await loaded.keep(verdicts) });
  };

  return {
    conclude,
    takeResults: async (loaded, partner, results, doubtful) => {
      const judged = await judgeResults(loaded, results, doubtful);
      if (judged.transient.length === 0 && judged.unanswered.length === 0)
        return conclude(loaded, partner, judged.verdicts);
      const verdictsName = await loaded.keep(judged.verdicts);
      if (judged.unanswered.length > 0) return loaded.moveOn({ kind: 'lookUpRest', verdictsName });
      const trouble = judged.propagating.length === 0 ? {} : { trouble: { code: 'still_propagating' } as const };
      return loaded.moveOn({ kind: 'tryRest', verdictsName, ...trouble });
    },
    withPartial: async (loaded, results) => (await judgeResults(loaded, results)).verdicts,
    withFound: (loaded, found, known = loaded.verdicts) => judgeListed(loaded, known, found),
    withKnown: async (loaded) => {
      const { others } = await knownBefore(loaded, openPositions(loaded.verdicts));
      return others.size === 0 ? undefined : judgeKnown(loaded.verdicts, others);
    },
  };
}
