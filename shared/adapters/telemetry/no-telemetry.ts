import type { Telemetry } from '../../ports.ts';

/** Telemetry of a deployment that exports none. */
export const noTelemetry: Telemetry = {
  step: (_name, _about, run) => run(),
  call: () => () => undefined,
  upload: () => undefined,
  measure: () => undefined,
};
