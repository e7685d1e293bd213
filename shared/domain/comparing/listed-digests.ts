import { createHash } from 'node:crypto';
import { type Listed, listedKeys, serialKey } from '../device-key.ts';
import { deviceKeyOf } from '../ids.ts';

export interface TaggedListed extends Listed {
  readonly groupTag?: string;
  readonly platformDeviceId?: string;
}

/** A listed device by digests alone: what matching takes. Half a SHA-256 each, in hex. */
export interface ListedDigests {
  /** The ledger keys the device may be known by. */
  readonly keys: readonly string[];
  readonly serialKey?: string;
  /** The listing names its serial number, but not both maker and model. */
  readonly bare?: true;
  /** Tells devices without any name apart. */
  readonly idKey?: string;
  readonly groupTag?: string;
}

/** What digest tables look at; whole digests would only take more room. */
const half = (digest: string): string => digest.slice(0, 32);

export function listedDigests(listed: TaggedListed): ListedDigests {
  const keys = listedKeys(listed).map(half);
  const bySerial = serialKey(listed.serial);
  const { platformDeviceId: id, groupTag } = listed;
  const tag = groupTag?.trim() ?? '';
  return {
    keys,
    ...(bySerial === undefined ? {} : { serialKey: half(bySerial) }),
    ...(!listed.manufacturer?.trim() || !listed.model?.trim() ? { bare: true } : {}),
    ...(keys.length > 0 || bySerial !== undefined || id === undefined
      ? {}
      : { idKey: half(deviceKeyOf(JSON.stringify(['id', id]))) }),
    ...(tag === '' ? {} : { groupTag: tag }),
  };
}

/** What identifies a listed device from one listing to the next; undefined: nothing. */
export const listedName = ({ keys: [first], idKey, serialKey: bySerial }: ListedDigests): string | undefined =>
  first ?? bySerial ?? idKey;

/** Does the listing name nothing of the device? */
export const isNameless = ({ keys, serialKey: bySerial }: ListedDigests): boolean =>
  keys.length === 0 && bySerial === undefined;

/** SHA-256 that tells whether a page of a listing is still the same. */
export const pageDigest = (devices: readonly ListedDigests[]): string =>
  createHash('sha256').update(JSON.stringify(devices)).digest('hex');
