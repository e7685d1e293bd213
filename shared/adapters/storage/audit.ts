import type { ContainerClient } from '@azure/storage-blob';
import schema from '../../../schemas/audit-entry.schema.json' with { type: 'json' };
import { type AuditRecord, type ChainEnd, chainEntry, chainStart } from '../../domain/audit/audit-chain.ts';
import type { AuditEntry } from '../../domain/audit/audit-entry.ts';
import { ContractViolation } from '../../errors.ts';
import type { Audit } from '../../ports.ts';
import { checked } from '../../schema-check.ts';
import { type Pause, untilWon } from './races.ts';
import { refusalOf, unlessChanged } from './storage-error.ts';

/**
 * An append blob takes 50,000 appends (https://learn.microsoft.com/rest/api/storageservices/append-block); a page is
 * turned well before, and with each month, so that old pages can be put away whole.
 */
const maxAppends = 40_000;
/** Longer than any line. */
const tailBytes = 64 * 1024;

export const checkAuditRecord = checked<AuditRecord>(schema);

/** A page's name tells its order: month, then the number of its first entry. */
const pageName = (partnerId: string, month: string, firstSequence: number): string =>
  `${partnerId}/${month}.${String(firstSequence).padStart(12, '0')}.jsonl`;

/** The names of a partner's pages, in order. */
export async function auditPages(container: ContainerClient, partnerId: string): Promise<readonly string[]> {
  const names: string[] = [];
  for await (const { name } of container.listBlobsFlat({ prefix: `${partnerId}/` })) names.push(name);
  return names;
}

/** The end of the newest page as it was last seen. */
interface Tail {
  readonly page: string;
  readonly end: ChainEnd;
  readonly bytes: number;
  readonly appends: number;
  /** The page says that the record goes on in this one. */
  readonly continuedIn?: string;
}

const laterOf = (one: string, other: string): string => [one, other].toSorted()[1] ?? one;
const monthOf = (page: string): string => page.split('/')[1]?.slice(0, 7) ?? '';

async function readTail(container: ContainerClient, page: string): Promise<Tail | undefined> {
  const blob = container.getAppendBlobClient(page);
  const { contentLength = 0, blobCommittedBlockCount: appends = 0 } = await blob.getProperties();
  if (contentLength === 0) return undefined;
  const bytes = await blob.downloadToBuffer(Math.max(0, contentLength - tailBytes));
  const line = bytes.toString('utf8').trimEnd().split('\n').at(-1) ?? '';
  const record = checkAuditRecord(JSON.parse(line), `last entry of ${page}`);
  const { sequence, hash } = record;
  return {
    page,
    end: { sequence, hash },
    // Has it grown between the two calls, then the next append is refused for its position, and the tail read again.
    bytes: contentLength,
    appends,
    ...(record.what === 'continued' ? { continuedIn: record.page } : {}),
  };
}

/** Where a partner's record ends; undefined: it has no entry. */
export async function recordEnd(container: ContainerClient, partnerId: string): Promise<ChainEnd | undefined> {
  const [newest, before] = (await auditPages(container, partnerId)).toReversed();
  // The newest page may have been made just now.
  const tail = newest === undefined ? undefined : await readTail(container, newest);
  return (tail ?? (before === undefined ? undefined : await readTail(container, before)))?.end;
}

function makeBook(container: ContainerClient, partnerId: string, appendsPerPage: number, pause: Pause | undefined) {
  const blobOf = (page: string) => container.getAppendBlobClient(page);

  const createPage = async (page: string): Promise<void> => {
    try {
      await unlessChanged(blobOf(page).create({ conditions: { ifNoneMatch: '*' } }));
    } catch (error) {
      // Is it there already, the container's own policy may speak first; then the append says whether it may grow.
      if (refusalOf(error) !== 'locked') throw error;
    }
  };

  /** The end of the record, with the page that takes the next entry; there may be none yet. */
  const findTail = async (month: string): Promise<Tail> => {
    const pages = await auditPages(container, partnerId);
    const newest = pages.at(-1);
    const tail = newest === undefined ? undefined : await readTail(container, newest);
    if (tail !== undefined && tail.continuedIn === undefined) return tail;
    // The newest page is empty, or a page was closed and its successor not made yet.
    const before = tail ?? (pages.length > 1 ? await readTail(container, pages.at(-2) ?? '') : undefined);
    const end = before?.end ?? chainStart(partnerId);
    const page = tail?.continuedIn ?? newest ?? pageName(partnerId, month, end.sequence + 1);
    await createPage(page);
    return { page, end, bytes: 0, appends: 0 };
  };

  /** Appends exactly behind the tail; undefined when somebody else was there first. */
  const append = async (tail: Tail, entry: AuditEntry): Promise<Tail | undefined> => {
    const { line, end } = chainEntry(entry, tail.end);
    const bytes = Buffer.from(`${line}\n`);
    const conditions = { appendPosition: tail.bytes };
    const done = await unlessChanged(blobOf(tail.page).appendBlock(bytes, bytes.length, { conditions }));
    return done && { ...tail, end, bytes: tail.bytes + bytes.length, appends: tail.appends + 1 };
  };

  let known: Tail | undefined;
  /** Undefined: it has to be tried again from the record's new end. */
  const attempt = async (entry: AuditEntry): Promise<Tail | undefined> => {
    const month = entry.at.slice(0, 7);
    const tail: Tail = known ?? (await findTail(month));
    known = undefined;
    const ofPage = monthOf(tail.page);
    if (tail.appends >= appendsPerPage || (month > ofPage && tail.bytes > 0)) {
      const page = pageName(partnerId, laterOf(month, ofPage), tail.end.sequence + 2);
      // Closing the old page by an entry keeps a host with a slower clock from writing on in it.
      await append(tail, { what: 'continued', page, partnerId, who: 'service', at: entry.at });
      return undefined;
    }
    const done = await append(tail, entry);
    if (done !== undefined) return done;
    // An append whose answer was lost is repeated by the storage client and then refused: it may be there already.
    const now = await findTail(month);
    return now.end.hash === chainEntry(entry, tail.end).end.hash ? now : undefined;
  };
  return async (entry: AuditEntry): Promise<number> => {
    known = await untilWon(`The record of ${partnerId}`, () => attempt(entry), pause);
    return known.end.sequence;
  };
}

/** A record whose entries also say who runs the command they come from; asked for with the first entry. */
export const signedAudit = (audit: Audit, by: () => Promise<string>): Audit => ({
  record: async (entry) => audit.record({ ...entry, by: await by() }),
});

/** The record of each partner, as append blobs in the container `audit`; conditional appends keep its chain single. */
export function makeAudit(container: ContainerClient, appendsPerPage = maxAppends, pause?: Pause): Audit {
  const books = new Map<string, { write(entry: AuditEntry): Promise<number>; turn: Promise<unknown> }>();
  return {
    record: async (entry) => {
      const { partnerId } = entry;
      if (partnerId === '' || partnerId.includes('/')) throw new ContractViolation('An audit entry names no partner.');
      const book = books.get(partnerId) ?? {
        write: makeBook(container, partnerId, appendsPerPage, pause),
        turn: Promise.resolve(),
      };
      books.set(partnerId, book);
      // One after the other: entries of one process would only refuse each other.
      const mine = book.turn.then(() => book.write(entry));
      book.turn = mine.catch(() => undefined);
      return mine;
    },
  };
}
