import {
  BlobSASPermissions,
  type BlobServiceClient,
  generateBlobSASQueryParameters,
  SASProtocol,
} from '@azure/storage-blob';
import { linkClockDifference } from '../../domain/waits.ts';
import type { Clock, Links } from '../../ports.ts';
import { containers } from './names.ts';

/** What a link lets its holder do, with one blob: create it once (never overwrite, read or delete it), or read it. */
export type LinkRight = 'create' | 'read';

/**
 * A time-limited link to exactly one blob (a SAS). With an account key, as in the emulator, it is signed by that; else
 * by a user delegation key, which holds for seven days at most
 * (https://learn.microsoft.com/rest/api/storageservices/create-user-delegation-sas).
 */
export async function makeLink(
  blobs: BlobServiceClient,
  place: { readonly container: string; readonly name: string },
  right: LinkRight,
  times: { readonly now: Date; readonly until: Date },
): Promise<string> {
  const blob = blobs.getContainerClient(place.container).getBlobClient(place.name);
  // Addresses are normalized: `a/../b/x` would become a link to `b/x`.
  if (blob.name !== place.name) throw new Error(`"${place.name}" is not the name of a blob.`);
  const terms = {
    permissions: BlobSASPermissions.parse(right === 'create' ? 'c' : 'r'),
    startsOn: new Date(times.now.getTime() - linkClockDifference),
    expiresOn: times.until,
    protocol: blob.url.startsWith('https:') ? SASProtocol.Https : SASProtocol.HttpsAndHttp,
  };
  if ('accountKey' in blobs.credential) return blob.generateSasUrl(terms);
  const key = await blobs.getUserDelegationKey(terms.startsOn, terms.expiresOn);
  const signed = { ...terms, containerName: place.container, blobName: place.name };
  return `${blob.url}?${generateBlobSASQueryParameters(signed, key, blobs.accountName)}`;
}

/** Links for people on the page. A key of Entra is asked for each time: it is made by the app's own identity. */
export const makeLinks = (blobs: BlobServiceClient, clock: Clock): Links => ({
  toDrop: (name, until) =>
    makeLink(blobs, { container: containers.uploads, name }, 'create', { now: clock.now(), until }),
  toFetch: (name, until) =>
    makeLink(blobs, { container: containers.reports, name }, 'read', { now: clock.now(), until }),
});
