import { type KeptAnswer, makeKeptAnswer } from '../../domain/kept-answer.ts';
import type { CustomerRef, Permit } from '../../domain/registering/submission.ts';
import { permitLife } from '../../domain/waits.ts';
import type { CallContext, Clock, Registrar } from '../../ports.ts';

export interface Permits {
  /** May we register for this customer? Chunks of one upload that ask at once, or within a quarter of an hour, cost one call. */
  ask(registrar: Registrar, uploadId: string, customer: CustomerRef, context: CallContext): Promise<Permit>;
  /** A submission was refused: the next one asks again. */
  forget(registrar: Registrar, uploadId: string, customer: CustomerRef): void;
}

/**
 * Keeps what a platform granted for the chunks of one upload. Only a grant is kept: who is held for a missing one asks
 * anew. Each process has its own, since asking once more does no harm; one registrar is one connection with one set of settings.
 */
export function makePermits(clock: Clock): Permits {
  const now = () => clock.now().getTime();
  const ofRegistrar = new WeakMap<Registrar, Map<string, KeptAnswer<Permit>>>();
  const keyOf = (uploadId: string, { tenantId }: CustomerRef): string => JSON.stringify([uploadId, tenantId]);

  return {
    ask: (registrar, uploadId, customer, { correlationId, onCall }) => {
      const permits = ofRegistrar.get(registrar) ?? new Map<string, KeptAnswer<Permit>>();
      ofRegistrar.set(registrar, permits);
      for (const [key, kept] of permits) if (!kept.isFresh()) permits.delete(key);
      const key = keyOf(uploadId, customer);
      const kept =
        permits.get(key) ??
        makeKeptAnswer<Permit>(now, ({ kind }, askedMs) => askedMs + (kind === 'granted' ? permitLife : 0));
      permits.set(key, kept);
      // The answer serves all who wait for it, so the first one's shutdown must not end it.
      return kept.get(() => registrar.permit(customer, { correlationId, onCall }));
    },
    forget: (registrar, uploadId, customer) => {
      ofRegistrar.get(registrar)?.delete(keyOf(uploadId, customer));
    },
  };
}
