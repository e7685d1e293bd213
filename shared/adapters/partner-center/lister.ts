import type { Lister } from '../../ports.ts';
import type { Catalogue } from './catalogue.ts';

/** Everything this partner tenant registered for a customer: there is no such list, so batch by batch. */
export function makePartnerCenterLister(catalogue: Catalogue): Lister {
  return {
    async *list(customer, context) {
      for (const { groupTag, devices } of await catalogue.batches(customer, context)) {
        if (devices === 0) continue;
        for await (const page of catalogue.devices(customer, groupTag, context)) yield* page.items;
      }
    },
  };
}
