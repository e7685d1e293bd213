import type { BlobClient } from '@azure/storage-blob';
import { refusalOf, unlessUnleased } from './storage-error.ts';

/** A new lease may be taken in between; not for ever. */
const mostLeases = 3;

/**
 * Removes a blob of whatever type, with its snapshots. A lease is broken: whoever may drop a file may lease it, and a
 * lease must not keep it from being erased. `false`: it is gone or, where an ETag is given, another version by now.
 */
export async function removeBlob(blob: BlobClient, etag?: string): Promise<boolean> {
  const conditions = etag === undefined ? {} : { ifMatch: `"${etag}"` };
  for (let broken = 0; ; broken++) {
    try {
      await blob.delete({ deleteSnapshots: 'include', conditions });
      return true;
    } catch (error) {
      const refusal = refusalOf(error);
      if (refusal === 'missing' || refusal === 'changed') return false;
      if (refusal !== 'leased' || broken >= mostLeases) throw error;
      await unlessUnleased(blob.getBlobLeaseClient().breakLease(0));
    }
  }
}
