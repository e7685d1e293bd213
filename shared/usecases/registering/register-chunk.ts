import { wasSent } from '../../domain/registering/chunk-state.ts';
import { judgeEnd, openPositions } from '../../domain/registering/chunk-verdicts.ts';
import type { Connection } from '../../domain/settings/connection.ts';
import { AccessDenied } from '../../errors.ts';
import type { ChunkMessage, Clock, Devices, PlatformClient, Reports, Settings } from '../../ports.ts';
import { makeChunkAnswers } from './apply-results.ts';
import { makeAssignProfile, settleUnconfirmed } from './assign-profile.ts';
import { type NoWay, type Today, todaysSettings, type Way } from './current-settings.ts';
import { handOffChunk } from './hand-off-chunk.ts';
import { type ChunkStep, dropped, type Hand, type OpenHand } from './loaded-chunk.ts';
import { makeFollowChunk, notSeen } from './poll-chunk.ts';
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
const end = (hand: Hand, unsent: string, sent?: string): Promise<ChunkStep> =>
  hand.state.state === 'assigning'
    ? settleUnconfirmed(hand)
    : hand.settle(judgeEnd(hand.state, hand.verdicts, unsent, sent));

/**
 * One step of one chunk: submit it, look at its job, or find out what became of a call whose answer was lost. Trouble
 * that passes by itself is written down and tried again by a delayed message; only bugs and broken contracts are thrown.
 */
export function makeRegisterChunk(deps: {
  readonly clock: Clock;
  readonly settings: Settings;
  readonly devices: Devices;
  readonly openHand: OpenHand;
  readonly reports: Reports;
  readonly clientOf: (connection: Connection) => PlatformClient;
  readonly times: RegisterTimes;
}): RegisterChunk {
  const { clock, settings, devices, openHand, reports, clientOf, times } = deps;
  const answers = makeChunkAnswers({ devices });
  const submitChunk = makeSubmitChunk({ clock, answers, callMilliseconds: times.call });
  const { lookAtJob, lookUp } = makeFollowChunk({ clock, answers, usualJobMilliseconds: times.usualJob });
  const assignProfile = makeAssignProfile({ clock });

  /** The step that stands in where there is nothing to go through. */
  const standIn = (hand: Hand, noWay: NoWay): Promise<ChunkStep> => {
    if (noWay.kind === 'over') return end(hand, noWay.code);
    const { kind: _kind, ...held } = noWay;
    switch (hand.state.state) {
      case 'assigning':
        return settleUnconfirmed(hand);
      case 'pending':
        return hand.moveOn({ kind: 'held', ...held });
      default:
        return notSeen(hand, new AccessDenied(held.reason.code, 'The connection is not in the settings.'), clock);
    }
  };

  /** The step that answers devices we registered before, where the partner wants that; once, before anything is sent. */
  const answerKnown = async (hand: Hand, { partner }: Today): Promise<ChunkStep | undefined> => {
    const { state } = hand;
    if (partner.answerFromLedger !== true || state.state !== 'pending') return undefined;
    if (state.verdictsName !== undefined || wasSent(state)) return undefined;
    const answered = await answers.withKnown(hand);
    if (answered === undefined) return undefined;
    if (openPositions(answered).length === 0) return answers.conclude(hand, partner, answered);
    return hand.moveOn({ kind: 'answered', verdictsName: await hand.keep(answered) });
  };

  const act = async (hand: Hand, today: Today): Promise<ChunkStep> => {
    const { connection } = today;
    const answered = await answerKnown(hand, today);
    if (answered !== undefined) return answered;
    const way = (): Way => ({ ...today, client: clientOf(connection) });
    switch (hand.state.state) {
      case 'pending':
        return connection.platform === 'm365AdminCenter'
          ? handOffChunk(hand, connection.fileFormat ?? 'adminCenter', reports)
          : submitChunk(hand, way());
      case 'sent':
        return lookAtJob(hand, way());
      case 'sending':
        return lookUp(hand, way());
      case 'assigning':
        return assignProfile(hand, way().client);
      case 'waiting':
      case 'held':
      case 'settled':
        return dropped(`the chunk is ${hand.state.state}`);
    }
  };

  return async (message) => {
    const hand = await openHand(message);
    if ('kind' in hand) return hand;
    const { releasedAt, createdAt } = hand.state;
    if (clock.now().getTime() - Date.parse(releasedAt ?? createdAt) > times.giveUp) {
      return end(hand, 'platform_unavailable', 'no_answer');
    }
    const today = await todaysSettings(settings, hand);
    return 'connection' in today ? act(hand, today) : standIn(hand, today);
  };
}
