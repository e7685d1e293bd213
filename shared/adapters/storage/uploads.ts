import type { BlobItem, ContainerClient } from '@azure/storage-blob';
import type { UploadBlob } from '../../domain/work.ts';
import { UploadChanged } from '../../errors.ts';
import type { Uploads } from '../../ports.ts';
import { isConflict, isMissing, unlessMissing } from './statuses.ts';

const lowerKeys = (metadata: Readonly<Record<string, string>> = {}): Readonly<Record<string, string>> =>
  Object.fromEntries(Object.entries(metadata).map(([key, value]) => [key.toLowerCase(), value]));

const bare = (etag: string | undefined): string => (etag ?? '').replaceAll('"', '');

/** Listings and property calls quote an ETag differently; the id of an upload must not depend on which was asked. */
const fromListing = (item: BlobItem): UploadBlob => ({
  name: item.name,
  etag: bare(item.properties.etag),
  bytes: item.properties.contentLength ?? 0,
  receivedAt: item.properties.lastModified.toISOString(),
  metadata: lowerKeys(item.metadata),
});

/** The blobs partners drop. */
export function makeUploads(container: ContainerClient): Uploads {
  return {
    find: async (name) => {
      const there = await unlessMissing(container.getBlobClient(name).getProperties());
      if (there === undefined) return undefined;
      return {
        name,
        etag: bare(there.etag),
        bytes: there.contentLength ?? 0,
        receivedAt: (there.lastModified ?? new Date(0)).toISOString(),
        metadata: lowerKeys(there.metadata),
      };
    },
    read: async function* (blob) {
      try {
        const { readableStreamBody } = await container
          .getBlobClient(blob.name)
          .download(0, undefined, { conditions: { ifMatch: `"${blob.etag}"` } });
        for await (const piece of readableStreamBody ?? [])
          yield typeof piece === 'string' ? Buffer.from(piece) : piece;
      } catch (error) {
        if (!isConflict(error) && !isMissing(error)) throw error;
        throw new UploadChanged(`${blob.name} was overwritten or deleted while it was read.`, { cause: error });
      }
    },
    list: async function* (prefix) {
      const options = { includeMetadata: true, ...(prefix === undefined ? {} : { prefix }) };
      for await (const item of container.listBlobsFlat(options)) yield fromListing(item);
    },
  };
}
