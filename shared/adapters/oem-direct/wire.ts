import type { Listed } from '../../domain/device-key.ts';
import type { Identity } from '../../domain/identity.ts';
import { judge } from '../../domain/registering/device-result.ts';
import type { CustomerRef, DeviceResult, Submission, SubmissionDevice } from '../../domain/registering/submission.ts';
import { matchResults, type ResultLine, referenceOf } from '../../domain/registering/submission-matching.ts';
import type { OemDirectConnection, OemField } from '../../domain/settings/connection.ts';
import type { PlatformWords } from '../../domain/verdict.ts';
import { platformWords } from '../http/platform-words.ts';
import type { WireOperation, WireResult } from './answers.ts';

/** The customer a call registers for. */
export interface Target {
  readonly tenantId: string;
  readonly domain: string;
}

const tenant = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/**
 * The target of a registration; undefined unless tenant and domain are both known. The same operation with both left blank
 * *deregisters* (https://learn.microsoft.com/autopilot/registration-overview), so a lost tenant must never get this far.
 */
export function targetOf({ tenantId, domain }: CustomerRef): Target | undefined {
  const known = domain?.trim() ?? '';
  return tenant.test(tenantId) && known !== '' ? { tenantId, domain: known } : undefined;
}

type Fields = Partial<Record<OemField, unknown>>;

/** The body of validate and register calls. */
export function submissionBody(connection: OemDirectConnection, submission: Submission, target: Target): string {
  const { requestId, groupTag, devices } = submission;
  const onDevice = connection.groupTagOn === 'device';
  const write = (fields: Fields) => written(connection, fields);
  return JSON.stringify(
    write({
      RequestID: requestId,
      TenantID: target.tenantId,
      TenantDomain: target.domain,
      ...(onDevice ? {} : { GroupTag: groupTag }),
      Devices: devices.map(({ position, identity }) =>
        write({
          ClientReference: referenceOf(position),
          ...identityFields(identity),
          ...(onDevice ? { GroupTag: groupTag } : {}),
        }),
      ),
    }),
  );
}

/** What a gateway can take a device out by; undefined where the device is not wholly named. */
export function removableBy({ pkid, manufacturer, model, serial }: Listed): Identity | undefined {
  if (pkid) return { kind: 'pkid', pkid };
  return manufacturer && model && serial ? { kind: 'tuple', manufacturer, model, serial } : undefined;
}

/**
 * The body of a deregistration, for one device: the operation that registers, with both tenant fields blank. Nothing that registers
 * leads here. How a blank is written is not public, so it is a setting.
 */
export function deregistrationBody(
  connection: OemDirectConnection,
  blankTenant: 'emptyString' | 'null' | 'omit',
  requestId: string,
  identity: Identity,
): string {
  const blank = {
    emptyString: { TenantID: '', TenantDomain: '' },
    null: { TenantID: null, TenantDomain: null },
    omit: {},
  };
  const named = (fields: Fields) => renamed(connection, fields);
  return JSON.stringify(
    named({
      RequestID: requestId,
      ...blank[blankTenant],
      Devices: [named({ ClientReference: referenceOf(0), ...identityFields(identity) })],
    }),
  );
}

function identityFields(identity: Identity): Fields {
  switch (identity.kind) {
    case 'pkid':
      return { ProductKeyID: identity.pkid };
    case 'tuple':
      return {
        SmbiosSystemManufacturer: identity.manufacturer,
        SmbiosSystemProductName: identity.model,
        SmbiosSystemSerialNumber: identity.serial,
      };
    case 'hardwareHash':
      throw new Error('OEM Direct takes no hardware hash; the router must not send one here');
  }
}

/** Fields under the gateway's own names; what has no value is left out, null or empty, as its settings say. */
function written(connection: OemDirectConnection, fields: Fields): Record<string, unknown> {
  const { blankEncoding = 'omit' } = connection;
  const entries = Object.entries(fields).flatMap(([field, value]) => {
    if (value === undefined && blankEncoding === 'omit') return [];
    return [[field, value ?? (blankEncoding === 'null' ? null : '')]];
  });
  return renamed(connection, Object.fromEntries(entries));
}

function renamed({ fieldMap }: OemDirectConnection, fields: Fields): Record<string, unknown> {
  const nameOf = (field: string) => Object.entries(fieldMap ?? {}).find(([ours]) => ours === field)?.[1] ?? field;
  return Object.fromEntries(Object.entries(fields).map(([field, value]) => [nameOf(field), value]));
}

/** Has the operation ended? An unknown status is no end. */
export function hasEnded({ Status }: WireOperation): boolean {
  return ['completed', 'completedwitherrors', 'failed'].includes(Status?.toLowerCase() ?? '');
}

/** The id to ask for: in the body, or the last segment of `Location`. */
export function operationIdIn(
  operation: Pick<WireOperation, 'OperationID'>,
  location: string | null,
): string | undefined {
  const segment = location
    ?.split(/[?#]/)[0]
    ?.split('/')
    .findLast((part) => part !== '');
  return operation.OperationID || segment;
}

interface Line extends ResultLine {
  readonly wire: WireResult;
}

/** By reference, else by identifier, else by position if there is one result per device. A missing result is never success. */
export function operationResults(
  devices: readonly SubmissionDevice[],
  operation: WireOperation,
): readonly DeviceResult[] {
  const lines = (operation.Results ?? []).map(toLine);
  return matchResults(devices, lines, { byPosition: true }).flatMap(({ position, line, alone }): DeviceResult[] => {
    if (line.outcome === 'open') return [];
    if (line.outcome !== 'registered')
      return [{ position, kind: 'failed', platformMessage: platformMessage(line.wire) }];
    const id = alone ? line.wire.DeviceRegistrationID : undefined;
    return [{ position, kind: 'registered', ...(id ? { platformDeviceId: id } : {}) }];
  });
}

function toLine(wire: WireResult): Line {
  return {
    wire,
    outcome: resultKind(wire),
    ...(wire.ClientReference ? { reference: wire.ClientReference } : {}),
    ...(wire.ProductKeyID ? { pkid: wire.ProductKeyID } : {}),
    ...(wire.SmbiosSystemSerialNumber ? { serial: wire.SmbiosSystemSerialNumber } : {}),
  };
}

function resultKind(wire: WireResult): string {
  const status = wire.Status.toLowerCase();
  const message = platformMessage(wire);
  if (status === 'failed' || (message.code !== undefined && message.code !== '0') || message.name !== undefined) {
    return `failed ${judge(message).reason.code} ${message.code ?? ''} ${message.name ?? message.text ?? ''}`;
  }
  return status === 'succeeded' ? 'registered' : 'open';
}

/** The gateway's words of a device or of a whole call. */
export function platformMessage(wire: Pick<WireResult, 'ErrorCode' | 'ErrorName' | 'ErrorMessage'>): PlatformWords {
  return platformWords(wire.ErrorCode, wire.ErrorName, wire.ErrorMessage);
}
