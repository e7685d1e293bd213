import type { ListingPlace } from '../../domain/comparing/listed-device.ts';
import { type Platform, platforms } from '../../domain/platforms.ts';
import type { Reason } from '../../domain/reason.ts';
import type { Connection } from '../../domain/settings/connection.ts';
import type { Customer, Partner } from '../../domain/settings/partner.ts';
import type { FoundSettings } from '../../domain/settings/settings-folder.ts';
import type { DevicePlace } from '../../ports.ts';

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

/** A connection and customer that the platform is not asked about, although devices may be registered there. */
export interface LeftOut {
  readonly connectionId: string;
  /** Absent: the connection is not this partner's any more. */
  readonly platform?: Platform;
  readonly customerTenantId: string;
  readonly customerName: string;
  readonly reason: Reason;
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

/** Every connection and customer of the settings that can be registered with, and all others the ledger has devices of. */
export function scopesOf(
  { partner, connections }: FoundSettings,
  shared: ReadonlySet<string>,
  places: readonly DevicePlace[],
): { readonly scopes: readonly Scope[]; readonly leftOut: readonly LeftOut[] } {
  const scopes: Scope[] = [];
  const leftOut: LeftOut[] = [];
  const add = (connectionId: string, customer: Customer): void => {
    const { customerTenantId, name: customerName } = customer;
    const connection = connections.get(connectionId);
    const leave = (code: LeftOut['reason']['code']): void => {
      const platform = connection === undefined ? {} : { platform: connection.platform };
      leftOut.push({ connectionId, ...platform, customerTenantId, customerName, reason: { code } });
    };
    if (connection === undefined) leave('comparison_connection_left');
    else if (platforms[connection.platform].registers !== 'api') return;
    else if (customer.claimedTwice === true) leave('comparison_claimed_twice');
    else {
      const own = connection.exclusiveTo === partner.partnerId;
      scopes.push({ connection, customer, seesAll: own && !shared.has(customerTenantId.toLowerCase()) });
    }
  };
  for (const customer of partner.customers) {
    for (const id of customer.connections ?? partner.connections) add(id, customer);
  }
  for (const { connectionId, customerTenantId } of places) {
    if ([...scopes.map(placeOf), ...leftOut].some(isOf(connectionId, customerTenantId))) continue;
    const known = partner.customers.find(
      (one) => one.customerTenantId.toLowerCase() === customerTenantId.toLowerCase(),
    );
    const customer: Customer = { ...(known ?? { name: customerTenantId }), customerTenantId };
    if (known !== undefined || partner.anyCustomer === true) add(connectionId, customer);
    else {
      const { name: customerName } = customer;
      leftOut.push({ connectionId, customerTenantId, customerName, reason: { code: 'comparison_customer_left' } });
    }
  }
  return { scopes, leftOut };
}

/** Is something about the same connection and customer? */
export const isOf =
  (connectionId: string, customerTenantId: string) =>
  (scope: { readonly connectionId: string; readonly customerTenantId: string }): boolean =>
    scope.connectionId === connectionId && scope.customerTenantId === customerTenantId;

/** The connection and customer of a scope, by their ids. */
export const placeOf = ({ connection, customer }: Scope): DevicePlace => ({
  connectionId: connection.connectionId,
  customerTenantId: customer.customerTenantId,
});

export const isOfScope = (scope: Scope): ReturnType<typeof isOf> => {
  const { connectionId, customerTenantId } = placeOf(scope);
  return isOf(connectionId, customerTenantId);
};

export const listingPlaceOf = (partnerId: string, scope: Scope): ListingPlace => ({ partnerId, ...placeOf(scope) });
