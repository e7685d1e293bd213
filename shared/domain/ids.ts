import { createHash } from 'node:crypto';

/** Ids are derived, never drawn: doing a step twice finds its own traces. */

const digest = (...parts: readonly string[]): string => {
  const hash = createHash('sha256');
  for (const part of parts) hash.update(`${Buffer.byteLength(part)}:${part}`);
  return hash.digest('hex');
};

/** One version of one blob. 24 hex digits. */
export const uploadIdOf = (container: string, blobName: string, etag: string): string =>
  digest('upload', container, blobName, etag).slice(0, 24);

/** `uploadId-0007`: chunks count from 0. */
export const chunkIdOf = (uploadId: string, chunk: number): string => `${uploadId}-${String(chunk).padStart(4, '0')}`;

/** The platform's request id (a GUID) for one attempt of a chunk; a time-out is repeated with the same one. */
export const requestIdOf = (chunkId: string, attempt: number): string => {
  const hex = digest('request', chunkId, String(attempt));
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-5${hex.slice(13, 16)}-8${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
};

/** SHA-256 of a device's stable key, hex: how the ledger names a device without holding its serial in a key. */
export const deviceKeyOf = (stableKey: string): string => digest('device', stableKey);

/** Ledger partition of uploads that belong to no partner we know. */
export const nobody = '-';
