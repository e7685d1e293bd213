import type { ListedDevice } from '../../domain/comparing/listed-device.ts';
import type { Identity } from '../../domain/identity.ts';
import type { Reason } from '../../domain/reason.ts';
import { judge } from '../../domain/registering/device-result.ts';
import type { DeviceResult, SubmissionDevice } from '../../domain/registering/submission.ts';
import { matchResults, type ResultLine, serialOf } from '../../domain/registering/submission-matching.ts';
import type { PlatformWords } from '../../domain/verdict.ts';
import { platformWords } from '../http/platform-words.ts';
import type { WireDevice, WireJob, WireJobLine, WirePage } from './answers.ts';

interface WireUpload {
  readonly serialNumber?: string;
  readonly productKey?: string;
  readonly hardwareHash?: string;
  readonly modelName?: string;
  readonly oemManufacturerName?: string;
}

/**
 * A device as the upload calls take it. Absent properties are left out, and `policies` never appears: an empty list made the
 * service answer 500 (https://github.com/microsoft/Partner-Center-PowerShell/issues/271). A hash always brings its embedded
 * serial number, because results name no hash.
 */
function toWire(identity: Identity): WireUpload {
  switch (identity.kind) {
    case 'tuple':
      return {
        serialNumber: identity.serial,
        oemManufacturerName: identity.manufacturer,
        modelName: identity.model,
      };
    case 'pkid':
      return { productKey: identity.pkid };
    case 'hardwareHash': {
      const serialNumber = serialOf(identity);
      return { hardwareHash: identity.hash, ...(serialNumber === undefined ? {} : { serialNumber }) };
    }
  }
}

/** The body of a create call. */
export function createBody(batchId: string, devices: readonly SubmissionDevice[]): string {
  return JSON.stringify({ batchId, devices: devices.map(({ identity }) => toWire(identity)) });
}

/** The body of an append call: a bare array, also for one device. */
export function appendBody(devices: readonly SubmissionDevice[]): string {
  return JSON.stringify(devices.map(({ identity }) => toWire(identity)));
}

const guid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/**
 * The job's id: the last segment of `Location`, which comes relative and without `/v1` but may as well be absolute. One page
 * of the reference puts the link into the body instead.
 */
export function trackingIdIn(location: string | null, body: string): string | undefined {
  const segment = location
    ?.split(/[?#]/)[0]
    ?.split('/')
    .findLast((part) => part !== '');
  if (segment !== undefined && guid.test(segment)) return segment;
  return /batchJobStatus\/([0-9a-f-]{36})/i.exec(body)?.[1];
}

export type JobState = 'queued' | 'running' | 'ended';

/** `unknown` "should never happen" and is no end: the job is looked at again. */
export function jobState(job: WireJob): JobState {
  switch (spelled(job.status)) {
    case 'finished':
    case 'finishedwitherrors':
      return 'ended';
    case 'processing':
    case 'inprogress':
      return 'running';
    default:
      return 'queued';
  }
}

interface Line extends ResultLine {
  readonly wire: WireJobLine;
}

/** Results of a job by its lines. A line that has not ended itself says nothing; a finished job may hold failed devices. */
export function jobResults(devices: readonly SubmissionDevice[], job: WireJob): readonly DeviceResult[] {
  const lines = (job.devicesStatus ?? []).map(toLine);
  return matchResults(devices, lines, { byPosition: false }).flatMap(({ position, line, alone }): DeviceResult[] => {
    if (line.outcome === 'open') return [];
    if (line.outcome !== 'registered')
      return [{ position, kind: 'failed', platformMessage: platformMessage(line.wire) }];
    const id = alone ? line.wire.deviceId : undefined;
    return [{ position, kind: 'registered', ...(id ? { platformDeviceId: id } : {}) }];
  });
}

function toLine(wire: WireJobLine): Line {
  return {
    wire,
    outcome: rowOutcome(wire),
    ...(wire.serialNumber ? { serial: wire.serialNumber } : {}),
    ...(wire.productKey ? { pkid: wire.productKey } : {}),
  };
}

/** The documents call `errorCode` "the HTTP status error code": one of success is none, whatever words stand beside it. */
const isNoError = (code: string): boolean => /^(?:0?|2\d\d|ok|none)$/i.test(code);

/** Which of the two tells: the status, unless a code or a name of the directory contradicts it. */
function rowOutcome(wire: WireJobLine): string {
  const status = spelled(wire.status ?? '');
  const code = String(wire.errorCode ?? '').trim();
  const named = judge({ ...platformMessage(wire), code: '' }).reason.code !== 'platform_refused';
  if (status === 'finishedwitherrors' || !isNoError(code) || named) {
    const message = platformMessage(wire);
    return `failed ${judge(message).reason.code} ${code} ${message.name ?? message.text ?? ''}`;
  }
  return status === 'finished' ? 'registered' : 'open';
}

/** The body that assigns one profile to many devices. */
export function assignBody(platformDeviceIds: readonly string[], profileId: string): string {
  const policies = [{ key: 'o_o_b_e', value: profileId }];
  return JSON.stringify({ devices: platformDeviceIds.map((id) => ({ id, policies })) });
}

/** Devices an ended assignment refused, by platform id. */
export function assignmentResults(job: WireJob): ReadonlyMap<string, Reason> {
  return new Map(
    (job.devicesStatus ?? []).flatMap((wire): [string, Reason][] =>
      wire.deviceId && rowOutcome(wire).startsWith('failed')
        ? [[wire.deviceId, judge(platformMessage(wire)).reason]]
        : [],
    ),
  );
}

/** `errorDescription` holds the directory's name of the result; anything longer than a word is text. */
function platformMessage({ errorCode, errorDescription }: WireJobLine): PlatformWords {
  const isName = /^[A-Za-z][A-Za-z0-9]*$/.test(errorDescription?.trim() ?? '');
  return platformWords(errorCode, isName ? errorDescription : null, isName ? null : errorDescription);
}

/** The documented statuses in the order of the enumeration, for a service that writes its numbers. */
const statuses = ['unknown', 'queued', 'processing', 'finished', 'finishedwitherrors'];

/** `finished_with_errors`, `in-progress`, `InProgress`, 4: one spelling. */
function spelled(status: string | number): string {
  if (typeof status === 'number') return statuses[status] ?? 'unknown';
  return status.toLowerCase().replace(/[^a-z]/g, '');
}

/** A device as a batch lists it. Its profile may stand there by name or by id. */
export function toListed(wire: WireDevice, groupTag: string): ListedDevice {
  const profile = wire.policies?.find(({ value }) => value)?.value;
  return {
    groupTag,
    ...(wire.id ? { platformDeviceId: wire.id } : {}),
    ...(wire.serialNumber ? { serial: wire.serialNumber } : {}),
    ...(wire.oemManufacturerName ? { manufacturer: wire.oemManufacturerName } : {}),
    ...(wire.modelName ? { model: wire.modelName } : {}),
    ...(wire.productKey ? { pkid: wire.productKey } : {}),
    ...(profile ? { profile } : {}),
  };
}

/** The token of the next page: in the body, in its link's headers, or (a newer service) in the answer's own header. */
export function nextPageToken(page: WirePage<unknown>, headers: Headers): string | undefined {
  const inLink = page.links?.next?.headers?.find(({ key }) => key.toLowerCase() === 'ms-continuationtoken')?.value;
  return page.continuationToken || inLink || headers.get('ms-continuationtoken') || undefined;
}
