import type { Call, Problem, Reply, Route } from '../call.ts';
import { partnerCenterAudience } from '../entra/audience.ts';
import type { Simulation } from '../simulation.ts';
import type { Token } from '../state.ts';
import { type CustomerTenant, sameText } from '../world.ts';

/** A call by a partner that may make it. */
export interface PartnerCall extends Call {
  readonly token: Token;
  /** The partner's tenant. */
  readonly owner: string;
}

/** A call by a partner about a customer it has a reseller relationship with. */
export interface CustomerCall extends PartnerCall {
  readonly customer: CustomerTenant;
}

const guid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

function tokenProblem(simulation: Simulation, call: Call): Problem | undefined {
  const { token } = call;
  if (call.headers.authorization === undefined) return { status: 401, code: 800001, text: 'Partner token is missing.' };
  if (!token || token.expiresAt <= call.now || token.audience !== partnerCenterAudience) {
    return { status: 401, code: 400, text: 'Access denied.' };
  }
  if (token.actor === 'appUser' && !token.mfa && simulation.behaviour().mfa === 'enforced') {
    return { status: 401, code: 900421, text: 'MFA required: the access token carries no multi-factor claim.' };
  }
  const known = simulation.world().partners.some((partner) => sameText(partner.tenantId, token.tenantId));
  return known ? undefined : { status: 403, code: 900149, text: 'The program is not active for this account.' };
}

function customerProblem(customer: CustomerTenant | undefined, id: string, owner: string): Problem | undefined {
  if (!guid.test(id)) return { status: 400, code: 3000, text: 'Invalid property: customer id.' };
  if (!customer) return { status: 404, code: 60003, text: 'Tenant not found.' };
  const related = customer.resellers?.some((reseller) => sameText(reseller, owner)) ?? false;
  return related ? undefined : { status: 403, code: 20002, text: 'No relationship between caller and account.' };
}

/** Makes routes that are open to partners only, or to partners of the customer in the path. */
export function makeGuards(simulation: Simulation, refuse: (problem: Problem) => Reply) {
  const partner =
    (answer: (call: PartnerCall) => Reply): Route['answer'] =>
    (call) => {
      const problem = tokenProblem(simulation, call);
      if (problem || !call.token) return refuse(problem ?? { status: 401, code: 400, text: 'Access denied.' });
      return answer({ ...call, token: call.token, owner: call.token.tenantId.toLowerCase() });
    };
  const customer = (answer: (call: CustomerCall) => Reply): Route['answer'] =>
    partner((call) => {
      const id = call.params['customer'] ?? '';
      const found = simulation.world().customers.find((one) => sameText(one.tenantId, id));
      const problem = customerProblem(found, id, call.owner);
      if (problem || !found) return refuse(problem ?? { status: 404, code: 60003, text: 'Tenant not found.' });
      return answer({ ...call, customer: found });
    });
  return { partner, customer };
}
