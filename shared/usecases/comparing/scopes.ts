import type { ListingPlace } from '../../domain/comparing/listed-device.ts';
import { platforms } from '../../domain/platforms.ts';
import type { Connection } from '../../domain/settings/connection.ts';
import type { Customer, Partner } from '../../domain/settings/partner.ts';
import type { FoundSettings } from '../../domain/settings/settings-folder.ts';

/** One connection and customer of a partner, to be compared. */
export interface Scope {
  readonly connection: Connection;
  readonly customer: Customer;
  /**
   * May the partner see devices it did not register itself? Only on a connection of its own, for a customer no other
   * partner names: what a shared connection lists may have been registered by somebody else.
   */
  readonly seesAll: boolean;
}

/** Customers that more than one partner names. */
export function sharedCustomers(partners: readonly Partner[]): ReadonlySet<string> {
  const seen = new Set<string>();
  const shared = new Set<string>();
  for (const { customers } of partners) {
    for (const id of new Set(customers.map(({ customerTenantId }) => customerTenantId.toLowerCase()))) {
      if (seen.has(id)) shared.add(id);
      seen.add(id);
    }
  }
  return shared;
}

/** Every connection and customer of a partner that can be registered with. */
export function scopesOf({ partner, connections }: FoundSettings, shared: ReadonlySet<string>): readonly Scope[] {
  return partner.customers
    .filter((customer) => customer.claimedTwice !== true)
    .flatMap((customer) =>
      (customer.connections ?? partner.connections).flatMap((id): Scope[] => {
        const connection = connections.get(id);
        if (connection === undefined || platforms[connection.platform].registers !== 'api') return [];
        const own = connection.exclusiveTo === partner.partnerId;
        return [{ connection, customer, seesAll: own && !shared.has(customer.customerTenantId.toLowerCase()) }];
      }),
    );
}

/** Is something about the same connection and customer? */
export const isOf =
  (connectionId: string, customerTenantId: string) =>
  (scope: { readonly connectionId: string; readonly customerTenantId: string }): boolean =>
    scope.connectionId === connectionId && scope.customerTenantId === customerTenantId;

export const isOfScope = ({ connection, customer }: Scope): ReturnType<typeof isOf> =>
  isOf(connection.connectionId, customer.customerTenantId);

export const listingPlaceOf = (partnerId: string, { connection, customer }: Scope): ListingPlace => ({
  partnerId,
  connectionId: connection.connectionId,
  customerTenantId: customer.customerTenantId,
});
