import type { Platform } from '../call.ts';
import type { Simulation } from '../simulation.ts';
import { batchRoutes } from './batches.ts';
import { customerRoutes } from './customers.ts';
import { deviceRoutes } from './devices.ts';
import { policyRoutes } from './policies.ts';
import { makeRefuse, mfaHeader, tracingHeaders } from './refuse.ts';

/** Partner Center's device deployment API (https://learn.microsoft.com/partner-center/developer/device-deployment). */
export function makePartnerCenter(simulation: Simulation): Platform {
  const refuse = makeRefuse(simulation);
  return {
    name: 'partnerCenter',
    prefix: 'partner-center',
    refuse,
    headers: (call) => ({ ...tracingHeaders(call), ...mfaHeader(call) }),
    routes: [
      ...batchRoutes(simulation, refuse),
      ...deviceRoutes(simulation, refuse),
      ...customerRoutes(simulation, refuse),
      ...policyRoutes(simulation, refuse),
    ],
  };
}
