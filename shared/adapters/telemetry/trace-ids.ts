import { createHash } from 'node:crypto';

/** The ids of an upload's trace and of the span that holds all its steps, hex as W3C trace context has them. */
export interface TraceIds {
  readonly traceId: string;
  readonly spanId: string;
}

/**
 * Derived from the upload's id: every invocation that works on it lands in the same trace, on whatever instance and however
 * late, and no message has to carry a context.
 */
export function traceIdsOf(uploadId: string): TraceIds {
  const hex = createHash('sha256').update(`trace:${uploadId}`).digest('hex');
  return { traceId: hex.slice(0, 32), spanId: hex.slice(32, 48) };
}
