import { PeriodicExportingMetricReader, type PushMetricExporter } from '@opentelemetry/sdk-metrics';
import { BatchSpanProcessor, type SpanExporter } from '@opentelemetry/sdk-trace-base';

/** Where telemetry goes; both, either or neither. */
export interface ExportTo {
  /** Base address of an OTLP/HTTP receiver. */
  readonly otlpEndpoint?: string;
  readonly azureMonitor?: {
    /** An address, not a secret, where local authentication is off. */
    readonly connectionString: string;
    /** Sign in with the managed identity: its client id, or `true` for the only one there is. */
    readonly identity?: string | true;
  };
}

interface Exporters {
  readonly spans: SpanExporter;
  readonly metrics: PushMetricExporter;
}

/** Between two exports of what no step has flushed. */
const exportMilliseconds = 60_000;
/** One export may take this long; nobody waits for it. */
const timeoutMillis = 10_000;

async function toOtlp(endpoint: string): Promise<Exporters> {
  const [{ OTLPTraceExporter }, { OTLPMetricExporter }] = await Promise.all([
    import('@opentelemetry/exporter-trace-otlp-http'),
    import('@opentelemetry/exporter-metrics-otlp-http'),
  ]);
  const at = (signal: string) => ({ url: `${endpoint.replace(/\/$/, '')}/v1/${signal}`, timeoutMillis });
  return { spans: new OTLPTraceExporter(at('traces')), metrics: new OTLPMetricExporter(at('metrics')) };
}

async function toAzureMonitor({ connectionString, identity }: NonNullable<ExportTo['azureMonitor']>) {
  const [{ AzureMonitorTraceExporter, AzureMonitorMetricExporter }, { ManagedIdentityCredential }] = await Promise.all([
    import('@azure/monitor-opentelemetry-exporter'),
    import('@azure/identity'),
  ]);
  const credential =
    identity === undefined
      ? {}
      : { credential: new ManagedIdentityCredential(identity === true ? {} : { clientId: identity }) };
  const options = { connectionString, disableOfflineStorage: true, ...credential };
  return { spans: new AzureMonitorTraceExporter(options), metrics: new AzureMonitorMetricExporter(options) };
}

/** Loads the exporters that are wanted, each batching on its own. */
export async function loadExporters({ otlpEndpoint, azureMonitor }: ExportTo) {
  const exporters = await Promise.all([
    ...(otlpEndpoint === undefined ? [] : [toOtlp(otlpEndpoint)]),
    ...(azureMonitor === undefined ? [] : [toAzureMonitor(azureMonitor)]),
  ]);
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
