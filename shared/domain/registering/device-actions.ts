import { type Listed, namesOf } from '../device-key.ts';
import type { Identity } from '../identity.ts';
import type { Reason } from '../reason.ts';
import type { PlatformWords } from '../verdict.ts';

/** A device to be looked for on a platform, by all that is known of it. */
export interface WantedDevice extends Listed {
  readonly position: number;
  /** The platform's own id, from an earlier look: then only the id counts, and whether it is still there. */
  readonly platformDeviceId?: string;
  /** Partner Center: the device batch an earlier look found it in. With the id, nowhere else is looked. */
  readonly batchId?: string;
  /** The tag it was registered with as far as we know: that batch is looked at first. Decides nothing. */
  readonly groupTag?: string;
}

/** What an identity says of its device: maker, model and serial number, or PKID, or (a hash) perhaps both. */
export function namesIn(identity: Identity): Listed {
  switch (identity.kind) {
    case 'pkid':
      return { pkid: identity.pkid };
    case 'tuple':
      return namesOf(identity);
    case 'hardwareHash':
      return namesOf(identity.embedded);
  }
}

/** A device as its platform shows it: plain JSON, to be kept until what is done with it is done. */
export interface LocatedDevice extends Listed {
  /** Absent only on a platform that has no list: it takes the device by its names. */
  readonly platformDeviceId?: string;
  readonly groupTag?: string;
  /** Partner Center: the device batch it lies in. */
  readonly batchId?: string;
  /** Name or id of its deployment profile; only Partner Center shows one. */
  readonly profile?: string;
  /** Intune: user it is assigned to. */
  readonly assignedUser?: string;
  /** OEM Direct: the gateway's operation that is removing it. */
  readonly operationId?: string;
  /** Intune: id of the enrolled device; while there is one, Intune has to let go of it first. */
  readonly managedDeviceId?: string;
}

/** What a look at a platform found of one device. */
export type Located = { readonly position: number } & (
  | { readonly kind: 'one'; readonly device: LocatedDevice }
  /** Certainly not listed now. */
  | { readonly kind: 'none' }
  | { readonly kind: 'several'; readonly devices: readonly LocatedDevice[] }
  /** The list can't tell which device is meant, or whether it is there. */
  | { readonly kind: 'notResolvable'; readonly reason: Reason }
  /** The platform has no list; it takes the device by its names, and says in its answer whether it had it. */
  | { readonly kind: 'unlisted'; readonly device: LocatedDevice }
);

export type Removed =
  /** Taken by the platform. Lists may show the device for a while yet: gone is what `locate` no longer finds. */
  | { readonly kind: 'removed' }
  /** The platform has no such device for this customer (any more), or is removing it already. */
  | { readonly kind: 'alreadyGone' }
  | Refused
  /** Something else has to happen first, and the platform was not asked. */
  | { readonly kind: 'blocked'; readonly reason: Reason }
  /** Taken, and not done yet: remove `device` (as it stands here) after a while, which asks how it went. */
  | { readonly kind: 'running'; readonly device: LocatedDevice };

export type Changed =
  /** Taken by the platform; its list may show it later. */
  | { readonly kind: 'changed' }
  /** The device is not registered (any more) for this customer. */
  | { readonly kind: 'gone' }
  | Refused;

export interface Refused {
  readonly kind: 'refused';
  readonly reason: Reason;
  readonly platformMessage: PlatformWords;
}

/** What is to be changed; what is absent stays as it is. Empty text takes the user away. */
export interface DeviceChange {
  readonly groupTag?: string;
  readonly userPrincipalName?: string;
  readonly deviceName?: string;
}

/** Maker, model and serial number as a row has them. */
export interface WantedIdentifier {
  readonly position: number;
  readonly manufacturer: string;
  readonly model: string;
  readonly serial: string;
}

export type IdentifierResult = { readonly position: number } & (
  | { readonly kind: 'added' }
  | { readonly kind: 'alreadyThere' }
  /** Not sent, since the platform would not take it. */
  | { readonly kind: 'rejected'; readonly reason: Reason }
  | Refused
);
