import type { Located, LocatedDevice, Removed, WantedDevice } from '../../domain/registering/device-actions.ts';
import { locateAmong, mayBeWanted } from '../../domain/registering/locating.ts';
import type { CustomerRef } from '../../domain/registering/submission.ts';
import { sameBatch } from '../../domain/settings/group-tag.ts';
import { SubmissionUnknown } from '../../errors.ts';
import type { CallContext, DeviceActions } from '../../ports.ts';
import { removalRefused } from '../http/action-answer.ts';
import type { Answer } from '../http/http.ts';
import type { Catalogue } from './catalogue.ts';
import type { PartnerCenterClient } from './client.ts';
import { denied, wordsOf } from './faults.ts';

/**
 * Devices this partner tenant registered: found batch by batch, deleted one by one
 * (https://learn.microsoft.com/partner-center/developer/delete-a-device-for-the-specified-customer). That is all there is: no search,
 * no bulk deletion, no other tag for a registered device.
 */
export function makePartnerCenterActions(client: PartnerCenterClient, catalogue: Catalogue): DeviceActions {
  async function locate(
    customer: CustomerRef,
    wanted: readonly WantedDevice[],
    context: CallContext,
  ): Promise<readonly Located[]> {
    const listed: LocatedDevice[] = [];
    const isNear = mayBeWanted(wanted);
    const read = async (batchId: string): Promise<void> => {
      for await (const { items } of catalogue.devices(customer, batchId, context)) {
        for (const item of items) if (isNear(item)) listed.push({ ...item, batchId });
      }
    };
    const known = batchesOf(wanted);
    for (const batchId of known.sure) await read(batchId);
    if (wanted.every((device) => isSettled(device, listed))) return locateAmong(wanted, listed);
    const names = (await catalogue.batches(customer, context)).map(({ groupTag }) => groupTag);
    const rest = names.filter((name) => !known.sure.has(name));
    const likely = rest.filter((name) => known.likely.some((tag) => sameBatch(tag, name)));
    for (const batchId of likely) await read(batchId);
    if (wanted.every((device) => isSettled(device, listed))) return locateAmong(wanted, listed);
    for (const batchId of rest) if (!likely.includes(batchId)) await read(batchId);
    return locateAmong(wanted, listed);
  }

  async function remove(
    customer: CustomerRef,
    { platformDeviceId, batchId }: LocatedDevice,
    context: CallContext,
  ): Promise<Removed> {
    if (platformDeviceId === undefined || batchId === undefined) throw new Error('the device was not located');
    const path = ['customers', customer.tenantId, 'deviceBatches', batchId, 'devices', platformDeviceId];
    return await client.send({ operation: 'deleteDevice', method: 'DELETE', path, interpret: removalIn }, context);
  }

  return { locate, remove };
}

/** Batches that decide (an earlier look found the device there), and those where devices are likely to be. */
function batchesOf(wanted: readonly WantedDevice[]) {
  const sure = new Set<string>();
  const likely: string[] = [];
  for (const { platformDeviceId, batchId, groupTag } of wanted) {
    if (platformDeviceId !== undefined && batchId !== undefined) sure.add(batchId);
    else if (groupTag !== undefined) likely.push(groupTag);
  }
  return { sure, likely };
}

/** Can the other batches add nothing? They can't to an id in its batch, nor to a device that is wholly named and found so. */
function isSettled(device: WantedDevice, listed: readonly LocatedDevice[]): boolean {
  const { platformDeviceId, batchId, serial, manufacturer, model } = device;
  if (platformDeviceId !== undefined) {
    return batchId !== undefined || listed.some((item) => item.platformDeviceId === platformDeviceId);
  }
  if (serial === undefined || manufacturer === undefined || model === undefined) return false;
  const [found] = locateAmong([device], listed);
  return found?.kind === 'one' && found.device.manufacturer !== undefined && found.device.model !== undefined;
}

function removalIn(answer: Answer): Removed {
  const { status, operation, requestId } = answer;
  if (status === 200 || status === 204) return { kind: 'removed' };
  if (status === 403) throw denied(answer);
  // 60003: the customer is unknown. Any other 404 is the device: a batch never goes.
  if (status === 404) {
    if (wordsOf(answer).code === '60003') throw denied(answer);
    return { kind: 'alreadyGone' };
  }
  if (status >= 400) return removalRefused(wordsOf(answer));
  throw new SubmissionUnknown(`${operation}: ${status} (request ${requestId})`);
}
