import { filled } from '../device-key.ts';
import type { Reason } from '../reason.ts';
import type { Located, LocatedDevice, WantedDevice } from './device-actions.ts';

/**
 * Finds each wanted device in a platform's whole list. What is decided here may end in a deletion, so a match must be exact and the
 * only one: by the platform's id, else by PKID or by the whole serial number, with maker and model agreeing where both sides name
 * them. A near match is never taken, and never passed off as "not there" either.
 */
export function locateAmong(wanted: readonly WantedDevice[], listed: readonly LocatedDevice[]): readonly Located[] {
  const byId = indexBy(listed, ({ platformDeviceId }) => platformDeviceId);
  const byPkid = indexBy(listed, ({ pkid }) => filled(pkid));
  const bySerial = indexBy(listed, ({ serial }) => lower(serial));
  const nameless = listed.filter(({ serial, pkid }) => lower(serial) === undefined && filled(pkid) === undefined);

  return wanted.map((device): Located => {
    const { position, platformDeviceId: id } = device;
    if (id !== undefined) return found(position, byId.get(id) ?? []);
    const near = [
      ...new Set([
        ...(byPkid.get(filled(device.pkid) ?? '') ?? []),
        ...(bySerial.get(lower(device.serial) ?? '') ?? []),
      ]),
    ];
    const matches = near.filter((item) => agree(device, item));
    if (matches.length > 0) return found(position, matches);
    const unsure = whyUnsure(device, near, nameless.length);
    return unsure === undefined ? { position, kind: 'none' } : { position, kind: 'notResolvable', reason: unsure };
  });
}

/** Which devices of a list have to be kept for `locateAmong`: those that may be wanted, and those without a name. */
export function mayBeWanted(wanted: readonly WantedDevice[]): (listed: LocatedDevice) => boolean {
  const ids = new Set(wanted.map(({ platformDeviceId }) => platformDeviceId));
  const serials = new Set(wanted.map(({ serial }) => lower(serial)));
  const pkids = new Set(wanted.map(({ pkid }) => filled(pkid)));
  return ({ platformDeviceId, serial, pkid }) => {
    const [itsSerial, itsPkid] = [lower(serial), filled(pkid)];
    if (itsSerial === undefined && itsPkid === undefined) return true;
    if (platformDeviceId !== undefined && ids.has(platformDeviceId)) return true;
    return (itsSerial !== undefined && serials.has(itsSerial)) || (itsPkid !== undefined && pkids.has(itsPkid));
  };
}

/** Why a device that was not found may be there all the same. */
function whyUnsure(device: WantedDevice, near: readonly LocatedDevice[], nameless: number): Reason | undefined {
  const [other] = near;
  if (other !== undefined) {
    const otherCase = other.serial?.trim() !== device.serial?.trim() && lower(other.serial) === lower(device.serial);
    const listed = [other.manufacturer, other.model, other.serial].filter((name) => name !== undefined).join(', ');
    return { code: otherCase ? 'listed_in_other_case' : 'listed_as_other_device', params: { listed } };
  }
  if (lower(device.serial) === undefined) return { code: 'pkid_not_listed' };
  return nameless > 0 ? { code: 'unnamed_devices_listed', params: { count: nameless } } : undefined;
}

function found(position: number, matches: readonly LocatedDevice[]): Located {
  const [only, another] = matches;
  if (only === undefined) return { position, kind: 'none' };
  return another === undefined
    ? { position, kind: 'one', device: only }
    : { position, kind: 'several', devices: matches };
}

/** Is the serial number the same to the letter, and does nothing else that both sides say differ? */
function agree(wanted: WantedDevice, listed: LocatedDevice): boolean {
  const [serial, listedSerial] = [filled(wanted.serial), filled(listed.serial)];
  if (serial !== undefined && listedSerial !== undefined && serial !== listedSerial) return false;
  return (['manufacturer', 'model', 'pkid'] as const).every((name) => {
    const [one, other] = [lower(wanted[name]), lower(listed[name])];
    return one === undefined || other === undefined || one === other;
  });
}

function indexBy(
  listed: readonly LocatedDevice[],
  nameOf: (device: LocatedDevice) => string | undefined,
): ReadonlyMap<string, readonly LocatedDevice[]> {
  const index = new Map<string, LocatedDevice[]>();
  for (const device of listed) {
    const name = nameOf(device);
    if (name === undefined) continue;
    const there = index.get(name);
    if (there === undefined) index.set(name, [device]);
    else there.push(device);
  }
  return index;
}

const lower = (text: string | undefined): string | undefined => filled(text)?.toLowerCase();
