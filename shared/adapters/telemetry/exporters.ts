import { PeriodicExportingMetricReader } from '@opentelemetry/sdk-metrics';
import { BatchSpanProcessor } from '@opentelemetry/sdk-trace-base';
import { telemetryExportTime, telemetryInterval } from '../../domain/waits.ts';
import type { Exporters, ExportTo } from './export-to.ts';

/** Loads the exporters that are wanted, each batching on its own. */
export async function loadExporters({ otlpEndpoint, azureMonitor }: ExportTo) {
  const exporters: Exporters[] = [];
  if (otlpEndpoint !== undefined) exporters.push((await import('./to-otlp.ts')).toOtlp(otlpEndpoint));
  if (azureMonitor !== undefined) {
    exporters.push((await import('./to-azure-monitor.ts')).toAzureMonitor(azureMonitor));
  }
  return {
    spanProcessors: exporters.map(
      ({ spans }) => new BatchSpanProcessor(spans, { exportTimeoutMillis: telemetryExportTime }),
    ),
    readers: exporters.map(
      ({ metrics: exporter }) =>
        new PeriodicExportingMetricReader({
          exporter,
          exportIntervalMillis: telemetryInterval,
          exportTimeoutMillis: telemetryExportTime,
        }),
    ),
  };
}
