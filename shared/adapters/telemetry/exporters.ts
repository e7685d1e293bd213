import { PeriodicExportingMetricReader } from '@opentelemetry/sdk-metrics';
import { BatchSpanProcessor } from '@opentelemetry/sdk-trace-base';
import { type Exporters, type ExportTo, timeoutMillis } from './export-to.ts';

/** Between two exports of what no step has flushed. */
const exportMilliseconds = 60_000;

/** Loads the exporters that are wanted, each batching on its own. */
export async function loadExporters({ otlpEndpoint, azureMonitor }: ExportTo) {
  const exporters: Exporters[] = [];
  if (otlpEndpoint !== undefined) exporters.push((await import('./to-otlp.ts')).toOtlp(otlpEndpoint));
  if (azureMonitor !== undefined) {
    exporters.push((await import('./to-azure-monitor.ts')).toAzureMonitor(azureMonitor));
  }
  return {
    spanProcessors: exporters.map(({ spans }) => new BatchSpanProcessor(spans, { exportTimeoutMillis: timeoutMillis })),
    readers: exporters.map(
      ({ metrics: exporter }) =>
        new PeriodicExportingMetricReader({
          exporter,
          exportIntervalMillis: exportMilliseconds,
          exportTimeoutMillis: timeoutMillis,
        }),
    ),
  };
}
