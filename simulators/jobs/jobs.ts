import { randomUUID } from 'node:crypto';
import { finishRemoval } from '../directory.ts';
import type { Fault } from '../faults.ts';
import { finishImport } from '../graph/finish-import.ts';
import { batchKey } from '../partner-center/batch-key.ts';
import type { Simulation } from '../simulation.ts';
import type { DeviceResult, Job, JobKind, JobOddities } from '../state.ts';
import { assignPolicies, deregisterDevices, registerDevices } from './settle.ts';

/** A job that waits for a time that never comes. JSON has no Infinity. */
const never = Number.MAX_SAFE_INTEGER;

/** What a job is started with. */
export type NewJob = Pick<
  Job,
  'platform' | 'kind' | 'owner' | 'clientId' | 'customerTenantId' | 'groupTag' | 'requestId' | 'devices'
> & { readonly now: number; readonly faults: readonly Fault[]; readonly milliseconds?: number };

function oddities(faults: readonly Fault[]): JobOddities {
  const odd: { -readonly [K in keyof JobOddities]: JobOddities[K] } = {};
  for (const fault of faults) {
    if (fault.kind === 'neverEnds') odd.never = fault.at ?? 'processing';
    else if (fault.kind === 'dropResults') odd.drop = fault.share ?? 0.2;
    else if (fault.kind === 'reorderResults') odd.reorder = true;
    else if (fault.kind === 'emptyResults') odd.emptyResults = true;
    else if (fault.kind === 'refuseDevices')
      odd.refuse = { code: fault.code, name: fault.name ?? '', share: fault.share ?? 1 };
    else if (fault.kind === 'finishedWithFailures') odd.finishedWithFailures = true;
    else if (fault.kind === 'unknownStatus') odd.unknownStatus = true;
    else if (fault.kind === 'notFoundFirst') odd.notFoundFirst = fault.looks ?? 1;
  }
  return odd;
}

/** Accepts a submission: from now on it is carried out whatever happens to the answer. */
export function acceptJob(simulation: Simulation, start: NewJob): Job {
  const { now, faults, milliseconds = simulation.jobMilliseconds, ...rest } = start;
  const odd = oddities(faults);
  const job: Job = {
    ...rest,
    id: randomUUID(),
    sequence: simulation.store.size('jobs') + 1,
    acceptedAt: now,
    startsAt: odd.never === 'queued' ? never : now + Math.floor(milliseconds / 3),
    endsAt: odd.never ? never : now + milliseconds,
    state: 'queued',
    deviceCount: start.devices.length,
    results: [],
    odd,
    looks: 0,
  };
  simulation.store.commit([{ in: 'jobs', key: job.id, value: job }]);
  return job;
}

const settlers: Readonly<Record<JobKind, (simulation: Simulation, job: Job) => readonly DeviceResult[]>> = {
  createBatch: registerDevices,
  appendDevices: registerDevices,
  register: registerDevices,
  import: registerDevices,
  deregister: deregisterDevices,
  assignPolicies,
};

function begin(simulation: Simulation, job: Job): void {
  simulation.store.commit([{ in: 'jobs', key: job.id, value: { ...job, state: 'processing' } }]);
  if (job.groupTag === undefined || job.platform !== 'partnerCenter') return;
  const key = batchKey(job.owner, job.customerTenantId, job.groupTag);
  if (simulation.store.get('batches', key)) return;
  const { owner, customerTenantId } = job;
  const batch = { batchId: job.groupTag, owner, customerTenantId, createdAt: job.startsAt };
  simulation.store.commit([{ in: 'batches', key, value: batch }]);
}

function finish(simulation: Simulation, job: Job): void {
  const results = settlers[job.kind](simulation, job);
  const done: Job = { ...job, state: 'finished', results, devices: [] };
  simulation.store.commit([{ in: 'jobs', key: job.id, value: done }]);
  if (job.kind === 'import') finishImport(simulation, done);
}

/**
 * Does all work whose time has come, in the order in which it fell due. Called before each answer: time passes for the
 * simulators when somebody looks, so a restart loses none of it and no timer is needed.
 */
export function runDueJobs(simulation: Simulation, now: number): void {
  const due: { readonly at: number; readonly id: string; readonly to: 'processing' | 'finished' | 'gone' }[] = [];
  for (const job of simulation.store.all('jobs')) {
    if (job.state === 'queued' && job.startsAt <= now) due.push({ at: job.startsAt, id: job.id, to: 'processing' });
    if (job.state !== 'finished' && job.endsAt <= now) due.push({ at: job.endsAt, id: job.id, to: 'finished' });
  }
  for (const [id, at] of simulation.store.entries('leaving')) if (at <= now) due.push({ at, id, to: 'gone' });
  due.sort((a, b) => a.at - b.at);
  for (const { id, to } of due) {
    if (to === 'gone') {
      finishRemoval(simulation, id);
      continue;
    }
    const job = simulation.store.get('jobs', id);
    if (!job) continue;
    if (to === 'processing') begin(simulation, job);
    else finish(simulation, job);
  }
}

/** The first job a caller started with this request id. */
export function findReplay(
  simulation: Simulation,
  start: Pick<NewJob, 'owner' | 'requestId' | 'kind'>,
): Job | undefined {
  if (start.requestId === undefined || simulation.behaviour().replay === 'duplicate') return undefined;
  for (const job of simulation.store.all('jobs')) {
    if (job.requestId === start.requestId && job.owner === start.owner && job.kind === start.kind) return job;
  }
  return undefined;
}

/** Counts a look at a job; true while it is to be hidden from the first lookers. */
export function hiddenFromLook(simulation: Simulation, job: Job): boolean {
  if (job.looks >= (job.odd.notFoundFirst ?? 0)) return false;
  simulation.store.commit([{ in: 'jobs', key: job.id, value: { ...job, looks: job.looks + 1 } }]);
  return true;
}
