import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { buffer } from 'node:stream/consumers';
import { gunzipSync } from 'node:zlib';

type Value = { readonly stringValue?: string; readonly intValue?: number | string; readonly doubleValue?: number };
type Attributes = readonly { readonly key: string; readonly value: Value }[];
interface Resource {
  readonly resource: { readonly attributes: Attributes };
}

interface WireSpan {
  readonly traceId: string;
  readonly spanId: string;
  readonly parentSpanId?: string;
  readonly name: string;
  readonly kind: number;
  readonly startTimeUnixNano: string;
  readonly endTimeUnixNano: string;
  readonly attributes: Attributes;
  readonly status?: { readonly code?: number };
}

interface WirePoint {
  readonly attributes: Attributes;
  readonly asInt?: number | string;
  readonly asDouble?: number;
  readonly count?: number | string;
  readonly sum?: number;
}
interface WireMetric {
  readonly name: string;
  readonly sum?: { readonly dataPoints: readonly WirePoint[] };
  readonly histogram?: { readonly dataPoints: readonly WirePoint[] };
}

type Facts = Readonly<Record<string, string | number | undefined>>;

export interface ReceivedSpan extends Omit<WireSpan, 'attributes'> {
  readonly facts: Facts;
  /** The process it came from. */
  readonly instance: string;
  readonly seconds: number;
}

/** The last that each process said of one series. */
export interface ReceivedPoint {
  readonly metric: string;
  readonly labels: Facts;
  /** Of a counter its sum, of a histogram the sum of what was recorded. */
  readonly value: number;
  readonly count: number;
}

const factsOf = (attributes: Attributes): Facts =>
  Object.fromEntries(
    attributes.map(({ key, value }) => [
      key,
      value.stringValue ?? value.doubleValue ?? (value.intValue === undefined ? undefined : Number(value.intValue)),
    ]),
  );

const instanceOf = ({ resource }: Resource): string => String(factsOf(resource.attributes)['service.instance.id']);

const bodyOf = async (request: IncomingMessage): Promise<string> => {
  const bytes = await buffer(request);
  return (request.headers['content-encoding'] === 'gzip' ? gunzipSync(bytes) : bytes).toString('utf8');
};

/** A receiver of OpenTelemetry over HTTP, as far as tests ask: it keeps everything it was sent. */
export async function startOtlpReceiver() {
  /** Every body, word for word. */
  const bodies: string[] = [];
  const spans: ReceivedSpan[] = [];
  const points = new Map<string, ReceivedPoint>();

  const takeSpans = (body: string): void => {
    for (const of of JSON.parse(body).resourceSpans) {
      const instance = instanceOf(of);
      for (const { attributes, ...span } of of.scopeSpans.flatMap((scope: { spans: WireSpan[] }) => scope.spans)) {
        const nanoseconds = BigInt(span.endTimeUnixNano) - BigInt(span.startTimeUnixNano);
        spans.push({ ...span, facts: factsOf(attributes), instance, seconds: Number(nanoseconds) / 1e9 });
      }
    }
  };
  const takeMetrics = (body: string): void => {
    for (const of of JSON.parse(body).resourceMetrics) {
      const metrics: WireMetric[] = of.scopeMetrics.flatMap((scope: { metrics: WireMetric[] }) => scope.metrics);
      for (const { name: metric, sum, histogram } of metrics) {
        for (const point of (sum ?? histogram)?.dataPoints ?? []) {
          const labels = factsOf(point.attributes);
          const value = Number(point.asInt ?? point.asDouble ?? point.sum ?? 0);
          // Sums are cumulative: what a process says later holds what it said before.
          points.set(JSON.stringify([instanceOf(of), metric, labels]), {
            ...{ metric, labels, value },
            count: Number(point.count ?? 0),
          });
        }
      }
    }
  };

  const server = createServer(async (request, response) => {
    const body = await bodyOf(request);
    bodies.push(body);
    if (request.url === '/v1/traces') takeSpans(body);
    if (request.url === '/v1/metrics') takeMetrics(body);
    response.writeHead(200, { 'content-type': 'application/json' }).end('{}');
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    bodies: bodies as readonly string[],
    spans: spans as readonly ReceivedSpan[],
    /** Everything counted under this name, over all processes; `only`: with these labels. */
    total(metric: string, only: Facts = {}): { readonly value: number; readonly count: number } {
      const wanted = [...points.values()].filter(
        (point) => point.metric === metric && Object.entries(only).every(([name, one]) => point.labels[name] === one),
      );
      return wanted.reduce((all, one) => ({ value: all.value + one.value, count: all.count + one.count }), {
        value: 0,
        count: 0,
      });
    },
    metrics: (): ReadonlySet<string> => new Set([...points.values()].map(({ metric }) => metric)),
    async stop(): Promise<void> {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

export type OtlpReceiver = Awaited<ReturnType<typeof startOtlpReceiver>>;
