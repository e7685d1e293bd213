import type { SlotOutcome } from '../../domain/registering/slots.ts';
import { busyDelay } from '../../domain/waits.ts';
import { ServiceUnavailable } from '../../errors.ts';
import type { ConnectionSlots, Registrar } from '../../ports.ts';

const slotOutcome = (error: unknown): SlotOutcome =>
  error instanceof ServiceUnavailable && error.throttled ? 'throttled' : 'other';

/** Lets only as many submissions of a connection be under way as it has slots, over all instances. */
export function limitConcurrency(
  registrar: Registrar,
  slots: ConnectionSlots,
  connectionId: string,
  callMilliseconds: number,
): Registrar {
  return {
    permit: registrar.permit,
    poll: registrar.poll,
    submit: async (submission, context) => {
      const holder = submission.chunkId;
      if (!(await slots.take(connectionId, holder, callMilliseconds))) {
        return { kind: 'later', reason: { code: 'connection_busy' }, afterMs: busyDelay };
      }
      let outcome: SlotOutcome = 'other';
      try {
        const submitted = await registrar.submit(submission, context);
        outcome = submitted.kind === 'later' ? 'other' : 'through';
        return submitted;
      } catch (error) {
        outcome = slotOutcome(error);
        throw error;
      } finally {
        await slots.giveBack(connectionId, holder, outcome);
      }
    },
  };
}
