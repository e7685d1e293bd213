import { unknownPartner } from '../../domain/ids.ts';
import type { Suspension } from '../../domain/settings/suspension.ts';
import type { Audit, ChunkLedger, Clock, OpenUploads, Suspensions } from '../../ports.ts';
import type { Release } from '../release.ts';
import { makeTryAgain } from '../upkeep/resume-held.ts';
import type { Person } from './report-files.ts';

export type SuspendedThing = Pick<Suspension, 'of' | 'id'>;

export interface Suspending {
  /** Stops sending; what was sent already is followed to its end. */
  suspend(thing: SuspendedThing, reason: string, person: Person): Promise<void>;
  /** Goes on: what was held for it is tried again at once. */
  resume(thing: SuspendedThing, person: Person): Promise<void>;
}

const heldFor = { partner: 'sending_suspended', connection: 'connection_suspended' } as const;

export function makeSuspending(deps: {
  readonly clock: Clock;
  readonly suspensions: Suspensions;
  readonly open: OpenUploads;
  readonly chunks: ChunkLedger;
  readonly release: Release;
  readonly audit: Audit;
}): Suspending {
  const { clock, suspensions, open, chunks, audit } = deps;
  const tryAgain = makeTryAgain(deps);

  const record = (what: 'sendingSuspended' | 'sendingResumed', { of, id }: SuspendedThing, person: Person) => {
    const at = clock.now().toISOString();
    return of === 'partner'
      ? audit.record({ what, partnerId: id, at, ...person })
      : audit.record({ what, connectionId: id, partnerId: unknownPartner, at, ...person });
  };

  return {
    suspend: async (thing, reason, person) => {
      await record('sendingSuspended', thing, person);
      await suspensions.put({ ...thing, reason, by: person.by, at: clock.now().toISOString() });
    },
    resume: async (thing, person) => {
      await record('sendingResumed', thing, person);
      await suspensions.remove(thing);
      for await (const { uploadId } of open.list(thing.of === 'partner' ? thing.id : undefined)) {
        for (const chunk of await chunks.list(uploadId)) {
          const isIts = thing.of === 'partner' ? chunk.partnerId === thing.id : chunk.connectionId === thing.id;
          if (isIts && chunk.state === 'held' && chunk.hold?.code === heldFor[thing.of]) await tryAgain(chunk);
        }
      }
    },
  };
}
