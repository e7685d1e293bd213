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

/** What a partner id looks like: it names folders, keys and settings files. */
const partnerIdPattern = /^[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?$/;

/** Containers, and words that stand where a partner's folder would: `state/settings/` holds everybody's last good settings. */
export const reservedPartnerIds: readonly string[] = [
  ...['uploads', 'reports', 'state', 'settings', 'audit', 'heads', 'app-package'],
  ...['partners', 'connections', 'check', 'reconciliation', 'blobreceipts'],
];

/** Why a text can't be a partner's id, behind the text itself; undefined: it can. */
export function partnerIdFault(text: string): string | undefined {
  if (!partnerIdPattern.test(text)) return 'is not a partner id (small letters, digits and -)';
  if (reservedPartnerIds.includes(text) || text.startsWith('azure-webjobs-')) {
    return 'is a word of this service and cannot be a partner id';
  }
  return undefined;
}

/** SHA-256 of `container/name`: names a blob in the record without the file's name. */
export const blobDigestOf = (container: string, name: string): string =>
  createHash('sha256').update(`${container}/${name}`).digest('hex');

/** Ledger partition of uploads that belong to no partner we know. */
export const unknownPartner = '-';
