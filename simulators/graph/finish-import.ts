import { isReported } from '../jobs/reported-results.ts';
import type { Simulation } from '../simulation.ts';
import type { DeviceResult, Job } from '../state.ts';

/** Writes the outcome of a device into its import record, unless the record was deleted meanwhile. */
function finishRecord(simulation: Simulation, result: DeviceResult): void {
  const record = simulation.store.get('imports', result.reference ?? '');
  if (!record) return;
  const { otherTenantCode, otherTenantName } = simulation.behaviour();
  const other = result.name === 'ZtdDeviceAssignedToOtherTenant';
  simulation.store.commit([
    {
      in: 'imports',
      key: record.id,
      value: {
        ...record,
        status: result.name === undefined ? 'complete' : 'error',
        deviceRegistrationId: result.deviceId ?? '',
        errorCode: other ? otherTenantCode : (result.code ?? 0),
        errorName: other ? otherTenantName : (result.name ?? ''),
      },
    },
  ]);
}

/** Turns a finished import's results into the state of its records; dropped ones stay `unknown`. */
export function finishImport(simulation: Simulation, job: Job): void {
  for (const [index, result] of job.results.entries()) {
    if (isReported(job, index)) finishRecord(simulation, result);
  }
}
