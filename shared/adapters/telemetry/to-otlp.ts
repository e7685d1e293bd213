import { OTLPMetricExporter } from '@opentelemetry/exporter-metrics-otlp-http';
import { OTLPTraceExporter } from '@opentelemetry/exporter-trace-otlp-http';
import { telemetryExportTime } from '../../domain/waits.ts';
import type { Exporters } from './export-to.ts';

/** Exporters to an OTLP/HTTP receiver. */
export function toOtlp(endpoint: string): Exporters {
  const at = (signal: string) => ({
    url: `${endpoint.replace(/\/$/, '')}/v1/${signal}`,
    timeoutMillis: telemetryExportTime,
  });
  return { spans: new OTLPTraceExporter(at('traces')), metrics: new OTLPMetricExporter(at('metrics')) };
}
