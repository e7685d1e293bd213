import { header, type Problem, type Reply, type Route } from '../call.ts';
import { acceptJob, findReplay, hiddenFromLook, type NewJob } from '../jobs/jobs.ts';
import { jsonObject, parseJson } from '../json.ts';
import type { Simulation } from '../simulation.ts';
import type { Job, JobKind, SubmittedDevice } from '../state.ts';
import { sameText } from '../world.ts';
import { type CustomerCall, makeGuards } from './access.ts';
import { batchKey } from './batch-key.ts';
import { batchUploadDetails } from './job-status.ts';
import { badInput, readDevices } from './read-devices.ts';

type Refuse = (problem: Problem) => Reply;

/** Where the job can be looked up. Documented: a relative path without `/v1`, in the header, with no body. */
function acceptedReply(simulation: Simulation, call: CustomerCall, job: Job): Reply {
  const { location, acceptedStatus } = simulation.behaviour();
  const path = `/customers/${call.params['customer'] ?? ''}/batchJobStatus/${job.id}`;
  if (location === 'body') return { status: 200, json: { uri: path, method: 'GET', headers: [] } };
  if (location === 'missing') return { status: acceptedStatus };
  const versioned = location === 'withVersion' ? `/v1${path}` : path;
  return {
    status: acceptedStatus,
    headers: { location: location === 'absolute' ? `${call.baseUrl}/v1${path}` : versioned },
  };
}

/** Starts a job, or finds the one the same request id started before. */
export function startJob(
  simulation: Simulation,
  call: CustomerCall,
  kind: JobKind,
  devices: readonly SubmittedDevice[],
  groupTag?: string,
): Reply {
  const start: NewJob = {
    platform: 'partnerCenter',
    kind,
    owner: call.owner,
    clientId: call.token.clientId,
    customerTenantId: call.customer.tenantId,
    groupTag,
    requestId: header(call.headers, 'ms-requestid'),
    devices,
    now: call.now,
    faults: call.faults,
  };
  return acceptedReply(simulation, call, findReplay(simulation, start) ?? acceptJob(simulation, start));
}

/** Names of batches that a queued job is going to create count as taken. */
function isBeingCreated(simulation: Simulation, key: string): boolean {
  for (const job of simulation.store.all('jobs')) {
    if (job.kind !== 'createBatch' || job.state === 'finished') continue;
    if (batchKey(job.owner, job.customerTenantId, job.groupTag ?? '') === key) return true;
  }
  return false;
}

function createBatch(simulation: Simulation, refuse: Refuse, call: CustomerCall): Reply {
  const behaviour = simulation.behaviour();
  if (call.token.actor === 'app' && behaviour.appOnlyCreate === 'refuse') {
    return refuse({ status: 403, code: 1002, text: "This resource can't be accessed by application credentials." });
  }
  const parsed = parseJson(call.body);
  const body = parsed.ok ? jsonObject(parsed.value) : undefined;
  if (!body) return refuse(badInput('a batch creation request is expected').problem);
  const batchId = body.text('batchId')?.trim();
  if (!batchId) return refuse(badInput('batchId is missing').problem);
  const read = readDevices(body.get('devices'), behaviour);
  if (!read.ok) return refuse(read.problem);
  const key = batchKey(call.owner, call.customer.tenantId, batchId);
  const existing = simulation.store.get('batches', key);
  const requestId = header(call.headers, 'ms-requestid');
  const replay = findReplay(simulation, { owner: call.owner, requestId, kind: 'createBatch' });
  if (replay) return acceptedReply(simulation, call, replay);
  if (behaviour.existingBatch !== 'merge' && (existing || isBeingCreated(simulation, key))) {
    const text = `A device batch named '${batchId}' exists already.`;
    const taken = behaviour.existingBatch === 'conflict';
    return refuse(taken ? { status: 409, code: 'Conflict', text } : { status: 400, code: 800002, text });
  }
  return startJob(simulation, call, 'createBatch', read.devices, existing?.batchId ?? batchId);
}

const isTuple = ({ sent, hashSha256 }: SubmittedDevice): boolean =>
  hashSha256 === undefined && sent.productKey === undefined;

function appendDevices(simulation: Simulation, refuse: Refuse, call: CustomerCall): Reply {
  const behaviour = simulation.behaviour();
  const name = call.params['batch'] ?? '';
  const batch = simulation.store.get('batches', batchKey(call.owner, call.customer.tenantId, name));
  if (!batch && behaviour.appendToMissing === 'notFound') {
    return refuse({ status: 404, code: 1000, text: `Device batch '${name}' was not found.` });
  }
  const parsed = parseJson(call.body);
  // The body is a bare list; an object around it is not what the service takes (partner-center reference §5.2).
  if (!parsed.ok) return refuse(badInput('the body is not JSON').problem);
  const read = readDevices(parsed.value, behaviour);
  if (!read.ok) return refuse(read.problem);
  if (behaviour.appendedTuples === 'refuse' && read.devices.some(isTuple)) {
    return refuse(badInput('the identity of a device').problem);
  }
  return startJob(simulation, call, 'appendDevices', read.devices, batch?.batchId ?? name);
}

function jobStatus(simulation: Simulation, refuse: Refuse, call: CustomerCall): Reply {
  const job = simulation.store.get('jobs', (call.params['job'] ?? '').toLowerCase());
  const own =
    job?.platform === 'partnerCenter' &&
    job.owner === call.owner &&
    sameText(job.customerTenantId, call.customer.tenantId);
  if (!job || !own || hiddenFromLook(simulation, job)) return refuse({ status: 404, code: 1000, text: 'Not found.' });
  return { status: 200, json: batchUploadDetails(job, simulation.behaviour()) };
}

/** Creating batches, appending to them, and looking at the jobs this starts. */
export function batchRoutes(simulation: Simulation, refuse: Refuse): readonly Route[] {
  const { customer } = makeGuards(simulation, refuse);
  return [
    {
      operation: 'partnerCenter.createBatch',
      method: 'POST',
      path: '/v1/customers/:customer/deviceBatches',
      answer: customer((call) => createBatch(simulation, refuse, call)),
    },
    {
      operation: 'partnerCenter.appendDevices',
      method: 'POST',
      path: '/v1/customers/:customer/deviceBatches/:batch/devices',
      answer: customer((call) => appendDevices(simulation, refuse, call)),
    },
    {
      operation: 'partnerCenter.jobStatus',
      method: 'GET',
      path: '/v1/customers/:customer/batchJobStatus/:job',
      answer: customer((call) => jobStatus(simulation, refuse, call)),
    },
  ];
}
