import type { KeptListing, KeptPart, ReadPage } from '../../domain/comparing/kept-listing.ts';
import type { ListedDevice, ListingPlace } from '../../domain/comparing/listed-device.ts';
import type { Listings } from '../../ports.ts';

/** Devices that may have to be listed again when the host dies; also how many one document holds, about. */
const devicesUnsaved = 2_000;

/** What is kept of a listing while it goes on. */
export interface ListingDraft {
  /** A part that is listed, from the beginning or behind what is kept of it. */
  begin(part: KeptPart): void;
  /** `last` absent: it was the part's last page. */
  add(devices: readonly ListedDevice[], last: ReadPage | undefined): Promise<void>;
  /** The part was read to its end. */
  finish(): Promise<void>;
  /** Nothing of the part is to be kept. */
  drop(name: string): void;
  save(): Promise<void>;
}

export function makeListingDraft(
  listings: Listings,
  place: ListingPlace,
  before: KeptListing,
  unsavedAtMost = devicesUnsaved,
): ListingDraft {
  const parts = new Map(before.parts.map((part) => [part.name, part]));
  let open: KeptPart | undefined;
  let pending: ListedDevice[] = [];
  let unsaved = 0;

  const flush = async (): Promise<void> => {
    if (open === undefined || pending.length === 0) return;
    const name = await listings.writeSegment(place, pending);
    open = { ...open, segments: [...open.segments, { name, devices: pending.length }] };
    parts.set(open.name, open);
    pending = [];
  };
  const save = async (): Promise<void> => {
    await flush();
    await listings.write(place, { version: 2, parts: [...parts.values()] });
    unsaved = 0;
  };

  return {
    begin(part) {
      // Until its first page is kept, a part without a last page would look as if it had been read to its end.
      if (part.segments.length === 0) parts.delete(part.name);
      open = part;
      pending = [];
    },
    async add(devices, last) {
      if (open === undefined) return;
      pending.push(...devices);
      unsaved += devices.length;
      const { last: _before, ...rest } = open;
      open = { ...rest, ...(last === undefined ? {} : { last }) };
      if (unsaved >= unsavedAtMost) await save();
    },
    async finish() {
      await flush();
      if (open === undefined) return;
      const { last: _none, ...whole } = open;
      parts.set(whole.name, whole);
      open = undefined;
    },
    drop(name) {
      parts.delete(name);
      if (open?.name === name) open = undefined;
      pending = [];
    },
    save,
  };
}
