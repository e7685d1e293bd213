import type { ContainerClient } from '@azure/storage-blob';
import type { Reports } from '../../ports.ts';
import { type Pause, untilWon } from './races.ts';
import { unlessChanged, unlessMissing } from './storage-error.ts';

/** What partners get, in the `reports` container. Each file carries the sequence of its rendering. */
export function makeReports(container: ContainerClient, pause?: Pause): Reports {
  return {
    put: (name, content, sequence) => {
      const blob = container.getBlockBlobClient(name);
      const attempt = async (): Promise<boolean | undefined> => {
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
            : blob.uploadData('text' in content ? Buffer.from(content.text) : content.bytes, options),
        );
        return written === undefined ? undefined : true;
      };
      return untilWon(`Report ${name}`, attempt, pause);
    },
  };
}
