import type { StorageClients } from '../shared/adapters/storage/clients.ts';
import { containers } from '../shared/adapters/storage/names.ts';
import { readPartnerFile } from '../shared/adapters/storage/settings/files.ts';

/** How a partner stands in the settings as they lie in storage now. */
export async function partnerState(
  { blobs }: StorageClients,
  partnerId: string,
): Promise<'unknown' | 'active' | 'suspended'> {
  const file = blobs.getContainerClient(containers.settings).getBlobClient(`partners/${partnerId}.json`);
  if (!(await file.exists())) return 'unknown';
  const { value } = readPartnerFile(partnerId, (await file.downloadToBuffer()).toString('utf8'), '');
  return value?.state ?? 'active';
}
