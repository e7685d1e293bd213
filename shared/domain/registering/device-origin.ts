import { clockDifference } from '../waits.ts';
import { isRegisteredRow } from './device-history.ts';
import type { DeviceRow } from './device-row.ts';

/** A device that a chunk leaves registered, to be entered in the ledger as this chunk's doing. */
export interface DeviceEntry {
  /** The device's own row and its aliases: entered together or not at all. */
  readonly rows: readonly [DeviceRow, ...DeviceRow[]];
  /** The platform's answer says that this chunk registered it. Else it is concluded from finding it there. */
  readonly certain: boolean;
  /** When this chunk first called. */
  readonly since: string;
}

/**
 * What the ledger says to an entry. `ours`: it stands there already. `free`: it may be entered. `before`: the device was
 * known before this chunk called. `meanwhile`: another chunk entered it as its own since then.
 */
export type OriginStanding = 'ours' | 'free' | 'before' | 'meanwhile';

function standingOfRow(there: DeviceRow | undefined, row: DeviceRow, { certain, since }: DeviceEntry): OriginStanding {
  if (there === undefined || !isRegisteredRow(there)) return 'free';
  const isSince = (iso: string): boolean => Date.parse(iso) >= Date.parse(since) - clockDifference;
  const { origin } = there;
  if (origin === undefined) {
    // Seen by another chunk since we called: what it saw may be our own doing. Seen by us: it was there before us.
    return certain || (isSince(there.seenAt) && there.seenBy !== row.seenBy) ? 'free' : 'before';
  }
  if (origin.uploadId === row.origin?.uploadId && origin.chunk === row.origin.chunk) return 'ours';
  if (isSince(origin.registeredAt)) return 'meanwhile';
  return certain ? 'free' : 'before';
}

/**
 * Of several chunks with the same device at once, the first one to enter it has registered it, whoever finds it later.
 * An origin from before the chunk's first call is replaced only by the platform's own answer: the device was deregistered.
 */
export function originStanding(entry: DeviceEntry, there: readonly (DeviceRow | undefined)[]): OriginStanding {
  const all = entry.rows.map((row, at) => standingOfRow(there[at], row, entry));
  const order = ['meanwhile', 'before', 'free'] as const;
  return order.find((standing) => all.includes(standing)) ?? 'ours';
}
