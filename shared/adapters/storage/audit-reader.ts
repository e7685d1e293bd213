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

/** The lines of a page; from a byte on, beginning with the first whole one. */
async function* linesOf(container: ContainerClient, page: string, from = 0): AsyncIterable<string> {
  const { readableStreamBody } = await container.getBlobClient(page).download(from);
  if (readableStreamBody === undefined) return;
  const input = Readable.from(readableStreamBody);
  let isWhole = from === 0;
  try {
    for await (const line of createInterface({ input, crlfDelay: Number.POSITIVE_INFINITY })) {
      if (isWhole) yield line;
      isWhole = true;
    }
  } finally {
    // Whoever stops early leaves no download behind.
    input.destroy();
  }
}

/** Longer than any line. */
const lookBytes = 64 * 1024;

/** The time of the first whole entry behind a byte of a page; undefined: there is none near. */
async function timeBehind(container: ContainerClient, page: string, from: number, size: number) {
  const count = Math.min(lookBytes, size - from);
  if (count <= 0) return undefined;
  const text = (await container.getBlobClient(page).downloadToBuffer(from, count)).toString('utf8');
  const [first, second] = text.split('\n');
  const line = from === 0 ? first : second;
  return line === undefined ? undefined : readLine(line)?.at;
}

const sizeOf = async (container: ContainerClient, page: string): Promise<number> =>
  (await container.getBlobClient(page).getProperties()).contentLength ?? 0;

/**
 * A partner's entries since a time, oldest first, perhaps with a few before it. Where they begin is found by looking into
 * pages, in some twenty calls however long the record is; who has enough stops.
 */
export async function* readAuditSince(
  container: ContainerClient,
  partnerId: string,
  since: string,
): AsyncIterable<AuditRecord> {
  const pages = await auditPages(container, partnerId);
  const isBefore = async (page: string, from: number, size: number): Promise<boolean> =>
    ((await timeBehind(container, page, from, size)) ?? since) < since;
  let [low, high] = [0, pages.length - 1];
  while (low < high) {
    const middle = Math.ceil((low + high) / 2);
    const page = pages[middle] ?? '';
    if (await isBefore(page, 0, await sizeOf(container, page))) low = middle;
    else high = middle - 1;
  }
  const [first = '', ...others] = pages.slice(low);
  if (first === '') return;
  const size = await sizeOf(container, first);
  let [from, until] = [0, size];
  while (until - from > lookBytes) {
    const middle = Math.floor((from + until) / 2);
    if (await isBefore(first, middle, size)) from = middle;
    else until = middle;
  }
  for (const page of [first, ...others]) {
    for await (const line of linesOf(container, page, page === first ? from : 0)) {
      yield checkAuditRecord(JSON.parse(line), `an entry of ${page}`);
    }
  }
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
