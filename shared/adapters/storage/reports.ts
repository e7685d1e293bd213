import type { ContainerClient } from '@azure/storage-blob';
import type { Reports } from '../../ports.ts';
import { unlessChanged, unlessMissing } from './statuses.ts';

/** What partners get, in the `reports` container. Each file carries the sequence of its rendering. */
export function makeReports(container: ContainerClient): Reports {
  return {
    put: async (name, content, sequence) => {
      const blob = container.getBlockBlobClient(name);
      for (;;) {
        const there = await unlessMissing(blob.getProperties());
        if (Number(there?.metadata?.['sequence'] ?? 0) >= sequence) return false;
        const options = {
          blobHTTPHeaders: { blobContentType: content.contentType },
          metadata: { sequence: String(sequence) },
          conditions: there?.etag === undefined ? { ifNoneMatch: '*' } : { ifMatch: there.etag },
        };
        const written = await unlessChanged<unknown>(
          'path' in content
            ? blob.uploadFile(content.path, options)
            : blob.upload(content.text, Buffer.byteLength(content.text), options),
        );
        if (written !== undefined) return true;
      }
    },
  };
}
