import { createHash } from 'node:crypto';
import type { KeptListing } from '../../shared/domain/comparing/kept-listing.ts';
import type { ListedDevice, ListingPlace } from '../../shared/domain/comparing/listed-device.ts';
import { ContractViolation } from '../../shared/errors.ts';
import type { Listings } from '../../shared/ports.ts';

export function memoryListings(): Listings & { readonly documents: Map<string, string> } {
  const documents = new Map<string, string>();
  const prefixOf = ({ partnerId, connectionId, customerTenantId }: ListingPlace): string =>
    `${partnerId}/${connectionId}/${customerTenantId}/`;
  return {
    documents,
    read: async (place) => {
      const text = documents.get(`${prefixOf(place)}listing`);
      const listing: KeptListing = text === undefined ? { version: 2, parts: [] } : JSON.parse(text);
      const isThere = ({ name }: { name: string }): boolean => documents.has(prefixOf(place) + name);
      return { ...listing, parts: listing.parts.filter(({ segments }) => segments.every(isThere)) };
    },
    write: async (place, listing) => {
      documents.set(`${prefixOf(place)}listing`, JSON.stringify(listing));
    },
    readSegment: async (place, name) => {
      const text = documents.get(prefixOf(place) + name);
      if (text === undefined) throw new ContractViolation('The content is not there.');
      const devices: readonly ListedDevice[] = JSON.parse(text);
      return devices;
    },
    writeSegment: async (place, devices) => {
      const text = JSON.stringify(devices);
      const name = createHash('sha256').update(text).digest('hex').slice(0, 32);
      documents.set(prefixOf(place) + name, text);
      return name;
    },
    forget: async (place) => {
      for (const name of documents.keys()) if (name.startsWith(prefixOf(place))) documents.delete(name);
    },
    keepOnly: async (partnerId, places) => {
      const prefixes = places.map(prefixOf);
      for (const name of documents.keys()) {
        const own = name.startsWith(`${partnerId}/`);
        if (own && !prefixes.some((prefix) => name.startsWith(prefix))) documents.delete(name);
      }
    },
  };
}
