import type { Device } from '../identity.ts';
import type { Reason } from '../reason.ts';
import { found, type Result, refused } from '../result.ts';
import type { Customer, Partner } from '../settings/partner.ts';

const tenantIdPattern = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

const named = (customer: Customer, name: string): boolean => {
  const wanted = name.trim().toLowerCase();
  return (
    customer.customerTenantId.toLowerCase() === wanted ||
    (customer.domains ?? []).some((domain) => domain.toLowerCase() === wanted)
  );
};

const unlessClaimedTwice = (customer: Customer): Result<Customer> =>
  customer.claimedTwice === true ? refused('customer_claimed_twice', { customer: customer.name }) : found(customer);

function lookUp(partner: Partner, name: string, matches: (customer: Customer) => boolean): Result<Customer> {
  const hits = partner.customers.filter(matches);
  const [hit] = hits;
  if (hits.length > 1) return refused('customer_ambiguous', { customer: name });
  if (hit !== undefined) return unlessClaimedTwice(hit);
  if (partner.anyCustomer === true && tenantIdPattern.test(name.trim())) {
    const customerTenantId = name.trim().toLowerCase();
    return found({ customerTenantId, name: customerTenantId });
  }
  return refused('customer_unknown', { customer: name });
}

/** The customer a folder stands for: by tenant id, domain or the alias in settings. */
export const customerOfFolder = (partner: Partner, folder: string): Result<Customer> =>
  lookUp(
    partner,
    folder,
    (customer) => named(customer, folder) || customer.alias?.toLowerCase() === folder.trim().toLowerCase(),
  );

/**
 * The customer a row is for: its own columns, or the upload's folder, or the partner's only customer.
 * Tenant id and domain, or row and folder, that disagree are a conflict; nothing is guessed.
 */
export function customerOfRow(
  partner: Partner,
  { customer: column, customerDomain: domain }: Pick<Device, 'customer' | 'customerDomain'>,
  folder: Customer | undefined,
): Result<Customer> {
  if (column !== undefined && column.trim() !== '') {
    const own = lookUp(partner, column, (customer) => named(customer, column));
    if (own.ok && domain !== undefined && !named(own.value, domain)) {
      return refused('customer_conflict', { customer: own.value.name, domain, detail: 'domain' });
    }
    if (own.ok && folder !== undefined && own.value.customerTenantId !== folder.customerTenantId) {
      return refused('customer_conflict', { customer: own.value.name, folder: folder.name });
    }
    return own;
  }
  if (folder !== undefined) return found(folder);
  const [only, ...others] = partner.customers;
  if (only !== undefined && others.length === 0 && partner.anyCustomer !== true) return unlessClaimedTwice(only);
  return refused('customer_missing', { customers: partner.customers.length });
}

/** Why devices planned for a customer may not go there by today's settings; undefined: they may. */
export function customerFault(partner: Partner, customerTenantId: string, connectionId: string): Reason | undefined {
  const customer = partner.customers.find((candidate) => named(candidate, customerTenantId));
  if (customer === undefined) {
    return partner.anyCustomer === true
      ? undefined
      : { code: 'customer_unknown', params: { customer: customerTenantId } };
  }
  if (customer.claimedTwice === true) return { code: 'customer_claimed_twice', params: { customer: customer.name } };
  const isRoute = (customer.connections ?? partner.connections).includes(connectionId);
  return isRoute ? undefined : { code: 'connection_missing' };
}
