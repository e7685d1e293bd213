import { createHash } from 'node:crypto';
import type { AuditEntry } from './audit-entry.ts';

/** Where a partner's record ends: the last entry's number and hash. */
export interface ChainEnd {
  readonly sequence: number;
  readonly hash: string;
}

/** An entry as it is stored: numbered, and chained to the hash of the one before. */
export type AuditRecord = AuditEntry & ChainEnd & { readonly previous: string };

const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');

/** What the first entry of a partner follows; another partner's entries never fit. */
export const chainStart = (partnerId: string): ChainEnd => ({ sequence: 0, hash: sha256(`audit of ${partnerId}`) });

/** The entry's line, and where the record ends with it. The hash comes last, over all of the line before it. */
export function chainEntry(entry: AuditEntry, after: ChainEnd): { readonly line: string; readonly end: ChainEnd } {
  const sequence = after.sequence + 1;
  const text = JSON.stringify({ sequence, ...entry, previous: after.hash });
  const hash = sha256(text);
  return { line: `${text.slice(0, -1)},"hash":"${hash}"}`, end: { sequence, hash } };
}

const hashPart = /,"hash":"([0-9a-f]{64})"\}$/;

/** Does a line's hash fit the rest of the line? */
export function isIntact(line: string): boolean {
  const [part, hash] = hashPart.exec(line) ?? [];
  return part !== undefined && sha256(`${line.slice(0, -part.length)}}`) === hash;
}

/** What is wrong between the end of the record so far and its next entry; empty: nothing. */
export function linkFaults(end: ChainEnd, record: AuditRecord, partnerId: string): readonly string[] {
  const { sequence, previous } = record;
  const faults: string[] = [];
  if (record.partnerId !== partnerId) faults.push(`entry ${sequence} is another partner's`);
  if (sequence > end.sequence + 1) {
    const last = sequence - 1;
    faults.push(
      last === end.sequence + 1 ? `entry ${last} is missing` : `entries ${end.sequence + 1} to ${last} are missing`,
    );
  } else if (sequence <= end.sequence) {
    faults.push(`entry ${sequence} stands behind entry ${end.sequence}`);
  } else if (previous !== end.hash) {
    faults.push(`entry ${sequence} does not follow the entry ${end.sequence} that stands before it`);
  }
  return faults;
}
