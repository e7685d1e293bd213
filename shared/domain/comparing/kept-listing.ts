/** A page that was read: where it begins (absent: at the beginning) and what was on it. */
export interface ReadPage {
  readonly cursor?: string;
  /** SHA-256 of its devices' digests. */
  readonly sha256: string;
}

/** What is kept of one part of a listing (on Partner Center, a device batch). */
export interface KeptPart {
  readonly name: string;
  /** What the platform counted when the listing began; absent: it does not count. */
  readonly counted?: number;
  /** When the listing began, ISO. */
  readonly since: string;
  /** Documents with its devices' digests, in order, and how many devices they hold. */
  readonly segments: readonly { readonly name: string; readonly devices: number }[];
  /** The last page that was read, while there are more; absent: all was read. */
  readonly last?: ReadPage;
  /** Devices of it that the last comparison spoke of by a name that is not kept; absent: it was not compared yet. */
  readonly spokenOf?: number;
}

/** What is kept of all a connection lists for one customer. */
export interface KeptListing {
  readonly version: 1;
  readonly parts: readonly KeptPart[];
}

export const devicesIn = ({ segments }: KeptPart): number => segments.reduce((sum, { devices }) => sum + devices, 0);

/** `skip`: what is kept stands. `resume`: go on behind the last page. `anew`: list it from the beginning. */
type HowToList = 'skip' | 'resume' | 'anew';

/**
 * How a part is listed. A count that has not moved says that nothing was added or removed, save for a swap of devices,
 * which leaves it alone: hence an age (`relistMs`) after which nothing that is kept stands any more.
 */
export function howToList(
  part: { readonly devices?: number },
  kept: KeptPart | undefined,
  how: { readonly now: Date; readonly relistMs: number; readonly canName: boolean },
): HowToList {
  if (kept === undefined || how.now.getTime() - Date.parse(kept.since) > how.relistMs) return 'anew';
  if (kept.last !== undefined) return 'resume';
  if (devicesIn(kept) < (kept.counted ?? 0)) return 'anew';
  const named = kept.spokenOf === 0 || (kept.spokenOf !== undefined && how.canName);
  return part.devices !== undefined && part.devices === kept.counted && named ? 'skip' : 'anew';
}
