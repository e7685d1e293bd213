import { buffer } from 'node:stream/consumers';
import type { BlobClient } from '@azure/storage-blob';
import { unlessMissing } from './storage-error.ts';

/** A blob's whole content by one call, undefined where there is none. A download that breaks off goes on where it was. */
export async function readBlob(blob: BlobClient): Promise<Buffer | undefined> {
  const answer = await unlessMissing(blob.download(0, undefined, { maxRetryRequests: 5 }));
  return answer?.readableStreamBody === undefined ? undefined : buffer(answer.readableStreamBody);
}
