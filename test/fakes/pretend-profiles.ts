import { deviceKeys } from '../../shared/domain/device-key.ts';
import type { Identity } from '../../shared/domain/identity.ts';
import type { Reason } from '../../shared/domain/reason.ts';
import { AccessDenied, ContractViolation, ServiceUnavailable, SubmissionUnknown } from '../../shared/errors.ts';
import type { ProfileAssigner } from '../../shared/ports.ts';

type Mishap = 'unavailable' | 'denied' | 'unreadable';

export const noSuchProfile: Reason = { code: 'profile_not_found' };

const fail = (mishap: Mishap): never => {
  if (mishap === 'denied') throw new AccessDenied('consent_missing', 'Nobody signed in.');
  if (mishap === 'unreadable') throw new ContractViolation('An answer nobody can read.');
  throw new ServiceUnavailable('Out of service.');
};

/** The part of a pretend platform that gives devices their profile; `holds` tells which devices it knows. */
export function pretendProfiles(holds: (identity: Identity) => boolean) {
  const profiles = new Map<string, string>();
  const how = {
    /** What happens to the next assignments, one each. */
    assigns: [] as (Mishap | 'refused' | 'nothing' | 'answerLost' | undefined)[],
    /** What happens to the next looks at an assignment. */
    polls: [] as (Mishap | 'lost' | 'running' | undefined)[],
    /** Device keys that are refused the profile. */
    refusing: new Set<string>(),
  };
  const keyOf = (identity: Identity): string => deviceKeys(identity)[0];
  const assigner: ProfileAssigner = {
    assign: async ({ devices }, profileId, context) => {
      context.onCall('assign');
      const mishap = how.assigns.shift();
      if (mishap === 'refused') return { kind: 'refused', reason: noSuchProfile };
      if (mishap === 'nothing') return { kind: 'nothing' };
      if (mishap !== undefined && mishap !== 'answerLost') return fail(mishap);
      const known = devices.filter(({ identity }) => holds(identity) && !how.refusing.has(keyOf(identity)));
      for (const { identity } of known) profiles.set(keyOf(identity), profileId);
      if (mishap === 'answerLost') throw new SubmissionUnknown('The answer was lost.');
      return { kind: 'accepted', receipt: { job: 'profiles' } };
    },
    poll: async ({ devices }, _receipt, context) => {
      context.onCall('pollAssignment');
      const mishap = how.polls.shift();
      if (mishap === 'lost' || mishap === 'running') return { kind: mishap };
      if (mishap !== undefined) return fail(mishap);
      const has = ({ identity }: { readonly identity: Identity }): boolean => profiles.has(keyOf(identity));
      return {
        kind: 'done',
        assigned: devices.filter(has).map(({ position }) => position),
        refused: new Map(devices.filter((device) => !has(device)).map(({ position }) => [position, noSuchProfile])),
      };
    },
  };
  return { assigner, how, profileOf: (identity: Identity) => profiles.get(keyOf(identity)) };
}
