import { listedKeys } from '../../shared/domain/device-key.ts';
import type { DeviceChange, LocatedDevice, Refused } from '../../shared/domain/registering/device-actions.ts';
import { locateAmong } from '../../shared/domain/registering/locating.ts';
import { AccessDenied, ServiceUnavailable, SubmissionUnknown } from '../../shared/errors.ts';
import type { DeviceActions } from '../../shared/ports.ts';

/** What goes wrong with a call. */
type ActionMishap = 'answerLost' | 'callLost' | 'unavailable' | 'throttled' | 'denied' | 'refused';

export const refusedAction: Refused = {
  kind: 'refused',
  reason: { code: 'platform_refused', params: { said: 'no' } },
  platformMessage: { text: 'no' },
};

/** What the actions need of the pretend platform they belong to. */
interface HeldDevices {
  /** Everything it holds now, by ledger key. */
  all(): Iterable<readonly [key: string, device: { readonly customer: string; readonly device: LocatedDevice }]>;
  remove(key: string): void;
  change(key: string, change: DeviceChange): void;
}

/** The part of a pretend platform that finds, removes and changes what it holds. */
export function pretendActions(held: HeldDevices) {
  const how = {
    /** What happens to the next looks, removals and changes, one each. */
    locates: [] as ('unavailable' | 'denied' | undefined)[],
    removes: [] as (ActionMishap | 'running' | undefined)[],
    changes: [] as (ActionMishap | undefined)[],
    /** How often a device is still listed after its removal. */
    listedAfterRemoval: 0,
    /** Ids of devices that are enrolled, so that Intune must let go of them first. */
    enrolled: new Set<string>(),
    /** Does its list leave out PKIDs, so that devices registered by nothing else stand there without a name? */
    hidesPkids: false,
    /** Can it be asked what it holds? An OEM gateway can't. */
    lists: true,
  };
  /** Removed, and how many looks still show it. */
  const fading = new Map<string, { readonly customer: string; readonly device: LocatedDevice; looks: number }>();
  const removed: { readonly customer: string; readonly device: LocatedDevice }[] = [];

  const stumble = (mishap: ActionMishap | undefined): void => {
    if (mishap === 'unavailable') throw new ServiceUnavailable('Out of service.');
    if (mishap === 'throttled') throw new ServiceUnavailable('Too many calls.', { throttled: true });
    if (mishap === 'denied') throw new AccessDenied('consent_missing', 'Nobody signed in.');
    if (mishap === 'callLost') throw new SubmissionUnknown('Nobody knows.');
  };
  const find = (customer: string, device: LocatedDevice): string | undefined => {
    const keys = listedKeys(device);
    for (const [key, entry] of held.all()) {
      const same =
        device.platformDeviceId === undefined
          ? keys.includes(key)
          : entry.device.platformDeviceId === device.platformDeviceId;
      // An OEM gateway takes a device out whoever it is registered for.
      if (same && (entry.customer === customer || !how.lists)) return key;
    }
    return undefined;
  };

  const actions: DeviceActions = {
    locate: async ({ tenantId }, wanted, context) => {
      context.onCall('locate');
      stumble(how.locates.shift());
      if (!how.lists) {
        return wanted.map(({ position, platformDeviceId: _id, ...device }) => ({ position, kind: 'unlisted', device }));
      }
      const listed = [...held.all()]
        .filter(([, { customer }]) => customer === tenantId)
        .map(([, entry]) => entry.device);
      for (const [id, entry] of fading) {
        if (entry.customer !== tenantId) continue;
        if (entry.looks > 0) listed.push(entry.device);
        else fading.delete(id);
        entry.looks -= 1;
      }
      return locateAmong(wanted, how.hidesPkids ? listed.map(({ pkid: _pkid, ...device }) => device) : listed);
    },
    remove: async ({ tenantId }, device, context) => {
      context.onCall('remove');
      const mishap = how.removes.shift();
      if (mishap === 'running') return { kind: 'running', device: { ...device, operationId: 'op-1' } };
      if (mishap === 'refused') return refusedAction;
      stumble(mishap);
      if (how.enrolled.has(device.platformDeviceId ?? '')) {
        return { kind: 'blocked', reason: { code: 'enrolled_in_intune' } };
      }
      const key = find(tenantId, device);
      if (key === undefined) return { kind: 'alreadyGone' };
      held.remove(key);
      removed.push({ customer: tenantId, device });
      fading.set(key, { customer: tenantId, device, looks: how.listedAfterRemoval });
      if (mishap === 'answerLost') throw new SubmissionUnknown('The answer was lost.');
      return { kind: 'removed' };
    },
    change: async ({ tenantId }, device, change, context) => {
      context.onCall('change');
      const mishap = how.changes.shift();
      if (mishap === 'refused') return refusedAction;
      stumble(mishap);
      const key = find(tenantId, device);
      if (key === undefined) return { kind: 'gone' };
      held.change(key, change);
      if (mishap === 'answerLost') throw new SubmissionUnknown('The answer was lost.');
      return { kind: 'changed' };
    },
    importIdentifiers: async (_customer, devices, context) => {
      context.onCall('importIdentifiers');
      return devices.map(({ position }) => ({ position, kind: 'added' }));
    },
  };
  return { actions, how, removed };
}
