import {
  allRefused,
  notAssignable,
  nothingConfirmed,
  type ProfileOutcome,
  remarkProfiles,
} from '../../domain/registering/profile-remarks.ts';
import { maxProfileLooks, profilePatience } from '../../domain/waits.ts';
import { AccessDenied, ServiceUnavailable, SubmissionUnknown } from '../../errors.ts';
import type { Clock, PlatformClient, ProfileAssigner } from '../../ports.ts';
import type { ChunkStep, LoadedChunk } from './loaded-chunk.ts';

/** One step of a chunk whose devices are being given their deployment profile. */
export type AssignProfile = (loaded: LoadedChunk, client: PlatformClient) => Promise<ChunkStep>;

const settleWith = (loaded: LoadedChunk, outcome: ProfileOutcome): Promise<ChunkStep> =>
  loaded.settle(remarkProfiles(loaded.verdicts, outcome, notAssignable(loaded.content)));

/** Settles with the verdicts there are; whether the profile was assigned stays open. */
export const settleUnconfirmed = (loaded: LoadedChunk): Promise<ChunkStep> => settleWith(loaded, nothingConfirmed);

/**
 * Assigns the profile, then looks at the job. The verdicts stand already and are never touched; whatever goes wrong,
 * the chunk settles soon, with a remark. An assignment may be repeated, so a lost answer does no harm.
 */
export function makeAssignProfile({ clock }: { readonly clock: Clock }): AssignProfile {
  const isOverdue = ({ state: { assigningSince, changedAt } }: LoadedChunk): boolean =>
    clock.now().getTime() - Date.parse(assigningSince ?? changedAt) > profilePatience;

  const later = (loaded: LoadedChunk, afterMs?: number): Promise<ChunkStep> =>
    isOverdue(loaded)
      ? settleUnconfirmed(loaded)
      : loaded.moveOn({
          kind: 'postponed',
          ...(afterMs === undefined ? {} : { afterMs }),
          trouble: { code: 'profile_not_confirmed' },
        });

  const assign = async (loaded: LoadedChunk, assigner: ProfileAssigner, profileId: string): Promise<ChunkStep> => {
    const { devices } = loaded.submission;
    // Nothing to look for: the platform's list would never show them.
    if (devices.every(({ identity }) => identity.kind === 'pkid')) return settleUnconfirmed(loaded);
    const assigned = await assigner.assign(loaded.submission, profileId, loaded.context);
    switch (assigned.kind) {
      case 'accepted':
        return loaded.moveOn({ kind: 'assignmentAccepted', receipt: assigned.receipt });
      case 'refused':
        return settleWith(loaded, allRefused(loaded.verdicts, assigned.reason));
      case 'nothing':
        return loaded.state.tries + 1 < maxProfileLooks ? later(loaded) : settleUnconfirmed(loaded);
    }
  };

  const look = async (loaded: LoadedChunk, assigner: ProfileAssigner): Promise<ChunkStep> => {
    const { receipt, profileId, verdictsName } = loaded.state;
    if (profileId === undefined || verdictsName === undefined) return settleUnconfirmed(loaded);
    if (receipt === undefined) return assign(loaded, assigner, profileId);
    const polled = await assigner.poll(loaded.submission, receipt, loaded.context);
    if (polled.kind === 'done') return settleWith(loaded, polled);
    if (isOverdue(loaded)) return settleUnconfirmed(loaded);
    return loaded.moveOn(polled.kind === 'running' ? { kind: 'running' } : { kind: 'assigning', verdictsName });
  };

  return async (loaded, { profileAssigner }) => {
    if (profileAssigner === undefined) return settleUnconfirmed(loaded);
    try {
      return await look(loaded, profileAssigner);
    } catch (error) {
      if (error instanceof AccessDenied || isOverdue(loaded)) return settleUnconfirmed(loaded);
      if (error instanceof ServiceUnavailable) return later(loaded, error.retryAfterMs);
      if (error instanceof SubmissionUnknown) return later(loaded);
      throw error;
    }
  };
}
