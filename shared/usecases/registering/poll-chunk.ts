import type { Reason } from '../../domain/reading/read-event.ts';
import { judgeRest, openPositions } from '../../domain/registering/chunk-verdicts.ts';
import { AccessDenied, ContractViolation, ServiceUnavailable } from '../../errors.ts';
import type { Clock } from '../../ports.ts';
import type { ChunkAnswers } from './apply-results.ts';
import type { Way } from './current-settings.ts';
import type { ChunkStep, Hand } from './loaded-chunk.ts';

/** Missing devices are sent again this often; after that nobody can say what became of them. */
const maxResends = 3;
/** Before a call that a person has to unblock is tried again. */
const blockedDelay = 300_000;

/** Looking changes nothing on the platform: whatever stands in the way, the chunk stays where it is for a while. */
export function notSeen(hand: Hand, error: unknown, clock: Clock): Promise<ChunkStep> {
  const denied = error instanceof AccessDenied;
  if (!denied && !(error instanceof ServiceUnavailable)) throw error;
  const afterMs = denied ? blockedDelay : error.retryAfterMs;
  const trouble: Reason = { code: denied ? error.grant : 'platform_unavailable' };
  if (hand.state.state === 'sent') {
    return hand.moveOn({ kind: 'postponed', ...(afterMs === undefined ? {} : { afterMs }), trouble });
  }
  return hand.moveOn({ kind: 'lookAgain', at: new Date(clock.now().getTime() + (afterMs ?? 10_000)).toISOString() });
}

export interface FollowChunk {
  /** Looks at the job a receipt names. */
  lookAtJob(hand: Hand, way: Way): Promise<ChunkStep>;
  /** A call went out and its answer is lost: look, wait out the usual job time, look again, send what is missing. */
  lookUp(hand: Hand, way: Way): Promise<ChunkStep>;
}

/** Finds out what became of what was sent. */
export function makeFollowChunk(deps: {
  readonly clock: Clock;
  readonly answers: ChunkAnswers;
  /** How long a platform's job usually takes at most, where the connection does not say. */
  readonly usualJobMilliseconds: number;
}): FollowChunk {
  const { clock, answers, usualJobMilliseconds } = deps;

  const lookAtJob = async (hand: Hand, way: Way): Promise<ChunkStep> => {
    const { registrar } = way.client;
    const { receipt, uploadId, chunk } = hand.state;
    if (receipt === undefined)
      throw new ContractViolation(`Chunk ${chunk} of upload ${uploadId} is sent without a receipt.`);
    const polled = await registrar.poll(hand.submission, receipt, hand.context);
    switch (polled.kind) {
      case 'running':
        return hand.moveOn({ kind: 'running' });
      case 'lost':
        return hand.moveOn({ kind: 'answerLost' });
      case 'done': {
        const step = await answers.takeResults(hand, way.partner, polled.results);
        await polled.tidy?.();
        return step;
      }
    }
  };

  const lookUp = async (hand: Hand, way: Way): Promise<ChunkStep> => {
    const { connection, client, partner } = way;
    const { callUntil, firstSentAt, resends, changedAt } = hand.state;
    const now = clock.now().getTime();
    if (callUntil !== undefined && Date.parse(callUntil) > now)
      return hand.moveOn({ kind: 'lookAgain', at: callUntil });
    const found = await client.finder.find(hand.submission, hand.context);
    const verdicts = await answers.withFound(hand, found);
    if (openPositions(verdicts).length === 0) return answers.conclude(hand, partner, verdicts);
    const usualJob =
      connection.usualJobSeconds === undefined ? usualJobMilliseconds : connection.usualJobSeconds * 1000;
    const provenAt = Date.parse(firstSentAt ?? changedAt) + usualJob;
    if (provenAt > now) return hand.moveOn({ kind: 'lookAgain', at: new Date(provenAt).toISOString() });
    if (resends >= maxResends)
      return answers.conclude(hand, partner, judgeRest(verdicts, { kind: 'unknown', reason: { code: 'no_answer' } }));
    return hand.moveOn({ kind: 'sendMissing', verdictsName: await hand.keep(verdicts) });
  };

  const looking =
    (look: FollowChunk['lookUp']): FollowChunk['lookUp'] =>
    (hand, way) =>
      look(hand, way).catch((error: unknown) => notSeen(hand, error, clock));
  return { lookAtJob: looking(lookAtJob), lookUp: looking(lookUp) };
}
