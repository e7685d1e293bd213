import { randomUUID } from 'node:crypto';
import type { DeviceNames } from './device-names.ts';
import { chance } from './faults.ts';
import type { Simulation } from './simulation.ts';
import type { HeldDevice, Job, SubmittedDevice } from './state.ts';
import type { Change } from './store.ts';
import { combinationFault, hashFault } from './submitted-device.ts';
import { sameText } from './world.ts';
import type { ZtdName } from './ztd.ts';

/** The one device directory behind all platforms: a device registered through one of them is registered for all. */

export type Outcome =
  | { readonly kind: 'free'; readonly keys: readonly string[]; readonly names: DeviceNames }
  | { readonly kind: 'refused'; readonly name: ZtdName; readonly held?: HeldDevice };

/** Makers whose name has one spelling only. */
const makers = ['HP', 'LENOVO', 'Microsoft Corporation', 'Dell Inc.'];

const tupleKey = (names: DeviceNames): string | undefined =>
  names.serialNumber !== undefined && names.manufacturer !== undefined && names.model !== undefined
    ? `tuple:${JSON.stringify([names.manufacturer, names.model, names.serialNumber])}`
    : undefined;
const pkidKey = (names: DeviceNames): string | undefined =>
  names.productKey === undefined ? undefined : `pkid:${names.productKey}`;

/** A build report whose tuple or PKID this is. */
function findBuild(simulation: Simulation, names: DeviceNames): DeviceNames | undefined {
  const tuple = tupleKey(names);
  return simulation
    .world()
    .builds?.find(
      (build) =>
        (tuple !== undefined && tupleKey(build) === tuple) ||
        (names.productKey !== undefined && build.productKey === names.productKey),
    );
}

/** Everything the service knows of a device: what was sent, what its hash says, what its maker reported. */
export function knownNames(simulation: Simulation, device: SubmittedDevice): DeviceNames {
  const own: DeviceNames = {
    serialNumber: device.embedded?.serialNumber ?? device.sent.serialNumber,
    manufacturer: device.embedded?.manufacturer ?? device.sent.manufacturer,
    model: device.embedded?.model ?? device.sent.model,
    productKey: device.embedded?.productKey ?? device.sent.productKey,
  };
  return { ...own, ...findBuild(simulation, own) };
}

/** The keys a device is found by, whichever identity it came under. */
export function identityKeys(names: DeviceNames): readonly string[] {
  return [tupleKey(names), pkidKey(names)].filter((key) => key !== undefined);
}

/** Does the maker's data hold this tuple or PKID? Case counts, as the service documents. */
function isKnown(simulation: Simulation, device: SubmittedDevice): boolean {
  if (device.hashSha256 !== undefined) return true;
  const { manufacturer, model } = device.sent;
  if (model?.includes('UNKNOWN')) return false;
  const spelled = manufacturer === undefined ? undefined : makers.find((maker) => sameText(maker, manufacturer));
  if (spelled !== undefined && spelled !== manufacturer) return false;
  if (findBuild(simulation, device.sent)) return true;
  if (simulation.behaviour().knownToOem === 'listed') return false;
  const lower = tupleKey(device.sent)?.toLowerCase();
  return !simulation.world().builds?.some((build) => lower !== undefined && tupleKey(build)?.toLowerCase() === lower);
}

/** Does this device meet a storage error now? Only the first time, so that trying again helps. */
function meetsStorageError(simulation: Simulation, key: string, device: SubmittedDevice): boolean {
  if (simulation.store.get('storageErrors', key) !== undefined) return false;
  const marked = (device.embedded?.serialNumber ?? device.sent.serialNumber)?.includes('STORAGE640') ?? false;
  return marked || chance(simulation.seed, 'storage', key) < simulation.behaviour().storageErrorRate;
}

/** The device registered now under one of these keys. */
export function findHeld(simulation: Simulation, keys: readonly string[]): HeldDevice | undefined {
  for (const key of keys) {
    const id = simulation.store.get('identities', key);
    const held = id === undefined ? undefined : simulation.store.get('devices', id);
    if (held) return held;
  }
  return undefined;
}

/** What the directory would say to registering this device for this customer. */
export function judge(simulation: Simulation, device: SubmittedDevice, customerTenantId: string): Outcome {
  const fault = combinationFault(device) ?? hashFault(device);
  if (fault) return { kind: 'refused', name: fault };
  if (!isKnown(simulation, device)) return { kind: 'refused', name: 'ZtdDeviceNotFound' };
  const names = knownNames(simulation, device);
  const keys = identityKeys(names);
  const held = findHeld(simulation, keys);
  if (held) {
    const same = sameText(held.customerTenantId, customerTenantId);
    return { kind: 'refused', name: same ? 'ZtdDeviceAlreadyAssigned' : 'ZtdDeviceAssignedToOtherTenant', held };
  }
  const joined = simulation.world().entraDevices ?? [];
  if (joined.some((name) => name === names.serialNumber || name === names.productKey)) {
    return { kind: 'refused', name: 'ZtdDeviceAlreadyAadRegistered' };
  }
  return { kind: 'free', keys, names };
}

/** Judges and, where nothing speaks against it, registers; each device is settled before the next is looked at. */
export function registerDevice(simulation: Simulation, device: SubmittedDevice, job: Job): Outcome & { id?: string } {
  const outcome = judge(simulation, device, job.customerTenantId);
  if (outcome.kind === 'refused') return outcome;
  const first = outcome.keys[0] ?? '';
  if (meetsStorageError(simulation, first, device)) {
    simulation.store.commit([{ in: 'storageErrors', key: first, value: 1 }]);
    return { kind: 'refused', name: 'StorageError' };
  }
  const held: HeldDevice = {
    ...outcome.names,
    id: randomUUID(),
    platform: job.platform,
    owner: job.owner,
    customerTenantId: job.customerTenantId,
    groupTag: device.groupTag ?? job.groupTag,
    assignedUser: device.assignedUser,
    policyId: device.policyId ?? undefined,
    hashSha256: device.hashSha256,
    sent: device.sent,
    registeredAt: job.endsAt,
    submissionId: job.id,
  };
  simulation.store.commit(holdChanges(held));
  return { ...outcome, id: held.id };
}

/** What has to be written for a device to be held. */
export function holdChanges(held: HeldDevice): readonly Change[] {
  const keys = identityKeys(held);
  return [
    { in: 'devices', key: held.id, value: held },
    ...keys.map((key): Change => ({ in: 'identities', key, value: held.id })),
  ];
}

/** Takes the removal of a device. Until it is gone, lists show it and it can't be registered anew. */
export function removeDevice(simulation: Simulation, held: HeldDevice, from: number, submissionId: string): void {
  const at = from + simulation.behaviour().removalSeconds * 1000;
  const leaving = { ...held, leaving: { at, submissionId } };
  simulation.store.commit([
    { in: 'devices', key: held.id, value: leaving },
    { in: 'leaving', key: held.id, value: at },
  ]);
  if (at <= from) finishRemoval(simulation, held.id);
}

/** A device whose removal was taken is gone; it stays in the record as removed. */
export function finishRemoval(simulation: Simulation, id: string): void {
  const held = simulation.store.get('devices', id);
  simulation.store.commit([{ in: 'leaving', key: id, value: null }]);
  if (held?.leaving === undefined) return;
  simulation.store.commit([
    { in: 'devices', key: id, value: { ...held, leaving: undefined, removed: held.leaving } },
    ...identityKeys(held).map((key): Change => ({ in: 'identities', key, value: null })),
  ]);
}
