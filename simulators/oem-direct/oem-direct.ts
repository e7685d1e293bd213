import { X509Certificate } from 'node:crypto';
import { type Call, header, type Platform, type Problem, type Reply, type Route } from '../call.ts';
import { acceptJob, findReplay, hiddenFromLook, runDueJobs } from '../jobs/jobs.ts';
import { tryDevices } from '../jobs/settle.ts';
import { sameSecret } from '../same-secret.ts';
import type { Simulation } from '../simulation.ts';
import type { Job } from '../state.ts';
import { sameText, type World } from '../world.ts';
import { oemHeaders, oemResult, operationBody, refuseOem } from './answers.ts';
import { type OemRequest, oemDevices, readOemRequest } from './read-request.ts';

/** The vendor's published upper bound for one call. */
const maximum = 1000;

/** May this caller use the gateway at all? */
function callerProblem(simulation: Simulation, call: Call): Problem | undefined {
  const { oem } = simulation.world();
  const denied: Problem = { status: 401, code: 'Unauthorized', text: 'The credentials are missing, wrong or expired.' };
  if (!oem) return { status: 404, code: 'NotFound', text: 'There is no OEM gateway here.' };
  if (oem.auth === 'none') return undefined;
  if (oem.auth === 'apiKey') {
    return sameSecret(header(call.headers, oem.apiKeyHeader ?? 'x-api-key'), simulation.secrets.oemApiKey)
      ? undefined
      : denied;
  }
  if (oem.auth === 'clientCertificate') {
    const known = (simulation.secrets.oemClientCertificates ?? []).map(
      (pem) => new X509Certificate(pem).fingerprint256,
    );
    return known.some((fingerprint) => fingerprint === call.clientCertificate) ? undefined : denied;
  }
  const { token } = call;
  return token && token.expiresAt > call.now && token.audience === oem.audience ? undefined : denied;
}

function requestProblem(world: World, request: OemRequest): Problem | undefined {
  if (request.Devices.length > maximum) {
    return { status: 413, code: 'TooManyDevices', text: `At most ${maximum} devices in one call.` };
  }
  if (request.TenantID === '') return undefined;
  const customer = world.customers.find((one) => sameText(one.tenantId, request.TenantID));
  if (!customer || !sameText(customer.domain, request.TenantDomain)) {
    return { status: 400, code: 'InvalidTenant', text: 'TenantID and TenantDomain do not name the same tenant.' };
  }
  return undefined;
}

const hasConsent = (world: World, tenantId: string): boolean =>
  world.customers.some((customer) => sameText(customer.tenantId, tenantId) && customer.oemConsent === true);

function validate(simulation: Simulation, request: OemRequest): Reply {
  const world = simulation.world();
  if (request.TenantID === '') return refuseOem({ status: 400, code: 'InvalidTenant', text: 'TenantID is blank.' });
  const results = tryDevices(simulation, oemDevices(request), request.TenantID);
  return {
    status: 200,
    json: {
      Consent: hasConsent(world, request.TenantID) ? 'granted' : 'missing',
      Results: results.map((result) => oemResult(result, simulation.behaviour())),
    },
  };
}

/** The operation this request started and that has not ended, where the gateway tells it by 409. */
function runningOperation(simulation: Simulation, requestId: string): Job | undefined {
  if (simulation.behaviour().oemSameRequest === 'replay') return undefined;
  return [...simulation.store.all('jobs')].find(
    (job) => job.platform === 'oemDirect' && job.requestId === requestId && job.state !== 'finished',
  );
}

/** Registers; with both tenant fields blank it takes the devices out of Autopilot, as the vendor's API does. */
function register(simulation: Simulation, call: Call, request: OemRequest): Reply {
  const world = simulation.world();
  const deregisters = request.TenantID === '';
  if (!deregisters && !hasConsent(world, request.TenantID)) {
    return refuseOem({ status: 403, code: 'ConsentMissing', text: 'The customer has not consented to this OEM.' });
  }
  const synchronous = simulation.behaviour().oemAnswer === 'sync';
  const start = {
    platform: 'oemDirect',
    kind: deregisters ? 'deregister' : 'register',
    owner: world.oem?.name ?? '',
    clientId: call.token?.clientId ?? '',
    customerTenantId: world.customers.find((one) => sameText(one.tenantId, request.TenantID))?.tenantId ?? '',
    groupTag: request.GroupTag,
    requestId: request.RequestID,
    devices: oemDevices(request),
    now: call.now,
    faults: call.faults,
    ...(synchronous ? { milliseconds: 0 } : {}),
  } as const;
  const running = runningOperation(simulation, request.RequestID);
  if (running !== undefined) return { status: 409, json: { OperationID: running.id, ErrorName: 'AlreadyRunning' } };
  const accepted = findReplay(simulation, start) ?? acceptJob(simulation, start);
  runDueJobs(simulation, call.now);
  const job = simulation.store.get('jobs', accepted.id) ?? accepted;
  const body = operationBody(job, simulation.behaviour());
  if (synchronous && job.state === 'finished') return { status: 200, json: body };
  return { status: 202, headers: { location: `/v1/operations/${job.id}` }, json: body };
}

function status(simulation: Simulation, call: Call): Reply {
  const job = simulation.store.get('jobs', call.params['operation'] ?? '');
  if (job?.platform !== 'oemDirect' || hiddenFromLook(simulation, job)) {
    return refuseOem({ status: 404, code: 'NotFound', text: 'No such operation.' });
  }
  return { status: 200, json: operationBody(job, simulation.behaviour()) };
}

/** An OEM's gateway by our own contract (oem-direct reference §6): the vendor's wire format is not public. */
export function makeOemDirect(simulation: Simulation): Platform {
  const open =
    (answer: (call: Call) => Reply): Route['answer'] =>
    (call) => {
      const problem = callerProblem(simulation, call);
      return problem ? refuseOem(problem) : answer(call);
    };
  const withRequest = (answer: (call: Call, request: OemRequest) => Reply): Route['answer'] =>
    open((call) => {
      const read = readOemRequest(call.body, simulation.world().oem?.fieldNames ?? {});
      if (!read.ok)
        return refuseOem({ status: 400, code: 'InvalidRequest', text: read.problems.slice(0, 5).join('; ') });
      const problem = requestProblem(simulation.world(), read.value);
      return problem ? refuseOem(problem) : answer(call, read.value);
    });
  return {
    name: 'oemDirect',
    prefix: 'oem',
    refuse: refuseOem,
    headers: oemHeaders,
    routes: [
      {
        operation: 'oemDirect.validate',
        method: 'POST',
        path: '/v1/ValidateDeviceSubmissionData',
        answer: withRequest((_call, request) => validate(simulation, request)),
      },
      {
        operation: 'oemDirect.register',
        method: 'POST',
        path: '/v1/AutopilotDeviceRegistration',
        answer: withRequest((call, request) => register(simulation, call, request)),
      },
      {
        operation: 'oemDirect.status',
        method: 'GET',
        path: '/v1/operations/:operation',
        answer: open((call) => status(simulation, call)),
      },
    ],
  };
}
