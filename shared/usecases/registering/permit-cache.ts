import type { CustomerRef, Permit } from '../../domain/registering/submission.ts';
import { permitLife } from '../../domain/waits.ts';
import type { CallContext, Clock, Registrar } from '../../ports.ts';

export interface Permits {
  /** May we register for this customer? Chunks of one upload that ask at once, or within a quarter of an hour, cost one call. */
  ask(registrar: Registrar, uploadId: string, customer: CustomerRef, context: CallContext): Promise<Permit>;
  /** A submission was refused: the next one asks again. */
  forget(registrar: Registrar, uploadId: string, customer: CustomerRef): void;
}

interface CachedPermit {
  readonly permit: Promise<Permit>;
  readonly askedMs: number;
}

/**
 * Keeps what a platform granted for the chunks of one upload. Only a grant is kept: who is held for a missing one asks
 * anew. Each process has its own, since asking once more does no harm; one registrar is one connection with one set of settings.
 */
export function makePermits(clock: Clock): Permits {
  const ofRegistrar = new WeakMap<Registrar, Map<string, CachedPermit>>();

  const answersOf = (registrar: Registrar): Map<string, CachedPermit> => {
    const results = ofRegistrar.get(registrar) ?? new Map<string, CachedPermit>();
    ofRegistrar.set(registrar, results);
    for (const [key, { askedMs }] of results) if (clock.now().getTime() - askedMs >= permitLife) results.delete(key);
    return results;
  };
  const keyOf = (uploadId: string, { tenantId }: CustomerRef): string => JSON.stringify([uploadId, tenantId]);

  return {
    ask: async (registrar, uploadId, customer, context) => {
      const results = answersOf(registrar);
      const key = keyOf(uploadId, customer);
      const known = results.get(key);
      if (known !== undefined) return await known.permit;
      // The answer serves all who wait for it, so the first one's shutdown must not end it.
      const { correlationId, onCall } = context;
      const permit = registrar.permit(customer, { correlationId, onCall });
      const answer = { permit, askedMs: clock.now().getTime() };
      results.set(key, answer);
      const drop = () => {
        if (results.get(key) === answer) results.delete(key);
      };
      try {
        const said = await permit;
        if (said.kind !== 'granted') drop();
        return said;
      } catch (error) {
        drop();
        throw error;
      }
    },
    forget: (registrar, uploadId, customer) => {
      ofRegistrar.get(registrar)?.delete(keyOf(uploadId, customer));
    },
  };
}
