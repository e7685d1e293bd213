import type { Identity } from '../identity.ts';
import type { Reason } from '../reason.ts';
import { type ChunkVerdicts, registeredPositions } from './chunk-verdicts.ts';

/** What became of an assignment, by position; devices it says nothing of may or may not have the profile. */
export interface ProfileOutcome {
  readonly assigned: readonly number[];
  readonly refused: ReadonlyMap<number, Reason>;
}

/** Positions no profile can be assigned to: a list without PKIDs never shows a device known by its PKID alone. */
export const notAssignable = (devices: readonly { readonly identity: Identity }[]): ReadonlySet<number> =>
  new Set(devices.flatMap(({ identity }, position) => (identity.kind === 'pkid' ? [position] : [])));

/** An assignment that was not confirmed. */
export const nothingConfirmed: ProfileOutcome = { assigned: [], refused: new Map() };

/** The whole assignment was refused for one reason. */
export const allRefused = (verdicts: ChunkVerdicts, reason: Reason): ProfileOutcome => ({
  assigned: [],
  refused: new Map(registeredPositions(verdicts).map((position) => [position, reason])),
});

/** Says of each registered device whether it has its deployment profile; a verdict itself never changes. */
export function remarkProfiles(
  verdicts: ChunkVerdicts,
  { assigned, refused }: ProfileOutcome,
  unlisted: ReadonlySet<number> = new Set(),
): ChunkVerdicts {
  const registered = new Set(registeredPositions(verdicts));
  const has = new Set(assigned);
  const remarksOn = (position: number): readonly Reason[] => {
    const reason = refused.get(position);
    if (reason !== undefined) return [{ code: 'profile_refused' }, reason];
    if (has.has(position)) return [{ code: 'profile_assigned' }];
    return [{ code: unlisted.has(position) ? 'profile_not_assignable' : 'profile_not_confirmed' }];
  };
  return verdicts.map((verdict, position) =>
    verdict === null || !registered.has(position)
      ? verdict
      : { ...verdict, remarks: [...(verdict.remarks ?? []), ...remarksOn(position)] },
  );
}
