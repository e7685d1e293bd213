import type { OtherAction } from '../device-action.ts';
import { deviceKeys, type Listed, listedKeys } from '../device-key.ts';
import type { ChunkDevice } from '../planning/chunk.ts';
import type { PlannedChunk } from '../planning/plan.ts';
import { platforms } from '../platforms.ts';
import type { Reason } from '../reason.ts';
import { sameBatch } from '../settings/group-tag.ts';
import type { Verdict } from '../verdict.ts';
import type { ChunkState } from './chunk-state.ts';
import type { ChunkVerdicts } from './chunk-verdicts.ts';
import { type DeviceChange, type Located, type LocatedDevice, namesIn, type WantedDevice } from './device-actions.ts';
import { historyOf } from './device-history.ts';
import type { DeviceRow } from './device-row.ts';

/**
 * A registered device something is done with. It is written down as it was found before the first call goes out: when it
 * is not found later, that is our doing, whatever became of the answers.
 */
export interface ActionNote {
  readonly device: LocatedDevice;
  /** The platform has taken the removal or the change. */
  readonly taken?: true;
  /** A later look did not find it any more. */
  readonly gone?: true;
}

/** Notes of a chunk by position; `null`: nothing is done with the device. */
export type ActionNotes = readonly (ActionNote | null)[];

type Asked = Pick<PlannedChunk, 'action' | 'platform' | 'groupTag' | 'source' | 'customerName'>;

/** Is the device taken out where it is, and registered anew? On Partner Center that is the only way to change a group tag. */
export const registersAnew = ({ action, platform }: Pick<PlannedChunk, 'action' | 'platform'>): boolean =>
  action === 'move' || (action === 'changeTag' && platforms[platform].actions.changeTag === 'anew');

/** Is a registered device only changed, and never taken out? */
export const changesInPlace = (asked: Pick<PlannedChunk, 'action' | 'platform'>): boolean =>
  asked.action === 'changeTag' && !registersAnew(asked);

/** Does the chunk take devices out for good or to another customer? Then its uploader has to confirm it. */
export const needsConfirmation = (action: OtherAction | undefined): boolean =>
  action === 'deregister' || action === 'move';

/** What the row says its device is known by. */
export const namesOf = ({ identity, alsoKnownBy = [] }: ChunkDevice): Listed =>
  Object.assign({}, ...alsoKnownBy.map(namesIn), namesIn(identity));

/** The ledger keys of a device, by all its names and, once it was found, as the platform spells them. */
export function keysOf(device: ChunkDevice, located: Listed = {}): readonly string[] {
  const names = namesOf(device);
  const keys = [...listedKeys(names), ...listedKeys({ ...names, ...located })];
  return keys.length === 0 ? deviceKeys(device.identity) : [...new Set(keys)];
}

/** A device as it is looked for first: by its names; where the ledger saw it helps to find it, and decides nothing. */
export function wantedFirst(position: number, device: ChunkDevice, known: DeviceRow | undefined): WantedDevice {
  const { manufacturer, model, serial, pkid } = namesOf(device);
  return {
    position,
    ...(manufacturer ? { manufacturer } : {}),
    ...(model ? { model } : {}),
    ...(serial ? { serial } : {}),
    ...(pkid ? { pkid } : {}),
    ...(known?.groupTag === undefined ? {} : { groupTag: known.groupTag }),
  };
}

/** The same device once it was found: only the platform's id counts. */
export const wantedAgain = (position: number, { device }: ActionNote): WantedDevice => ({
  ...device,
  position,
});

/** What the rows of a chunk ask to be changed in place. */
export function changeOf({ groupTag }: Asked, { assignedUser, newDeviceName }: ChunkDevice): DeviceChange {
  return {
    ...(groupTag === undefined ? {} : { groupTag }),
    ...(assignedUser === undefined ? {} : { userPrincipalName: assignedUser }),
    ...(newDeviceName === undefined ? {} : { deviceName: newDeviceName }),
  };
}

/** Does the platform show what was asked for? A device name is not shown, so it counts once it was taken. */
function shows({ groupTag, assignedUser }: LocatedDevice, change: DeviceChange): boolean {
  const sameTag = change.groupTag === undefined || change.groupTag === groupTag;
  const wanted = change.userPrincipalName?.toLowerCase();
  return sameTag && (wanted === undefined || wanted === (assignedUser ?? '').toLowerCase());
}

const inOneLine = ({ manufacturer, model, serial, groupTag, batchId, platformDeviceId }: LocatedDevice): string =>
  [manufacturer, model, serial, groupTag ?? batchId, platformDeviceId].filter((part) => part !== undefined).join(' ');

const rejected = (code: Reason['code'], params?: Reason['params']): Verdict => ({
  kind: 'rejected',
  reason: params === undefined ? { code } : { code, params },
});

const wasThere: Verdict = { kind: 'tagChanged', reason: { code: 'change_was_there' } };

/** Did we register the device after the plan was made that its uploader has confirmed? */
const isSince = (known: DeviceRow | undefined, { confirmedPlan }: ChunkDevice): boolean =>
  confirmedPlan !== undefined && (known?.origin?.registeredAt ?? '') > confirmedPlan;

/** What the first look makes of a device: a verdict, or a note of what is to be done; neither: it only has to be registered. */
function judgeFirst(
  asked: Asked,
  device: ChunkDevice,
  known: DeviceRow | undefined,
  located: Located,
): Verdict | ActionNote | undefined {
  switch (located.kind) {
    case 'several': {
      const { length: count } = located.devices;
      return rejected('several_devices_listed', { count, listed: located.devices.map(inOneLine).join('; ') });
    }
    case 'notResolvable':
      return { kind: 'rejected', reason: located.reason };
    case 'none':
      if (asked.action === 'move') return undefined;
      return asked.action === 'changeTag' ? rejected('device_not_listed') : { kind: 'notRegistered' };
    case 'unlisted':
      // The platform takes any device out, whoever registered it: only what we registered for this customer may go.
      if (known?.origin === undefined) return rejected('not_registered_by_us');
      return isSince(known, device) ? rejected('registered_since_plan') : { device: located.device };
    case 'one': {
      if (isSince(known, device)) return rejected('registered_since_plan');
      if (asked.action !== 'changeTag') return { device: located.device };
      const change = changeOf(asked, device);
      const sameTag = sameBatch(located.device.groupTag ?? '', asked.groupTag ?? '');
      const isThere = registersAnew(asked) ? sameTag : change.deviceName === undefined && shows(located.device, change);
      return isThere ? wasThere : { device: located.device };
    }
  }
}

/** Where a list can't tell whether a device is there, our own removal does, if nothing came after it. */
export const removedByUs = (row: DeviceRow): boolean =>
  row.removedAt !== undefined && historyOf(row).at(-1)?.what === 'removed';

const saysNothing = (located: Located): boolean =>
  located.kind === 'unlisted' ||
  (located.kind === 'notResolvable' && ['unnamed_devices_listed', 'pkid_not_listed'].includes(located.reason.code));

/** Positions of which the platform's list says nothing, so that the ledger has to. */
export const unsaid = (located: readonly Located[]): readonly number[] =>
  located.filter(saysNothing).map(({ position }) => position);

/** What a first look at the platform comes to. Positions without verdict and note only have to be registered. */
export function judgeFirstLook(
  asked: Asked,
  devices: readonly ChunkDevice[],
  verdicts: ChunkVerdicts,
  located: readonly Located[],
  known: ReadonlyMap<number, DeviceRow>,
): { readonly verdicts: ChunkVerdicts; readonly notes: ActionNotes } {
  const byPosition = new Map(located.map((one) => [one.position, one]));
  const judged = verdicts.map((verdict, position) => {
    const [found, device] = [byPosition.get(position), devices[position]];
    return verdict !== null || found === undefined || device === undefined
      ? undefined
      : judgeFirst(asked, device, known.get(position), found);
  });
  return {
    verdicts: verdicts.map((verdict, position) => {
      const found = judged[position];
      return verdict ?? (found !== undefined && 'kind' in found ? found : null);
    }),
    notes: judged.map((found) => (found !== undefined && 'device' in found ? found : null)),
  };
}

/** What would be done with a device of the chunk, for a check or for whoever has to confirm it. */
export function plannedReason({ action, platform, customerName, source, groupTag = '' }: Asked): Reason {
  const { title } = platforms[source?.platform ?? platform];
  const params = { platform: title, customer: source?.customerName ?? customerName };
  switch (action) {
    case 'move':
      return { code: 'planned_action', params: { ...params, detail: 'move', target: customerName } };
    case 'changeTag':
      return {
        code: 'planned_action',
        params: { ...params, detail: registersAnew({ action, platform }) ? 'anew' : 'change', groupTag },
      };
    case 'corporateIdentifier':
      return { code: 'planned_action', params: { ...params, detail: 'identifier' } };
    default:
      return { code: 'planned_action', params };
  }
}

/** Devices that were found and would be removed wait for their uploader's word; nothing was done. */
export const judgeUnconfirmed = (chunk: Asked, verdicts: ChunkVerdicts, notes: ActionNotes): ChunkVerdicts =>
  verdicts.map((verdict, position): Verdict => {
    if (verdict !== null) return verdict;
    const device = notes[position]?.device;
    const remarks: readonly Reason[] =
      device === undefined
        ? [{ code: 'was_not_registered_before', params: { customer: chunk.source?.customerName ?? '' } }]
        : device.managedDeviceId === undefined
          ? []
          : [{ code: 'enrolled_in_intune' }];
    return {
      kind: 'awaitingConfirmation',
      reason: plannedReason(chunk),
      ...(remarks.length === 0 ? {} : { remarks }),
    };
  });

/** The notes once the platform was looked at again. */
export const noteLook = (
  asked: Asked,
  devices: readonly ChunkDevice[],
  notes: ActionNotes,
  located: readonly Located[],
): ActionNotes => {
  const byPosition = new Map(located.map((one) => [one.position, one]));
  return notes.map((note, position) => {
    const [found, device] = [byPosition.get(position), devices[position]];
    if (note === null || found === undefined || device === undefined) return note;
    if (found.kind === 'none') return { ...note, gone: true };
    const changed =
      changesInPlace(asked) &&
      found.kind === 'one' &&
      note.taken === true &&
      shows(found.device, changeOf(asked, device));
    return changed ? { ...note, gone: true } : note;
  });
};

/** The verdict on a device once nothing more is to be awaited of it; undefined: something is. */
export function verdictOfNote(asked: Asked, note: ActionNote, patienceOver: boolean): Verdict | undefined {
  const isListed = note.device.platformDeviceId !== undefined;
  const over = note.taken === true && (patienceOver || !isListed);
  if (changesInPlace(asked)) {
    if (note.gone === true) return note.taken === true ? { kind: 'tagChanged' } : rejected('device_not_listed');
    return over ? { kind: 'tagChanged', remarks: [{ code: 'change_not_shown' }] } : undefined;
  }
  if (note.gone === true) return { kind: 'deregistered' };
  if (!over) return undefined;
  return isListed ? { kind: 'deregistered', remarks: [{ code: 'still_listed' }] } : { kind: 'deregistered' };
}

type Cleared = Pick<ChunkState, 'action' | 'platform' | 'cleared' | 'source' | 'customerName' | 'groupTag'>;

const isRegistered = ({ kind }: Verdict): boolean => kind === 'registered' || kind === 'alreadyRegistered';

/**
 * The last verdicts of a chunk whose devices were removed to be registered anew: what was registered is moved or changed,
 * and of what was not, everybody must read that it is registered nowhere now.
 */
export function finishAnew(state: Cleared, verdicts: ChunkVerdicts): ChunkVerdicts {
  const { cleared, source, customerName, groupTag = '' } = state;
  if (cleared === undefined || !registersAnew(state)) return verdicts;
  const removed = new Set(cleared);
  const from = source?.customerName ?? customerName;
  return verdicts.map((verdict, position) => {
    if (verdict === null) return verdict;
    const remarks = verdict.remarks ?? [];
    if (!removed.has(position)) {
      return state.action === 'move' && isRegistered(verdict)
        ? { ...verdict, remarks: [...remarks, { code: 'was_not_registered_before', params: { customer: from } }] }
        : verdict;
    }
    if (isRegistered(verdict)) {
      const more = remarks.length === 0 ? {} : { remarks };
      return state.action === 'move'
        ? { kind: 'moved', ...more }
        : { kind: 'tagChanged', reason: { code: 'tag_changed_anew', params: { groupTag } }, ...more };
    }
    const because: readonly Reason[] = verdict.reason === undefined ? [] : [verdict.reason];
    const params = { from, to: customerName };
    return verdict.kind === 'unknown'
      ? {
          ...verdict,
          reason: { code: 'registered_nowhere', params: { ...params, detail: 'unknown' } },
          remarks: [...because, ...remarks],
        }
      : {
          ...verdict,
          kind: 'refused',
          reason: { code: 'registered_nowhere', params },
          remarks: [...because, ...remarks],
        };
  });
}
