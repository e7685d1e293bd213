import { wasSent } from '../domain/chunk-state.ts';
import {
  type ChunkVerdicts,
  judgeAnswers,
  judgeEnd,
  judgeFound,
  judgeKnown,
  judgeRest,
  openPositions,
  registeredPositions,
} from '../domain/chunk-verdicts.ts';
import type { Connection } from '../domain/connection.ts';
import { customerFault } from '../domain/customer.ts';
import { deviceKeys } from '../domain/device-key.ts';
import { handOffFile } from '../domain/hand-off-file.ts';
import { platforms } from '../domain/platforms.ts';
import type { Reason } from '../domain/read-event.ts';
import type { Verdict } from '../domain/verdict.ts';
import { AccessDenied, ContractViolation, ServiceUnavailable, SubmissionUnknown } from '../errors.ts';
import type {
  ChunkMessage,
  Clock,
  DeviceResult,
  Devices,
  PlatformClient,
  Reports,
  Settings,
  Submitted,
} from '../ports.ts';
import { makeAssignProfile, settleUnconfirmed } from './assign-profile.ts';
import { type ChunkStep, dropped, type Hand, type OpenHand, overtaken } from './chunk-hand.ts';

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

/** Missing devices are sent again this often; after that nobody can say what became of them. */
const maxResends = 3;
/** Before a call that a person has to unblock is tried again. */
const blockedDelay = 300_000;

/** What a chunk is registered with. */
interface Way {
  readonly connection: Connection;
  readonly client: PlatformClient;
}

/** What of today's settings a chunk needs. */
interface Today {
  readonly connection: Connection;
  readonly answerFromLedger: boolean;
}

/** A customer can often mend it with a link the operator set; the report shows it. */
const withLink = (reason: Reason, { invitationLink: link }: Connection): Reason =>
  link === undefined ? reason : { code: reason.code, params: { ...reason.params, link, detail: 'link' } };

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
  const { clock, settings, devices: ledger, openHand, reports, clientOf, times } = deps;
  const assignProfile = makeAssignProfile({ clock });

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

  /** Every device has its verdict: the chunk is settled, or its devices get their profile first. */
  const conclude = async (hand: Hand, verdicts: ChunkVerdicts): Promise<ChunkStep> =>
    hand.state.profileId === undefined || registeredPositions(verdicts).length === 0
      ? hand.settle(verdicts)
      : hand.moveOn({ kind: 'assigning', verdictsName: await hand.keep(verdicts) });

  const takeResults = async (hand: Hand, results: readonly DeviceResult[]): Promise<ChunkStep> => {
    const positions = hand.state.answerLost ? results.map(({ position }) => position) : [];
    const judged = judgeAnswers(hand.state, hand.verdicts, results, await knownBefore(hand, positions));
    if (judged.transient.length === 0 && judged.unanswered.length === 0) return conclude(hand, judged.verdicts);
    const verdictsName = await hand.keep(judged.verdicts);
    return hand.moveOn({ kind: judged.unanswered.length > 0 ? 'lookUpRest' : 'tryRest', verdictsName });
  };

  const takeSubmitted = (hand: Hand, submitted: Submitted): Promise<ChunkStep> => {
    switch (submitted.kind) {
      case 'accepted':
        return hand.moveOn({ kind: 'accepted', attempt: hand.state.attempt, receipt: submitted.receipt });
      case 'answered':
        return takeResults(hand, submitted.results);
      case 'turnedDown':
        return conclude(hand, judgeRest(hand.verdicts, submitted.verdict));
      case 'later':
        return hand.moveOn({ kind: 'notYet', afterMs: submitted.afterMs, trouble: submitted.reason });
    }
  };

  /** The platform has certainly not taken the call, or a person must act first. Anything else is the host's to retry. */
  const notTaken = (hand: Hand, { connection }: Way, error: unknown): Promise<ChunkStep> => {
    if (error instanceof AccessDenied)
      return hand.moveOn({ kind: 'held', reason: withLink({ code: error.grant }, connection) });
    if (!(error instanceof ServiceUnavailable)) throw error;
    return hand.moveOn({
      kind: 'postponed',
      ...(error.retryAfterMs === undefined ? {} : { afterMs: error.retryAfterMs }),
      trouble: { code: error.throttled ? 'platform_throttled' : 'platform_unavailable' },
    });
  };

  /** An answer must not be lost because a second delivery of the message looked at the chunk while the call was out. */
  const takeAnswer = async (hand: Hand, take: (hand: Hand) => Promise<ChunkStep>): Promise<ChunkStep> => {
    const first = await take(hand);
    if (first !== overtaken) return first;
    const now = await hand.again();
    const isSameCall = now?.state.state === 'sending' && now.state.firstSentAt === hand.state.firstSentAt;
    return isSameCall ? take(now) : overtaken;
  };

  /** No API takes them: they are written to a file beside the report, for a person to upload. */
  const handOff = async (hand: Hand): Promise<ChunkStep> => {
    const { text, leftOut } = handOffFile(hand.submission.devices);
    const file = `${hand.reportName}.handoff-${hand.state.chunk + 1}.csv`;
    await reports.put(file, { text, contentType: 'text/csv' }, hand.state.attempt);
    const left = new Set(leftOut);
    const verdicts = hand.verdicts.map((known, position): Verdict => {
      if (known !== null) return known;
      if (left.has(position)) return { kind: 'rejected', reason: { code: 'hand_off_not_possible' } };
      return { kind: 'handedOff', reason: { code: 'handed_off', params: { file: file.replace(/^.*\//, '') } } };
    });
    return hand.settle(verdicts);
  };

  const submit = async (hand: Hand, way: Way): Promise<ChunkStep> => {
    const { registrar } = way.client;
    try {
      const permit = await registrar.permit(hand.submission.customer, hand.context);
      if (permit.kind === 'missing')
        return await hand.moveOn({ kind: 'held', reason: withLink(permit.reason, way.connection) });
    } catch (error) {
      return notTaken(hand, way, error);
    }
    const callUntil = new Date(clock.now().getTime() + times.call).toISOString();
    const sending = await hand.move({ kind: 'calling', callUntil });
    if (sending === undefined) return overtaken;
    let submitted: Submitted;
    try {
      // The call must be over before anybody may take it for lost.
      const signal = AbortSignal.timeout(times.call * 0.8);
      submitted = await registrar.submit(sending.submission, { ...sending.context, signal });
    } catch (error) {
      if (error instanceof SubmissionUnknown) return sending.moveOn({ kind: 'answerLost' });
      return takeAnswer(sending, (hand) => notTaken(hand, way, error));
    }
    return takeAnswer(sending, (hand) => takeSubmitted(hand, submitted));
  };

  /** Looking changes nothing on the platform: whatever stands in the way, the chunk stays where it is for a while. */
  const notSeen = (hand: Hand, error: unknown): Promise<ChunkStep> => {
    const denied = error instanceof AccessDenied;
    if (!denied && !(error instanceof ServiceUnavailable)) throw error;
    const afterMs = denied ? blockedDelay : error.retryAfterMs;
    const trouble: Reason = { code: denied ? error.grant : 'platform_unavailable' };
    if (hand.state.state === 'sent') {
      return hand.moveOn({ kind: 'postponed', ...(afterMs === undefined ? {} : { afterMs }), trouble });
    }
    return hand.moveOn({ kind: 'lookAgain', at: new Date(clock.now().getTime() + (afterMs ?? 10_000)).toISOString() });
  };

  const lookAtJob = async (hand: Hand, { client: { registrar } }: Way): Promise<ChunkStep> => {
    const { receipt, uploadId, chunk } = hand.state;
    if (receipt === undefined)
      throw new ContractViolation(`Chunk ${chunk} of upload ${uploadId} is sent without a receipt.`);
    const polled = await registrar.poll(hand.submission, receipt, hand.context);
    switch (polled.kind) {
      case 'running':
        return hand.moveOn({ kind: 'running' });
      case 'lost':
        return hand.moveOn({ kind: 'answerLost' });
      case 'done':
        return takeResults(hand, polled.results);
    }
  };

  /** A call went out and its answer is lost: look, wait out the usual job time, look again, send what is missing. */
  const lookUp = async (hand: Hand, { connection, client: { finder } }: Way): Promise<ChunkStep> => {
    const { callUntil, firstSentAt, resends, changedAt } = hand.state;
    const now = clock.now().getTime();
    if (callUntil !== undefined && Date.parse(callUntil) > now)
      return hand.moveOn({ kind: 'lookAgain', at: callUntil });
    const found = await finder.find(hand.submission, hand.context);
    const verdicts = judgeFound(hand.verdicts, found, await knownBefore(hand, found));
    if (openPositions(verdicts).length === 0) return conclude(hand, verdicts);
    const usualJob = connection.usualJobSeconds === undefined ? times.usualJob : connection.usualJobSeconds * 1000;
    const provenAt = Date.parse(firstSentAt ?? changedAt) + usualJob;
    if (provenAt > now) return hand.moveOn({ kind: 'lookAgain', at: new Date(provenAt).toISOString() });
    if (resends >= maxResends)
      return conclude(hand, judgeRest(verdicts, { kind: 'unknown', reason: { code: 'no_answer' } }));
    return hand.moveOn({ kind: 'sendMissing', verdictsName: await hand.keep(verdicts) });
  };

  /** Ends a chunk for which nothing more will be sent or asked. */
  const end = (hand: Hand, unsent: Reason['code'], sent?: Reason['code']): Promise<ChunkStep> =>
    hand.state.state === 'assigning'
      ? settleUnconfirmed(hand)
      : hand.settle(judgeEnd(hand.state, hand.verdicts, unsent, sent));

  /** What this chunk goes through by today's settings, or the step that stands in for it. */
  const todayOf = async (hand: Hand): Promise<Today | ChunkStep> => {
    const { partnerId, connectionId, customerTenantId, state } = hand.state;
    const found = await settings.ofPartner(partnerId);
    if (found.kind === 'unknown') return end(hand, 'partner_removed');
    const assigning = state === 'assigning';
    const pending = state === 'pending' || assigning;
    if (found.kind === 'found' && found.partner.state === 'suspended' && pending) return end(hand, 'partner_suspended');
    const connection = found.kind === 'found' ? found.connections.get(connectionId) : undefined;
    if (found.kind === 'broken' || connection === undefined) {
      const reason: Reason = { code: found.kind === 'broken' ? 'settings_broken' : 'connection_missing' };
      if (assigning) return settleUnconfirmed(hand);
      if (pending) return hand.moveOn({ kind: 'held', reason });
      return notSeen(hand, new AccessDenied(reason.code, 'The connection is not in the settings.'));
    }
    // The plan may be days old: nothing goes to a customer its partner may no longer register for.
    const fault = pending ? customerFault(found.partner, customerTenantId, connectionId) : undefined;
    if (fault === undefined) return { connection, answerFromLedger: found.partner.answerFromLedger === true };
    return assigning ? settleUnconfirmed(hand) : hand.moveOn({ kind: 'held', reason: fault });
  };

  /** The step that answers devices we registered before, where the partner wants that; once, before anything is sent. */
  const answerKnown = async (hand: Hand): Promise<ChunkStep | undefined> => {
    const { state, verdicts } = hand;
    if (state.verdictsName !== undefined || wasSent(state)) return undefined;
    const known = await knownBefore(hand, openPositions(verdicts));
    if (known.size === 0) return undefined;
    const answered = judgeKnown(verdicts, known);
    if (openPositions(answered).length === 0) return conclude(hand, answered);
    return hand.moveOn({ kind: 'answered', verdictsName: await hand.keep(answered) });
  };

  const act = async (hand: Hand, { connection, answerFromLedger }: Today): Promise<ChunkStep> => {
    if (answerFromLedger && hand.state.state === 'pending') {
      const answered = await answerKnown(hand);
      if (answered !== undefined) return answered;
    }
    const way = (): Way => ({ connection, client: clientOf(connection) });
    switch (hand.state.state) {
      case 'pending':
        return platforms[connection.platform].registers === 'handOff' ? handOff(hand) : submit(hand, way());
      case 'sent':
        return lookAtJob(hand, way()).catch((error: unknown) => notSeen(hand, error));
      case 'sending':
        return lookUp(hand, way()).catch((error: unknown) => notSeen(hand, error));
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
    const today = await todayOf(hand);
    return 'connection' in today ? act(hand, today) : today;
  };
}
