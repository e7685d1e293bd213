import { Readable } from 'node:stream';
import type { ContainerClient } from '@azure/storage-blob';
import schema from '../../../schemas/last-comparison.schema.json' with { type: 'json' };
import type { LastComparison, SpokenOf } from '../../domain/comparing/listed-device.ts';
import { textLines } from '../../domain/text-lines.ts';
import type { Comparisons } from '../../ports.ts';
import { checked } from '../../schema-check.ts';
import type { StateBlobs } from './state-blobs.ts';
import { unlessMissing } from './storage-error.ts';

const check = checked<LastComparison>(schema);

const nameOf = (partnerId: string): string => `${partnerId}/reconciliation/last.json`;

const isText = (value: unknown): value is string => typeof value === 'string';

/** A device a listing named, from its line of the JSON report; undefined: the line is of something else. */
export function spokenOfIn(line: string): SpokenOf | undefined {
  if (!line.startsWith('{"category"')) return undefined;
  const finding: Readonly<Record<string, unknown>> = JSON.parse(line.replace(/,$/, ''));
  const { connectionId, customerTenantId, serial, manufacturer, model, pkid, from } = finding;
  // What has a row of ours is named by that, not by a listing.
  if (from !== undefined || !isText(connectionId) || !isText(customerTenantId)) return undefined;
  return {
    connectionId,
    customerTenantId,
    ...(isText(serial) ? { serial } : {}),
    ...(isText(manufacturer) ? { manufacturer } : {}),
    ...(isText(model) ? { model } : {}),
    ...(isText(pkid) ? { pkid } : {}),
  };
}

/** One document for each partner in the `state` container; of two runs at once the later one stays. */
export function makeComparisons(state: StateBlobs, reports: ContainerClient): Comparisons {
  return {
    last: async (partnerId) => {
      const text = await state.read(nameOf(partnerId));
      return text === undefined ? undefined : check(JSON.parse(text), nameOf(partnerId));
    },
    keep: (partnerId, comparison) => state.write(nameOf(partnerId), JSON.stringify(comparison)),
    async *spokenOf(report) {
      const answer = await unlessMissing(reports.getBlobClient(`${report}.json`).download());
      if (answer?.readableStreamBody === undefined) return;
      const text = Readable.from(answer.readableStreamBody).setEncoding('utf8');
      for await (const line of textLines(text)) {
        const spoken = spokenOfIn(line);
        if (spoken !== undefined) yield spoken;
      }
    },
  };
}
