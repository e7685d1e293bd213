import type { ListedDevice } from '../../domain/comparing/listed-device.ts';
import type { CustomerRef } from '../../domain/registering/submission.ts';
import type { CallContext } from '../../ports.ts';
import { isValid, type WireCustomer } from './answers.ts';
import type { Page, PartnerCenterClient } from './client.ts';
import { toListed } from './wire.ts';

/** A device batch as the customer's list shows it. */
interface ListedBatch {
  readonly groupTag: string;
  /** Absent where the service does not say. */
  readonly devices?: number;
}

/** A customer of the partner tenant. */
interface ListedCustomer {
  readonly tenantId: string;
  readonly domain?: string;
  readonly name?: string;
}

/** What Partner Center shows of what this partner tenant registered; page by page, so that a listing can be resumed. */
export interface Catalogue {
  batches(customer: CustomerRef, context: CallContext): Promise<readonly ListedBatch[]>;
  devices(
    customer: CustomerRef,
    groupTag: string,
    context: CallContext,
    cursor?: string,
  ): AsyncIterable<Page<ListedDevice>>;
  customers(context: CallContext): AsyncIterable<ListedCustomer>;
}

export function makeCatalogue(client: PartnerCenterClient, options: { readonly seekDevicePages: boolean }): Catalogue {
  return {
    async batches(customer, context) {
      const path = ['customers', customer.tenantId, 'deviceBatches'];
      const read = { operation: 'listBatches', path, isValid: isValid.batchPage };
      const batches: ListedBatch[] = [];
      for await (const { items } of client.pages(read, context)) {
        for (const { id, devicesCount, deviceCount } of items) {
          const devices = devicesCount ?? deviceCount;
          batches.push({ groupTag: id, ...(typeof devices === 'number' ? { devices } : {}) });
        }
      }
      return batches;
    },

    async *devices(customer, groupTag, context, cursor) {
      // Our own address: `devicesLink` comes unencoded, and clients that used it failed with several batches.
      const path = ['customers', customer.tenantId, 'deviceBatches', groupTag, 'devices'];
      const nextQuery = options.seekDevicePages ? { nextQuery: 'seekOperation=Next' } : {};
      const from = cursor === undefined ? {} : { cursor };
      const read = { operation: 'listDevices', path, isValid: isValid.devicePage, ...nextQuery, ...from };
      for await (const page of client.pages(read, context)) {
        yield { ...page, items: page.items.map((wire) => toListed(wire, groupTag)) };
      }
    },

    async *customers(context) {
      const read = {
        operation: 'listCustomers',
        path: ['customers'],
        isValid: isValid.customerPage,
        query: 'size=200',
        nextQuery: 'seekOperation=Next',
      };
      for await (const { items } of client.pages(read, context)) yield* items.map(toCustomer);
    },
  };
}

function toCustomer({ id, companyProfile }: WireCustomer): ListedCustomer {
  return {
    tenantId: id,
    ...(companyProfile?.domain ? { domain: companyProfile.domain } : {}),
    ...(companyProfile?.companyName ? { name: companyProfile.companyName } : {}),
  };
}
