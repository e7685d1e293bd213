import { randomUUID } from 'node:crypto';
import type { Reply, Route } from '../call.ts';
import { isBase64 } from '../hardware-hash.ts';
import { acceptJob } from '../jobs/jobs.ts';
import { type JsonObject, jsonObject, parseJson } from '../json.ts';
import type { Simulation } from '../simulation.ts';
import type { ImportRecord, SubmittedDevice } from '../state.ts';
import { submittedDevice } from '../submitted-device.ts';
import { type GraphCall, graphGuard, refuseGraph } from './access.ts';
import { graphPage } from './query.ts';

function listedImport(record: ImportRecord): object {
  return {
    id: record.id,
    groupTag: record.groupTag,
    serialNumber: record.serialNumber,
    productKey: record.productKey,
    importId: record.importId,
    // The service does not give the hash back.
    hardwareIdentifier: null,
    assignedUserPrincipalName: record.assignedUser,
    state: {
      deviceImportStatus: record.status,
      deviceRegistrationId: record.deviceRegistrationId,
      deviceErrorCode: record.errorCode,
      deviceErrorName: record.errorName,
    },
  };
}

interface Import {
  readonly record: ImportRecord;
  readonly device: SubmittedDevice;
}

/** Reads one device of an import, or says why the whole call is refused. */
function readImport(item: unknown, tenantId: string): Import | string {
  const given: JsonObject | undefined = jsonObject(item);
  if (!given) return 'The request body is not a device identity.';
  const hash = given.get('hardwareIdentifier');
  if (typeof hash !== 'string' || !isBase64(hash)) {
    return `Cannot convert the literal '${String(hash).slice(0, 16)}' to the expected type 'Edm.Binary'.`;
  }
  const id = randomUUID();
  const record: ImportRecord = {
    id,
    importId: given.text('importId') ?? id,
    customerTenantId: tenantId,
    serialNumber: given.text('serialNumber') ?? '',
    productKey: given.text('productKey') ?? '',
    groupTag: given.text('groupTag') ?? '',
    assignedUser: given.text('assignedUserPrincipalName') ?? '',
    status: 'unknown',
    deviceRegistrationId: '',
    errorCode: 0,
    errorName: '',
  };
  const names = { serialNumber: given.text('serialNumber'), productKey: given.text('productKey') };
  const extra = {
    reference: id,
    groupTag: given.text('groupTag'),
    assignedUser: given.text('assignedUserPrincipalName'),
  };
  return { record, device: submittedDevice(names, hash, extra) };
}

/** Takes all devices or, where one cannot be read, none. */
function takeImports(
  simulation: Simulation,
  call: GraphCall,
  items: readonly unknown[],
): readonly ImportRecord[] | Reply {
  const read: Import[] = [];
  for (const item of items) {
    const one = readImport(item, call.tenantId);
    if (typeof one === 'string') return refuseGraph({ status: 400, code: 400, text: one }, call);
    read.push(one);
  }
  acceptJob(simulation, {
    platform: 'intune',
    kind: 'import',
    owner: call.token.clientId,
    clientId: call.token.clientId,
    customerTenantId: call.tenantId,
    requestId: call.headers['client-request-id']?.toString(),
    devices: read.map(({ device }) => device),
    now: call.now,
    faults: call.faults,
  });
  simulation.store.commit(read.map(({ record }) => ({ in: 'imports', key: record.id, value: record })));
  return read.map(({ record }) => record);
}

function importMany(simulation: Simulation, call: GraphCall): Reply {
  const parsed = parseJson(call.body);
  const list = parsed.ok ? jsonObject(parsed.value)?.get('importedWindowsAutopilotDeviceIdentities') : undefined;
  const { importMaximum } = simulation.behaviour();
  if (!Array.isArray(list) || list.length === 0 || list.length > importMaximum) {
    const text = `importedWindowsAutopilotDeviceIdentities must hold 1 to ${importMaximum} devices.`;
    return refuseGraph({ status: 400, code: 400, text }, call);
  }
  const taken = takeImports(simulation, call, list);
  if ('status' in taken) return taken;
  const records = taken.map(listedImport);
  const reorder = call.faults.some(({ kind }) => kind === 'reorderResults');
  return { status: 200, json: { value: reorder ? records.toReversed() : records } };
}

function importOne(simulation: Simulation, call: GraphCall): Reply {
  const parsed = parseJson(call.body);
  if (!parsed.ok) return refuseGraph({ status: 400, code: 400, text: 'The body is not JSON.' }, call);
  const taken = takeImports(simulation, call, [parsed.value]);
  if ('status' in taken) return taken;
  return { status: 201, json: taken.map(listedImport)[0] };
}

function ownRecords(simulation: Simulation, call: GraphCall): readonly ImportRecord[] {
  return [...simulation.store.all('imports')].filter((record) => record.customerTenantId === call.tenantId);
}

/** Import records: made, looked at, and deleted by whoever made them, or they pile up. */
export function importRoutes(simulation: Simulation, root: string): readonly Route[] {
  const read = graphGuard(simulation, 'read');
  const write = graphGuard(simulation, 'readWrite');
  const path = `${root}/deviceManagement/importedWindowsAutopilotDeviceIdentities`;
  const oneRecord = (answer: (record: ImportRecord) => Reply) => (call: GraphCall) => {
    const record = ownRecords(simulation, call).find((one) => one.id === call.params['record']);
    return record ? answer(record) : refuseGraph({ status: 404, code: 404, text: 'Resource not found.' }, call);
  };
  return [
    {
      operation: 'intune.import',
      method: 'POST',
      path: `${path}/import`,
      answer: write((call) => importMany(simulation, call)),
    },
    {
      operation: 'intune.importOne',
      method: 'POST',
      path,
      answer: write((call) => importOne(simulation, call)),
    },
    {
      operation: 'intune.listImports',
      method: 'GET',
      path,
      answer: read((call) => {
        const records = ownRecords(simulation, call).map((record) => ({
          filter: { serialNumber: record.serialNumber, importId: record.importId, groupTag: record.groupTag },
          json: listedImport(record),
        }));
        return graphPage(call, records, simulation.behaviour().graphPageSize);
      }),
    },
    {
      operation: 'intune.getImport',
      method: 'GET',
      path: `${path}/:record`,
      answer: read(oneRecord((record) => ({ status: 200, json: listedImport(record) }))),
    },
    {
      operation: 'intune.deleteImport',
      method: 'DELETE',
      path: `${path}/:record`,
      answer: write(
        oneRecord((record) => {
          simulation.store.commit([{ in: 'imports', key: record.id, value: null }]);
          return { status: 204 };
        }),
      ),
    },
  ];
}
