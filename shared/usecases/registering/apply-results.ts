import { deviceKeys } from '../../domain/device-key.ts';
import {
  type ChunkVerdicts,
  type Judged,
  judgeAnswers,
  judgeFound,
  judgeKnown,
  openPositions,
  registeredPositions,
} from '../../domain/registering/chunk-verdicts.ts';
import type { DeviceResult } from '../../domain/registering/submission.ts';
import type { Partner } from '../../domain/settings/partner.ts';
import type { Devices } from '../../ports.ts';
import { makeAnnotateResults } from './annotate-results.ts';
import type { ChunkStep, LoadedChunk } from './loaded-chunk.ts';

/** What is made of the answers to a chunk, whoever gave them: the platform, its listing, or our own ledger. */
export interface ApplyResults {
  /** Every device has its verdict: the chunk is settled, or its devices get their profile first. */
  conclude(loaded: LoadedChunk, partner: Partner, verdicts: ChunkVerdicts): Promise<ChunkStep>;
  takeResults(loaded: LoadedChunk, partner: Partner, results: readonly DeviceResult[]): Promise<ChunkStep>;
  /** The verdicts there are once what a job told while it runs is added; a device to be sent again has none. */
  withPartial(loaded: LoadedChunk, results: readonly DeviceResult[]): Promise<ChunkVerdicts>;
  /** The verdicts there are, `known` or the chunk's, once these positions were found on the platform. */
  withFound(loaded: LoadedChunk, found: readonly number[], known?: ChunkVerdicts): Promise<ChunkVerdicts>;
  /** The verdicts there are once devices we registered before are answered from the ledger; undefined: it knows none. */
  withKnown(loaded: LoadedChunk): Promise<ChunkVerdicts | undefined>;
}

export function makeApplyResults({ devices: ledger }: { readonly devices: Devices }): ApplyResults {
  const annotateResults = makeAnnotateResults({ devices: ledger });

  /** Which of these positions the ledger knew from elsewhere, so that "already registered" is not our own doing. */
  const knownBefore = async (
    { state, content }: LoadedChunk,
    positions: readonly number[],
  ): Promise<ReadonlySet<number>> => {
    const keys = new Map<number, string>();
    for (const position of positions) {
      const device = content[position];
      if (device !== undefined) keys.set(position, deviceKeys(device.identity)[0]);
    }
    const known = await ledger.known(state.partnerId, state.connectionId, state.customerTenantId, [...keys.values()]);
    // A run that died before it could settle this very chunk may have entered its devices already.
    const isKnown = (key: string): boolean => {
      const row = known.get(key);
      return row !== undefined && !(row.origin?.uploadId === state.uploadId && row.origin.chunk === state.chunk);
    };
    return new Set([...keys].flatMap(([position, key]) => (isKnown(key) ? [position] : [])));
  };

  const judgeResults = async (loaded: LoadedChunk, results: readonly DeviceResult[]): Promise<Judged> => {
    const positions = loaded.state.answerLost ? results.map(({ position }) => position) : [];
    return judgeAnswers(loaded.state, loaded.verdicts, results, await knownBefore(loaded, positions));
  };

  const conclude: ApplyResults['conclude'] = async (loaded, partner, given) => {
    const verdicts = await annotateResults(loaded, partner, given);
    return loaded.state.profileId === undefined || registeredPositions(verdicts).length === 0
      ? loaded.settle(verdicts)
      : loaded.moveOn({ kind: 'assigning', verdictsName: await loaded.keep(verdicts) });
  };

  return {
    conclude,
    takeResults: async (loaded, partner, results) => {
      const judged = await judgeResults(loaded, results);
      if (judged.transient.length === 0 && judged.unanswered.length === 0)
        return conclude(loaded, partner, judged.verdicts);
      const verdictsName = await loaded.keep(judged.verdicts);
      return loaded.moveOn({ kind: judged.unanswered.length > 0 ? 'lookUpRest' : 'tryRest', verdictsName });
    },
    withPartial: async (loaded, results) => (await judgeResults(loaded, results)).verdicts,
    withFound: async (loaded, found, known = loaded.verdicts) =>
      judgeFound(known, found, await knownBefore(loaded, found)),
    withKnown: async (loaded) => {
      const known = await knownBefore(loaded, openPositions(loaded.verdicts));
      return known.size === 0 ? undefined : judgeKnown(loaded.verdicts, known);
    },
  };
}
