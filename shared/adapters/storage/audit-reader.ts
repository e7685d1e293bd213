import { createInterface } from 'node:readline';
import { Readable } from 'node:stream';
import type { ContainerClient } from '@azure/storage-blob';
import { type AuditRecord, type ChainEnd, chainStart, isIntact, linkFaults } from '../../domain/audit/audit-chain.ts';
import { auditPages, checkAuditRecord } from './audit.ts';

/** What came of reading a partner's record from its beginning. */
export interface AuditVerification {
  readonly partnerId: string;
  readonly pages: number;
  readonly entries: number;
  /** The last entry's number and hash: kept elsewhere, they show later that nothing before was changed or cut off. */
  readonly end: ChainEnd;
  readonly faults: readonly string[];
}

/** Everybody who has a record. */
export async function auditedPartners(container: ContainerClient): Promise<readonly string[]> {
  const partners: string[] = [];
  for await (const item of container.listBlobsByHierarchy('/')) {
    if (item.kind === 'prefix') partners.push(item.name.slice(0, -1));
  }
  return partners;
}

async function* linesOf(container: ContainerClient, page: string): AsyncIterable<string> {
  const { readableStreamBody } = await container.getBlobClient(page).download();
  if (readableStreamBody === undefined) return;
  yield* createInterface({ input: Readable.from(readableStreamBody), crlfDelay: Number.POSITIVE_INFINITY });
}

/** The lines of a partner's record, with the page each stands in. */
async function* record(container: ContainerClient, partnerId: string) {
  for (const page of await auditPages(container, partnerId)) {
    for await (const line of linesOf(container, page)) yield { page, line };
  }
}

/** A partner's entries, oldest first. */
export async function* readAudit(container: ContainerClient, partnerId: string): AsyncIterable<AuditRecord> {
  for await (const { page, line } of record(container, partnerId)) {
    yield checkAuditRecord(JSON.parse(line), `an entry of ${page}`);
  }
}

const readLine = (line: string): AuditRecord | undefined => {
  try {
    return checkAuditRecord(JSON.parse(line), 'entry');
  } catch {
    return undefined;
  }
};

/**
 * Reads a partner's whole record: every number there, every hash right, every entry chained to the one before, and every
 * end that was kept elsewhere part of it.
 */
export async function verifyAudit(
  container: ContainerClient,
  partnerId: string,
  kept: readonly ChainEnd[] = [],
): Promise<AuditVerification> {
  const faults: string[] = [];
  const pages = await auditPages(container, partnerId);
  let end = chainStart(partnerId);
  const bySequence = Map.groupBy(kept, ({ sequence }) => sequence);
  let entries = 0;
  let goesOnIn: string | undefined;
  const notFound = new Set(kept);
  for await (const { page, line } of record(container, partnerId)) {
    const entry = readLine(line);
    if (entry === undefined) {
      faults.push(`${page}: a line behind entry ${end.sequence} is no entry`);
      continue;
    }
    entries += 1;
    if (!isIntact(line)) faults.push(`entry ${entry.sequence} was changed`);
    faults.push(...linkFaults(end, entry, partnerId));
    for (const head of bySequence.get(entry.sequence) ?? []) {
      if (entry.hash.startsWith(head.hash)) notFound.delete(head);
    }
    end = { sequence: entry.sequence, hash: entry.hash };
    goesOnIn = entry.what === 'continued' ? entry.page : undefined;
  }
  if (goesOnIn !== undefined && !pages.includes(goesOnIn)) faults.push(`page ${goesOnIn} is missing`);
  const [first, ...others] = new Set(
    [...notFound].map(({ sequence }) => sequence).toSorted((one, other) => one - other),
  );
  if (first !== undefined) {
    const more = others.length === 0 ? '' : `, nor is what was noted of ${others.length} after it`;
    faults.push(`entry ${first} is not the one that was noted${more}`);
  }
  return { partnerId, pages: pages.length, entries, end, faults };
}
