import type { Route } from '../call.ts';
import type { Simulation } from '../simulation.ts';
import { graphGuard, refuseGraph } from './access.ts';

const tenMinutes = 10 * 60 * 1000;
/** A sync counts as running for this long. */
const running = 30 * 1000;

/** `windowsAutopilotSettings`, beta only: a second sync is 409 while one runs and 429 within ten minutes of it. */
export function syncRoutes(simulation: Simulation): readonly Route[] {
  const path = '/beta/deviceManagement/windowsAutopilotSettings';
  const last = (tenantId: string): number | undefined => simulation.store.get('syncs', tenantId.toLowerCase());
  return [
    {
      operation: 'intune.sync',
      method: 'POST',
      path: `${path}/sync`,
      answer: graphGuard(
        simulation,
        'readWrite',
      )((call) => {
        const age = call.now - (last(call.tenantId) ?? Number.NEGATIVE_INFINITY);
        if (age < running) return refuseGraph({ status: 409, code: 409, text: 'A sync is already in progress.' }, call);
        if (age < tenMinutes) {
          const text = 'A sync was started within the last 10 minutes.';
          return refuseGraph({ status: 429, code: 429, text }, call);
        }
        simulation.store.commit([{ in: 'syncs', key: call.tenantId.toLowerCase(), value: call.now }]);
        return { status: 204 };
      }),
    },
    {
      operation: 'intune.settings',
      method: 'GET',
      path,
      answer: graphGuard(
        simulation,
        'read',
      )((call) => {
        const at = last(call.tenantId);
        const time = at === undefined ? null : new Date(at).toISOString();
        const syncStatus = at === undefined ? 'unknown' : call.now - at < running ? 'inProgress' : 'completed';
        return { status: 200, json: { lastSyncDateTime: time, lastManualSyncTriggerDateTime: time, syncStatus } };
      }),
    },
  ];
}
