import { devicesIn, howToList, type KeptListing, type KeptPart } from '../../domain/comparing/kept-listing.ts';
import type { ListedDevice, ListedPage, ListedPart, ListingPlace } from '../../domain/comparing/listed-device.ts';
import { type ListedDigests, listedDigests, pageDigest } from '../../domain/comparing/listed-digests.ts';
import type { CustomerRef } from '../../domain/registering/submission.ts';
import { ContractViolation } from '../../errors.ts';
import type { CallContext, Clock, Lister, Listings } from '../../ports.ts';
import { type ListingDraft, makeListingDraft } from './listing-draft.ts';

/** A device of the listing. */
export interface ListedLine {
  readonly part: number;
  readonly digests: ListedDigests;
  /** As the platform names it; absent: it is known from an earlier run. */
  readonly device?: ListedDevice;
}

/** A part of the listing that was gone through. */
export interface ListedThrough {
  readonly name: string;
  /** When its listing began, ISO: what came later may not be in it. */
  readonly since: string;
  /** It held as many devices as the platform says it does. */
  readonly complete: boolean;
}

export interface ListRequest {
  readonly lister: Lister;
  readonly place: ListingPlace;
  readonly customer: CustomerRef;
  readonly context: CallContext;
  /** How many devices of this listing can be named although their names are not kept. */
  readonly named: number;
  readonly onPart: (part: ListedThrough) => void;
  /** All was listed; what is kept of it. */
  readonly onEnd: (listing: KeptListing) => void;
}

type Pages = AsyncIterator<ListedPage>;

/**
 * Lists what a connection holds for a customer: what has not moved is taken from what is kept, and a listing that was cut
 * off goes on behind its last page. What has been read is kept, however the run ends.
 */
export function makeListCustomer(deps: {
  readonly clock: Clock;
  readonly listings: Listings;
  /** Nothing that is kept stands for longer, in milliseconds. */
  readonly relistMs: number;
}): (request: ListRequest) => AsyncIterable<ListedLine> {
  const { clock, listings, relistMs } = deps;

  async function* replay(
    place: ListingPlace,
    { name, segments }: KeptPart,
    number: number,
    draft: ListingDraft,
  ): AsyncIterable<ListedLine> {
    for (const segment of segments) {
      let devices: readonly ListedDigests[];
      try {
        devices = await listings.readSegment(place, segment.name);
      } catch (error) {
        // Gone or damaged: what came of it already can't be taken back, so this run fails and the next begins anew.
        draft.drop(name);
        throw error;
      }
      for (const digests of devices) yield { part: number, digests };
    }
  }

  /**
   * The pages behind the last one that was read. That one is read again: if it is not the same any more, or the platform
   * no longer takes the cursor, what follows may not fit to what is kept, and undefined says to begin anew.
   */
  const resumed = async (
    { lister, customer, context }: ListRequest,
    part: ListedPart,
    { last }: KeptPart,
  ): Promise<{ readonly pages: Pages; readonly cursor?: string } | undefined> => {
    const pages = lister.pages(customer, part, last?.cursor, context)[Symbol.asyncIterator]();
    try {
      const { value, done } = await pages.next();
      if (done === true || pageDigest(value.items.map(listedDigests)) !== last?.sha256) return undefined;
      return { pages, ...(value.cursor === undefined ? {} : { cursor: value.cursor }) };
    } catch (error) {
      if (error instanceof ContractViolation) return undefined;
      throw error;
    }
  };

  async function* listPart(
    request: ListRequest,
    part: ListedPart,
    number: number,
    kept: KeptPart | undefined,
    draft: ListingDraft,
  ): AsyncIterable<ListedLine> {
    const { lister, place, customer, context, onPart } = request;
    const { name } = part;
    const goOn = kept?.last === undefined ? undefined : await resumed(request, part, kept);
    const counted = part.devices === undefined ? {} : { counted: part.devices };
    const fresh: KeptPart = { name, ...counted, since: clock.now().toISOString(), segments: [] };
    const begun = goOn === undefined || kept === undefined ? fresh : kept;
    draft.begin(begun);
    yield* replay(place, begun, number, draft);
    const pages = goOn?.pages ?? lister.pages(customer, part, undefined, context)[Symbol.asyncIterator]();
    let cursor = goOn?.cursor;
    let devices = devicesIn(begun);
    for (let page = await pages.next(); page.done !== true; page = await pages.next()) {
      const { items, cursor: next } = page.value;
      const digests = items.map(listedDigests);
      const at = cursor === undefined ? {} : { cursor };
      await draft.add(digests, next === undefined ? undefined : { ...at, sha256: pageDigest(digests) });
      for (const [index, device] of items.entries()) {
        const own = digests[index];
        if (own !== undefined) yield { part: number, digests: own, device };
      }
      devices += items.length;
      cursor = next;
      context.signal?.throwIfAborted();
    }
    await draft.finish();
    const complete = part.devices === undefined || devices >= part.devices;
    if (!complete) draft.drop(name);
    onPart({ name, since: begun.since, complete });
  }

  return async function* (request) {
    const { lister, place, customer, context, named, onPart, onEnd } = request;
    const parts = (await lister.parts(customer, context)).filter(({ devices }) => devices !== 0);
    const names = new Set(parts.map(({ name }) => name));
    const kept = await listings.read(place);
    const before: KeptListing = { ...kept, parts: kept.parts.filter(({ name }) => names.has(name)) };
    const spokenOf = before.parts.reduce((sum, part) => sum + (part.spokenOf ?? 0), 0);
    const how = { now: clock.now(), relistMs, canName: named >= spokenOf };
    const draft = makeListingDraft(listings, place, before);
    let listing: KeptListing | undefined;
    try {
      for (const [number, part] of parts.entries()) {
        const known = before.parts.find(({ name }) => name === part.name);
        const todo = howToList(part, known, how);
        if (todo === 'skip' && known !== undefined) {
          yield* replay(place, known, number, draft);
          onPart({ name: part.name, since: known.since, complete: true });
        } else {
          yield* listPart(request, part, number, todo === 'resume' ? known : undefined, draft);
        }
      }
    } finally {
      listing = await draft.save();
    }
    onEnd(listing);
  };
}
