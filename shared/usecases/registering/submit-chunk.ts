import { judgeRest } from '../../domain/registering/chunk-verdicts.ts';
import type { Submitted } from '../../domain/registering/submission.ts';
import { AccessDenied, SubmissionUnknown } from '../../errors.ts';
import type { Clock } from '../../ports.ts';
import type { ApplyResults } from './apply-results.ts';
import type { ChunkSettings } from './current-settings.ts';
import { type ChunkStep, type LoadedChunk, overtaken } from './loaded-chunk.ts';
import { makePermits } from './permit-cache.ts';
import { heldFor, setbackOf } from './setback.ts';

export type SubmitChunk = (loaded: LoadedChunk, settings: ChunkSettings) => Promise<ChunkStep>;

/** Others may be moving the chunk just now. */
const lateAnswerTries = 3;

/** Asks whether we may, writes the intent, makes the call, and writes down what came of it. */
export function makeSubmitChunk(deps: {
  readonly clock: Clock;
  readonly applyResults: ApplyResults;
  /** A call can't be under way longer than this. */
  readonly callMilliseconds: number;
}): SubmitChunk {
  const { clock, applyResults, callMilliseconds } = deps;
  const permits = makePermits(clock);

  const notTaken = (loaded: LoadedChunk, settings: ChunkSettings, error: unknown): Promise<ChunkStep> =>
    loaded.moveOn(setbackOf(error, settings));

  const takeSubmitted = (loaded: LoadedChunk, { partner }: ChunkSettings, submitted: Submitted): Promise<ChunkStep> => {
    switch (submitted.kind) {
      case 'accepted':
        return loaded.moveOn({ kind: 'accepted', attempt: loaded.state.attempt, receipt: submitted.receipt });
      case 'answered':
        return applyResults.takeResults(loaded, partner, submitted.results);
      case 'turnedDown':
        return applyResults.conclude(loaded, partner, judgeRest(loaded.verdicts, submitted.verdict));
      case 'later':
        return loaded.moveOn({ kind: 'notYet', afterMs: submitted.afterMs, trouble: submitted.reason });
    }
  };

  /** An answer must not be lost because a second delivery of the message looked at the chunk while the call was out. */
  const takeAnswer = async (
    loaded: LoadedChunk,
    take: (loaded: LoadedChunk) => Promise<ChunkStep>,
  ): Promise<ChunkStep> => {
    const first = await take(loaded);
    if (first !== overtaken) return first;
    const now = await loaded.again();
    const isSameCall = now?.state.state === 'sending' && now.state.firstSentAt === loaded.state.firstSentAt;
    return isSameCall ? take(now) : overtaken;
  };

  /** The platform took the call, or may have, although another run holds it for lost: what that one proved is void. */
  const noteLateAnswer = async (loaded: LoadedChunk): Promise<void> => {
    for (let tries = 0; tries < lateAnswerTries; tries += 1) {
      const now = await loaded.again();
      if (now?.state.doubtful === undefined || (await now.move({ kind: 'answeredLate' })) !== undefined) return;
    }
  };

  return async (loaded, settings) => {
    const { registrar } = settings.client;
    const { customer } = loaded.submission;
    const { uploadId } = loaded.state;
    try {
      const permit = await permits.ask(registrar, uploadId, customer, loaded.context);
      if (permit.kind === 'missing') return await loaded.moveOn(heldFor(permit.reason, settings));
    } catch (error) {
      return notTaken(loaded, settings, error);
    }
    const callUntil = new Date(clock.now().getTime() + callMilliseconds).toISOString();
    const sending = await loaded.move({ kind: 'calling', callUntil });
    if (sending === undefined) return overtaken;
    let submitted: Submitted;
    try {
      // The call must be over before anybody may take it for lost.
      const signal = AbortSignal.timeout(callMilliseconds * 0.8);
      submitted = await registrar.submit(sending.submission, { ...sending.context, signal });
    } catch (error) {
      if (error instanceof SubmissionUnknown) {
        const lost = await sending.moveOn({ kind: 'answerLost' });
        if (lost === overtaken) await noteLateAnswer(sending);
        return lost;
      }
      if (error instanceof AccessDenied) permits.forget(registrar, uploadId, customer);
      return takeAnswer(sending, (loaded) => notTaken(loaded, settings, error));
    }
    const step = await takeAnswer(sending, (loaded) => takeSubmitted(loaded, settings, submitted));
    if (step === overtaken && (submitted.kind === 'accepted' || submitted.kind === 'answered'))
      await noteLateAnswer(sending);
    return step;
  };
}
