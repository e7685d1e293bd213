import type { Customer } from '../settings/partner.ts';
import { addCounts, type VerdictCounts, type VerdictKind } from '../verdict.ts';
import type { NotSent } from './plan.ts';

/** A partner that may register for any customer can name one in each row; the plan stays small all the same. */
const customersCountedApart = 200;

/** Counts the rows of which nothing is sent, by customer. */
export function makeNotSentTally() {
  const byTenant = new Map<string, NotSent>();
  const noCustomer = '';
  return {
    /** Without a customer: it is not known whose the row is. */
    count(customer: Pick<Customer, 'customerTenantId' | 'name'> | undefined, kind: VerdictKind): void {
      const tenant = customer?.customerTenantId.toLowerCase() ?? noCustomer;
      const apart = byTenant.size < customersCountedApart || byTenant.has(tenant);
      const key = apart ? tenant : noCustomer;
      const before = byTenant.get(key) ?? {
        ...(apart && customer !== undefined
          ? { customerTenantId: customer.customerTenantId, customerName: customer.name }
          : {}),
        counts: {},
      };
      byTenant.set(key, { ...before, counts: addCounts(before.counts, { [kind]: 1 }) });
    },
    counts: (): VerdictCounts => addCounts(...[...byTenant.values()].map(({ counts }) => counts)),
    byCustomer: (): readonly NotSent[] => [...byTenant.values()],
  };
}
