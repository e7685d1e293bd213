import { devicesIn, howToList, type KeptListing, type KeptPart } from '../../domain/comparing/kept-listing.ts';
import type { ListedDevice, ListedPage, ListedPart, ListingPlace } from '../../domain/comparing/listed-device.ts';
import { listedDigests, pageDigest } from '../../domain/comparing/listed-digests.ts';
import type { CustomerRef } from '../../domain/registering/submission.ts';
import { ContractViolation } from '../../errors.ts';
import type { CallContext, Clock, Lister, Listings } from '../../ports.ts';
import { type ListingDraft, makeListingDraft } from './listing-draft.ts';

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
  readonly onPart: (part: ListedThrough) => void;
}

type Pages = AsyncIterator<ListedPage>;

const digestOf = (items: readonly ListedDevice[]): string => pageDigest(items.map(listedDigests));

/** What was read longest ago comes last: where two parts name a device, the newer look holds. */
const order = { anew: 0, resume: 1, stands: 2 } as const;

/**
 * Lists all a connection holds for a customer. A listing that was cut off goes on behind its last page in the next run;
 * one that is finished is forgotten, and the next comparison asks for everything again.
 */
export function makeListCustomer(deps: {
  readonly clock: Clock;
  readonly listings: Listings;
}): (request: ListRequest) => AsyncIterable<ListedDevice> {
  const { clock, listings } = deps;

  async function* replay(
    place: ListingPlace,
    { name, segments }: KeptPart,
    draft: ListingDraft,
  ): AsyncIterable<ListedDevice> {
    for (const segment of segments) {
      try {
        yield* await listings.readSegment(place, segment.name);
      } catch (error) {
        // Gone or damaged: what came of it already can't be taken back, so this run fails and the next begins anew.
        draft.drop(name);
        throw error;
      }
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
      if (done === true || digestOf(value.items) !== last?.sha256) return undefined;
      return { pages, ...(value.cursor === undefined ? {} : { cursor: value.cursor }) };
    } catch (error) {
      if (error instanceof ContractViolation) return undefined;
      throw error;
    }
  };

  async function* listPart(
    request: ListRequest,
    part: ListedPart,
    kept: KeptPart | undefined,
    draft: ListingDraft,
  ): AsyncIterable<ListedDevice> {
    const { lister, place, customer, context, onPart } = request;
    const { name } = part;
    const goOn = kept === undefined ? undefined : await resumed(request, part, kept);
    const counted = part.devices === undefined ? {} : { counted: part.devices };
    const fresh: KeptPart = { name, ...counted, since: clock.now().toISOString(), segments: [] };
    const begun = goOn === undefined || kept === undefined ? fresh : kept;
    draft.begin(begun);
    yield* replay(place, begun, draft);
    const pages = goOn?.pages ?? lister.pages(customer, part, undefined, context)[Symbol.asyncIterator]();
    let cursor = goOn?.cursor;
    let devices = devicesIn(begun);
    for (let page = await pages.next(); page.done !== true; page = await pages.next()) {
      const { items, cursor: next } = page.value;
      const at = cursor === undefined ? {} : { cursor };
      await draft.add(items, next === undefined ? undefined : { ...at, sha256: digestOf(items) });
      yield* items;
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
    const { lister, place, customer, context, onPart } = request;
    const parts = (await lister.parts(customer, context)).filter(({ devices }) => devices !== 0);
    const names = new Set(parts.map(({ name }) => name));
    const kept = await listings.read(place);
    const before: KeptListing = { ...kept, parts: kept.parts.filter(({ name }) => names.has(name)) };
    const draft = makeListingDraft(listings, place, before);
    const now = clock.now();
    const turns = parts.map((part) => {
      const known = before.parts.find(({ name }) => name === part.name);
      return { part, known, todo: howToList(part, known, now) };
    });
    let finished = false;
    try {
      for (const { part, known, todo } of turns.toSorted((one, other) => order[one.todo] - order[other.todo])) {
        if (todo === 'stands' && known !== undefined) {
          yield* replay(place, known, draft);
          onPart({ name: part.name, since: known.since, complete: true });
        } else {
          yield* listPart(request, part, todo === 'resume' ? known : undefined, draft);
        }
      }
      finished = true;
    } finally {
      if (finished) await listings.forget(place);
      else await draft.save();
    }
  };
}
