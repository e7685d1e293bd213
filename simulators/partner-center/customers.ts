import type { Problem, Reply, Route } from '../call.ts';
import { jsonObject, parseJson } from '../json.ts';
import type { Simulation } from '../simulation.ts';
import { type CustomerTenant, sameText } from '../world.ts';
import { makeGuards, type PartnerCall } from './access.ts';
import { collectionPage } from './collection.ts';
import { badInput } from './read-devices.ts';

type Refuse = (problem: Problem) => Reply;

function listedCustomer(customer: CustomerTenant): object {
  return {
    id: customer.tenantId,
    companyProfile: {
      tenantId: customer.tenantId,
      domain: customer.domain,
      companyName: customer.name,
      attributes: { objectType: 'CustomerCompanyProfile' },
    },
    relationshipToPartner: 'reseller',
    attributes: { objectType: 'Customer' },
  };
}

/** The `filter` of the list: URL-encoded JSON, `starts_with` on company name or domain. */
function readFilter(text: string | null): ((customer: CustomerTenant) => boolean) | undefined {
  if (text === null) return () => true;
  const parsed = parseJson(Buffer.from(text));
  const filter = parsed.ok ? jsonObject(parsed.value) : undefined;
  const value = filter?.text('value')?.toLowerCase();
  const field = filter?.text('field')?.toLowerCase();
  if (value === undefined || filter?.text('operator')?.toLowerCase() !== 'starts_with') return undefined;
  if (field === 'domain') return (customer) => customer.domain.toLowerCase().startsWith(value);
  if (field === 'companyname') return (customer) => customer.name.toLowerCase().startsWith(value);
  return undefined;
}

function listCustomers(simulation: Simulation, refuse: Refuse, call: PartnerCall): Reply {
  const size = Number(call.query.get('size') ?? 0);
  if (!Number.isInteger(size) || size < 0) return refuse(badInput('size').problem);
  const wanted = readFilter(call.query.get('filter'));
  if (!wanted) return refuse(badInput('filter').problem);
  const items = simulation
    .world()
    .customers.filter((customer) => customer.resellers?.some((reseller) => sameText(reseller, call.owner)))
    .filter(wanted)
    .map(listedCustomer);
  const list = `/customers ${call.owner} ${call.query.get('filter') ?? ''}`;
  const page = { list, items, size: size === 0 ? Math.max(items.length, 1) : size, path: `/v1/customers?size=${size}` };
  return collectionPage(page, call, simulation.behaviour(), refuse);
}

/** The customers a partner has a relationship with. */
export function customerRoutes(simulation: Simulation, refuse: Refuse): readonly Route[] {
  const { partner, customer } = makeGuards(simulation, refuse);
  return [
    {
      operation: 'partnerCenter.listCustomers',
      method: 'GET',
      path: '/v1/customers',
      answer: partner((call) => listCustomers(simulation, refuse, call)),
    },
    {
      operation: 'partnerCenter.getCustomer',
      method: 'GET',
      path: '/v1/customers/:customer',
      answer: customer((call) => ({
        status: 200,
        json: { ...listedCustomer(call.customer), allowDelegatedAccess: false, customDomains: [call.customer.domain] },
      })),
    },
  ];
}
