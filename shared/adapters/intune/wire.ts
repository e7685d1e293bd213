import type { ListedDevice } from '../../domain/comparing/listed-device.ts';
import type { DeviceChange, LocatedDevice } from '../../domain/registering/device-actions.ts';
import { judge } from '../../domain/registering/device-result.ts';
import type { DeviceResult, Submission, SubmissionDevice } from '../../domain/registering/submission.ts';
import { matchResults, type ResultLine, serialOf } from '../../domain/registering/submission-matching.ts';
import type { PlatformWords } from '../../domain/verdict.ts';
import { platformWords } from '../http/platform-words.ts';
import type { WireDevice, WireImport } from './answers.ts';

/** Registered devices, whoever registered them. */
export const registeredDevices = '/v1.0/deviceManagement/windowsAutopilotDeviceIdentities';

/** The body of an import call: hashes only, each with its embedded serial number and the chunk's group tag. */
export function importBody({ devices, groupTag }: Submission): string {
  return JSON.stringify({
    importedWindowsAutopilotDeviceIdentities: devices.map((device) => toWire(device, groupTag)),
  });
}

function toWire({ identity, assignedUser }: SubmissionDevice, groupTag: string | undefined) {
  if (identity.kind !== 'hardwareHash') {
    throw new Error(`Intune takes hardware hashes only; the router must not send a ${identity.kind} here`);
  }
  return {
    '@odata.type': '#microsoft.graph.importedWindowsAutopilotDeviceIdentity',
    groupTag: groupTag ?? '',
    serialNumber: serialOf(identity) ?? '',
    productKey: '',
    hardwareIdentifier: identity.hash,
    ...(assignedUser === undefined ? {} : { assignedUserPrincipalName: assignedUser }),
  };
}

/** Has this record ended? `unknown` means still processing (community clients); an unknown state is no end. */
export function hasEnded({ state }: WireImport): boolean {
  return ['complete', 'error'].includes(state?.deviceImportStatus?.toLowerCase() ?? '');
}

interface Line extends ResultLine {
  readonly wire: WireImport;
}

/** Results of our own import records that have ended, by serial number. */
export function importResults(
  devices: readonly SubmissionDevice[],
  records: readonly WireImport[],
): readonly DeviceResult[] {
  const lines = records.map(toLine);
  return matchResults(devices, lines, { byPosition: false }).flatMap(({ position, line, alone }): DeviceResult[] => {
    if (line.outcome === 'open') return [];
    if (line.outcome !== 'registered')
      return [{ position, kind: 'failed', platformMessage: platformMessage(line.wire) }];
    const id = alone ? line.wire.state?.deviceRegistrationId : undefined;
    return [{ position, kind: 'registered', ...(id ? { platformDeviceId: id } : {}) }];
  });
}

function toLine(wire: WireImport): Line {
  return { wire, outcome: importOutcome(wire), ...(wire.serialNumber ? { serial: wire.serialNumber } : {}) };
}

function importOutcome(wire: WireImport): string {
  if (!hasEnded(wire)) return 'open';
  const message = platformMessage(wire);
  const failed = wire.state?.deviceImportStatus?.toLowerCase() === 'error' || message.name !== undefined;
  if (!failed && (message.code === undefined || message.code === '0')) return 'registered';
  return `failed ${judge(message).reason.code} ${message.code ?? ''} ${message.name ?? ''}`;
}

function platformMessage({ state }: WireImport): PlatformWords {
  return platformWords(state?.deviceErrorCode, state?.deviceErrorName, null);
}

/** A registered device as Intune lists it. */
export function toListed(wire: WireDevice): ListedDevice {
  return {
    ...(wire.id ? { platformDeviceId: wire.id } : {}),
    ...(wire.serialNumber ? { serial: wire.serialNumber } : {}),
    ...(wire.manufacturer ? { manufacturer: wire.manufacturer } : {}),
    ...(wire.model ? { model: wire.model } : {}),
    ...(wire.productKey ? { pkid: wire.productKey } : {}),
    ...(wire.groupTag ? { groupTag: wire.groupTag } : {}),
  };
}

const emptyId = /^[0-]*$/;

/** A registered device with what is needed to act on it. The service writes an id of zeros where there is none. */
export function toLocated(wire: WireDevice): LocatedDevice {
  const { userPrincipalName, managedDeviceId } = wire;
  return {
    ...toListed(wire),
    ...(userPrincipalName ? { assignedUser: userPrincipalName } : {}),
    ...(managedDeviceId && !emptyId.test(managedDeviceId) ? { managedDeviceId } : {}),
  };
}

/** The body of `updateDeviceProperties`: only what changes, since what becomes of the rest is not documented. */
export function changeBody({ groupTag, userPrincipalName, deviceName }: DeviceChange): string {
  return JSON.stringify({ groupTag, userPrincipalName: userPrincipalName || undefined, displayName: deviceName });
}
