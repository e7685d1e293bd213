import type { Reason } from '../../domain/reading/read-event.ts';
import { judgeRest } from '../../domain/registering/chunk-verdicts.ts';
import type { Connection } from '../../domain/settings/connection.ts';
import { AccessDenied, ServiceUnavailable, SubmissionUnknown } from '../../errors.ts';
import type { Clock, Submitted } from '../../ports.ts';
import type { ChunkAnswers } from './apply-results.ts';
import type { Way } from './current-settings.ts';
import { type ChunkStep, type Hand, overtaken } from './loaded-chunk.ts';
import { makePermits } from './permit-cache.ts';

export type SubmitChunk = (hand: Hand, way: Way) => Promise<ChunkStep>;

/** A customer can often mend it with a link the operator set; the report shows it. */
const withLink = (reason: Reason, { invitationLink: link }: Connection): Reason =>
  link === undefined ? reason : { code: reason.code, params: { ...reason.params, link, detail: 'link' } };

/** Asks whether we may, writes the intent, makes the call, and writes down what came of it. */
export function makeSubmitChunk(deps: {
  readonly clock: Clock;
  readonly answers: ChunkAnswers;
  /** A call can't be under way longer than this. */
  readonly callMilliseconds: number;
}): SubmitChunk {
  const { clock, answers, callMilliseconds } = deps;
  const permits = makePermits(clock);

  const hold = (hand: Hand, { connection, settingsVersion: under }: Way, reason: Reason): Promise<ChunkStep> =>
    hand.moveOn({ kind: 'held', reason: withLink(reason, connection), under });

  /** The platform has certainly not taken the call, or a person must act first. Anything else is the host's to retry. */
  const notTaken = (hand: Hand, way: Way, error: unknown): Promise<ChunkStep> => {
    if (error instanceof AccessDenied) return hold(hand, way, { code: error.grant });
    if (!(error instanceof ServiceUnavailable)) throw error;
    return hand.moveOn({
      kind: 'postponed',
      ...(error.retryAfterMs === undefined ? {} : { afterMs: error.retryAfterMs }),
      trouble: { code: error.throttled ? 'platform_throttled' : 'platform_unavailable' },
    });
  };

  const takeSubmitted = (hand: Hand, { partner }: Way, submitted: Submitted): Promise<ChunkStep> => {
    switch (submitted.kind) {
      case 'accepted':
        return hand.moveOn({ kind: 'accepted', attempt: hand.state.attempt, receipt: submitted.receipt });
      case 'answered':
        return answers.takeResults(hand, partner, submitted.results);
      case 'turnedDown':
        return answers.conclude(hand, partner, judgeRest(hand.verdicts, submitted.verdict));
      case 'later':
        return hand.moveOn({ kind: 'notYet', afterMs: submitted.afterMs, trouble: submitted.reason });
    }
  };

  /** An answer must not be lost because a second delivery of the message looked at the chunk while the call was out. */
  const takeAnswer = async (hand: Hand, take: (hand: Hand) => Promise<ChunkStep>): Promise<ChunkStep> => {
    const first = await take(hand);
    if (first !== overtaken) return first;
    const now = await hand.again();
    const isSameCall = now?.state.state === 'sending' && now.state.firstSentAt === hand.state.firstSentAt;
    return isSameCall ? take(now) : overtaken;
  };

  return async (hand, way) => {
    const { registrar } = way.client;
    const { customer } = hand.submission;
    const { uploadId } = hand.state;
    try {
      const permit = await permits.ask(registrar, uploadId, customer, hand.context);
      if (permit.kind === 'missing') return await hold(hand, way, permit.reason);
    } catch (error) {
      return notTaken(hand, way, error);
    }
    const callUntil = new Date(clock.now().getTime() + callMilliseconds).toISOString();
    const sending = await hand.move({ kind: 'calling', callUntil });
    if (sending === undefined) return overtaken;
    let submitted: Submitted;
    try {
      // The call must be over before anybody may take it for lost.
      const signal = AbortSignal.timeout(callMilliseconds * 0.8);
      submitted = await registrar.submit(sending.submission, { ...sending.context, signal });
    } catch (error) {
      if (error instanceof SubmissionUnknown) return sending.moveOn({ kind: 'answerLost' });
      if (error instanceof AccessDenied) permits.forget(registrar, uploadId, customer);
      return takeAnswer(sending, (hand) => notTaken(hand, way, error));
    }
    return takeAnswer(sending, (hand) => takeSubmitted(hand, way, submitted));
  };
}
