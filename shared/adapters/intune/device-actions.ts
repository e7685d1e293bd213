import type {
  Changed,
  DeviceChange,
  Located,
  LocatedDevice,
  Removed,
  WantedDevice,
} from '../../domain/registering/device-actions.ts';
import { locateAmong, mayBeWanted } from '../../domain/registering/locating.ts';
import type { CustomerRef } from '../../domain/registering/submission.ts';
import { SubmissionUnknown } from '../../errors.ts';
import type { CallContext, DeviceActions } from '../../ports.ts';
import { refusedBy, removalRefused } from '../http/action-answer.ts';
import { readJson, unexpected } from '../http/answer.ts';
import type { Answer } from '../http/http.ts';
import { isValid, type WireDevice } from './answers.ts';
import { denyAccess, type GraphClient, wordsOf } from './client.ts';
import { changeBody, registeredDevices, toLocated } from './wire.ts';

/** Up to so many devices are asked for one by one; beyond that, listing the whole tenant takes fewer calls. */
const askedAlone = 10;

/** A serial number that the service's filter takes: it was seen to refuse hyphens and blanks. */
const filterable = /^[A-Za-z0-9]{4,}$/;

/**
 * Autopilot devices of a customer's Intune. They are deleted one by one and by id: the service's bulk deletion goes by serial number
 * alone, which may be more than one device's, and answers before anything is gone.
 */
export function makeIntuneActions(client: GraphClient): DeviceActions {
  const pathOf = (id: string, action = ''): string => `${registeredDevices}/${encodeURIComponent(id)}${action}`;

  async function locate(
    customer: CustomerRef,
    wanted: readonly WantedDevice[],
    context: CallContext,
  ): Promise<readonly Located[]> {
    const listed: LocatedDevice[] = [];
    const alone = wanted.length <= askedAlone && wanted.every(canBeAskedFor);
    if (!alone) {
      const isNear = mayBeWanted(wanted);
      for await (const wire of items(customer, '', context)) {
        const item = toLocated(wire);
        if (isNear(item)) listed.push(item);
      }
      return locateAmong(wanted, listed);
    }
    const found = wanted.map(async (device) => {
      if (device.platformDeviceId !== undefined) {
        const one = await read(customer, device.platformDeviceId, context);
        return locateAmong([device], one === undefined ? [] : [one]);
      }
      const bearing: LocatedDevice[] = [];
      const filter = `?$filter=${encodeURIComponent(`contains(serialNumber,'${device.serial ?? ''}')`)}`;
      for await (const wire of items(customer, filter, context)) bearing.push(toLocated(wire));
      return locateAmong([device], bearing);
    });
    return (await Promise.all(found)).flat();
  }

  const items = (customer: CustomerRef, query: string, context: CallContext): AsyncIterable<WireDevice> => {
    const list = { operation: 'listDevices', path: `${registeredDevices}${query}`, isValid: isValid.devicePage };
    return client.items(customer, list, context);
  };

  /** The device as it is now; undefined: there is none by this id. */
  async function read(customer: CustomerRef, id: string, context: CallContext): Promise<LocatedDevice | undefined> {
    const interpret = (answer: Answer): LocatedDevice | undefined => {
      denyAccess(answer);
      if (answer.status === 404) return undefined;
      if (answer.status !== 200) throw unexpected(answer);
      return toLocated(readJson(answer, isValid.device));
    };
    const call = { operation: 'getDevice', method: 'GET', path: pathOf(id), repeatable: true, interpret } as const;
    return await client.call(customer, call, context);
  }

  async function remove(
    customer: CustomerRef,
    { platformDeviceId: id, serial }: LocatedDevice,
    context: CallContext,
  ): Promise<Removed> {
    if (id === undefined) throw new Error('the device was not located');
    const now = await read(customer, id, context);
    if (now === undefined) return { kind: 'alreadyGone' };
    if (now.serial !== serial) {
      const listed = now.serial ?? '';
      return { kind: 'blocked', reason: { code: 'listed_as_other_device', params: { listed } } };
    }
    if (now.managedDeviceId !== undefined) return { kind: 'blocked', reason: { code: 'enrolled_in_intune' } };
    const interpret = (answer: Answer): Removed => {
      const { status } = answer;
      if (isDone(answer)) return { kind: 'removed' };
      return status === 404 ? { kind: 'alreadyGone' } : removalRefused(wordsOf(answer));
    };
    const call = {
      operation: 'deleteDevice',
      method: 'DELETE',
      path: pathOf(id),
      interpret,
    } as const;
    return await client.write(customer, call, context);
  }

  async function change(
    customer: CustomerRef,
    { platformDeviceId: id }: LocatedDevice,
    to: DeviceChange,
    context: CallContext,
  ): Promise<Changed> {
    if (id === undefined) throw new Error('the device was not located');
    const post = (call: { readonly operation: string; readonly action: string; readonly body?: string }) => {
      const { action, ...rest } = call;
      const sent = { ...rest, method: 'POST', path: pathOf(id, action) } as const;
      return client.write(customer, { ...sent, interpret: changedIn }, context);
    };
    if (to.userPrincipalName === '') {
      const unassigned = await post({ operation: 'unassignUser', action: '/unassignUserFromDevice' });
      if (unassigned.kind !== 'changed') return unassigned;
    }
    const body = changeBody(to);
    if (body === '{}') return { kind: 'changed' };
    return await post({ operation: 'changeDevice', action: '/updateDeviceProperties', body });
  }

  return { locate, remove, change };
}

const canBeAskedFor = ({ platformDeviceId, serial, pkid }: WantedDevice): boolean =>
  platformDeviceId !== undefined || (pkid === undefined && serial !== undefined && filterable.test(serial));

function changedIn(answer: Answer): Changed {
  if (isDone(answer)) return { kind: 'changed' };
  return answer.status === 404 ? { kind: 'gone' } : refusedBy(wordsOf(answer));
}

/** Done, or refused? Whatever is neither may have been taken. */
function isDone(answer: Answer): boolean {
  denyAccess(answer);
  const { operation, status, requestId } = answer;
  if (status === 200 || status === 204) return true;
  if (status >= 400) return false;
  throw new SubmissionUnknown(`${operation}: ${status} (request ${requestId})`);
}
