import type { Reply, Route } from '../call.ts';
import { removeDevice } from '../directory.ts';
import { jsonObject, parseJson } from '../json.ts';
import type { Simulation } from '../simulation.ts';
import type { HeldDevice } from '../state.ts';
import { sameText } from '../world.ts';
import { type GraphCall, graphGuard, refuseGraph } from './access.ts';
import { graphPage } from './query.ts';

/** Intune looks for devices of other portals by itself after some time, or when a sync is asked for. */
const showsByItself = 15 * 60 * 1000;

function isShown(simulation: Simulation, held: HeldDevice, now: number): boolean {
  if (held.platform === 'intune' || now >= held.registeredAt + showsByItself) return true;
  return (simulation.store.get('syncs', held.customerTenantId.toLowerCase()) ?? 0) >= held.registeredAt;
}

function shownDevices(simulation: Simulation, call: GraphCall): readonly HeldDevice[] {
  return [...simulation.store.all('devices')].filter(
    (held) => !held.removed && sameText(held.customerTenantId, call.tenantId) && isShown(simulation, held, call.now),
  );
}

function listedDevice(held: HeldDevice): object {
  return {
    id: held.id,
    groupTag: held.groupTag ?? '',
    purchaseOrderIdentifier: '',
    serialNumber: held.serialNumber ?? '',
    productKey: held.productKey ?? '',
    manufacturer: held.manufacturer ?? '',
    model: held.model ?? '',
    enrollmentState: 'notContacted',
    lastContactedDateTime: '0001-01-01T00:00:00Z',
    userPrincipalName: held.assignedUser ?? '',
  };
}

function updateProperties(simulation: Simulation, call: GraphCall, held: HeldDevice): Reply {
  const parsed = parseJson(call.body);
  const body = parsed.ok ? jsonObject(parsed.value) : undefined;
  if (!body) return refuseGraph({ status: 400, code: 400, text: 'The body is not an object.' }, call);
  const changed: HeldDevice = {
    ...held,
    groupTag: body.names.includes('groupTag') ? (body.text('groupTag') ?? '') : held.groupTag,
    assignedUser: body.names.includes('userPrincipalName') ? (body.text('userPrincipalName') ?? '') : held.assignedUser,
  };
  simulation.store.commit([{ in: 'devices', key: held.id, value: changed }]);
  return { status: 204 };
}

/** Devices registered in the customer's tenant, as Intune shows them. */
export function deviceRoutes(simulation: Simulation, root: string): readonly Route[] {
  const read = graphGuard(simulation, 'read');
  const write = graphGuard(simulation, 'readWrite');
  const path = `${root}/deviceManagement/windowsAutopilotDeviceIdentities`;
  const oneDevice = (answer: (call: GraphCall, held: HeldDevice) => Reply) => (call: GraphCall) => {
    const held = shownDevices(simulation, call).find((one) => one.id === call.params['device']);
    return held ? answer(call, held) : refuseGraph({ status: 404, code: 404, text: 'Resource not found.' }, call);
  };
  return [
    {
      operation: 'intune.listDevices',
      method: 'GET',
      path,
      answer: read((call) => {
        const records = shownDevices(simulation, call).map((held) => ({
          filter: { serialNumber: held.serialNumber ?? '', groupTag: held.groupTag ?? '' },
          json: listedDevice(held),
        }));
        return graphPage(call, records, simulation.behaviour().graphPageSize);
      }),
    },
    {
      operation: 'intune.getDevice',
      method: 'GET',
      path: `${path}/:device`,
      answer: read(oneDevice((_call, held) => ({ status: 200, json: listedDevice(held) }))),
    },
    {
      operation: 'intune.updateDevice',
      method: 'POST',
      path: `${path}/:device/updateDeviceProperties`,
      answer: write(oneDevice((call, held) => updateProperties(simulation, call, held))),
    },
    {
      operation: 'intune.deleteDevice',
      method: 'DELETE',
      path: `${path}/:device`,
      answer: write(
        oneDevice((call, held) => {
          removeDevice(simulation, held, call.now, 'deleted');
          return { status: 204 };
        }),
      ),
    },
  ];
}
