import {
  allRefused,
  nothingConfirmed,
  type ProfileOutcome,
  remarkProfiles,
} from '../../domain/registering/profile-remarks.ts';
import { AccessDenied, ServiceUnavailable, SubmissionUnknown } from '../../errors.ts';
import type { Clock, PlatformClient, ProfileAssigner } from '../../ports.ts';
import type { ChunkStep, Hand } from './loaded-chunk.ts';

/** One step of a chunk whose devices are being given their deployment profile. */
export type AssignProfile = (hand: Hand, client: PlatformClient) => Promise<ChunkStep>;

/** Nobody waits longer for a profile: the report is more urgent. */
const patience = 30 * 60_000;
/** A device that was just registered may be listed a little later; one known by PKID alone is never listed by it. */
const maxLooks = 5;

const settleWith = (hand: Hand, outcome: ProfileOutcome): Promise<ChunkStep> =>
  hand.settle(remarkProfiles(hand.verdicts, outcome));

/** Settles with the verdicts there are; whether the profile was assigned stays open. */
export const settleUnconfirmed = (hand: Hand): Promise<ChunkStep> => settleWith(hand, nothingConfirmed);

/**
 * Assigns the profile, then looks at the job. The verdicts stand already and are never touched; whatever stands in the way,
 * the chunk settles soon, with a remark. An assignment may be repeated, so a lost answer is no trouble.
 */
export function makeAssignProfile({ clock }: { readonly clock: Clock }): AssignProfile {
  const isOverdue = ({ state: { assigningSince, changedAt } }: Hand): boolean =>
    clock.now().getTime() - Date.parse(assigningSince ?? changedAt) > patience;

  const later = (hand: Hand, afterMs?: number): Promise<ChunkStep> =>
    isOverdue(hand)
      ? settleUnconfirmed(hand)
      : hand.moveOn({
          kind: 'postponed',
          ...(afterMs === undefined ? {} : { afterMs }),
          trouble: { code: 'profile_not_confirmed' },
        });

  const assign = async (hand: Hand, assigner: ProfileAssigner, profileId: string): Promise<ChunkStep> => {
    const assigned = await assigner.assign(hand.submission, profileId, hand.context);
    switch (assigned.kind) {
      case 'accepted':
        return hand.moveOn({ kind: 'assignmentAccepted', receipt: assigned.receipt });
      case 'refused':
        return settleWith(hand, allRefused(hand.verdicts, assigned.reason));
      case 'nothing':
        return hand.state.tries + 1 < maxLooks ? later(hand) : settleUnconfirmed(hand);
    }
  };

  const look = async (hand: Hand, assigner: ProfileAssigner): Promise<ChunkStep> => {
    const { receipt, profileId, verdictsName } = hand.state;
    if (profileId === undefined || verdictsName === undefined) return settleUnconfirmed(hand);
    if (receipt === undefined) return assign(hand, assigner, profileId);
    const polled = await assigner.poll(hand.submission, receipt, hand.context);
    if (polled.kind === 'done') return settleWith(hand, polled);
    if (isOverdue(hand)) return settleUnconfirmed(hand);
    return hand.moveOn(polled.kind === 'running' ? { kind: 'running' } : { kind: 'assigning', verdictsName });
  };

  return async (hand, { profileAssigner }) => {
    if (profileAssigner === undefined) return settleUnconfirmed(hand);
    try {
      return await look(hand, profileAssigner);
    } catch (error) {
      if (error instanceof AccessDenied || isOverdue(hand)) return settleUnconfirmed(hand);
      if (error instanceof ServiceUnavailable) return later(hand, error.retryAfterMs);
      if (error instanceof SubmissionUnknown) return later(hand);
      throw error;
    }
  };
}
