import type { BlobItem, ContainerClient } from '@azure/storage-blob';
import type { UploadBlob } from '../../domain/work.ts';
import { UploadChanged, UploadUnreadable } from '../../errors.ts';
import type { Uploads } from '../../ports.ts';
import { refusalOf, unlessMissing } from './storage-error.ts';

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

const unreadable = {
  archived: 'file_archived',
  rehydrating: 'file_being_rehydrated',
  encrypted: 'file_encrypted_by_key',
} as const;

/** What reading a blob can end in that its partner must hear of; anything else is for the host. */
function readError(name: string, error: unknown): unknown {
  const refusal = refusalOf(error);
  switch (refusal) {
    case 'missing':
    case 'changed':
      return new UploadChanged(`${name} was overwritten or deleted while it was read.`, { cause: error });
    case 'archived':
    case 'rehydrating':
    case 'encrypted':
      return new UploadUnreadable(unreadable[refusal], `${name} can't be read: it is ${refusal}.`, { cause: error });
    default:
      return error;
  }
}

/** The blobs partners drop. */
export function makeUploads(container: ContainerClient): Uploads {
  const listed = async (name: string): Promise<UploadBlob | undefined> => {
    for await (const item of container.listBlobsFlat({ prefix: name }))
      if (item.name === name) return fromListing(item);
    return undefined;
  };
  return {
    find: async (name) => {
      try {
        const there = await unlessMissing(container.getBlobClient(name).getProperties());
        if (there === undefined) return undefined;
        return {
          name,
          etag: bare(there.etag),
          bytes: there.contentLength ?? 0,
          receivedAt: (there.lastModified ?? new Date(0)).toISOString(),
          metadata: lowerKeys(there.metadata),
        };
      } catch (error) {
        // Even the properties need the uploader's key then; a listing names the version without it.
        if (refusalOf(error) === 'encrypted') return listed(name);
        throw error;
      }
    },
    read: async function* (blob) {
      try {
        const { readableStreamBody } = await container
          .getBlobClient(blob.name)
          .download(0, undefined, { conditions: { ifMatch: `"${blob.etag}"` } });
        for await (const piece of readableStreamBody ?? [])
          yield typeof piece === 'string' ? Buffer.from(piece) : piece;
      } catch (error) {
        throw readError(blob.name, error);
      }
    },
    list: async function* (prefix) {
      const options = { includeMetadata: true, ...(prefix === undefined ? {} : { prefix }) };
      for await (const item of container.listBlobsFlat(options)) yield fromListing(item);
    },
  };
}
