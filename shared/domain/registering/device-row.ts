import type { Listed } from '../device-key.ts';
import type { IdentityKind, OrderData } from '../identity.ts';
import type { DeviceEvent } from './device-history.ts';

/** A device as we believe it to be registered: keys, where it came from and what people call it, never a hash. */
export interface DeviceRow {
  readonly partnerId: string;
  readonly connectionId: string;
  readonly customerTenantId: string;
  readonly key: string;
  readonly groupTag?: string;
  readonly seenAt: string;
  /** The chunk that saw or registered it last. */
  readonly seenBy?: string;
  /** What the device was sent as. */
  readonly identity?: IdentityKind;
  /** A further key of a device that has its own row. */
  readonly alias?: boolean;
  /** Digest of the serial number alone; only on a device's own row. */
  readonly serialKey?: string;
  /** What a person needs to find the device, as long as it is believed to be registered; only on its own row. */
  readonly names?: Listed;
  /** Where it was registered from; absent: it was there before we sent it. */
  readonly origin?: {
    readonly uploadId: string;
    /** The dropped file, below the partner's folder: the upload itself is forgotten some day. Earlier releases did not keep it. */
    readonly file?: string;
    readonly chunk: number;
    readonly sheet?: string;
    readonly row: number;
    readonly registeredAt: string;
  };
  /** The order it came with, as its row names it. */
  readonly order?: OrderData;
  /** It was removed, by us or according to a platform: no longer believed to be registered. */
  readonly removedAt?: string;
  /** What was done with it before, oldest first; its present registration is `origin`. */
  readonly history?: readonly DeviceEvent[];
}
