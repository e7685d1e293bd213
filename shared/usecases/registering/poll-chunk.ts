import type { Reason } from '../../domain/reason.ts';
import type { ChunkState } from '../../domain/registering/chunk-state.ts';
import { doubtfulAnswers, judgeRest, openPositions } from '../../domain/registering/chunk-verdicts.ts';
import type { DeviceResult } from '../../domain/registering/submission.ts';
import { blockedDelay, lookAgainDelay, maxResends, pollsBetweenLists } from '../../domain/waits.ts';
import { AccessDenied, ContractViolation, ServiceUnavailable } from '../../errors.ts';
import type { Clock, Polled } from '../../ports.ts';
import type { ApplyResults } from './apply-results.ts';
import type { ChunkSettings } from './current-settings.ts';
import type { ChunkStep, LoadedChunk } from './loaded-chunk.ts';

/** Looking changes nothing on the platform: whatever goes wrong, the chunk stays where it is for a while. */
function defer(loaded: LoadedChunk, reason: Reason, afterMs: number | undefined, clock: Clock): Promise<ChunkStep> {
  if (loaded.state.state !== 'sending') {
    return loaded.moveOn({ kind: 'postponed', ...(afterMs === undefined ? {} : { afterMs }), trouble: reason });
  }
  return loaded.moveOn({
    kind: 'lookAgain',
    at: new Date(clock.now().getTime() + (afterMs ?? lookAgainDelay)).toISOString(),
  });
}

/** A person has to act before the platform can be asked. */
export const deferBlocked = (loaded: LoadedChunk, reason: Reason, clock: Clock): Promise<ChunkStep> =>
  defer(loaded, { code: reason.code }, blockedDelay, clock);

/** The platform could not be asked: later, if that passes by itself or by a person's doing. */
export function deferLookup(loaded: LoadedChunk, error: unknown, clock: Clock): Promise<ChunkStep> {
  if (error instanceof AccessDenied) return deferBlocked(loaded, { code: error.grant }, clock);
  if (!(error instanceof ServiceUnavailable)) throw error;
  return defer(loaded, { code: 'platform_unavailable' }, error.retryAfterMs, clock);
}

export interface PollChunk {
  /** Looks at the job a receipt names. */
  lookAtJob(loaded: LoadedChunk, settings: ChunkSettings): Promise<ChunkStep>;
  /** A call went out and its answer is lost: look, wait out the usual job time, look again, send what is missing. */
  lookUp(loaded: LoadedChunk, settings: ChunkSettings): Promise<ChunkStep>;
}

/** Finds out what became of what was sent. */
export function makePollChunk(deps: {
  readonly clock: Clock;
  readonly applyResults: ApplyResults;
  /** How long a platform's job usually takes at most, where the connection does not say. */
  readonly usualJobMilliseconds: number;
}): PollChunk {
  const { clock, applyResults, usualJobMilliseconds } = deps;

  /** When a call has certainly ended in what the platform's list shows: what it lacks then was not registered by us. */
  const provenAt = ({ firstSentAt, changedAt }: ChunkState, { connection }: ChunkSettings): number => {
    const { usualJobSeconds } = connection;
    const usualJob = usualJobSeconds === undefined ? usualJobMilliseconds : usualJobSeconds * 1000;
    return Date.parse(firstSentAt ?? changedAt) + usualJob;
  };

  /** What the platform's list shows of a job that takes longer than usual, and now and then; nothing where it can't be asked. */
  const listedMeanwhile = async (loaded: LoadedChunk, settings: ChunkSettings): Promise<readonly number[]> => {
    const { polls, changedAt } = loaded.state;
    const { client } = settings;
    const usualEnd = provenAt(loaded.state, settings);
    const isFirstBeyond = Date.parse(changedAt) < usualEnd && usualEnd <= clock.now().getTime();
    if (!isFirstBeyond && (polls === 0 || polls % pollsBetweenLists !== 0)) return [];
    try {
      return (await client.finder.find(loaded.submission, loaded.context)).found;
    } catch (error) {
      if (error instanceof AccessDenied || error instanceof ServiceUnavailable) return [];
      throw error;
    }
  };

  /** One device whose result never comes must not hold back what is known of the others. */
  const keepPartial = async (
    loaded: LoadedChunk,
    settings: ChunkSettings,
    results: readonly DeviceResult[],
  ): Promise<ChunkStep> => {
    const doubts = new Set(doubtfulAnswers(loaded.state, loaded.verdicts, results));
    const certain = results.filter(({ position }) => !doubts.has(position));
    const known = certain.length === 0 ? loaded.verdicts : await applyResults.withPartial(loaded, certain);
    const listed = await listedMeanwhile(loaded, settings);
    const verdicts = listed.length === 0 ? known : await applyResults.withFound(loaded, listed, known);
    const open = openPositions(verdicts).length;
    if (open === 0) return applyResults.conclude(loaded, settings.partner, verdicts);
    const isMore = open < openPositions(loaded.verdicts).length;
    return loaded.moveOn({ kind: 'running', ...(isMore ? { partialName: await loaded.keep(verdicts) } : {}) });
  };

  /** A job's last answers. "Already registered" by a lost call of ours, or by somebody else: the platform's list says. */
  const takeAnswers = async (
    loaded: LoadedChunk,
    settings: ChunkSettings,
    { results, tidy }: Extract<Polled, { readonly kind: 'done' }>,
  ): Promise<ChunkStep> => {
    const { client, partner } = settings;
    let { doubtful } = loaded.state;
    // Even of what was proven absent: a call that stood still since then may have gone out, and nobody noted it.
    const already = doubtfulAnswers({ answerLost: loaded.state.answerLost }, loaded.verdicts, results);
    if (already.length > 0) {
      const listed = await client.finder.find(loaded.submission, loaded.context);
      const [found, absent] = [new Set(listed.found), new Set(listed.absent)];
      const doubts = doubtfulAnswers(loaded.state, loaded.verdicts, results);
      doubtful = already.filter((at) => found.has(at) || (doubts.includes(at) && !absent.has(at)));
      const isEarly = doubts.some((at) => absent.has(at)) && clock.now().getTime() < provenAt(loaded.state, settings);
      if (isEarly) return loaded.moveOn({ kind: 'running' });
    }
    const step = await applyResults.takeResults(loaded, partner, results, doubtful);
    await tidy?.();
    return step;
  };

  const lookAtJob = async (loaded: LoadedChunk, settings: ChunkSettings): Promise<ChunkStep> => {
    const { registrar } = settings.client;
    const { receipt, uploadId, chunk } = loaded.state;
    if (receipt === undefined)
      throw new ContractViolation(`Chunk ${chunk} of upload ${uploadId} is sent without a receipt.`);
    const polled = await registrar.poll(loaded.submission, receipt, loaded.context);
    switch (polled.kind) {
      case 'running':
        return keepPartial(loaded, settings, polled.results ?? []);
      case 'lost':
        return loaded.moveOn({ kind: 'answerLost' });
      case 'done':
        return takeAnswers(loaded, settings, polled);
    }
  };

  const lookUp = async (loaded: LoadedChunk, settings: ChunkSettings): Promise<ChunkStep> => {
    const { client, partner } = settings;
    const { callUntil, resends } = loaded.state;
    const now = clock.now().getTime();
    if (callUntil !== undefined && Date.parse(callUntil) > now)
      return loaded.moveOn({ kind: 'lookAgain', at: callUntil });
    const { found, absent } = await client.finder.find(loaded.submission, loaded.context);
    const verdicts = await applyResults.withFound(loaded, found);
    if (openPositions(verdicts).length === 0) return applyResults.conclude(loaded, partner, verdicts);
    const proof = provenAt(loaded.state, settings);
    if (proof > now) return loaded.moveOn({ kind: 'lookAgain', at: new Date(proof).toISOString() });
    if (resends >= maxResends)
      return applyResults.conclude(
        loaded,
        partner,
        judgeRest(verdicts, { kind: 'unknown', reason: { code: 'no_answer' } }),
      );
    const proven = new Set(absent);
    const doubtful = openPositions(verdicts).filter((position) => !proven.has(position));
    return loaded.moveOn({ kind: 'sendMissing', verdictsName: await loaded.keep(verdicts), doubtful });
  };

  const looking =
    (look: PollChunk['lookUp']): PollChunk['lookUp'] =>
    (loaded, settings) =>
      look(loaded, settings).catch((error: unknown) => deferLookup(loaded, error, clock));
  return { lookAtJob: looking(lookAtJob), lookUp: looking(lookUp) };
}
