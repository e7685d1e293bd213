/** A page that was read: where it begins (absent: at the beginning) and what was on it. */
export interface ReadPage {
  readonly cursor?: string;
  /** SHA-256 of its devices' digests. */
  readonly sha256: string;
}

/** What is kept of one part of a listing that is not finished (on Partner Center, of a device batch). */
export interface KeptPart {
  readonly name: string;
  /** What the platform counted when the listing began; absent: it does not count. */
  readonly counted?: number;
  /** When the listing began, ISO. */
  readonly since: string;
  /** Documents with its devices, in order, and how many each holds. */
  readonly segments: readonly { readonly name: string; readonly devices: number }[];
  /** The last page that was read, while there are more; absent: all was read. */
  readonly last?: ReadPage;
}

/** What is kept of a listing that one run could not finish: what a connection holds for one customer. */
export interface KeptListing {
  readonly version: 2;
  readonly parts: readonly KeptPart[];
}

export const devicesIn = ({ segments }: KeptPart): number => segments.reduce((sum, { devices }) => sum + devices, 0);

/** A listing that is not finished after this is begun anew. */
const keptAtMostMs = 7 * 24 * 3_600_000;

/** `stands`: an earlier run of this listing read it. `resume`: go on behind the last page. `anew`: from the beginning. */
type HowToList = 'stands' | 'resume' | 'anew';

/** How a part is listed. What an earlier run read of it stands as long as the platform still counts as many devices. */
export function howToList(part: { readonly devices?: number }, kept: KeptPart | undefined, now: Date): HowToList {
  if (kept === undefined || now.getTime() - Date.parse(kept.since) > keptAtMostMs) return 'anew';
  if (kept.last !== undefined) return 'resume';
  return part.devices !== undefined && part.devices === kept.counted && devicesIn(kept) >= part.devices
    ? 'stands'
    : 'anew';
}
