import { Readable } from 'node:stream';
import type { ContainerClient } from '@azure/storage-blob';
import type { Drops } from '../../ports.ts';
import { unlessChanged } from './storage-error.ts';

const pieceBytes = 4 * 1024 * 1024;
const piecesAtOnce = 2;

/** Files the service itself drops; none is ever replaced. */
export const makeDrops = (container: ContainerClient): Drops => ({
  put: async (name, content, metadata) => {
    const blob = container.getBlockBlobClient(name);
    const options = { metadata: { ...metadata }, conditions: { ifNoneMatch: '*' } };
    const written = await unlessChanged(
      'path' in content
        ? blob.uploadFile(content.path, options)
        : blob.uploadStream(Readable.from(content), pieceBytes, piecesAtOnce, options),
    );
    return written?.etag?.replaceAll('"', '');
  },
});
