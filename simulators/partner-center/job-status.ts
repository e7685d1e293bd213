import type { Behaviour } from '../behaviour.ts';
import { reportedResults } from '../jobs/reported-results.ts';
import type { DeviceResult, Job, SubmittedDevice } from '../state.ts';

/** The enum behind the names; a client may meet either. */
const statusNumbers = { unknown: 0, queued: 1, processing: 2, finished: 3, finished_with_errors: 4 } as const;
type StatusName = keyof typeof statusNumbers;

/** `finished_with_errors` as the service's own code calls it. */
const codeName = (status: StatusName): string =>
  status.replace(/(^|_)(.)/g, (_all, _gap, first: string) => first.toUpperCase());

/** Times in the documents carry no zone. */
const plainTime = (at: number): string => new Date(at).toISOString().replace(/\..*$/, '');
const notYet = '0001-01-01T00:00:00';

function statusName(job: Job): StatusName {
  if (job.odd.unknownStatus && job.state !== 'finished') return 'unknown';
  if (job.state !== 'finished') return job.state;
  const failed = job.results.some((result) => result.name !== undefined);
  return failed && !job.odd.finishedWithFailures ? 'finished_with_errors' : 'finished';
}

const attributes = { objectType: 'DeviceUploadDetails' };

/** Only id, serial number and PKID come back, and only those there are: a row with a bare hash has no identity here. */
function finishedDevice(result: DeviceResult, behaviour: Behaviour): object {
  const { deviceId, serialNumber, productKey, name, code } = result;
  const done = name === undefined;
  return {
    ...(deviceId === undefined ? {} : { deviceId }),
    ...(serialNumber === undefined ? {} : { serialNumber }),
    ...(productKey === undefined ? {} : { productKey }),
    status: done ? 'finished' : 'finished_with_errors',
    errorCode: behaviour.deviceErrorCode === 'number' ? (code ?? 0) : done ? '0' : code ? String(code) : '',
    errorDescription: name ?? '',
    attributes,
  };
}

function runningDevice(device: SubmittedDevice, behaviour: Behaviour): object {
  const { serialNumber, productKey } = device.sent;
  return {
    ...(serialNumber === undefined ? {} : { serialNumber }),
    ...(productKey === undefined ? {} : { productKey }),
    status: behaviour.runningDeviceStatus,
    errorCode: '0',
    errorDescription: '',
    attributes,
  };
}

function devicesStatus(job: Job, behaviour: Behaviour): { readonly devicesStatus?: readonly object[] } {
  if (job.state === 'finished')
    return { devicesStatus: reportedResults(job).map((result) => finishedDevice(result, behaviour)) };
  if (behaviour.runningResults === 'absent') return {};
  if (behaviour.runningResults === 'empty') return { devicesStatus: [] };
  const shown = behaviour.runningResults === 'some' ? Math.ceil(job.devices.length / 2) : job.devices.length;
  return { devicesStatus: job.devices.slice(0, shown).map((device) => runningDevice(device, behaviour)) };
}

/** `BatchUploadDetails` of a job. */
export function batchUploadDetails(job: Job, behaviour: Behaviour): object {
  const status = statusName(job);
  const spelled = { name: status, codeName: codeName(status), number: statusNumbers[status] }[behaviour.jobStatus];
  return {
    batchTrackingId: job.id,
    status: spelled,
    startedTime: job.state === 'queued' ? notYet : plainTime(job.startsAt),
    completedTime: job.state === 'finished' ? plainTime(job.endsAt) : notYet,
    ...devicesStatus(job, behaviour),
    attributes: { objectType: 'BatchUploadDetails' },
  };
}
