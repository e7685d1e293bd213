/** An operator has stopped sending, for a partner or through a connection, until it is resumed. */
export interface Suspension {
  readonly of: 'partner' | 'connection';
  /** Partner or connection id. */
  readonly id: string;
  /** Why, in the operator's words; shown to operators only. */
  readonly reason: string;
  readonly by: string;
  readonly at: string;
}

/** Reasons of what an operator has stopped: only resuming it helps. */
const suspensionCodes: readonly string[] = ['sending_suspended', 'connection_suspended'];

/** Did an operator stop it? Then trying again can't help, and the connection itself may be well. */
export const isSuspension = (code: string | undefined): boolean => code !== undefined && suspensionCodes.includes(code);

/** Why a device is not sent by what operators stopped; undefined: nothing stops it. */
export function suspendedBy(
  suspensions: readonly Suspension[],
  partnerId: string,
  connectionId: string,
): 'sending_suspended' | 'connection_suspended' | undefined {
  if (suspensions.some(({ of, id }) => of === 'partner' && id === partnerId)) return 'sending_suspended';
  const isStopped = suspensions.some(({ of, id }) => of === 'connection' && id === connectionId);
  return isStopped ? 'connection_suspended' : undefined;
}
