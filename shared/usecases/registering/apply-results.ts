import { deviceKeys } from '../../domain/device-key.ts';
import {
  type ChunkVerdicts,
  judgeAnswers,
  judgeFound,
  judgeKnown,
  openPositions,
  registeredPositions,
} from '../../domain/registering/chunk-verdicts.ts';
import type { Partner } from '../../domain/settings/partner.ts';
import type { DeviceResult, Devices } from '../../ports.ts';
import { makeRemarkAnswers } from './annotate-results.ts';
import type { ChunkStep, Hand } from './loaded-chunk.ts';

/** What is made of the answers to a chunk, whoever gave them: the platform, its listing, or our own ledger. */
export interface ChunkAnswers {
  /** Every device has its verdict: the chunk is settled, or its devices get their profile first. */
  conclude(hand: Hand, partner: Partner, verdicts: ChunkVerdicts): Promise<ChunkStep>;
  takeResults(hand: Hand, partner: Partner, results: readonly DeviceResult[]): Promise<ChunkStep>;
  /** The verdicts there are once these positions were found on the platform. */
  withFound(hand: Hand, found: readonly number[]): Promise<ChunkVerdicts>;
  /** The verdicts there are once devices we registered before are answered from the ledger; undefined: it knows none. */
  withKnown(hand: Hand): Promise<ChunkVerdicts | undefined>;
}

export function makeChunkAnswers({ devices: ledger }: { readonly devices: Devices }): ChunkAnswers {
  const remarkAnswers = makeRemarkAnswers({ devices: ledger });

  /** Which of these positions the ledger knew from elsewhere, so that "already registered" is not our own doing. */
  const knownBefore = async ({ state, content }: Hand, positions: readonly number[]): Promise<ReadonlySet<number>> => {
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

  const conclude: ChunkAnswers['conclude'] = async (hand, partner, given) => {
    const verdicts = await remarkAnswers(hand, partner, given);
    return hand.state.profileId === undefined || registeredPositions(verdicts).length === 0
      ? hand.settle(verdicts)
      : hand.moveOn({ kind: 'assigning', verdictsName: await hand.keep(verdicts) });
  };

  return {
    conclude,
    takeResults: async (hand, partner, results) => {
      const positions = hand.state.answerLost ? results.map(({ position }) => position) : [];
      const judged = judgeAnswers(hand.state, hand.verdicts, results, await knownBefore(hand, positions));
      if (judged.transient.length === 0 && judged.unanswered.length === 0)
        return conclude(hand, partner, judged.verdicts);
      const verdictsName = await hand.keep(judged.verdicts);
      return hand.moveOn({ kind: judged.unanswered.length > 0 ? 'lookUpRest' : 'tryRest', verdictsName });
    },
    withFound: async (hand, found) => judgeFound(hand.verdicts, found, await knownBefore(hand, found)),
    withKnown: async (hand) => {
      const known = await knownBefore(hand, openPositions(hand.verdicts));
      return known.size === 0 ? undefined : judgeKnown(hand.verdicts, known);
    },
  };
}
