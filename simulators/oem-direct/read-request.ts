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

type Names = Readonly<Record<string, string>>;
type Fields = Readonly<Record<string, unknown>>;

const isObject = (value: unknown): value is Fields =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** Gives an OEM's own fields our contract's names; our name for a field it calls otherwise is unknown to it. */
function renamed(fields: Fields, fieldNames: Names): Fields {
  const ours = new Map(Object.entries(fieldNames).map(([our, theirs]) => [theirs, our]));
  const unless = (name: string): string => (Object.hasOwn(fieldNames, name) ? `${name} (unknown here)` : name);
  return Object.fromEntries(Object.entries(fields).map(([name, content]) => [ours.get(name) ?? unless(name), content]));
}

/**
 * Reads a request. A tenant field that is empty, null or left out is blank: which of the three the vendor means is not
 * published, so all three are taken, and all three deregister.
 */
export function readOemRequest(body: Uint8Array, fieldNames: Names): Checked<OemRequest> {
  const parsed = parseJson(body);
  if (!parsed.ok || !isObject(parsed.value)) return { ok: false, problems: ['the body is not a JSON object'] };
  const fields = renamed(parsed.value, fieldNames);
  const { TenantID, TenantDomain, Devices: given } = fields;
  const rename = (device: unknown): unknown => (isObject(device) ? renamed(device, fieldNames) : device);
  const Devices = Array.isArray(given) ? given.map(rename) : given;
  return check({ ...fields, TenantID: TenantID ?? '', TenantDomain: TenantDomain ?? '', Devices });
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
