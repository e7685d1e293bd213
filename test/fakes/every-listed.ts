import type { ListedDevice } from '../../shared/domain/comparing/listed-device.ts';
import type { CustomerRef } from '../../shared/domain/registering/submission.ts';
import type { CallContext, Lister } from '../../shared/ports.ts';

/** All a connection lists for a customer, part after part; parts that are said to be empty are not asked for. */
export async function everyListed(
  lister: Lister,
  customer: CustomerRef,
  context: CallContext,
): Promise<readonly ListedDevice[]> {
  const devices: ListedDevice[] = [];
  for (const part of await lister.parts(customer, context)) {
    if (part.devices === 0) continue;
    for await (const { items } of lister.pages(customer, part, undefined, context)) devices.push(...items);
  }
  return devices;
}
