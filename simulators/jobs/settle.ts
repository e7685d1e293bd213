import { findHeld, identityKeys, judge, knownNames, registerDevice, removeDevice } from '../directory.ts';
import { chance } from '../faults.ts';
import type { Simulation } from '../simulation.ts';
import type { DeviceResult, Job, SubmittedDevice } from '../state.ts';
import { combinationFault, hashFault } from '../submitted-device.ts';
import { type ZtdName, ztdCodes } from '../ztd.ts';

/** What every result says of its device: what the row itself carried, never what the hash holds. */
function echo(device: SubmittedDevice): DeviceResult {
  return {
    serialNumber: device.sent.serialNumber,
    productKey: device.sent.productKey,
    reference: device.reference,
  };
}

const failed = (device: SubmittedDevice, name: ZtdName): DeviceResult => ({
  ...echo(device),
  code: ztdCodes[name],
  name,
});

/** Tells whether the same physical device stood in this submission before, under whatever identity. */
function makeSeenBefore(simulation: Simulation): (device: SubmittedDevice) => boolean {
  const seen = new Set<string>();
  return (device) => {
    if (combinationFault(device) ?? hashFault(device)) return false;
    const keys = identityKeys(knownNames(simulation, device));
    const again = keys.some((key) => seen.has(key));
    for (const key of keys) seen.add(key);
    return again;
  };
}

/** Registers the devices of a job one after the other. */
export function registerDevices(simulation: Simulation, job: Job): readonly DeviceResult[] {
  const seenBefore = makeSeenBefore(simulation);
  const { refuse } = job.odd;
  return job.devices.map((device, index) => {
    if (seenBefore(device)) return failed(device, 'ZtdDeviceDuplicated');
    if (refuse !== undefined && chance('refused', job.sequence, index) < refuse.share) {
      return { ...echo(device), code: refuse.code, name: refuse.name };
    }
    const outcome = registerDevice(simulation, device, job);
    return outcome.kind === 'refused' ? failed(device, outcome.name) : { ...echo(device), deviceId: outcome.id };
  });
}

/** What registering would give, without doing it. */
export function tryDevices(
  simulation: Simulation,
  devices: readonly SubmittedDevice[],
  customerTenantId: string,
): readonly DeviceResult[] {
  const seenBefore = makeSeenBefore(simulation);
  return devices.map((device) => {
    if (seenBefore(device)) return failed(device, 'ZtdDeviceDuplicated');
    const outcome = judge(simulation, device, customerTenantId);
    return outcome.kind === 'refused' ? failed(device, outcome.name) : echo(device);
  });
}

/** A consented OEM can take devices out that it did not register itself (oem-direct reference §2). */
export function deregisterDevices(simulation: Simulation, job: Job): readonly DeviceResult[] {
  const { refuse } = job.odd;
  return job.devices.map((device, index) => {
    if (refuse !== undefined && chance('refused', job.sequence, index) < refuse.share) {
      return { ...echo(device), code: refuse.code, name: refuse.name };
    }
    const held = findHeld(simulation, identityKeys(knownNames(simulation, device)));
    if (!held || held.leaving) return failed(device, 'ZtdDeviceIsNotRegistered');
    removeDevice(simulation, held, job.endsAt, job.id);
    return { ...echo(device), deviceId: held.id };
  });
}

/** Assigns Partner Center policies; `reference` is the platform's id of the device. */
export function assignPolicies(simulation: Simulation, job: Job): readonly DeviceResult[] {
  return job.devices.map((device) => {
    const held = simulation.store.get('devices', device.reference ?? '');
    const own = held && !held.removed && held.owner === job.owner && held.customerTenantId === job.customerTenantId;
    if (!held || !own) return { ...failed(device, 'ZtdDeviceIsNotRegistered'), deviceId: device.reference };
    const named = { deviceId: held.id, serialNumber: held.serialNumber };
    if (device.policyId !== null) {
      const policy = simulation.store.get('policies', device.policyId ?? '');
      if (!policy) return { ...failed(device, 'ZtdProfileIsNotRegistered'), ...named };
      if (policy.customerTenantId !== job.customerTenantId || policy.owner !== job.owner) {
        return { ...failed(device, 'ZtdProfileAssignedToOtherTenant'), ...named };
      }
    }
    const changed = { ...held, policyId: device.policyId ?? undefined };
    simulation.store.commit([{ in: 'devices', key: held.id, value: changed }]);
    return named;
  });
}
