import { AsyncLocalStorage } from 'node:async_hooks';
import { randomUUID } from 'node:crypto';
import {
  type Attributes,
  type Context,
  ROOT_CONTEXT,
  type Span,
  type SpanContext,
  SpanKind,
  SpanStatusCode,
  TraceFlags,
  trace,
} from '@opentelemetry/api';
import { resourceFromAttributes } from '@opentelemetry/resources';
import { MeterProvider } from '@opentelemetry/sdk-metrics';
import { AlwaysOnSampler, BasicTracerProvider, RandomIdGenerator } from '@opentelemetry/sdk-trace-base';
import { type StepAbout, uploadSpan } from '../../domain/telemetry.ts';
import type { Telemetry } from '../../ports.ts';
import type { ExportTo } from './export-to.ts';
import { loadExporters } from './exporters.ts';
import { makeFlush } from './flush.ts';
import { makeInstruments } from './instruments.ts';
import { watchStorage } from './storage-spans.ts';
import { traceIdsOf } from './trace-ids.ts';

const scope = 'autopilot-batch-processor';

const attributesOf = ({ partnerId, uploadId, chunk }: StepAbout): Attributes => ({
  ...(partnerId === undefined ? {} : { 'partner.id': partnerId }),
  ...(uploadId === undefined ? {} : { 'upload.id': uploadId }),
  ...(chunk === undefined ? {} : { 'chunk.id': chunk }),
});

const inside = (parent: SpanContext): Context => trace.setSpanContext(ROOT_CONTEXT, parent);

/** The span of the whole upload, as the parent of each of its steps; it is exported once the upload is over. */
const belowUpload = ({ uploadId }: StepAbout): Context =>
  uploadId === undefined
    ? ROOT_CONTEXT
    : inside({ ...traceIdsOf(uploadId), traceFlags: TraceFlags.SAMPLED, isRemote: true });

/** Telemetry by OpenTelemetry, without its globals: nothing is patched. Of the Azure SDK the one hook it has is used. */
export async function makeOpenTelemetry(to: ExportTo): Promise<Telemetry> {
  const { spanProcessors, readers } = await loadExporters(to);
  const resource = resourceFromAttributes({ 'service.name': scope, 'service.instance.id': randomUUID() });
  const random = new RandomIdGenerator();
  let ids = random;
  const idGenerator = { generateTraceId: () => ids.generateTraceId(), generateSpanId: () => ids.generateSpanId() };
  const tracers = new BasicTracerProvider({ resource, spanProcessors, idGenerator, sampler: new AlwaysOnSampler() });
  const meters = new MeterProvider({ resource, readers });
  const tracer = tracers.getTracer(scope);
  const measure = makeInstruments(meters.getMeter(scope));
  const flush = makeFlush(() => Promise.all([tracers.forceFlush(), meters.forceFlush()]));
  /** The step that runs now, for the calls made in it. */
  const underWay = new AsyncLocalStorage<{ readonly parent: SpanContext; readonly attributes: Attributes }>();

  /** A call that the step that runs now makes. */
  const below = (name: string, own: Attributes): Span => {
    const step = underWay.getStore();
    const attributes = { ...step?.attributes, ...own };
    return tracer.startSpan(name, { kind: SpanKind.CLIENT, attributes }, step ? inside(step.parent) : ROOT_CONTEXT);
  };
  watchStorage((operation) => (underWay.getStore() === undefined ? undefined : below(operation, {})));

  return {
    step: async (name, about, run, tell) => {
      const outermost = underWay.getStore() === undefined;
      const attributes = attributesOf(about);
      const span = tracer.startSpan(name, { kind: SpanKind.INTERNAL, attributes }, belowUpload(about));
      try {
        const result = await underWay.run({ parent: span.spanContext(), attributes }, run);
        span.setAttributes(tell?.(result) ?? {});
        return result;
      } catch (error) {
        // The class alone: messages may name files.
        span.setAttribute('error.type', error instanceof Error ? error.name : 'unknown');
        span.setStatus({ code: SpanStatusCode.ERROR });
        throw error;
      } finally {
        span.end();
        if (outermost) await flush();
      }
    },

    call: (operation, { platform, connectionId }) => {
      const span = below(`${platform} ${operation}`, { platform, operation, 'connection.id': connectionId });
      return (answer) => {
        const status = answer === undefined ? 'none' : String(answer.status);
        if (answer !== undefined) {
          span.setAttributes({ status: answer.status, 'request.id': answer.requestId });
        }
        if (answer === undefined || answer.status >= 400) {
          span.setAttribute('error.type', status);
          span.setStatus({ code: SpanStatusCode.ERROR });
        }
        span.end();
        measure('calls', 1, { platform, operation, status });
      };
    },

    upload: (key, startTime, endTime, facts) => {
      const { traceId, spanId } = traceIdsOf(key.uploadId);
      ids = { generateTraceId: () => traceId, generateSpanId: () => spanId };
      const attributes = { ...attributesOf({ partnerId: key.partnerId, uploadId: key.uploadId }), ...facts };
      tracer.startSpan(uploadSpan, { root: true, startTime, attributes }).end(endTime);
      ids = random;
    },

    measure,
  };
}
