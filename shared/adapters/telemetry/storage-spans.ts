import { type Instrumenter, type TracingContext, useInstrumenter } from '@azure/core-tracing';
import type { Span } from '@opentelemetry/api';

/**
 * Content read and written, messages sent, secrets read: what can be slow or missing. Not the ledger, with an operation for
 * each device, and not the HTTP requests below, whose addresses name files.
 */
export const watchedOperations =
  /^(?:BlobClient-download|BlockBlobClient-upload(?:File)?|QueueClient-sendMessage|SecretClient[-.]getSecret)$/;

/** Contexts are our own: nothing of the SDK's travels, in the process or in headers. */
const noContext: TracingContext = {
  getValue: () => undefined,
  setValue: () => noContext,
  deleteValue: () => noContext,
};

/** The service's code of a refusal, such as `BlobNotFound`. */
function codeOf(error: unknown): string | undefined {
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  return typeof code === 'string' && /^\w{1,60}$/.test(code) ? code : undefined;
}

/**
 * Spans of what is done with storage, by the hook the Azure SDK has for it: an operation's name, how long it took, and the
 * service's code where it refused, which for a conditional write is an ordinary answer. `begin`: undefined outside a step.
 */
export function watchStorage(begin: (operation: string) => Span | undefined): void {
  const startSpan: Instrumenter['startSpan'] = (name) => {
    const span = watchedOperations.test(name) ? begin(name) : undefined;
    return {
      tracingContext: noContext,
      span: {
        setStatus: (status) => {
          const code = status.status === 'error' ? codeOf(status.error) : undefined;
          if (code !== undefined) span?.setAttribute('code', code);
        },
        setAttribute: () => undefined,
        recordException: () => undefined,
        isRecording: () => false,
        end: () => span?.end(),
      },
    };
  };
  useInstrumenter({
    startSpan,
    withContext: (_context, callback, ...args) => callback(...args),
    parseTraceparentHeader: () => undefined,
    createRequestHeaders: () => ({}),
  });
}
