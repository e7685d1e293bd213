import { ManagedIdentityCredential } from '@azure/identity';
import { AzureMonitorMetricExporter, AzureMonitorTraceExporter } from '@azure/monitor-opentelemetry-exporter';
import type { Exporters, ExportTo } from './export-to.ts';

/** Exporters to Application Insights, by its connection string or as the app's identity. */
export function toAzureMonitor({ connectionString, identity }: NonNullable<ExportTo['azureMonitor']>): Exporters {
  const credential =
    identity === undefined
      ? {}
      : { credential: new ManagedIdentityCredential(identity === true ? {} : { clientId: identity }) };
  const options = { connectionString, disableOfflineStorage: true, ...credential };
  return { spans: new AzureMonitorTraceExporter(options), metrics: new AzureMonitorMetricExporter(options) };
}
