import type { Platform } from '../call.ts';
import type { Simulation } from '../simulation.ts';
import { graphHeaders, refuseGraph } from './access.ts';
import { approvalRoutes } from './approval-list.ts';
import { batchRoute } from './batch.ts';
import { deviceRoutes } from './devices.ts';
import { identifierRoutes } from './identifiers.ts';
import { importRoutes } from './imports.ts';
import { syncRoutes } from './sync.ts';

/** Microsoft Graph, as far as Intune's Autopilot devices go; v1.0 and beta. */
export function makeGraph(simulation: Simulation): Platform {
  const routes = [
    ...['/v1.0', '/beta'].flatMap((root) => [...importRoutes(simulation, root), ...deviceRoutes(simulation, root)]),
    ...identifierRoutes(simulation),
    ...approvalRoutes(simulation),
    ...syncRoutes(simulation),
  ];
  return {
    name: 'intune',
    prefix: 'graph',
    refuse: refuseGraph,
    headers: graphHeaders,
    routes: [...routes, batchRoute(routes, '/v1.0'), batchRoute(routes, '/beta')],
  };
}
