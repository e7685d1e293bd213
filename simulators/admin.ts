import type { Call, Platform, Problem, Reply } from './call.ts';
import { identityKeys } from './directory.ts';
import { checkFaultPlan, type FaultPlan } from './faults.ts';
import { decideApprovals } from './graph/approvals.ts';
import { parseJson } from './json.ts';
import type { Simulation } from './simulation.ts';
import type { HeldDevice, Job, SeenCall } from './state.ts';
import { checkWorld, type World } from './world.ts';

/** What only the simulators' owner can do. */
export interface Controls {
  readonly setWorld: (world: World) => void;
  readonly setFaults: (plan: FaultPlan) => void;
  readonly faultPlan: () => FaultPlan;
  readonly reset: () => void;
}

const time = (at: number): string => new Date(at).toISOString();

function deviceJson(held: HeldDevice): object {
  const { registeredAt, removed, leaving, ...rest } = held;
  return {
    ...rest,
    keys: identityKeys(held),
    registeredAt: time(registeredAt),
    ...(leaving ? { leaving: { ...leaving, at: time(leaving.at) } } : {}),
    ...(removed ? { removed: { ...removed, at: time(removed.at) } } : {}),
  };
}

function devices(simulation: Simulation, call: Call): Reply {
  const wanted = [...simulation.store.all('devices')].filter((held) => {
    const { query } = call;
    return (
      (query.get('platform') ?? held.platform) === held.platform &&
      (query.get('customer') ?? held.customerTenantId) === held.customerTenantId
    );
  });
  return {
    status: 200,
    json: {
      devices: wanted.filter((held) => !held.removed).map(deviceJson),
      removed: wanted.filter((held) => held.removed).map(deviceJson),
    },
  };
}

function submissionJson(job: Job): object {
  const outcomes: Record<string, number> = {};
  for (const { name = 'registered' } of job.results) outcomes[name] = (outcomes[name] ?? 0) + 1;
  const { id, platform, kind, owner, clientId, customerTenantId, requestId, deviceCount, state, odd } = job;
  const sent = job.results.map(({ serialNumber, productKey }) => serialNumber ?? productKey ?? '');
  const base = { jobId: id, platform, kind, owner, clientId, customerTenantId, batchId: job.groupTag };
  return { ...base, requestId, deviceCount, acceptedAt: time(job.acceptedAt), state, outcomes, sent, odd };
}

function callJson(call: SeenCall): object {
  return { ...call, at: time(call.at) };
}

/** Calls after `since` (a call's sequence), with counts by operation. */
function calls(simulation: Simulation, call: Call): Reply {
  const since = Number(call.query.get('since') ?? 0);
  const seen = [...simulation.store.all('calls')].filter(({ sequence }) => sequence > since);
  const counts: Record<string, number> = {};
  for (const { operation } of seen) counts[operation] = (counts[operation] ?? 0) + 1;
  return { status: 200, json: { counts, calls: seen.map(callJson) } };
}

const decisions = ['approved', 'rejected', 'cancelled'] as const;

const refuse = (problem: Problem): Reply => ({ status: problem.status, json: { error: problem.text } });

/** The owner's view and levers; never touched by faults and not counted as a call. */
export function makeAdmin(simulation: Simulation, controls: Controls): Platform {
  const put = <T>(
    check: (value: unknown) => { ok: true; value: T } | { ok: false; problems: readonly string[] },
    use: (value: T) => void,
  ) => {
    return (call: Call): Reply => {
      const parsed = parseJson(call.body);
      const read = parsed.ok ? check(parsed.value) : { ok: false as const, problems: ['the body is not JSON'] };
      if (!read.ok) return { status: 400, json: { error: 'refused', problems: read.problems } };
      use(read.value);
      return { status: 204 };
    };
  };
  const shown = (json: () => unknown) => (): Reply => ({ status: 200, json: json() });
  return {
    name: 'admin',
    prefix: '_sim',
    refuse,
    routes: [
      { operation: 'admin.health', method: 'GET', path: '/health', answer: shown(() => ({ ok: true })) },
      { operation: 'admin.devices', method: 'GET', path: '/devices', answer: (call) => devices(simulation, call) },
      {
        operation: 'admin.submissions',
        method: 'GET',
        path: '/submissions',
        answer: shown(() => ({ submissions: [...simulation.store.all('jobs')].map(submissionJson) })),
      },
      {
        operation: 'admin.identifiers',
        method: 'GET',
        path: '/identifiers',
        answer: shown(() => ({ identifiers: [...simulation.store.all('identifiers')] })),
      },
      { operation: 'admin.calls', method: 'GET', path: '/calls', answer: (call) => calls(simulation, call) },
      { operation: 'admin.world', method: 'GET', path: '/world', answer: shown(() => simulation.world()) },
      { operation: 'admin.setWorld', method: 'PUT', path: '/world', answer: put(checkWorld, controls.setWorld) },
      {
        operation: 'admin.decideApprovals',
        method: 'POST',
        path: '/approvals/:decision',
        answer: ({ params, now }) => {
          const decision = decisions.find((one) => one === params['decision']);
          if (decision === undefined) return refuse({ status: 400, code: 400, text: `one of ${decisions.join(', ')}` });
          decideApprovals(simulation, decision, now);
          return { status: 204 };
        },
      },
      { operation: 'admin.faults', method: 'GET', path: '/faults', answer: shown(controls.faultPlan) },
      { operation: 'admin.setFaults', method: 'PUT', path: '/faults', answer: put(checkFaultPlan, controls.setFaults) },
      {
        operation: 'admin.reset',
        method: 'POST',
        path: '/reset',
        answer: () => {
          controls.reset();
          return { status: 204 };
        },
      },
    ],
  };
}
