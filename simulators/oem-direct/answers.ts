import { randomUUID } from 'node:crypto';
import type { Behaviour } from '../behaviour.ts';
import { type Call, header, type Problem, type Reply } from '../call.ts';
import { reportedResults } from '../jobs/reported-results.ts';
import type { DeviceResult, Job } from '../state.ts';

/** The gateway's error body (ours). */
export function refuseOem(problem: Problem): Reply {
  return { status: problem.status, json: { ErrorName: String(problem.code), ErrorMessage: problem.text } };
}

/** Every answer names the request. */
export function oemHeaders(call: Pick<Call, 'headers'>): Readonly<Record<string, string>> {
  return { 'x-request-id': header(call.headers, 'x-request-id') ?? randomUUID() };
}

/** One device of a result list. */
export function oemResult(result: DeviceResult, behaviour: Behaviour): object {
  const { reference, name, code, deviceId } = result;
  const echo = reference !== undefined && behaviour.oemReference === 'echo' ? { ClientReference: reference } : {};
  if (name === undefined) {
    return { ...echo, Status: 'succeeded', ...(deviceId === undefined ? {} : { DeviceRegistrationID: deviceId }) };
  }
  return {
    ...echo,
    Status: name === 'ZtdDeviceDuplicated' ? 'skipped' : 'failed',
    ...(code ? { ErrorCode: code } : {}),
    ErrorName: name,
    ErrorMessage: `The device directory answered ${name}.`,
  };
}

function operationStatus(job: Job): string {
  if (job.state !== 'finished') return job.state;
  const failed = job.results.some((result) => result.name !== undefined);
  return failed && !job.odd.finishedWithFailures ? 'completedWithErrors' : 'completed';
}

/** An operation as `status` tells it; a synchronous answer has the same shape. */
export function operationBody(job: Job, behaviour: Behaviour): object {
  const base = { OperationID: job.id, Status: operationStatus(job) };
  if (job.state !== 'finished') return base;
  return { ...base, Results: reportedResults(job).map((result) => oemResult(result, behaviour)) };
}
