import { type Checked, makeCheck } from '../checked.ts';
import { parseJson } from '../json.ts';
import type { SubmittedDevice } from '../state.ts';
import { submittedDevice } from '../submitted-device.ts';
import schema from './request.schema.json' with { type: 'json' };

/** The request of our OEM contract (oem-direct reference §6.4). */
export interface OemRequest {
  readonly RequestID: string;
  readonly TenantID: string;
  readonly TenantDomain: string;
  readonly GroupTag?: string;
  readonly Devices: readonly OemDevice[];
}

interface OemDevice {
  readonly ClientReference?: string;
  readonly ProductKeyID?: string;
  readonly SmbiosSystemManufacturer?: string;
  readonly SmbiosSystemProductName?: string;
  readonly SmbiosSystemSerialNumber?: string;
  readonly GroupTag?: string;
}

const check = makeCheck<OemRequest>(schema);

/**
 * Reads a request. A tenant field that is empty, null or left out is blank: which of the three the vendor means is not
 * published, so all three are taken, and all three deregister.
 */
export function readOemRequest(body: Uint8Array): Checked<OemRequest> {
  const parsed = parseJson(body);
  if (!parsed.ok || typeof parsed.value !== 'object' || parsed.value === null) {
    return { ok: false, problems: ['the body is not a JSON object'] };
  }
  const given: Readonly<Record<string, unknown>> = { TenantID: '', TenantDomain: '', ...parsed.value };
  return check({ ...given, TenantID: given['TenantID'] ?? '', TenantDomain: given['TenantDomain'] ?? '' });
}

/** The request's devices as the directory knows them. A PKID makes the other fields mere information. */
export function oemDevices(request: OemRequest): readonly SubmittedDevice[] {
  return request.Devices.map((device) => {
    const names =
      device.ProductKeyID === undefined
        ? {
            serialNumber: device.SmbiosSystemSerialNumber,
            manufacturer: device.SmbiosSystemManufacturer,
            model: device.SmbiosSystemProductName,
          }
        : { productKey: device.ProductKeyID };
    return submittedDevice(names, undefined, { reference: device.ClientReference, groupTag: device.GroupTag });
  });
}
