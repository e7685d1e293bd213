import type { DeviceNames } from './device-names.ts';
import { readHardwareHash, sha256 } from './hardware-hash.ts';
import type { SubmittedDevice } from './state.ts';
import type { ZtdName } from './ztd.ts';

/** Reads a device out of a call: its hash is decoded here and then forgotten. */
export function submittedDevice(
  sent: DeviceNames,
  hash: string | undefined,
  extra: Pick<SubmittedDevice, 'reference' | 'groupTag' | 'assignedUser' | 'policyId'> = {},
): SubmittedDevice {
  const names: DeviceNames = {
    serialNumber: sent.serialNumber,
    manufacturer: sent.manufacturer,
    model: sent.model,
    productKey: sent.productKey,
  };
  if (hash === undefined) return { sent: names, ...extra };
  return { sent: names, hashSha256: sha256(hash), embedded: readHardwareHash(hash), ...extra };
}

const isPkid = (text: string): boolean => /^\d{13}$/.test(text);

/**
 * Is this one of the six accepted combinations? Hash with serial number and/or PKID, PKID alone, or the whole tuple alone
 * (partner-center reference §5.3). What the service says to others is not documented: 803 where nothing identifies the
 * device, 801 for what no list names; both are our reading.
 */
export function combinationFault(device: SubmittedDevice): ZtdName | undefined {
  const { serialNumber, manufacturer, model, productKey } = device.sent;
  if (productKey !== undefined && !isPkid(productKey)) return 'MissingZtdSerialNumberAndProductKey';
  if (device.hashSha256 !== undefined) return undefined;
  const tuple = serialNumber !== undefined && manufacturer !== undefined && model !== undefined;
  if (productKey !== undefined) return serialNumber === undefined ? undefined : 'InvalidZtdRequestBody';
  return tuple ? undefined : 'MissingZtdSerialNumberAndProductKey';
}

/** A hash that cannot be read, or that names another device than its row. */
export function hashFault(device: SubmittedDevice): ZtdName | undefined {
  if (device.hashSha256 === undefined) return undefined;
  const { embedded, sent } = device;
  if (embedded === undefined) return 'InvalidZtdHardwareHash';
  const contradicts = (row: string | undefined, hash: string | undefined): boolean =>
    row !== undefined && hash !== undefined && row !== hash;
  return contradicts(sent.serialNumber, embedded.serialNumber) || contradicts(sent.productKey, embedded.productKey)
    ? 'InvalidZtdHardwareHash'
    : undefined;
}
