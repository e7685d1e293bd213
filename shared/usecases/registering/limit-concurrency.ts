import type { SlotOutcome } from '../../domain/registering/slots.ts';
import { busyDelay } from '../../domain/waits.ts';
import { ServiceUnavailable } from '../../errors.ts';
import type { ConnectionSlots, Registrar } from '../../ports.ts';

/** What an error says of the connection's capacity. */
export const slotOutcome = (error: unknown): SlotOutcome =>
  error instanceof ServiceUnavailable && error.throttled ? 'throttled' : 'other';

/** Whose slot, who takes it, and how long it is kept at most if it is never given back. */
export interface SlotWanted {
  readonly connectionId: string;
  readonly holder: string;
  readonly milliseconds: number;
}

/** Does something in one of a connection's slots, and says how it went; undefined: none is free, and nothing was done. */
export async function inSlot<T>(
  slots: ConnectionSlots,
  { connectionId, holder, milliseconds }: SlotWanted,
  act: () => Promise<readonly [done: T, outcome: SlotOutcome]>,
): Promise<T | undefined> {
  if (!(await slots.take(connectionId, holder, milliseconds))) return undefined;
  let outcome: SlotOutcome = 'other';
  try {
    const acted = await act();
    outcome = acted[1];
    return acted[0];
  } catch (error) {
    outcome = slotOutcome(error);
    throw error;
  } finally {
    await slots.giveBack(connectionId, holder, outcome);
  }
}

/** Lets only as many submissions of a connection be under way as it has slots, over all instances. */
export function limitConcurrency(
  registrar: Registrar,
  slots: ConnectionSlots,
  connectionId: string,
  milliseconds: number,
): Registrar {
  return {
    permit: registrar.permit,
    poll: registrar.poll,
    submit: async (submission, context) => {
      const wanted = { connectionId, holder: submission.chunkId, milliseconds };
      const submitted = await inSlot(slots, wanted, async () => {
        const answer = await registrar.submit(submission, context);
        return [answer, answer.kind === 'later' ? 'other' : 'through'];
      });
      return submitted ?? { kind: 'later', reason: { code: 'connection_busy' }, afterMs: busyDelay };
    },
  };
}
