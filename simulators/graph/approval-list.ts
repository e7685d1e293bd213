import type { Route } from '../call.ts';
import type { Simulation } from '../simulation.ts';
import { sameText } from '../world.ts';
import { graphGuard, refuseGraph } from './access.ts';
import { approvalNow } from './approvals.ts';
import { graphPage } from './query.ts';

/** Requests for approval, beta only; to see them takes a permission of its own (DeviceManagementRBAC.Read.All). */
export function approvalRoutes(simulation: Simulation): readonly Route[] {
  return [
    {
      operation: 'intune.listApprovals',
      method: 'GET',
      path: '/beta/deviceManagement/operationApprovalRequests',
      answer: graphGuard(
        simulation,
        'read',
      )((call) => {
        const customer = simulation.world().customers.find((one) => sameText(one.tenantId, call.tenantId));
        if (customer?.multiAdminApproval !== 'requestsShown') {
          return refuseGraph({ status: 403, code: 403, text: 'Application is not authorized to read requests.' }, call);
        }
        const own = [...simulation.store.all('approvals')].filter((one) =>
          sameText(one.customerTenantId, call.tenantId),
        );
        const records = own.map((request) => ({
          filter: {},
          json: {
            id: request.id,
            requestDateTime: new Date(request.requestedAt).toISOString(),
            status: approvalNow(request, call.now).status,
            requestJustification: request.justification,
          },
        }));
        return graphPage(call, records, simulation.behaviour().graphPageSize);
      }),
    },
  ];
}
