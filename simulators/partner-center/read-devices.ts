import type { Behaviour } from '../behaviour.ts';
import type { Problem } from '../call.ts';
import { type JsonObject, jsonObject } from '../json.ts';
import type { SubmittedDevice } from '../state.ts';
import { combinationFault, submittedDevice } from '../submitted-device.ts';

export type ReadDevices =
  | { readonly ok: true; readonly devices: readonly SubmittedDevice[] }
  | { readonly ok: false; readonly problem: Problem };

export const badInput = (what: string): { readonly ok: false; readonly problem: Problem } => ({
  ok: false,
  problem: { status: 400, code: 800002, text: `Invalid request input: ${what}.` },
});

/** The policy a device asks for; `problem` where the list cannot be read. */
export function readPolicy(
  device: JsonObject,
): { readonly ok: true; readonly policyId?: string | null } | { readonly ok: false; readonly problem: Problem } {
  const policies = device.get('policies');
  if (policies === undefined || policies === null) return { ok: true };
  if (!Array.isArray(policies)) return badInput('policies is not a list');
  // Seen in the field: an empty list made the service fail (partner-center reference §10, 1).
  if (policies.length === 0) {
    return {
      ok: false,
      problem: { status: 500, code: 'InternalServerError', text: 'Sequence contains no matching element' },
    };
  }
  const policy = jsonObject(policies[0]);
  if (policy?.text('key')?.toLowerCase() !== 'o_o_b_e') {
    return { ok: false, problem: { status: 400, code: 900126, text: 'Unable to parse enum: policy category.' } };
  }
  return { ok: true, policyId: policy.text('value') ?? null };
}

/** Text fields must be text: a number where a serial number belongs is refused rather than read. */
function wrongType(device: JsonObject): string | undefined {
  const names = ['serialNumber', 'productKey', 'hardwareHash', 'modelName', 'oemManufacturerName'];
  return names.find((name) => {
    const value = device.get(name);
    return value !== undefined && value !== null && typeof value !== 'string';
  });
}

/** The devices of a create or append; names are compared without regard to case, unknown ones are passed over. */
export function readDevices(value: unknown, behaviour: Behaviour): ReadDevices {
  if (!Array.isArray(value)) return badInput('a list of devices is expected');
  if (value.length === 0) return badInput('the list of devices is empty');
  if (value.length > behaviour.devicesMaximum) return badInput(`more than ${behaviour.devicesMaximum} devices`);
  const devices: SubmittedDevice[] = [];
  for (const [index, item] of value.entries()) {
    const device = jsonObject(item);
    if (!device) return badInput(`device ${index} is not an object`);
    const wrong = wrongType(device);
    if (wrong !== undefined) return badInput(`${wrong} of device ${index} is not a string`);
    const policy = readPolicy(device);
    if (!policy.ok) return policy;
    const read = submittedDevice(
      {
        serialNumber: device.text('serialNumber'),
        manufacturer: device.text('oemManufacturerName'),
        model: device.text('modelName'),
        productKey: device.text('productKey'),
      },
      device.text('hardwareHash'),
      { policyId: policy.policyId },
    );
    if (behaviour.invalidIdentity === 'request' && combinationFault(read))
      return badInput(`identity of device ${index}`);
    devices.push(read);
  }
  return { ok: true, devices };
}
