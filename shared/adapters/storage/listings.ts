import type { ContainerClient } from '@azure/storage-blob';
import schema from '../../../schemas/kept-listing.schema.json' with { type: 'json' };
import type { KeptListing } from '../../domain/comparing/kept-listing.ts';
import type { ListedDevice, ListingPlace } from '../../domain/comparing/listed-device.ts';
import { ContractViolation } from '../../errors.ts';
import type { Listings } from '../../ports.ts';
import { checked, parseJson } from '../../schema-check.ts';
import { type StateBlobs, sha256Of } from './state-blobs.ts';
import { batchesOf } from './table-documents.ts';

const check = checked<KeptListing>(schema);
const deletesAtOnce = 16;
const nothing: KeptListing = { version: 2, parts: [] };

const folderOf = (partnerId: string): string => `${partnerId}/reconciliation/listings/`;
const prefixOf = ({ partnerId, connectionId, customerTenantId }: ListingPlace): string =>
  `${folderOf(partnerId)}${encodeURIComponent(connectionId)}/${encodeURIComponent(customerTenantId)}/`;
const indexOf = (place: ListingPlace): string => `${prefixOf(place)}listing.json`;
const nameLength = 32;

/**
 * Container `state`: `{partner}/reconciliation/listings/{connection}/{customer}/`, one document that says how far the
 * listing came, and those with its devices beside it, named after their content.
 */
export function makeListings(container: ContainerClient, state: StateBlobs): Listings {
  const namesBelow = async (prefix: string): Promise<readonly string[]> => {
    const names: string[] = [];
    for await (const { name } of container.listBlobsFlat({ prefix })) names.push(name);
    return names;
  };
  const remove = async (names: readonly string[]): Promise<void> => {
    for (const some of batchesOf(names, deletesAtOnce)) {
      await Promise.all(some.map((name) => container.getBlobClient(name).deleteIfExists()));
    }
  };
  const readIndex = async (place: ListingPlace): Promise<KeptListing> => {
    const text = await state.read(indexOf(place));
    if (text === undefined) return nothing;
    try {
      return check(parseJson(text, indexOf(place)), indexOf(place));
    } catch (error) {
      // Written by another version, say: then all is listed anew, which costs calls and nothing else.
      if (error instanceof ContractViolation) return nothing;
      throw error;
    }
  };

  return {
    async read(place) {
      const listing = await readIndex(place);
      if (listing.parts.length === 0) return nothing;
      const there = new Set(await namesBelow(prefixOf(place)));
      const isThere = ({ name }: { readonly name: string }): boolean => there.has(`${prefixOf(place)}${name}`);
      return { ...listing, parts: listing.parts.filter(({ segments }) => segments.every(isThere)) };
    },
    write: (place, listing) => state.write(indexOf(place), JSON.stringify(listing)),
    async readSegment(place, name) {
      const text = await state.readSealed(`${prefixOf(place)}${name}`, name);
      const devices: readonly ListedDevice[] = JSON.parse(text);
      return devices;
    },
    async writeSegment(place, devices) {
      const text = JSON.stringify(devices);
      const name = sha256Of(text).slice(0, nameLength);
      await state.write(`${prefixOf(place)}${name}`, text);
      return name;
    },
    forget: async (place) => remove(await namesBelow(prefixOf(place))),
    async keepOnly(partnerId, places) {
      const prefixes = new Set(places.map(prefixOf));
      const names = await namesBelow(folderOf(partnerId));
      await remove(names.filter((name) => !prefixes.has(name.slice(0, name.lastIndexOf('/') + 1))));
    },
  };
}
