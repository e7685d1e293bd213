import type { Problem, Reply, Route } from '../call.ts';
import { removeDevice } from '../directory.ts';
import { jsonObject, parseJson } from '../json.ts';
import type { Simulation } from '../simulation.ts';
import type { Batch, HeldDevice, SubmittedDevice } from '../state.ts';
import { sameText } from '../world.ts';
import { type CustomerCall, makeGuards } from './access.ts';
import { batchKey } from './batch-key.ts';
import { startJob } from './batches.ts';
import { collectionPage } from './collection.ts';
import { badInput, readPolicy } from './read-devices.ts';

type Refuse = (problem: Problem) => Reply;

/** The service documents 100 devices in a page of this list. */
const pageSize = 100;

/** Devices this partner holds for a customer: what others registered there is not shown to it. */
function ownDevices(simulation: Simulation, call: CustomerCall): readonly HeldDevice[] {
  return [...simulation.store.all('devices')].filter(
    (held) =>
      held.platform === 'partnerCenter' &&
      !held.removed &&
      held.owner === call.owner &&
      sameText(held.customerTenantId, call.customer.tenantId),
  );
}

const inBatch = (held: HeldDevice, batch: Batch): boolean => sameText(held.groupTag ?? '', batch.batchId);

/** As captured from the service: no hash, no PKID, and a policy shows by its name. */
function listedDevice(simulation: Simulation, held: HeldDevice): object {
  const policy = held.policyId === undefined ? undefined : simulation.store.get('policies', held.policyId);
  return {
    id: held.id,
    ...(held.serialNumber === undefined ? {} : { serialNumber: held.serialNumber }),
    ...(held.model === undefined ? {} : { modelName: held.model }),
    ...(held.manufacturer === undefined ? {} : { oemManufacturerName: held.manufacturer }),
    policies: [{ key: 'o_o_b_e', value: policy?.name ?? null }],
    uploadedDate: new Date(held.registeredAt).toISOString().replace('Z', '0000+00:00'),
    attributes: { objectType: 'Device' },
  };
}

function listBatches(simulation: Simulation, refuse: Refuse, call: CustomerCall): Reply {
  const { customer, owner } = call;
  const devices = ownDevices(simulation, call);
  const creator = simulation.world().partners.find((partner) => sameText(partner.tenantId, owner));
  const { devicesCountName } = simulation.behaviour();
  const batches = [...simulation.store.all('batches')].filter(
    (batch) => batch.owner === owner && sameText(batch.customerTenantId, customer.tenantId),
  );
  const items = batches.map((batch) => ({
    id: batch.batchId,
    createdBy: creator?.name,
    creationDate: new Date(batch.createdAt).toISOString(),
    [devicesCountName]: devices.filter((held) => inBatch(held, batch)).length,
    devicesLink: {
      // Not URL-encoded and without the version, as in the documents.
      uri: `/customers/${customer.tenantId}/deviceBatches/${batch.batchId}/devices`,
      method: 'GET',
      headers: [],
    },
    attributes: { objectType: 'DeviceBatch' },
  }));
  const path = `/customers/${customer.tenantId}/deviceBatches`;
  const page = { list: path, items, size: Number.MAX_SAFE_INTEGER, path };
  return collectionPage(page, call, simulation.behaviour(), refuse);
}

function withBatch(simulation: Simulation, refuse: Refuse, call: CustomerCall, answer: (batch: Batch) => Reply): Reply {
  const name = call.params['batch'] ?? '';
  const batch = simulation.store.get('batches', batchKey(call.owner, call.customer.tenantId, name));
  return batch ? answer(batch) : refuse({ status: 404, code: 1000, text: `Device batch '${name}' was not found.` });
}

function listDevices(simulation: Simulation, refuse: Refuse, call: CustomerCall): Reply {
  return withBatch(simulation, refuse, call, (batch) => {
    const items = ownDevices(simulation, call)
      .filter((held) => inBatch(held, batch))
      .map((held) => listedDevice(simulation, held));
    const path = `/customers/${call.customer.tenantId}/deviceBatches/${batch.batchId}/devices`;
    return collectionPage({ list: path, items, size: pageSize, path }, call, simulation.behaviour(), refuse);
  });
}

function withDevice(
  simulation: Simulation,
  refuse: Refuse,
  call: CustomerCall,
  answer: (held: HeldDevice) => Reply,
): Reply {
  return withBatch(simulation, refuse, call, (batch) => {
    const found = ownDevices(simulation, call).find(
      (held) => held.id === call.params['device'] && inBatch(held, batch),
    );
    return found ? answer(found) : refuse({ status: 404, code: 1000, text: 'Device not found.' });
  });
}

function updateDevice(simulation: Simulation, refuse: Refuse, call: CustomerCall, held: HeldDevice): Reply {
  const parsed = parseJson(call.body);
  const body = parsed.ok ? jsonObject(parsed.value) : undefined;
  const policy = body ? readPolicy(body) : badInput('a device is expected');
  if (!policy.ok) return refuse(policy.problem);
  const changed: HeldDevice = { ...held, policyId: policy.policyId ?? undefined };
  simulation.store.commit([{ in: 'devices', key: held.id, value: changed }]);
  return { status: 200, json: listedDevice(simulation, changed) };
}

/** 204 without a body; the batch stays, also when it is empty. In which form 807 and 811 come is not documented: as a 400. */
function deleteDevice(simulation: Simulation, refuse: Refuse, call: CustomerCall, held: HeldDevice): Reply {
  if (held.leaving) return refuse({ status: 404, code: 1000, text: 'Device not found.' });
  for (const fault of call.faults) {
    if (fault.kind === 'refuseDevices') return refuse({ status: 400, code: fault.code ?? 0, text: fault.name ?? '' });
  }
  removeDevice(simulation, held, call.now, 'deleted');
  return { status: 204 };
}

function readPolicyUpdates(value: unknown): { ok: true; devices: SubmittedDevice[] } | { ok: false; problem: Problem } {
  const list = jsonObject(value)?.get('devices');
  if (!Array.isArray(list) || list.length === 0) return badInput('a list of devices is expected');
  const devices: SubmittedDevice[] = [];
  for (const item of list) {
    const device = jsonObject(item);
    const id = device?.text('id');
    if (!device || id === undefined) return badInput('a device without id');
    const policy = readPolicy(device);
    if (!policy.ok) return policy;
    if (policy.policyId === undefined) return badInput('a device without policies');
    devices.push({ sent: {}, reference: id, policyId: policy.policyId });
  }
  return { ok: true, devices };
}

function assignPolicies(simulation: Simulation, refuse: Refuse, call: CustomerCall): Reply {
  const parsed = parseJson(call.body);
  const read = parsed.ok ? readPolicyUpdates(parsed.value) : badInput('the body is not JSON');
  if (!read.ok) return refuse(read.problem);
  return startJob(simulation, call, 'assignPolicies', read.devices);
}

/** Lists of batches and devices, single devices, and assigning policies to many. */
export function deviceRoutes(simulation: Simulation, refuse: Refuse): readonly Route[] {
  const { customer } = makeGuards(simulation, refuse);
  const batches = '/v1/customers/:customer/deviceBatches';
  return [
    {
      operation: 'partnerCenter.listBatches',
      method: 'GET',
      path: batches,
      answer: customer((call) => listBatches(simulation, refuse, call)),
    },
    {
      operation: 'partnerCenter.listDevices',
      method: 'GET',
      path: `${batches}/:batch/devices`,
      answer: customer((call) => listDevices(simulation, refuse, call)),
    },
    {
      operation: 'partnerCenter.updateDevice',
      method: 'PUT',
      path: `${batches}/:batch/devices/:device`,
      answer: customer((call) =>
        withDevice(simulation, refuse, call, (held) => updateDevice(simulation, refuse, call, held)),
      ),
    },
    {
      operation: 'partnerCenter.deleteDevice',
      method: 'DELETE',
      path: `${batches}/:batch/devices/:device`,
      answer: customer((call) =>
        withDevice(simulation, refuse, call, (held) => deleteDevice(simulation, refuse, call, held)),
      ),
    },
    {
      operation: 'partnerCenter.assignPolicies',
      method: 'PATCH',
      path: '/v1/customers/:customer/DevicePolicyUpdates',
      answer: customer((call) => assignPolicies(simulation, refuse, call)),
    },
  ];
}
