import type { OtherAction } from './device-action.ts';

/** The three identities Windows Autopilot knows a device by. The strongest one a row carries comes first in `Device.identities`. */

/** SMBIOS system manufacturer, product name and serial number, exactly as the maker wrote them. */
export interface Tuple {
  readonly manufacturer: string;
  readonly model: string;
  readonly serial: string;
}

export interface TupleIdentity extends Tuple {
  readonly kind: 'tuple';
}

/** Product Key ID: 13 decimal digits, kept as text. Not the 25-character product key. */
export interface PkidIdentity {
  readonly kind: 'pkid';
  readonly pkid: string;
}

/** A 4K hardware hash that was decoded and verified. It changes each time it is collected, so it is never a key. */
export interface HardwareHashIdentity {
  readonly kind: 'hardwareHash';
  /** Cleaned, padded base64 text. */
  readonly hash: string;
  /** SHA-256 of the cleaned base64 text, hex: the only form in which a hash may be shown (first 12 digits). */
  readonly sha256: string;
  /** What the hash says of its device. Serves duplicate and conflict checks; only the serial travels with a submission. */
  readonly embedded: Tuple & { readonly pkid?: string };
}

export type Identity = TupleIdentity | PkidIdentity | HardwareHashIdentity;
export type IdentityKind = Identity['kind'];

/** A row that names a device: what it is known by, and what its row asks for. */
export interface Device {
  /** Strongest first (hardwareHash, pkid, tuple); at least one. */
  readonly identities: readonly [Identity, ...Identity[]];
  /** As written in the row's own customer column: tenant id, domain or name. */
  readonly customer?: string;
  /** The domain a row gives beside its tenant id; it must belong to the same customer. */
  readonly customerDomain?: string;
  /** What other customer columns say beside a tenant id or domain; none of them may be another customer. */
  readonly customerNames?: readonly string[];
  readonly groupTag?: string;
  readonly assignedUser?: string;
  /** What is to be done with it; absent: register it. */
  readonly action?: OtherAction;
  /** The customer it is moved to, as written. */
  readonly moveTo?: string;
  /** The name it gets. */
  readonly newDeviceName?: string;
  /** What its row says of the order it came with. */
  readonly order?: OrderData;
  /** `uploadId#sheet#row` of the row a retry file was made from. */
  readonly uploadReference?: string;
}

/** What a row says of its customer. */
export type NamedCustomer = Pick<Device, 'customer' | 'customerDomain' | 'customerNames'>;

/** What a list says of an order, as it is written there. No platform takes it. */
export interface OrderData {
  readonly purchaseOrder?: string;
  readonly deliveryDate?: string;
  readonly reference?: string;
}

/** Where a row stands in the uploader's file. `sheet` is absent for CSV. */
export interface RowPlace {
  readonly sheet?: string;
  readonly row: number;
}
