import type { Telemetry } from '../../ports.ts';
import type { ExportTo } from './export-to.ts';
import { noTelemetry } from './no-telemetry.ts';

/**
 * Telemetry to where the deployment says. The packages behind it are loaded only then: a process that exports nothing
 * neither loads nor does anything. The first step waits until they are there; if they can't be loaded, work goes on without.
 */
export function openTelemetry(to: ExportTo): Telemetry {
  if (to.otlpEndpoint === undefined && to.azureMonitor === undefined) return noTelemetry;
  let telemetry = noTelemetry;
  const opened = import('./open-telemetry.ts')
    .then(async ({ makeOpenTelemetry }) => {
      telemetry = await makeOpenTelemetry(to);
    })
    .catch((error: unknown) => process.emitWarning(`Nothing is exported: ${String(error)}`, 'Telemetry'));
  return {
    step: async (...step) => {
      await opened;
      return telemetry.step(...step);
    },
    call: (...call) => telemetry.call(...call),
    upload: (...upload) => telemetry.upload(...upload),
    measure: (...measure) => telemetry.measure(...measure),
  };
}
