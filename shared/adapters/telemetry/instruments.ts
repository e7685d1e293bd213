import type { Meter } from '@opentelemetry/api';
import { measures } from '../../domain/telemetry.ts';
import type { Telemetry } from '../../ports.ts';

/** Seconds, from a quick chunk to one that was held for two weeks. */
const explicitBucketBoundaries = [
  1, 2, 5, 10, 20, 30, 60, 120, 300, 600, 1200, 1800, 3600, 7200, 21_600, 86_400, 259_200, 1_209_600,
];

/** One instrument for each measure. */
export function makeInstruments(meter: Meter): Telemetry['measure'] {
  const record = new Map(
    Object.entries(measures).map(([measure, { name, kind, unit }]) => {
      if (kind === 'counter') {
        const counter = meter.createCounter(name, { unit });
        return [measure, counter.add.bind(counter)] as const;
      }
      const histogram = meter.createHistogram(name, { unit, advice: { explicitBucketBoundaries } });
      return [measure, histogram.record.bind(histogram)] as const;
    }),
  );
  return (name, value, labels) => record.get(name)?.(value, labels);
}
