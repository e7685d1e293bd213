import { randomUUID } from 'node:crypto';
import type { Problem, Reply, Route } from '../call.ts';
import { jsonObject, parseJson } from '../json.ts';
import type { Simulation } from '../simulation.ts';
import type { Policy } from '../state.ts';
import { sameText } from '../world.ts';
import { type CustomerCall, makeGuards } from './access.ts';
import { collectionPage } from './collection.ts';
import { badInput } from './read-devices.ts';

type Refuse = (problem: Problem) => Reply;

const settingNames = [
  'none',
  'remove_oem_preinstalls',
  'oobe_user_not_local_admin',
  'skip_express_settings',
  'skip_oem_registration',
  'skip_eula',
];

const isSetting = (value: unknown): value is string => typeof value === 'string' && settingNames.includes(value);

function listedPolicy(simulation: Simulation, policy: Policy): object {
  const assigned = [...simulation.store.all('devices')].filter(
    (held) => held.policyId === policy.id && !held.removed,
  ).length;
  return {
    id: policy.id,
    name: policy.name,
    category: policy.category,
    description: policy.description ?? '',
    // The documents' examples say `devicesAssigned`, their table and Microsoft's SDK `devicesAssignedCount`.
    [simulation.behaviour().devicesAssignedName]: assigned,
    policySettings: policy.policySettings,
    createdDate: new Date(policy.createdAt).toISOString(),
    lastModifiedDate: new Date(policy.modifiedAt).toISOString(),
    attributes: { objectType: 'ConfigurationPolicy' },
  };
}

const mine = (policy: Policy, call: CustomerCall): boolean =>
  policy.owner === call.owner && sameText(policy.customerTenantId, call.customer.tenantId);

function readPolicyBody(
  call: CustomerCall,
  refuse: Refuse,
): Reply | Pick<Policy, 'name' | 'description' | 'policySettings'> {
  const parsed = parseJson(call.body);
  const body = parsed.ok ? jsonObject(parsed.value) : undefined;
  const name = body?.text('name');
  const settings = body?.get('policySettings');
  if (!body || name === undefined || !Array.isArray(settings))
    return refuse(badInput('name and policySettings').problem);
  if (body.text('category')?.toLowerCase() !== 'o_o_b_e' || !settings.every(isSetting)) {
    return refuse({ status: 400, code: 900126, text: 'Unable to parse enum.' });
  }
  return { name, description: body.text('description'), policySettings: settings };
}

function createPolicy(simulation: Simulation, refuse: Refuse, call: CustomerCall): Reply {
  const body = readPolicyBody(call, refuse);
  if ('status' in body) return body;
  const policy: Policy = {
    ...body,
    id: randomUUID(),
    owner: call.owner,
    customerTenantId: call.customer.tenantId,
    category: 'o_o_b_e',
    createdAt: call.now,
    modifiedAt: call.now,
  };
  simulation.store.commit([{ in: 'policies', key: policy.id, value: policy }]);
  // The documents' example answers 200, not 201.
  return { status: 200, json: listedPolicy(simulation, policy) };
}

function replacePolicy(simulation: Simulation, refuse: Refuse, call: CustomerCall, policy: Policy): Reply {
  const body = readPolicyBody(call, refuse);
  if ('status' in body) return body;
  const changed = { ...policy, ...body, modifiedAt: call.now };
  simulation.store.commit([{ in: 'policies', key: policy.id, value: changed }]);
  return { status: 200, json: listedPolicy(simulation, changed) };
}

/** Partner Center's own configuration policies (profiles). */
export function policyRoutes(simulation: Simulation, refuse: Refuse): readonly Route[] {
  const { customer } = makeGuards(simulation, refuse);
  const path = '/v1/customers/:customer/policies';
  const onePolicy = (answer: (call: CustomerCall, policy: Policy) => Reply) =>
    customer((call) => {
      const policy = simulation.store.get('policies', call.params['policy'] ?? '');
      return policy && mine(policy, call)
        ? answer(call, policy)
        : refuse({ status: 404, code: 1000, text: 'Not found.' });
    });
  return [
    {
      operation: 'partnerCenter.listPolicies',
      method: 'GET',
      path,
      answer: customer((call) => {
        const own = [...simulation.store.all('policies')].filter((policy) => mine(policy, call));
        const items = own.map((policy) => listedPolicy(simulation, policy));
        const page = {
          list: path,
          items,
          size: Math.max(items.length, 1),
          path: `/customers/${call.customer.tenantId}/policies`,
        };
        return collectionPage(page, call, simulation.behaviour(), refuse);
      }),
    },
    {
      operation: 'partnerCenter.createPolicy',
      method: 'POST',
      path,
      answer: customer((call) => createPolicy(simulation, refuse, call)),
    },
    {
      operation: 'partnerCenter.getPolicy',
      method: 'GET',
      path: `${path}/:policy`,
      answer: onePolicy((_call, policy) => ({ status: 200, json: listedPolicy(simulation, policy) })),
    },
    {
      operation: 'partnerCenter.replacePolicy',
      method: 'PUT',
      path: `${path}/:policy`,
      answer: onePolicy((call, policy) => replacePolicy(simulation, refuse, call, policy)),
    },
    {
      operation: 'partnerCenter.deletePolicy',
      method: 'DELETE',
      path: `${path}/:policy`,
      answer: onePolicy((_call, policy) => {
        simulation.store.commit([{ in: 'policies', key: policy.id, value: null }]);
        return { status: 204 };
      }),
    },
  ];
}
