import type { PushMetricExporter } from '@opentelemetry/sdk-metrics';
import type { SpanExporter } from '@opentelemetry/sdk-trace-base';

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

/** One place telemetry goes to. */
export interface Exporters {
  readonly spans: SpanExporter;
  readonly metrics: PushMetricExporter;
}
