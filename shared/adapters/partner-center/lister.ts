import type { Lister } from '../../ports.ts';
import type { Catalogue } from './catalogue.ts';

/** Everything this partner tenant registered for a customer: there is no such list, so batch by batch. */
export const makePartnerCenterLister = (catalogue: Catalogue): Lister => ({
  parts: async (customer, context) =>
    (await catalogue.batches(customer, context)).map(({ groupTag, devices }) => ({
      name: groupTag,
      ...(devices === undefined ? {} : { devices }),
    })),
  pages: (customer, { name }, cursor, context) => catalogue.devices(customer, name, context, cursor),
});
