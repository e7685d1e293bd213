import { createHash } from 'node:crypto';
import type { Reply, Route } from '../call.ts';
import { removeDevice } from '../directory.ts';
import { jsonObject, parseJson } from '../json.ts';
import type { Simulation } from '../simulation.ts';
import type { DeviceProperties, HeldDevice } from '../state.ts';
import { sameText } from '../world.ts';
import { type GraphCall, graphGuard, refuseGraph } from './access.ts';
import { graphPage, refusesDeviceFilter } from './query.ts';

/** Intune looks for devices of other portals by itself after some time, or when a sync is asked for. */
const showsByItself = 15 * 60 * 1000;
const emptyId = '00000000-0000-0000-0000-000000000000';

function isShown(simulation: Simulation, held: HeldDevice, now: number): boolean {
  if (held.platform === 'intune' || now >= held.registeredAt + showsByItself) return true;
  return (simulation.store.get('syncs', held.customerTenantId.toLowerCase()) ?? 0) >= held.registeredAt;
}

function shownDevices(simulation: Simulation, call: GraphCall): readonly HeldDevice[] {
  return [...simulation.store.all('devices')].filter(
    (held) => !held.removed && sameText(held.customerTenantId, call.tenantId) && isShown(simulation, held, call.now),
  );
}

/** The id Intune manages the device by once it is enrolled. */
function managedDeviceId(simulation: Simulation, { serialNumber }: HeldDevice): string | undefined {
  if (serialNumber === undefined || !simulation.world().enrolledDevices?.includes(serialNumber)) return undefined;
  const digits = createHash('sha256').update(serialNumber).digest('hex');
  return digits.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12}).*$/, '$1-$2-$3-$4-$5');
}

/** What Intune shows now: after a change the old properties for a while. */
const shownProperties = ({ shown, ...held }: HeldDevice, now: number): DeviceProperties =>
  shown !== undefined && now < shown.until ? shown : held;

function listedDevice(simulation: Simulation, held: HeldDevice, now: number): object {
  const managed = managedDeviceId(simulation, held);
  const { groupTag, assignedUser, deviceName } = shownProperties(held, now);
  return {
    id: held.id,
    groupTag: groupTag ?? '',
    purchaseOrderIdentifier: '',
    serialNumber: held.serialNumber ?? '',
    productKey: held.productKey ?? '',
    manufacturer: held.manufacturer ?? '',
    model: held.model ?? '',
    enrollmentState: managed === undefined ? 'notContacted' : 'enrolled',
    lastContactedDateTime: '0001-01-01T00:00:00Z',
    userPrincipalName: assignedUser ?? '',
    displayName: deviceName ?? '',
    managedDeviceId: managed ?? emptyId,
  };
}

const badRequest = (call: GraphCall, text: string): Reply => refuseGraph({ status: 400, code: 400, text }, call);
const notFound = (call: GraphCall): Reply => refuseGraph({ status: 404, code: 404, text: 'Resource not found.' }, call);

/** Properties change in the directory at once and show in Intune later. */
function change(simulation: Simulation, call: GraphCall, held: HeldDevice, to: DeviceProperties): Reply {
  const { groupTag, assignedUser, deviceName } = shownProperties(held, call.now);
  const until = call.now + simulation.behaviour().changeSeconds * 1000;
  const changed: HeldDevice = { ...held, ...to, shown: { groupTag, assignedUser, deviceName, until } };
  simulation.store.commit([{ in: 'devices', key: held.id, value: changed }]);
  return { status: 204 };
}

/** Parameter of `updateDeviceProperties` -> property of the device; the addressable name shows nowhere. */
const changeable = { groupTag: 'groupTag', userPrincipalName: 'assignedUser', displayName: 'deviceName' } as const;

function updateProperties(simulation: Simulation, call: GraphCall, held: HeldDevice): Reply {
  const parsed = parseJson(call.body);
  const body = parsed.ok ? jsonObject(parsed.value) : undefined;
  if (!body) return badRequest(call, 'The body is not an object.');
  const known = ['@odata.type', 'addressableUserName', ...Object.keys(changeable)];
  const unknown = body.names.find((name) => !known.includes(name));
  if (unknown !== undefined) return badRequest(call, `The parameter '${unknown}' is not a parameter of the operation.`);
  const given = Object.entries(changeable).filter(([name]) => body.names.includes(name));
  return change(
    simulation,
    call,
    held,
    Object.fromEntries(given.map(([name, property]) => [property, body.text(name) ?? ''])),
  );
}

function assignUser(simulation: Simulation, call: GraphCall, held: HeldDevice): Reply {
  const parsed = parseJson(call.body);
  const assignedUser = parsed.ok ? jsonObject(parsed.value)?.text('userPrincipalName') : undefined;
  if (assignedUser === undefined) return badRequest(call, 'userPrincipalName is missing.');
  return change(simulation, call, held, { assignedUser });
}

/** Why the service does not delete the device: a fault's words, or that Intune still holds it. */
function whyKept(simulation: Simulation, call: GraphCall, held: HeldDevice): string | undefined {
  for (const fault of call.faults) if (fault.kind === 'refuseDevices') return fault.name ?? '';
  const enrolled = managedDeviceId(simulation, held) !== undefined;
  if (!enrolled || simulation.behaviour().deleteEnrolled === 'accept') return undefined;
  return 'The device is enrolled; delete it from Intune before its Autopilot registration.';
}

function deleteDevice(simulation: Simulation, call: GraphCall, held: HeldDevice): Reply {
  if (held.leaving) return notFound(call);
  const kept = whyKept(simulation, call, held);
  if (kept !== undefined) return badRequest(call, kept);
  removeDevice(simulation, held, call.now, 'deleted');
  return { status: 204 };
}

/** By serial number alone: every registration that bears one of them. `accepted` means taken, not gone. */
function deleteBySerial(simulation: Simulation, call: GraphCall): Reply {
  const parsed = parseJson(call.body);
  const serials = parsed.ok ? jsonObject(parsed.value)?.get('serialNumbers') : undefined;
  if (!Array.isArray(serials) || serials.length === 0) return badRequest(call, 'serialNumbers is missing.');
  const value = serials.flatMap((serial: unknown) => {
    const named = { serialNumber: String(serial) };
    const bearers = shownDevices(simulation, call).filter((held) => held.serialNumber === serial && !held.leaving);
    if (bearers.length === 0) {
      return [{ ...named, deviceRegistrationId: '', deletionState: 'failed', errorMessage: 'Device not found.' }];
    }
    return bearers.map((held) => {
      const kept = whyKept(simulation, call, held);
      if (kept === undefined) removeDevice(simulation, held, call.now, 'deleted');
      const deletionState = kept === undefined ? 'accepted' : 'failed';
      return { ...named, deviceRegistrationId: held.id, deletionState, errorMessage: kept ?? '' };
    });
  });
  return { status: 200, json: { value } };
}

/** Devices registered in the customer's tenant, as Intune shows them. */
export function deviceRoutes(simulation: Simulation, root: string): readonly Route[] {
  const read = graphGuard(simulation, 'read');
  const write = graphGuard(simulation, 'readWrite');
  const path = `${root}/deviceManagement/windowsAutopilotDeviceIdentities`;
  const oneDevice = (answer: (call: GraphCall, held: HeldDevice) => Reply) => (call: GraphCall) => {
    const held = shownDevices(simulation, call).find((one) => one.id === call.params['device']);
    return held ? answer(call, held) : notFound(call);
  };
  const changeOne = (answer: (simulation: Simulation, call: GraphCall, held: HeldDevice) => Reply) =>
    write(oneDevice((call, held) => answer(simulation, call, held)));
  return [
    {
      operation: 'intune.listDevices',
      method: 'GET',
      path,
      answer: read((call) => {
        const refused = refusesDeviceFilter(call);
        if (refused !== undefined) return badRequest(call, refused);
        const records = shownDevices(simulation, call).map((held) => ({
          filter: { serialNumber: held.serialNumber ?? '', groupTag: shownProperties(held, call.now).groupTag ?? '' },
          json: listedDevice(simulation, held, call.now),
        }));
        return graphPage(call, records, simulation.behaviour().graphPageSize);
      }),
    },
    {
      operation: 'intune.deleteDevices',
      method: 'POST',
      path: `${path}/deleteDevices`,
      answer: write((call) => deleteBySerial(simulation, call)),
    },
    {
      operation: 'intune.getDevice',
      method: 'GET',
      path: `${path}/:device`,
      answer: read(oneDevice((call, held) => ({ status: 200, json: listedDevice(simulation, held, call.now) }))),
    },
    {
      operation: 'intune.updateDevice',
      method: 'POST',
      path: `${path}/:device/updateDeviceProperties`,
      answer: changeOne(updateProperties),
    },
    {
      operation: 'intune.assignUser',
      method: 'POST',
      path: `${path}/:device/assignUserToDevice`,
      answer: changeOne(assignUser),
    },
    {
      operation: 'intune.unassignUser',
      method: 'POST',
      path: `${path}/:device/unassignUserFromDevice`,
      answer: changeOne((_simulation, call, held) => change(simulation, call, held, { assignedUser: '' })),
    },
    {
      operation: 'intune.deleteDevice',
      method: 'DELETE',
      path: `${path}/:device`,
      answer: changeOne(deleteDevice),
    },
  ];
}
